"""The areas that make up a table: those of a level, on any set of boundaries, on which the asked area has land."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Connection, Select, and_, literal, select, union_all

from geo.types import DATE_MIN, BBox
from layers.errors import NotFound
from layers.store.columns import AnyRow
from layers.store.identifiers import boundary_id, find_cluster_key, is_boundary, is_within
from layers.store.periods import held_on
from layers.store.schema import boundary, boundary_vintage, hotspot_area, ward_cluster, ward_cluster_year
from layers.store.spatial import meets_box
from layers.summaries.questions import EVERYWHERE, Question

SLIVER = 0.001
"""Areas that share less than this part of the smaller one are neighbours whose borders were drawn apart."""

_MANY = 20_000
"""Areas that are named one by one in a question; SQLite takes some 30,000 values in one."""


@dataclass(frozen=True)
class Row:
    """An area that makes up a row.

    Attributes
    ----------
    id
        Row of ``boundary``.
    public_id, code, name, full_name, level
        Such as ``27424@2025-07-01``, 27424, Phường Bình Đông, Phường Bình Đông, Thành phố Hồ Chí Minh, ward.
    valid_from
        Its first day; None where that is not known.
    is_partial
        Whether only a part of it is drawn, so that its figures are not those of the whole.
    population
        Residents, from the source; None where it tells none.
    """

    id: int
    public_id: str
    code: str
    name: str
    full_name: str
    level: str
    valid_from: date | None
    is_partial: bool
    population: int | None


@dataclass(frozen=True)
class Described:
    """What a table is about, in names.

    Attributes
    ----------
    name, full_name
        Of the asked area, alone and with the district or province it lies in; None for everything.
    vintage_from
        First day of the set of boundaries of the rows; None where that is not known.
    vintage_title
        Its name; None where no set held yet.
    """

    name: str | None
    full_name: str | None
    vintage_from: date | None
    vintage_title: str | None


def list_rows(connection: Connection, question: Question) -> tuple[Row, ...]:
    """Return the areas that make up a table, in Vietnamese order, those drawn in part last.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    """
    b = boundary.c
    told: list[Any] = [b.id, b.code, b.valid_from, b.name, b.full_name, b.level, b.is_partial, b.population]
    asked = select(*told).where(_row_condition(question)).order_by(b.is_partial, b.sort_key, b.code)
    if question.area is None:
        return tuple(_row(row) for row in connection.execute(asked))
    land = _read_land(connection, question.area)
    near = asked.add_columns(b.geom).where(meets_box(boundary, BBox(*land.bounds)))
    return tuple(_row(row) for row in connection.execute(near) if _shares_land(row.geom, land))


def within_rows(
    question: Question, rows: Sequence[Row], boundary_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """Return the condition that a column names one of the areas that `list_rows` returned."""
    if question.area is None and len(rows) > _MANY:
        return boundary_id.in_(_select_rows(question))
    return boundary_id.in_([row.id for row in rows])


def within_table(
    question: Question, rows: Sequence[Row], boundary_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """Return the condition that a column names one of the areas that `list_rows` returned, or everywhere."""
    if question.area is None and len(rows) > _MANY:
        return boundary_id.in_(union_all(select(literal(EVERYWHERE)), _select_rows(question)))
    return boundary_id.in_([EVERYWHERE, *(row.id for row in rows)])


def holds_version(question: Question, rows: Sequence[Row]) -> ColumnElement[bool]:
    """Return the condition that a row of ``hotspot_area`` is about one of the areas, where few places are asked for.

    Written as a sum, so that no database looks for each of thousands of areas at every place in an index.
    """
    return within_rows(question, rows, hotspot_area.c.boundary_id + 0)


def _select_rows(question: Question) -> Select[Any]:
    return select(boundary.c.id).where(_row_condition(question))


def _row_condition(question: Question) -> ColumnElement[bool]:
    return and_(boundary.c.level == question.level, held_on(boundary, question.boundaries_on))


def describe(connection: Connection, question: Question) -> Described:
    """Return what a table is about.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    """
    v = boundary_vintage.c
    held = select(v.valid_from, v.title).where(v.valid_from <= question.boundaries_on)
    vintage = connection.execute(held.order_by(v.valid_from.desc()).limit(1)).first()
    name, full_name = (None, None) if question.area is None else _read_names(connection, question.area)
    if vintage is None:
        return Described(name, full_name, None, None)
    return Described(name, full_name, _first_day(vintage.valid_from), vintage.title)


def _read_names(connection: Connection, area: str) -> tuple[str, str]:
    key = find_cluster_key(area)
    b, c = boundary.c, ward_cluster.c
    if key is None:
        named = select(b.name, b.full_name).where(is_boundary(area)).order_by(b.valid_from.desc())
    else:
        named = select(c.name, c.name.label("full_name")).join(ward_cluster_year)
        named = named.where(ward_cluster_year.c.year == key[0], c.number == key[1])
    row = connection.execute(named.limit(1)).first()
    if row is None:
        raise NotFound("boundary_not_found", boundary=area)
    return row.name, row.full_name


def _read_land(connection: Connection, area: str) -> BaseGeometry:
    shapes = connection.execute(select(boundary.c.geom).where(is_within(area))).scalars().all()
    if not shapes:
        raise NotFound("boundary_not_found", boundary=area)
    return shapely.union_all(list(shapes))


def _shares_land(shape: BaseGeometry, land: BaseGeometry) -> bool:
    smaller = min(shape.area, land.area)
    return bool(shapely.intersection(shape, land).area > SLIVER * smaller)


def _row(row: AnyRow) -> Row:
    return Row(
        id=row.id,
        public_id=boundary_id(row.code, row.valid_from),
        code=row.code,
        name=row.name,
        full_name=row.full_name,
        level=row.level,
        valid_from=_first_day(row.valid_from),
        is_partial=row.is_partial,
        population=row.population,
    )


def _first_day(day: date) -> date | None:
    return None if day == DATE_MIN else day
