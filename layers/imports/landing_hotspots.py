"""Writes imported rows as places of the register, each proposed; what the register has already is told."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.errors import AppError
from geo.text.names import fold_key
from layers.actor import Actor
from layers.areas.memberships import compute_members
from layers.conversion.status import StatusChange
from layers.imports.built_upon import find_built_upon
from layers.imports.landing_terms import Landed, Landing, Made, Terms, row_by_row
from layers.imports.staged_rows import Fault, StagedRow, fault_of
from layers.imports.unit_words import find_level
from layers.places.drafts import Place, check_place
from layers.places.hotspots import open_hotspot
from layers.places.lineage import close_hotspot
from layers.places.nearby import box_around, find_neighbours, list_open_places
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import hotspot, hotspot_version, status_event, status_span

SAME_PLACE_M: Final = 150.0
"""Two places of one name nearer than this are one."""

_ACCURACY_M: Final = 50.0
"""Radius of a place whose file does not say how well it was measured."""

_LOOKED_AT: Final = 1000
_FEWEST_UNITS: Final = 3
_MOST_OF_AREAS: Final = 0.8
_LEVELS_OF_SETS: Final = frozenset({"province", "district", "ward"})
"""A neighbourhood may well be a place under supervision; a ward is one by mistake."""

_KIND_OF: Final = {"Point": "point", "LineString": "alley", "MultiLineString": "alley"}
_OWN: Final = (hotspot_version.c.hotspot_id, status_event.c.hotspot_id, status_span.c.hotspot_id)


def _check(connection: Connection, actor: Actor, terms: Terms, row: StagedRow) -> StagedRow:
    if row.is_fatal or row.geometry is None:
        return row
    fault = partial(Fault, row.nth)
    try:
        check_place(_to_place(row, row.geometry, terms), terms.least)
    except AppError as error:
        return replace(row, faults=(*row.faults, fault_of(row.nth, error)))
    if _day_of(row, terms) > terms.today:
        return replace(
            row, faults=(*row.faults, fault("date_in_future", {"day": _day_of(row, terms).isoformat()}))
        )
    areas = {} if actor.is_system else {one.boundary_id for one in compute_members(connection, row.geometry)}
    if not scope.reaches_areas(connection, actor, "hotspot.propose", areas):
        return replace(row, faults=(*row.faults, fault("import_row_outside")))
    return _against_register(connection, actor, row, row.geometry)


def _against_register(
    connection: Connection, actor: Actor, row: StagedRow, geometry: BaseGeometry
) -> StagedRow:
    name = fold_key(row.facts["name"])
    seen = scope.sees_hotspot(hotspot_version, actor)
    around = list_open_places(connection, box_around(geometry, SAME_PLACE_M), seen)
    same = [place.code for place in around if fold_key(place.name) == name]
    if same:
        return replace(row, duplicate_of=same[0])
    near = find_neighbours(connection, actor, geometry)[:1] if around else ()
    told = [
        Fault(
            row.nth,
            "place_nearby",
            {"hotspot": one.code, "name": one.name, "distance_m": one.distance_m},
            False,
        )
        for one in near
    ]
    return replace(row, faults=(*row.faults, *told))


def _check_all(rows: Iterable[StagedRow]) -> tuple[Fault, ...]:
    """Return a warning where the rows are named and drawn like the areas of a set of boundaries."""
    areas = [row for row in islice(rows, _LOOKED_AT) if not row.is_fatal and _is_area(row)]
    units = sum(find_level(row.facts["name"]) in _LEVELS_OF_SETS for row in areas)
    if units < max(_FEWEST_UNITS, _MOST_OF_AREAS * len(areas)):
        return ()
    return (Fault(0, "import_looks_like_boundaries", {"n": units, "of": len(areas)}, is_fatal=False),)


def _is_area(row: StagedRow) -> bool:
    return row.geometry is not None and row.geometry.geom_type in {"Polygon", "MultiPolygon"}


def _land(change: Write, terms: Terms, rows: Iterable[StagedRow]) -> Landed:
    codes = {}
    for row in rows:
        assert row.geometry is not None, "rows without a shape are fatal"  # noqa: S101 - tells the type checker
        reason = row.facts.get("reason") or terms.origin
        first = StatusChange("DE_XUAT", _day_of(row, terms), reason=reason)
        uuid, place = terms.row_uuid(row.nth), _to_place(row, row.geometry, terms)
        # Whoever confirms has seen what lies near: it is another place.
        code = open_hotspot(change, place, first, least=terms.least, uuid=uuid, is_different=True)
        codes[code] = row.nth
    versions = _versions(change.connection, list(codes))
    return Landed([Made(codes[code], code, version) for code, version in versions])


def _versions(connection: Connection, codes: Sequence[str]) -> list[tuple[str, int]]:
    h = hotspot.c
    found: list[tuple[str, int]] = []
    for start in range(0, len(codes), 500):
        asked = select(h.code, h.version).where(h.code.in_(codes[start : start + 500]))
        found += [(row.code, row.version) for row in connection.execute(asked)]
    return found


def _find_ties(connection: Connection, landed: Landed) -> tuple[str, ...]:
    return find_built_upon(connection, hotspot, landed.rows, own=_OWN)


def _take_back(change: Write, landed: Landed) -> None:
    for made in landed.rows:
        row_id = change.connection.execute(
            select(hotspot.c.id).where(hotspot.c.code == made.key)
        ).scalar_one()
        close_hotspot(change, row_id, version=made.version)


def _to_place(row: StagedRow, geometry: BaseGeometry, terms: Terms) -> Place:
    told = row.facts
    kind = told.get("kind") or _KIND_OF.get(geometry.geom_type, "area")
    return Place(
        name=told["name"],
        kind=kind,
        geometry=shapely.force_2d(geometry),
        topics=tuple(told.get("topics", ())),
        position_accuracy_m=told.get("position_accuracy_m", _ACCURACY_M),
        position_source=told.get("position_source", "text"),
        source=told.get("source") or terms.origin,
        valid_from=_day_of(row, terms),
        note=told.get("note"),
        street=told.get("street"),
    )


def _day_of(row: StagedRow, terms: Terms) -> date:
    told = row.facts.get("valid_from")
    return date.fromisoformat(told) if told else terms.day


HOTSPOTS = Landing(row_by_row(_check), _land, _find_ties, _take_back, _check_all)
"""Places."""
