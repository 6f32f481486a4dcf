"""The conditions on the two times of a row: when it held, and when the register knew of it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, Table, and_, delete, func, or_, update

from geo.types import DATE_MAX, DATE_MIN, Interval
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write


def held_on(table: FromClause, day: date) -> ColumnElement[bool]:
    """Return the condition that a row held on a day."""
    return and_(table.c.valid_from <= day, table.c.valid_to > day)


def held_during(table: FromClause, span: Interval) -> ColumnElement[bool]:
    """Return the condition that a row held on at least one day of the span."""
    return and_(table.c.valid_from < span.end, table.c.valid_to > span.start)


def known_at(table: FromClause, at: datetime | None) -> ColumnElement[bool]:
    """Return the condition that the register says so now, or said so at an aware time in the past."""
    if at is None:
        return table.c.known_to == MOMENT_MAX
    return and_(table.c.known_from <= at, table.c.known_to > at)


def boundary_held_during(table: FromClause, span: Interval, at: datetime | None) -> ColumnElement[bool]:
    """Return the condition that a boundary held during the span, as the register knew it at an aware time.

    Boundaries keep their row when they end, so that grants on them stay; what was known is told by ``closed_at``.
    """
    if at is None:
        return held_during(table, span)
    not_yet_closed = or_(table.c.closed_at.is_(None), table.c.closed_at > at)
    return and_(
        table.c.recorded_at <= at,
        table.c.valid_from < span.end,
        or_(not_yet_closed, table.c.valid_to > span.start),
    )


def open_start(column: ColumnElement[date]) -> ColumnElement[date | None]:
    """Return the first day, empty where it is not known."""
    return func.nullif(column, DATE_MIN, type_=column.type)


def open_end(column: ColumnElement[date]) -> ColumnElement[date | None]:
    """Return the first day after, empty where it still holds."""
    return func.nullif(column, DATE_MAX, type_=column.type)


def supersede(change: Write, table: Table, row_ids: Sequence[int]) -> None:
    """End what the register knew with the present change; a row of the same instant was never known and goes."""
    if row_ids:
        rows = table.c.id.in_(row_ids)
        change.connection.execute(delete(table).where(rows, table.c.known_from >= change.now))
        change.connection.execute(update(table).where(rows).values(known_to=change.now))
