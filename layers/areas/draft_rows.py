"""Reads and writes the rows of the areas of a draft, as its steps change them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import shapely
from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, insert, select, update

from geo.formats.geojson import geometry_text
from layers.areas.vintage_drafts import DraftArea, in_force, read_area
from layers.areas.vintages import Area
from layers.errors import NotFound
from layers.store.schema import boundary, boundary_draft, boundary_draft_area, succession_decision

_SAME_DEG = 5e-7
"""Coordinates that agree to six decimals: what a page sends back of an area it did not change."""


def find_areas(connection: Connection, draft_id: int, which: ColumnElement[bool]) -> tuple[DraftArea, ...]:
    """Return the areas of a draft of which a condition holds, by their keys, ascending."""
    a = boundary_draft_area.c
    question = select(boundary_draft_area).where(a.draft_id == draft_id, which).order_by(a.id)
    return tuple(read_area(row) for row in connection.execute(question))


def get_areas(connection: Connection, draft_id: int, keys: Collection[int]) -> tuple[DraftArea, ...]:
    """Return areas of a draft by their keys, ascending.

    Raises
    ------
    NotFound
        ``draft_area_not_found``, where one is not there.
    """
    found = find_areas(connection, draft_id, boundary_draft_area.c.id.in_(keys))
    if len(found) < len(keys):
        raise NotFound("draft_area_not_found")
    return found


def add_area(connection: Connection, draft_id: int, area: Area) -> int:
    """Add an area that follows none in force, and return its key."""
    added = insert(boundary_draft_area).values(**_values(draft_id, area, None))
    return int(connection.execute(added.returning(boundary_draft_area.c.id)).scalar_one())


def add_all_areas(
    connection: Connection, draft_id: int, pairs: Sequence[tuple[Area, DraftArea | None]]
) -> None:
    """Add areas, each with the one in force that it follows, if any."""
    if pairs:
        rows = [_values(draft_id, area, origin) for area, origin in pairs]
        connection.execute(insert(boundary_draft_area), rows)


def write_areas(
    connection: Connection, draft_id: int, before: Iterable[DraftArea], areas: Mapping[int, Area]
) -> None:
    """Put areas, by key, in the place of what they were; where a shape changes, decisions about it are open."""
    changed = {one.key: one for one in before if one.key in areas}
    origins = _find_origins(connection, draft_id, changed.values())
    rows = [
        {"key": key, **_values(draft_id, areas[key], origins.get(one.from_id))}
        for key, one in changed.items()
    ]
    if not rows:
        return
    a = boundary_draft_area.c
    named: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key"}
    connection.execute(update(boundary_draft_area).where(a.id == bindparam("key")).values(named), rows)
    moved = [key for key, one in changed.items() if not is_same_shape(areas[key], one.area)]
    _forget_decisions(connection, a.id.in_(moved))


def delete_areas(connection: Connection, which: ColumnElement[bool]) -> int:
    """Take out the areas of which a condition holds, with what was decided about them; return how many they were."""
    _forget_decisions(connection, which)
    return connection.execute(delete(boundary_draft_area).where(which)).rowcount


def list_origins(connection: Connection, day: date) -> list[DraftArea]:
    """Return the areas in force on a day as a draft of that day copies them."""
    return [read_area(row) for row in connection.execute(_as_drafted(day))]


def is_same(area: Area, other: Area) -> bool:
    """Tell whether two areas say the same and have the same shape."""
    return replace(area, geometry=other.geometry) == other and is_same_shape(area, other)


def is_same_shape(area: Area, other: Area) -> bool:
    """Tell whether two areas have the same shape, as far as a page can tell."""
    first, second = (shapely.normalize(one.geometry) for one in (area, other))
    return bool(shapely.equals_exact(first, second, _SAME_DEG))


def tell_area(area: Area) -> dict[str, object]:
    """Return what the audit keeps of an area."""
    told = {name: value for name, value in asdict(area).items() if name != "geometry" and value is not None}
    return {**told, "geometry": geometry_text(area.geometry)}


def _find_origins(
    connection: Connection, draft_id: int, drafted: Iterable[DraftArea]
) -> dict[int | None, DraftArea]:
    """Return by their rows the areas in force that drafted ones were copied from, as they were then."""
    rows = {one.from_id for one in drafted if one.from_id is not None}
    if not rows:
        return {}
    day = select(boundary_draft.c.valid_from).where(boundary_draft.c.id == draft_id)
    asked = _as_drafted(connection.execute(day).scalar_one()).where(boundary.c.id.in_(rows))
    return {row.from_id: read_area(row) for row in connection.execute(asked)}


def _as_drafted(day: date) -> Select[Any]:
    return in_force(day).add_columns(boundary.c.id)


def _forget_decisions(connection: Connection, which: ColumnElement[bool]) -> None:
    meant = select(boundary_draft_area.c.id).where(which)
    connection.execute(delete(succession_decision).where(succession_decision.c.area_id.in_(meant)))


def _values(draft_id: int, area: Area, origin: DraftArea | None) -> dict[str, object]:
    """Return the columns of an area; where it is what is in force, it keeps every digit of that."""
    is_changed = origin is None or not is_same(area, origin.area)
    columns = dict(vars(area if origin is None or is_changed else origin.area))
    whose = {"draft_id": draft_id, "from_id": origin.from_id if origin else None}
    return {**whose, "is_changed": is_changed, "geom": columns.pop("geometry"), **columns}
