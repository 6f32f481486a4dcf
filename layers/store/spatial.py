"""The spatial and JSON questions that SQLite and PostgreSQL word differently."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Text, literal_column, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean, NullType

from geo.types import BBox


class _MeetsBox(FunctionElement[Any]):
    """Arguments: id column, geometry column, west, south, east, north."""

    inherit_cache = True
    name = "meets_box"
    # Not Boolean: SQLAlchemy would write "= 1" after it for SQLite, which then no longer sees the spatial index in it.
    type = NullType()


def meets_box(table: FromClause, box: BBox) -> ColumnElement[bool]:
    """Return the condition that a row's geometry shares a point with the box; uses the spatial index.

    Parameters
    ----------
    table
        Feature table, or an alias of one.
    box
        WGS 84, degrees; with west greater than east it crosses the antimeridian.
    """
    if box.west > box.east:
        return or_(meets_box(table, box._replace(east=180.0)), meets_box(table, box._replace(west=-180.0)))
    return _MeetsBox(table.c.id, table.c.geom, *(float(side) for side in box))


@compiles(_MeetsBox, "sqlite")
def _meets_box_on_geopackage(element: _MeetsBox, compiler: SQLCompiler, **options: Any) -> str:
    identifier, geometry, *sides = element.clauses
    west, south, east, north = (compiler.process(side, **options) for side in sides)
    key, blob = compiler.process(identifier, **options), compiler.process(geometry, **options)
    index = f"rtree_{_table_name(geometry)}_geom"
    return (
        f"({key} IN (SELECT id FROM {index} WHERE minx <= {east} AND maxx >= {west}"
        f" AND miny <= {north} AND maxy >= {south}) AND meets_box({blob}, {west}, {south}, {east}, {north}))"
    )


@compiles(_MeetsBox, "postgresql")
def _meets_box_on_postgis(element: _MeetsBox, compiler: SQLCompiler, **options: Any) -> str:
    _, geometry, *sides = element.clauses
    west, south, east, north = (compiler.process(side, **options) for side in sides)
    corners = (f"ST_SetSRID(ST_MakePoint({x}, {y}), 4326)" for x, y in ((west, south), (east, north)))
    # The envelope of the diagonal, since ST_MakeEnvelope makes an invalid polygon of a box without width or height.
    return f"ST_Intersects({compiler.process(geometry, **options)}, ST_Envelope(ST_MakeLine({', '.join(corners)})))"


def _table_name(column: ColumnElement[Any]) -> str:
    table: Any = getattr(column, "table")  # noqa: B009 - only bound columns come here
    return str(getattr(table, "element", table).name)


class _ObjectRows(FunctionElement[str]):
    """Arguments: name, column, name, column ..."""

    inherit_cache = True
    name = "object_rows"
    type = Text()


def object_rows(**fields: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the aggregate that writes grouped rows as the JSON text of an array of objects.

    Parameters
    ----------
    fields
        Name and column of each member, in order; names are identifiers of our own.
    """
    clauses: list[ColumnElement[Any]] = []
    for name, column in fields.items():
        clauses += [literal_column(f"'{name}'"), column]
    return _ObjectRows(*clauses)


def _members(element: _ObjectRows, compiler: SQLCompiler, boolean: str, **options: Any) -> str:
    return ", ".join(
        boolean.format(sql) if isinstance(clause.type, Boolean) else sql
        for clause in element.clauses
        for sql in (compiler.process(clause, **options),)
    )


@compiles(_ObjectRows, "sqlite")
def _object_rows_on_sqlite(element: _ObjectRows, compiler: SQLCompiler, **options: Any) -> str:
    true_or_false = "json(CASE WHEN {} THEN 'true' ELSE 'false' END)"
    return f"json_group_array(json_object({_members(element, compiler, true_or_false, **options)}))"


@compiles(_ObjectRows, "postgresql")
def _object_rows_on_postgresql(element: _ObjectRows, compiler: SQLCompiler, **options: Any) -> str:
    rows = f"json_agg(json_build_object({_members(element, compiler, '{}', **options)}))"
    return f"CAST(coalesce({rows}, '[]') AS TEXT)"
