"""Changes the areas of a set of boundaries that is being prepared: draws, renames, merges, cuts, removes them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Select, delete, insert, select, update

from geo.errors import InvalidGeometry
from geo.formats.geojson import DEFAULT_MAX_VERTICES, geometry_text
from geo.shapes.cutting import cut_area
from geo.shapes.snap import regain_vertices
from geo.shapes.validity import require_valid
from layers.areas.reach import require_land
from layers.areas.vintage_drafts import (
    DRAWN_LEVELS,
    DraftArea,
    DraftRef,
    checked_text,
    claim_draft,
    in_force,
    note_draft,
    read_area,
)
from layers.areas.vintages import Area
from layers.errors import NotFound, Refused
from layers.store.database import Write
from layers.store.schema import boundary, boundary_draft, boundary_draft_area, succession_decision

LONGEST_NAME = 80
MOST_PEOPLE = 100_000_000

_CODE = re.compile(r"[0-9]{1,10}")
_SAME_DEG = 5e-7
"""Coordinates that agree to six decimals: what a page sends back of an area it did not change."""


@dataclass(frozen=True)
class AreaFacts:
    """What is said of an area whose geometry comes from others; see `layers.areas.vintages.Area`."""

    code: str
    name: str
    full_name: str
    level: str = "ward"
    is_partial: bool = False
    population: int | None = None
    population_on: date | None = None
    parent: str | None = None

    def drawn(self, geometry: BaseGeometry) -> Area:
        """Return the area with its geometry (WGS 84, lon lat)."""
        return Area(geometry=geometry, **{one.name: getattr(self, one.name) for one in fields(self)})


def put_area(change: Write, ref: DraftRef, area: Area, *, key: int | None = None) -> int:
    """Add an area to a draft, or change the one with this key; return its key.

    Raises
    ------
    NotFound
        ``draft_not_found``, ``draft_area_not_found``.
    OutsideScope
        ``not_allowed``; ``boundary_outside_area``, where the actor may not publish over its land.
    StaleVersion
        ``version_stale``.
    Refused
        ``draft_ended``, ``area_code_invalid``, ``area_level_unknown``, ``area_text_invalid``,
        ``area_population_invalid``.
    InvalidGeometry
        ``area_not_polygon``, ``geometry_too_large`` and what validity finds.
    PersonalData
        Where a name is that of a person.
    """
    claim_draft(change, ref)
    if key is not None:
        _change(change, ref.id, key, area)
        return key
    area = _checked(area)
    require_land(change.connection, change.actor, [area.geometry])
    key = _add(change.connection, ref.id, area)
    note_draft(change, ref.id, after={"area": _told(area)})
    return key


def put_areas(change: Write, ref: DraftRef, areas: Mapping[int, Area]) -> None:
    """Change several areas of a draft in one step, such as both sides of a border; by key.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`.
    """
    claim_draft(change, ref)
    for key, area in areas.items():
        _change(change, ref.id, key, area)


def remove_area(change: Write, ref: DraftRef, key: int) -> None:
    """Take an area out of a draft: its land is nobody's until another area covers it.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused
        As `put_area`.
    """
    claim_draft(change, ref)
    (removed,) = _get_areas(change.connection, ref.id, [key])
    require_land(change.connection, change.actor, [removed.area.geometry])
    _delete(change.connection, [key])
    note_draft(change, ref.id, before={"area": _told(removed.area)})


def merge_areas(change: Write, ref: DraftRef, keys: Collection[int], facts: AreaFacts) -> int:
    """Put one area in the place of several, and return its key.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`, and ``merge_needs_two``.
    """
    claim_draft(change, ref)
    merged = _get_areas(change.connection, ref.id, sorted(set(keys)))
    if len(merged) < 2:  # noqa: PLR2004
        raise Refused("merge_needs_two")
    shapes = [one.area.geometry for one in merged]
    area = _checked(facts.drawn(shapely.union_all(shapes)))
    require_land(change.connection, change.actor, shapes)
    _delete(change.connection, [one.key for one in merged])
    key = _add(change.connection, ref.id, area)
    note_draft(
        change, ref.id, before={"merged": [one.area.code for one in merged]}, after={"area": _told(area)}
    )
    return key


def split_area(
    change: Write, ref: DraftRef, key: int, line: BaseGeometry, parts: tuple[AreaFacts, AreaFacts]
) -> tuple[int, int]:
    """Cut an area in two along a line (WGS 84, lon lat) and return the keys of the parts.

    The first of ``parts`` lies left of the line as it is drawn, the second right of it.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`, and ``split_line_misses``.
    """
    claim_draft(change, ref)
    (whole,) = _get_areas(change.connection, ref.id, [key])
    require_land(change.connection, change.actor, [whole.area.geometry])
    shapes = cut_area(whole.area.geometry, line)
    first, second = (_checked(facts.drawn(shape)) for facts, shape in zip(parts, shapes, strict=True))
    _delete(change.connection, [key])
    keys = _add(change.connection, ref.id, first), _add(change.connection, ref.id, second)
    told = {"areas": [_told(first), _told(second)]}
    note_draft(change, ref.id, before={"split": whole.area.code}, after=told)
    return keys


def replace_areas(change: Write, ref: DraftRef, areas: Sequence[Area]) -> None:
    """Put other areas in the place of all areas of a draft, as an import brings them.

    An area in force with the same level and code is taken for the one it follows; where nothing about it is different,
    it goes on.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`.
    """
    day = claim_draft(change, ref).valid_from
    checked = [_checked(area) for area in areas]
    held = {(row.level, row.code): read_area(row) for row in change.connection.execute(_as_drafted(day))}
    pairs = [(area, held.get((area.level, area.code))) for area in checked]
    touched = [area.geometry for area, origin in pairs if origin is None or not _is_same(area, origin.area)]
    kept = {origin.from_id for area, origin in pairs if origin and _is_same(area, origin.area)}
    touched += [origin.area.geometry for origin in held.values() if origin.from_id not in kept]
    require_land(change.connection, change.actor, touched)
    before = _get_areas(change.connection, ref.id)
    _delete(change.connection, [one.key for one in before])
    for area, origin in pairs:
        _add(change.connection, ref.id, area, origin)
    note_draft(change, ref.id, before={"areas": len(before)}, after={"areas": len(checked)})


def _change(change: Write, draft_id: int, key: int, area: Area) -> None:
    (before,) = _get_areas(change.connection, draft_id, [key])
    drawn = regain_vertices(area.geometry, [before.area.geometry])
    area = _checked(replace(area, geometry=drawn))
    if _is_same_shape(area, before.area):
        area = replace(area, geometry=before.area.geometry)
    require_land(change.connection, change.actor, [before.area.geometry, area.geometry])
    origin = _get_origin(change.connection, draft_id, before)
    a = boundary_draft_area.c
    changed = update(boundary_draft_area).where(a.id == key).values(**_values(area, origin))
    change.connection.execute(changed)
    if not _is_same_shape(area, before.area):
        _forget_decisions(change.connection, [key])
    note_draft(change, draft_id, before={"area": _told(before.area)}, after={"area": _told(area)})


def _get_areas(
    connection: Connection, draft_id: int, keys: Collection[int] | None = None
) -> tuple[DraftArea, ...]:
    """Return areas of a draft by their keys, ascending, or all of them; every key has to be there."""
    a = boundary_draft_area.c
    question = select(boundary_draft_area).where(a.draft_id == draft_id).order_by(a.id)
    if keys is not None:
        question = question.where(a.id.in_(keys))
    found = tuple(read_area(row) for row in connection.execute(question))
    if keys is not None and len(found) < len(keys):
        raise NotFound("draft_area_not_found")
    return found


def _get_origin(connection: Connection, draft_id: int, drafted: DraftArea) -> DraftArea | None:
    """Return the area in force that a drafted one was copied from, as it was then."""
    if drafted.from_id is None:
        return None
    day = select(boundary_draft.c.valid_from).where(boundary_draft.c.id == draft_id)
    asked = _as_drafted(connection.execute(day).scalar_one()).where(boundary.c.id == drafted.from_id)
    row = connection.execute(asked).first()
    return read_area(row) if row else None


def _as_drafted(day: date) -> Select[Any]:
    return in_force(day).add_columns(boundary.c.id)


def _add(connection: Connection, draft_id: int, area: Area, origin: DraftArea | None = None) -> int:
    added = insert(boundary_draft_area).values(
        draft_id=draft_id, from_id=origin.from_id if origin else None, **_values(area, origin)
    )
    return int(connection.execute(added.returning(boundary_draft_area.c.id)).scalar_one())


def _delete(connection: Connection, keys: Collection[int]) -> None:
    _forget_decisions(connection, keys)
    connection.execute(delete(boundary_draft_area).where(boundary_draft_area.c.id.in_(keys)))


def _forget_decisions(connection: Connection, keys: Collection[int]) -> None:
    connection.execute(delete(succession_decision).where(succession_decision.c.area_id.in_(keys)))


def _values(area: Area, origin: DraftArea | None) -> dict[str, object]:
    """Return the columns of an area; where it is what is in force, it keeps every digit of that."""
    is_changed = origin is None or not _is_same(area, origin.area)
    kept = area if origin is None or is_changed else origin.area
    named = {one.name: getattr(kept, one.name) for one in fields(kept) if one.name != "geometry"}
    return {**named, "is_changed": is_changed, "geom": kept.geometry}


def _is_same(area: Area, other: Area) -> bool:
    return replace(area, geometry=other.geometry) == other and _is_same_shape(area, other)


def _is_same_shape(area: Area, other: Area) -> bool:
    first, second = (shapely.normalize(one.geometry) for one in (area, other))
    return bool(shapely.equals_exact(first, second, _SAME_DEG))


def _checked(area: Area) -> Area:
    """Return the area as it is stored."""
    if not _CODE.fullmatch(area.code):
        raise Refused("area_code_invalid", field="code")
    if area.parent is not None and not _CODE.fullmatch(area.parent):
        raise Refused("area_code_invalid", field="parent")
    if area.level not in DRAWN_LEVELS:
        raise Refused("area_level_unknown", field="level")
    if area.population is not None and not 0 <= area.population <= MOST_PEOPLE:
        raise Refused("area_population_invalid", field="population", maximum=MOST_PEOPLE)
    if area.geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        raise InvalidGeometry("area_not_polygon", geometry=area.geometry.geom_type)
    if shapely.get_num_coordinates(area.geometry) > DEFAULT_MAX_VERTICES:
        raise InvalidGeometry("geometry_too_large", maximum=DEFAULT_MAX_VERTICES)
    require_valid(area.geometry)
    return replace(
        area,
        name=checked_text(area.name, "name", LONGEST_NAME),
        full_name=checked_text(area.full_name, "full_name", LONGEST_NAME * 2),
        geometry=shapely.force_2d(area.geometry),
    )


def _told(area: Area) -> dict[str, object]:
    """Return what the audit keeps of an area."""
    told = {name: value for name, value in asdict(area).items() if name != "geometry" and value is not None}
    return {**told, "geometry": geometry_text(area.geometry)}
