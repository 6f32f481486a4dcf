"""What is wrong with a set of boundaries that is being prepared, what land it loses or gains, and whom it moves."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.geodesy.measure import area_m2
from geo.shapes.mending import Proposal, propose_repairs
from geo.shapes.nesting import find_differences, is_whole
from geo.shapes.topology import lost_and_gained
from geo.shapes.validity import explain
from layers.actor import Actor
from layers.areas.draft_units import Nesting
from layers.areas.moved_places import MovedPlace, find_moved_places
from layers.areas.vintage_drafts import DRAWN_LEVELS, DraftArea, DraftVintage, get_draft, in_force
from layers.store.columns import AnyRow

BLOCKING = frozenset({"invalid", "code_twice", "overlap", "gap"})
"""Faults that stop publication; ``lost``, ``gained`` and ``apart`` have to be acknowledged."""

_TOLD_BY = {"lost": {"lost", "gap"}, "gained": {"gained"}}
"""By what land that is lost or gained at a level was told already at a lower one."""

_NEARLY_ALL = 0.99


@dataclass(frozen=True)
class AreaFault:
    """Something about a draft that a person should look at.

    Attributes
    ----------
    kind
        ``invalid``: the ring crosses itself; ``code_twice``: two areas of a level have one code; ``overlap``, ``gap``:
        two areas cover it, or none does in the midst of others; ``lost``: land that an area in force covers and none
        of the draft; ``gained``: the reverse; ``apart``: a unit and the areas it is made of do not cover the same.
    codes
        The areas concerned.
    geometry
        The place, WGS 84, lon lat; None for codes.
    area_m2
        Its geodesic area, m2.
    level
        Level of the areas; empty for codes.
    keys
        Of a gap or an overlap, the areas of the draft, in the order of ``codes``; of ``apart``, the unit.
    keeper
        Key of the area that is proposed to get a gap, to keep what two claim, or to be drawn anew from its parts; None
        where people must say.
    is_sliver
        Whether it is as narrow as drawing one border twice makes it.
    """

    kind: Literal["invalid", "code_twice", "overlap", "gap", "lost", "gained", "apart"]
    codes: tuple[str, ...]
    geometry: BaseGeometry | None
    area_m2: float
    level: str = ""
    keys: tuple[int, ...] = ()
    keeper: int | None = None
    is_sliver: bool = False


@dataclass(frozen=True)
class DraftCheck:
    """What was found in a draft.

    Attributes
    ----------
    faults
        The blocking ones first.
    moved_places
        Places whose wards change, by code, as far as the asker may see them.
    """

    faults: tuple[AreaFault, ...]
    moved_places: tuple[MovedPlace, ...]

    @property
    def blocking(self) -> tuple[AreaFault, ...]:
        """The faults that stop publication."""
        return tuple(fault for fault in self.faults if fault.kind in BLOCKING)

    @property
    def land(self) -> tuple[AreaFault, ...]:
        """Land lost or gained, and units apart from their parts: whoever publishes has to acknowledge these."""
        return tuple(fault for fault in self.faults if fault.kind not in BLOCKING)


def check_draft(connection: Connection, actor: Actor, draft_id: int) -> DraftCheck:
    """Return what is to be looked at before a draft is published.

    Raises
    ------
    NotFound
        ``draft_not_found``.
    """
    draft = get_draft(connection, draft_id)
    return DraftCheck(find_faults(connection, draft), find_moved_places(connection, actor, draft))


def find_faults(connection: Connection, draft: DraftVintage) -> tuple[AreaFault, ...]:
    """Return the faults of a draft, the blocking ones first."""
    held = connection.execute(in_force(draft.vintage.valid_from)).all()
    invalid = list(_invalid_areas(draft.areas))
    unsound = {fault.level for fault in invalid}
    nesting = Nesting({key: area for key, area in draft.by_key.items() if area.level not in unsound})
    made = nesting.find_made()
    found = [*_repeated_codes(draft.areas), *invalid]
    for level in [one for one in reversed(DRAWN_LEVELS) if one not in unsound]:
        areas = [one for one in draft.areas if one.area.level == level]
        misfits = list(_coverage([row for row in held if row.level == level], areas, level, made))
        found += _not_told(misfits, found)
    found += _apart(draft, nesting, made)
    return tuple(sorted(found, key=lambda fault: fault.kind not in BLOCKING))


def _repeated_codes(areas: Sequence[DraftArea]) -> Iterator[AreaFault]:
    """Yield codes that two areas of a level have, or two areas of any level that would be published together."""
    seen: set[tuple[str, str]] = set()
    published: set[str] = set()
    twice: set[str] = set()
    for one in areas:
        key = one.area.level, one.area.code
        if key in seen or (one.changed and one.area.code in published):
            twice.add(one.area.code)
        seen.add(key)
        published |= {one.area.code} if one.changed else set()
    return (AreaFault("code_twice", (code,), None, 0.0) for code in sorted(twice))


def _invalid_areas(areas: Iterable[DraftArea]) -> Iterator[AreaFault]:
    for one in areas:
        for fault in explain(one.area.geometry):
            place = None if fault.at is None else shapely.Point(fault.at)
            yield AreaFault("invalid", (one.area.code,), place, 0.0, level=one.area.level)


def _coverage(
    held: Sequence[AnyRow], areas: Sequence[DraftArea], level: str, made: Container[int]
) -> Iterator[AreaFault]:
    """Yield what the draft brings about; what was so among areas that go on as they are is not its fault.

    How areas that are made of others lie to each other is what these say.
    """
    kept = {one.from_id for one in areas if not one.changed}
    before = {row.code: row.geom for row in held if row.from_id not in kept}
    after = {one.area.code: one.area.geometry for one in areas if one.changed}
    alone = [one for one in areas if one.key not in made]
    lost = lost_and_gained([*before.values()], [*after.values()])[0] if before else ()
    find_lost, holes = _finder(lost), []
    for proposal in propose_repairs([one.area.geometry for one in areas] if alone else []):
        fault, concerned = proposal.fault, [areas[index] for index in proposal.fault.indexes]
        if all(one.key in made for one in concerned):
            continue
        if any(one.changed for one in concerned) or find_lost(fault.geometry):
            holes.append(fault.geometry)
            yield _misfit(proposal, areas)
    find_hole = _finder(holes)
    yield from _land("lost", [piece for piece in lost if not find_hole(piece)], before, level)
    new = {one.area.code: one.area.geometry for one in alone if one.changed}
    gained = lost_and_gained([*before.values()], [*new.values()])[1] if new else ()
    yield from _land("gained", gained, new, level)


def _not_told(faults: Sequence[AreaFault], told: Sequence[AreaFault]) -> Iterator[AreaFault]:
    """Yield faults but for land that was told to be lost or gained at a lower level."""
    known = {
        kind: shapely.STRtree([one.geometry for one in told if one.kind in kinds])
        for kind, kinds in _TOLD_BY.items()
    }
    for fault in faults:
        if fault.kind in known:
            near = known[fault.kind].geometries[known[fault.kind].query(fault.geometry)]
            land = shapely.intersection(shapely.union_all(near), fault.geometry)
            if shapely.area(land) > _NEARLY_ALL * shapely.area(fault.geometry):
                continue
        yield fault


def _apart(draft: DraftVintage, nesting: Nesting, made: Container[int]) -> Iterator[AreaFault]:
    """Yield the units that changed, or whose parts did, and that are not the land of these."""
    changed = {one.key for one in draft.changed}
    for key, parts in nesting.parts.items():
        if key in made or changed.isdisjoint({key, *parts}):
            continue
        unit, land = draft.by_key[key], nesting.land_of(key)
        pieces = find_differences(unit.geometry, land)
        if pieces:
            shape, keeper = shapely.union_all(pieces), key if is_whole(unit.geometry, land) else None
            yield AreaFault("apart", (unit.code,), shape, area_m2(shape), unit.level, (key,), keeper)


def _misfit(proposal: Proposal, areas: Sequence[DraftArea]) -> AreaFault:
    fault, keeper = proposal.fault, proposal.keeper
    concerned = [areas[index] for index in fault.indexes]
    return AreaFault(
        fault.kind,
        tuple(one.area.code for one in concerned),
        fault.geometry,
        fault.area_m2,
        level=concerned[0].area.level,
        keys=tuple(one.key for one in concerned),
        keeper=None if keeper is None else areas[keeper].key,
        is_sliver=proposal.is_sliver,
    )


def _land(
    kind: Literal["lost", "gained"],
    pieces: Sequence[BaseGeometry],
    areas: Mapping[str, BaseGeometry],
    level: str,
) -> Iterator[AreaFault]:
    codes, find = tuple(areas), _finder(tuple(areas.values()))
    for piece in pieces:
        concerned = tuple(codes[index] for index in find(piece))
        yield AreaFault(kind, concerned, piece, area_m2(piece), level=level)


def _finder(shapes: Sequence[BaseGeometry]) -> Callable[[BaseGeometry], list[int]]:
    """Return a function that finds which of some areas share land with a piece, in their order.

    Where the middle of an area lies in the piece, no more is to be asked: a piece may be the land of a nation.
    """
    tree = shapely.STRtree(shapes)

    def find(piece: BaseGeometry) -> list[int]:
        shapely.prepare(piece)
        near = np.sort(tree.query(piece, predicate="intersects"))
        is_in = shapely.contains(piece, shapely.point_on_surface(tree.geometries[near]))
        is_in[~is_in] = shapely.area(shapely.intersection(tree.geometries[near[~is_in]], piece)) > 0
        found: list[int] = near[is_in].tolist()
        return found

    return find
