"""The spatial and JSON questions that SQLite and PostgreSQL word differently."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    FromClause,
    Select,
    Text,
    func,
    literal_column,
    or_,
    select,
)
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
    table = _table_name(geometry)
    # The index rounds boxes outwards: what it puts inside is inside, so only shapes at the edge are looked at.
    inside = f"minx >= {west} AND maxx <= {east} AND miny >= {south} AND maxy <= {north}"
    shape = f"(SELECT shape.geom FROM {table} AS shape WHERE shape.id = near.id)"
    return (
        f"{compiler.process(identifier, **options)} IN (SELECT near.id FROM rtree_{table}_geom AS near"
        f" WHERE minx <= {east} AND maxx >= {west} AND miny <= {north} AND maxy >= {south}"
        f" AND ({inside} OR meets_box({shape}, {west}, {south}, {east}, {north})))"
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


class _NearBox(FunctionElement[Any]):
    """Arguments: id column, geometry column, west, south, east, north."""

    inherit_cache = True
    name = "near_box"
    type = NullType()  # as for `_MeetsBox`


def touches_box(table: FromClause, box: BBox, *, is_rough: bool) -> ColumnElement[bool]:
    """Return the condition of `meets_box`, or that of `near_box` where that will do."""
    return near_box(table, box) if is_rough else meets_box(table, box)


def near_box(table: FromClause, box: BBox) -> ColumnElement[bool]:
    """Return the condition that a row's geometry may share a point with the box, as the spatial index alone tells it.

    True for each row that does, and for some that do not.

    Parameters
    ----------
    table
        Feature table.
    box
        WGS 84, degrees, west not greater than east.
    """
    return _NearBox(table.c.id, table.c.geom, *(float(side) for side in box))


@compiles(_NearBox, "sqlite")
def _near_box_on_geopackage(element: _NearBox, compiler: SQLCompiler, **options: Any) -> str:
    identifier, geometry, *sides = element.clauses
    west, south, east, north = (compiler.process(side, **options) for side in sides)
    return (
        f"{compiler.process(identifier, **options)} IN (SELECT near.id FROM rtree_{_table_name(geometry)}_geom AS near"
        f" WHERE minx <= {east} AND maxx >= {west} AND miny <= {north} AND maxy >= {south})"
    )


@compiles(_NearBox, "postgresql")
def _near_box_on_postgis(element: _NearBox, compiler: SQLCompiler, **options: Any) -> str:
    _, geometry, *sides = element.clauses
    west, south, east, north = (compiler.process(side, **options) for side in sides)
    return (
        f"{compiler.process(geometry, **options)} && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326)"
    )


class _MiddleOfBox(FunctionElement[float]):
    """Arguments: id column, geometry column."""

    inherit_cache = True
    type = Float()


class _MiddleX(_MiddleOfBox):
    inherit_cache = True
    name = "middle_x"


class _MiddleY(_MiddleOfBox):
    inherit_cache = True
    name = "middle_y"


def box_middle(table: FromClause) -> tuple[ColumnElement[float], ColumnElement[float]]:
    """Return x and y of the middle of the box around a row's geometry, which of a file the index tells: to a metre."""
    return _MiddleX(table.c.id, table.c.geom), _MiddleY(table.c.id, table.c.geom)


@compiles(_MiddleX, "sqlite")
@compiles(_MiddleY, "sqlite")
def _middle_on_geopackage(element: _MiddleOfBox, compiler: SQLCompiler, **options: Any) -> str:
    identifier, geometry = element.clauses
    axis = element.name[-1]
    return (
        f"(SELECT (box.min{axis} + box.max{axis}) / 2 FROM rtree_{_table_name(geometry)}_geom AS box"
        f" WHERE box.id = {compiler.process(identifier, **options)})"
    )


@compiles(_MiddleX, "postgresql")
@compiles(_MiddleY, "postgresql")
def _middle_on_postgis(element: _MiddleOfBox, compiler: SQLCompiler, **options: Any) -> str:
    _, geometry = element.clauses
    axis, shape = element.name[-1], compiler.process(geometry, **options)
    return f"((ST_{axis}Min({shape}) + ST_{axis}Max({shape})) / 2)"


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


def read_rows(connection: Connection, question: Select[Any]) -> Sequence[Sequence[Any]]:
    """Return the rows of a question in its order, each as the values of its columns.

    From SQLite they come as one JSON text: its driver hands the interpreter from thread to thread at every row, so
    that large pages asked for at the same time would wait for each other a thousand times.

    Parameters
    ----------
    connection
        A transaction of `layers.store.database.Database.read`.
    question
        Columns of different names, none of them a geometry. SQLite tells numbers to 15 significant digits.
    """
    if connection.dialect.name != "sqlite":
        return connection.execute(question).all()
    columns = question.subquery("answer").columns
    text = connection.execute(select(func.json_group_array(func.json_array(*columns)))).scalar_one()
    rows: list[list[Any]] = orjson.loads(text)
    for position, column in enumerate(columns):
        read = column.type.dialect_impl(connection.dialect).result_processor(connection.dialect, None)
        if read:
            for row in rows:
                row[position] = read(row[position])
    return rows
