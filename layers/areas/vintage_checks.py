"""What is wrong with a set of boundaries that is being prepared, what land it loses or gains, and whom it moves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.geodesy.measure import area_m2
from geo.shapes.topology import coverage_faults, find_members, lost_and_gained
from geo.shapes.validity import explain
from geo.types import BBox
from layers.actor import Actor
from layers.areas.vintage_drafts import DRAWN_LEVELS, DraftArea, DraftVintage, get_draft, in_force
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import held_on, known_at
from layers.store.schema import boundary, hotspot, hotspot_area, hotspot_version
from layers.store.spatial import meets_box

BLOCKING = frozenset({"invalid", "code_twice", "overlap", "gap"})
"""Faults that stop publication; ``lost`` and ``gained`` have to be acknowledged."""


@dataclass(frozen=True)
class AreaFault:
    """Something about a draft that a person should look at.

    Attributes
    ----------
    kind
        ``invalid``: the ring crosses itself; ``code_twice``: two areas of a level have one code; ``overlap``, ``gap``:
        two areas cover it, or none does in the midst of others; ``lost``: land that an area in force covers and none
        of the draft; ``gained``: the reverse.
    codes
        The areas concerned.
    geometry
        The place, WGS 84, lon lat; None for codes.
    area_m2
        Its geodesic area, m2.
    """

    kind: Literal["invalid", "code_twice", "overlap", "gap", "lost", "gained"]
    codes: tuple[str, ...]
    geometry: BaseGeometry | None
    area_m2: float


class MovedPlace(NamedTuple):
    """A place whose wards change: its code and name, and the names of its wards as they are and as they become."""

    code: str
    name: str
    wards_before: tuple[str, ...]
    wards_after: tuple[str, ...]


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
        """Land lost or gained, which whoever publishes has to acknowledge."""
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
    found = list(_repeated_codes(draft.areas))
    for level in DRAWN_LEVELS:
        areas = [one for one in draft.areas if one.area.level == level]
        invalid = list(_invalid_areas(areas))
        found += invalid
        if not invalid:
            found += _coverage([row for row in held if row.level == level], areas)
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
            yield AreaFault("invalid", (one.area.code,), place, 0.0)


def _coverage(held: Sequence[AnyRow], areas: Sequence[DraftArea]) -> Iterator[AreaFault]:
    """Yield what the draft brings about; what was so among areas that go on as they are is not its fault."""
    kept = {one.from_id for one in areas if not one.changed}
    before = {row.code: row.geom for row in held if row.from_id not in kept}
    after = {one.area.code: one.area.geometry for one in areas if one.changed}
    lost, gained = lost_and_gained(list(before.values()), list(after.values()))
    holes = []
    for fault in coverage_faults([one.area.geometry for one in areas]):
        concerned = [areas[index] for index in fault.indexes]
        if any(one.changed for one in concerned) or any(_share_land(piece, fault.geometry) for piece in lost):
            holes.append(fault.geometry)
            yield AreaFault(
                fault.kind, tuple(one.area.code for one in concerned), fault.geometry, fault.area_m2
            )
    for piece in lost:
        if not any(_share_land(piece, hole) for hole in holes):
            yield _land("lost", piece, before)
    for piece in gained:
        yield _land("gained", piece, after)


def _land(
    kind: Literal["lost", "gained"], piece: BaseGeometry, areas: Mapping[str, BaseGeometry]
) -> AreaFault:
    codes = tuple(code for code, shape in areas.items() if _share_land(shape, piece))
    return AreaFault(kind, codes, piece, area_m2(piece))


def _share_land(one: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(shapely.relate_pattern(one, other, "2********"))


def find_moved_places(connection: Connection, actor: Actor, draft: DraftVintage) -> tuple[MovedPlace, ...]:
    """Return the places of the register whose wards change on the day of a draft, by code."""
    wards = [one for one in draft.areas if one.area.level == "ward"]
    kept = {one.from_id for one in wards if not one.changed}
    rows = connection.execute(in_force(draft.vintage.valid_from).where(boundary.c.level == "ward")).all()
    ended = {row.from_id: row.name for row in rows if row.from_id not in kept}
    changed = [one for one in wards if one.changed]
    touched = [row.geom for row in rows if row.from_id in ended] + [one.area.geometry for one in changed]
    if not touched:
        return ()
    places = _places_near(connection, actor, draft, touched)
    wards_of = _wards_of(connection, draft, [place.id for place in places])
    moved = []
    for place in places:
        before = wards_of.get(place.id, {})
        stay = [name for row, name in before.items() if row not in ended]
        members = find_members(place.geom, [one.area.geometry for one in changed])
        after = stay + [changed[member.index].area.name for member in members]
        if sorted(before.values()) != sorted(after):
            moved.append(MovedPlace(place.code, place.name, tuple(before.values()), tuple(after)))
    return tuple(moved)


def _places_near(
    connection: Connection, actor: Actor, draft: DraftVintage, shapes: Sequence[BaseGeometry]
) -> Sequence[AnyRow]:
    v = hotspot_version.c
    box = BBox(*shapely.total_bounds(shapes).tolist())
    question = (
        select(v.id, hotspot.c.code, v.name, v.geom)
        .join(hotspot, hotspot.c.id == v.hotspot_id)
        .where(
            known_at(hotspot_version, None),
            held_on(hotspot_version, draft.vintage.valid_from),
            meets_box(hotspot_version, box),
            scope.sees_hotspot(hotspot_version, actor),
        )
    )
    return connection.execute(question.order_by(hotspot.c.code)).all()


def _wards_of(
    connection: Connection, draft: DraftVintage, version_ids: Sequence[int]
) -> dict[int, dict[int, str]]:
    """Return the wards that hold each version on the day of a draft as things stand: row and name, the lead first."""
    a, b = hotspot_area.c, boundary.c
    question = (
        select(a.hotspot_version_id, b.id, b.name)
        .join(boundary, b.id == a.boundary_id)
        .where(
            a.hotspot_version_id.in_(version_ids),
            b.level == "ward",
            held_on(boundary, draft.vintage.valid_from),
        )
    )
    found: dict[int, dict[int, str]] = {}
    rows = (
        connection.execute(question.order_by(a.is_lead.desc(), a.share.desc(), b.code)) if version_ids else ()
    )
    for version_id, row, name in rows:
        found.setdefault(version_id, {})[row] = name
    return found
