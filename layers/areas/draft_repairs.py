"""What mending the faults of a draft, or simplifying its borders, would make of its areas: shown, and then kept."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Literal, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.measure import area_m2
from geo.shapes.mending import Proposal, mend_coverage
from geo.shapes.reshape import find_touching, reshape
from geo.shapes.simplify import simplify_coverage
from geo.shapes.topology import CoverageFault
from geo.shapes.validity import require_valid
from layers.areas.draft_units import UNIT_LEVELS, Nesting, follow_parts
from layers.areas.vintage_checks import AreaFault
from layers.areas.vintage_drafts import DRAWN_LEVELS, DraftArea, DraftVintage
from layers.areas.vintages import Area
from layers.errors import NotFound

TOLERANCES_M = (1, 1_000)
"""The finest and the coarsest that borders are simplified, metres."""

MENDABLE = frozenset({"gap", "overlap", "lost", "apart"})
"""Faults whose land can be given to an area, or that go when a unit is drawn anew from its parts."""


class Settlement(NamedTuple):
    """What is to be done about a fault: the area with the key ``heir`` gets or keeps its land, or follows its parts."""

    fault: AreaFault
    heir: int


class Redrawn(NamedTuple):
    """An area as it is and as it would become.

    Attributes
    ----------
    before, after
        The area of the draft, and what it would be.
    area_before_m2, area_after_m2
        Geodesic areas.
    vertices_before, vertices_after
        How many positions draw it.
    """

    before: DraftArea
    after: Area
    area_before_m2: float
    area_after_m2: float
    vertices_before: int
    vertices_after: int

    @property
    def moved_m2(self) -> float:
        """How much larger it becomes, m2."""
        return self.area_after_m2 - self.area_before_m2


def find_proposed(
    faults: Iterable[AreaFault], under_m2: float, *, filling: DraftVintage | None = None
) -> list[Settlement]:
    """Return what is proposed about the faults smaller than an area; those that people must settle are left out.

    Parameters
    ----------
    faults
        As they were found.
    under_m2
        Faults as large as this are left to people too.
    filling
        The draft, where wide gaps, which may be land of others, go to the neighbour with the longest border as well.
    """
    heirs = [
        (fault, _find_neighbour(fault, filling) if filling and fault.keeper is None else fault.keeper)
        for fault in faults
        if fault.area_m2 < under_m2
    ]
    return [Settlement(fault, heir) for fault, heir in heirs if heir is not None]


def mend_faults(draft: DraftVintage, settled: Sequence[Settlement]) -> dict[int, Area]:
    """Return the areas that change when faults are mended, by key, their neighbours in step with them.

    Raises
    ------
    NotFound
        ``draft_area_not_found``, where an heir is no area of the draft at the level of its fault, or has no parts.
    """
    drawn = {one.key: one.area.geometry for one in draft.areas}
    misfits = [one for one in settled if one.fault.kind != "apart"]
    for level in {one.fault.level for one in misfits}:
        areas = {one.key: one.area.geometry for one in draft.areas if one.area.level == level}
        drawn |= _mend_level(areas, [one for one in misfits if one.fault.level == level])
    _rebuild(draft, drawn, {one.heir for one in settled if one.fault.kind == "apart"})
    return _changes(draft, drawn)


def draw_with_neighbours(draft: DraftVintage, key: int | None, area: Area) -> tuple[Area, dict[int, Area]]:
    """Return an area drawn anew, and by key its neighbours that have to follow.

    Parameters
    ----------
    draft
        The set.
    key
        Which of its areas it is, None for a new one.
    area
        As it is drawn.

    Raises
    ------
    InvalidGeometry
        Where it crosses itself.
    """
    require_valid(area.geometry)
    shapes = {one.key: one.area.geometry for one in draft.areas if one.area.level == area.level}
    before = shapes.pop(key, shapely.Polygon()) if key is not None else shapely.Polygon()
    drawn, *moved = reshape([before, *shapes.values()], 0, area.geometry)
    return replace(area, geometry=drawn), _changes(draft, dict(zip(shapes, moved, strict=True)))


def simplify_level(
    draft: DraftVintage, level: str, tolerance_m: float, *, keeps_outline: bool
) -> dict[int, Area]:
    """Return the areas that change when the borders of a level get fewer vertices, by key; neighbours still fit.

    What an area of the level is made of is simplified in its place; the area itself follows (`with_units`).

    Parameters
    ----------
    draft, level
        Which areas.
    tolerance_m
        A vertex goes where the triangle with its neighbours is smaller than a square of this side.
    keeps_outline
        Whether borders with nobody of the set on the other side stay as they are.
    """
    here = _find_mosaic(draft, level)
    shapes = simplify_coverage([one.area.geometry for one in here], tolerance_m, keeps_outline=keeps_outline)
    return {
        one.key: replace(one.area, geometry=shape)
        for one, shape in zip(here, shapes, strict=True)
        if count_vertices(shape) < count_vertices(one.area.geometry)
    }


def list_drawn_levels(draft: DraftVintage) -> tuple[str, ...]:
    """Return the levels that hold areas made of no others: those whose borders can be simplified by themselves."""
    made = Nesting(draft.by_key).find_made()
    drawn = {one.area.level for one in draft.areas if one.key not in made}
    return tuple(level for level in DRAWN_LEVELS if level in drawn)


def with_units(draft: DraftVintage, changes: Mapping[int, Area]) -> dict[int, Area]:
    """Return changes of areas with those of the units that follow them, as the step that keeps them will."""
    return {**changes, **follow_parts(draft.by_key, {**draft.by_key, **changes})}


def compare(draft: DraftVintage, changes: Mapping[int, Area]) -> tuple[Redrawn, ...]:
    """Return what changes would do to the areas of a draft, the largest change of size first."""
    found = [_redrawn(one, changes[one.key]) for one in draft.areas if one.key in changes]
    return tuple(sorted(found, key=lambda one: (-abs(one.moved_m2), one.before.area.code)))


def count_vertices(*shapes: BaseGeometry) -> int:
    """Return how many positions draw some shapes together."""
    return int(shapely.get_num_coordinates(shapes).sum())


def _find_mosaic(draft: DraftVintage, level: str) -> list[DraftArea]:
    """Return the smallest areas that those of a level are made of: themselves where they are made of no others."""
    nesting, known = Nesting(draft.by_key), {one.key: one for one in draft.areas}
    mosaic = list[DraftArea]()
    waiting = [one.key for one in draft.areas if one.area.level == level]
    while waiting:
        key = waiting.pop()
        if nesting.is_made(key):
            waiting += nesting.parts[key]
        else:
            mosaic.append(known[key])
    return mosaic


def _redrawn(one: DraftArea, after: Area) -> Redrawn:
    was, becomes = one.area.geometry, after.geometry
    return Redrawn(one, after, area_m2(was), area_m2(becomes), count_vertices(was), count_vertices(becomes))


def _find_neighbour(fault: AreaFault, draft: DraftVintage) -> int | None:
    """Return the key of the area around a gap with which it has the longest border; None for other faults."""
    if fault.kind != "gap" or fault.geometry is None:
        return None
    touching = find_touching(fault.geometry, [draft.by_key[key].geometry for key in fault.keys])
    return fault.keys[touching[0]] if touching else None


def _mend_level(areas: Mapping[int, BaseGeometry], settled: Sequence[Settlement]) -> dict[int, BaseGeometry]:
    """Return the areas of a level once their faults are mended: what does not fit first, then land that was lost."""
    places = {key: at for at, key in enumerate(areas)}
    if any(one.heir not in places for one in settled):
        raise NotFound("draft_area_not_found")
    misfits = [_proposal(one, places) for one in settled if one.fault.kind != "lost"]
    shapes = mend_coverage(tuple(areas.values()), misfits)
    for one in settled:
        if one.fault.kind == "lost":
            at = places[one.heir]
            shapes = reshape(shapes, at, shapely.union(shapes[at], one.fault.geometry))
    return dict(zip(areas, shapes, strict=True))


def _rebuild(draft: DraftVintage, drawn: dict[int, BaseGeometry], units: AbstractSet[int]) -> None:
    """Make units the land of their parts again, the lowest first."""
    if not units <= Nesting(draft.by_key).parts.keys():
        raise NotFound("draft_area_not_found")
    for level in UNIT_LEVELS:
        becomes = Nesting({key: replace(area, geometry=drawn[key]) for key, area in draft.by_key.items()})
        of_level = [key for key in units if draft.by_key[key].level == level]
        drawn |= {key: becomes.land_of(key) for key in of_level}


def _proposal(one: Settlement, places: Mapping[int, int]) -> Proposal:
    fault = one.fault
    kind: Literal["gap", "overlap"] = "gap" if fault.kind == "gap" else "overlap"
    indexes = tuple(places[key] for key in fault.keys)
    return Proposal(
        CoverageFault(kind, indexes, fault.geometry, fault.area_m2), places[one.heir], fault.is_sliver
    )


def _changes(draft: DraftVintage, drawn: Mapping[int, BaseGeometry]) -> dict[int, Area]:
    """Return the areas whose shape is another than in the draft, by key."""
    becomes = {one.key: drawn.get(one.key, one.area.geometry) for one in draft.areas}
    return {
        one.key: replace(one.area, geometry=becomes[one.key])
        for one in draft.areas
        if becomes[one.key] is not one.area.geometry and not becomes[one.key].equals(one.area.geometry)
    }
