"""Finds out what other programs changed in the file of the register: triggers keep a journal of it.

The service tells its own transactions apart by a row that only they ever see (``service_write``), so that any program
may write to the file, without a function or a setting of ours, and is noticed all the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Column, Connection, Double, LargeBinary, Table, func, select, update

from layers.store.columns import AnyRow, Geometry
from layers.store.gpkg_file import PRIVATE_TABLES
from layers.store.schema import area_span, metadata, outside_edit

_PREFIX = "outside_"
_STRANGER = "NOT EXISTS (SELECT 1 FROM service_write)"
_DEEDS = {"insert": ("NULL", "NEW"), "update": ("OLD", "NEW"), "delete": ("OLD", "NULL")}
_WRITE_DOWN = "INSERT INTO outside_edit (table_name, row_number, deed, before, after, recorded_at, state)"
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"


@dataclass(frozen=True)
class OutsideEdit:
    """What other programs did to one row since the service last looked.

    Attributes
    ----------
    ids
        Rows of the journal.
    table
        Name of the table.
    row
        Number of the row.
    before, after
        Values as the file holds them, by column: bytes for geometries; None for a row that was not there, or is not.
    """

    ids: tuple[int, ...]
    table: str
    row: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def changed(self) -> frozenset[str]:
        """The columns whose values differ, of a row that was there before and is there now."""
        if self.before is None or self.after is None:
            return frozenset()
        return frozenset(name for name, value in self.before.items() if value != self.after.get(name))


def watched_tables() -> tuple[Table, ...]:
    """Return the tables that desktop programs are told of, but for the one that triggers keep by themselves."""
    unwatched = PRIVATE_TABLES | {area_span.name}
    return tuple(table for table in metadata.sorted_tables if table.name not in unwatched)


def watch(connection: Connection) -> None:
    """Have every change of another program written down from now on."""
    unwatch(connection)
    for table in watched_tables():
        for deed, (old, new) in _DEEDS.items():
            row = old if new == "NULL" else new
            values = f"{_row_as_json(table, old)}, {_row_as_json(table, new)}"
            written = f"'{table.name}', {row}.rowid, '{deed}', {values}, {_NOW}, 'waiting'"
            connection.exec_driver_sql(
                f"CREATE TRIGGER {_PREFIX}{table.name}_{deed} AFTER {deed.upper()} ON {table.name}"
                f" WHEN {_STRANGER} BEGIN {_WRITE_DOWN} VALUES ({written}); END"
            )


def unwatch(connection: Connection) -> None:
    """Stop watching, as long as the tables themselves are changed."""
    named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB ?"
    for (name,) in connection.exec_driver_sql(named, (f"{_PREFIX}*",)).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


@contextmanager
def service_writes(connection: Connection) -> Iterator[None]:
    """Mark the transaction as one of the service until the end of the block; nobody else ever sees the mark."""
    driver: Any = connection.connection.driver_connection
    driver.execute("INSERT INTO service_write (id) VALUES (1)")
    yield
    driver.execute("DELETE FROM service_write")


def has_waiting(connection: Connection) -> bool:
    """Tell whether another program changed anything that the service has not looked at."""
    question = select(outside_edit.c.id).where(outside_edit.c.state == "waiting").limit(1)
    return connection.execute(question).first() is not None


def list_waiting(connection: Connection) -> tuple[OutsideEdit, ...]:
    """Return what waits: of each row the first state and the last, in the order in which they were first changed."""
    question = select(outside_edit).where(outside_edit.c.state == "waiting").order_by(outside_edit.c.id)
    by_row: dict[tuple[str, int], list[AnyRow]] = {}
    for entry in connection.execute(question):
        by_row.setdefault((entry.table_name, entry.row_number), []).append(entry)
    return tuple(_join(entries) for entries in by_row.values())


def put_back(connection: Connection, edit: OutsideEdit) -> None:
    """Make a row again what it was; what the service itself changed of it meanwhile stays."""
    if edit.before is None:
        connection.exec_driver_sql(f"DELETE FROM {edit.table} WHERE rowid = ?", (edit.row,))  # noqa: S608 - table of ours
        return
    if edit.after is None:
        names, marks = ", ".join(edit.before), ", ".join("?" * len(edit.before))
        connection.exec_driver_sql(
            f"INSERT INTO {edit.table} ({names}) VALUES ({marks})",  # noqa: S608 - table of ours
            tuple(edit.before.values()),
        )
        return
    changed = sorted(edit.changed)
    if changed:
        values = ", ".join(f"{name} = ?" for name in changed)
        connection.exec_driver_sql(
            f"UPDATE {edit.table} SET {values} WHERE rowid = ?",  # noqa: S608 - table of ours
            (*(edit.before[name] for name in changed), edit.row),
        )


def defer_references(connection: Connection) -> None:
    """Check references between rows at the end of the transaction, so that rows can be put back in any order."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def settle(connection: Connection, edit: OutsideEdit, at: datetime, **told: str | None) -> None:
    """Write down what became of an edit: ``state``, and for one that was refused ``code`` and ``facts`` (JSON)."""
    rows = outside_edit.c.id.in_(edit.ids)
    connection.execute(update(outside_edit).where(rows).values(settled_at=at, **told))


def forget_values(connection: Connection, edit: OutsideEdit) -> None:
    """Remove from the journal what a row said, since another program wrote into it who a person is."""
    connection.execute(
        update(outside_edit).where(outside_edit.c.id.in_(edit.ids)).values(before=None, after=None)
    )


def list_refused(connection: Connection, limit: int) -> Sequence[AnyRow]:
    """Return the edits that were put back and that nobody has looked at, the last one first."""
    e = outside_edit.c
    told = (e.id, e.table_name, e.row_number, e.deed, e.code, e.facts, e.recorded_at)
    return connection.execute(
        select(*told).where(e.state == "refused").order_by(e.id.desc()).limit(limit)
    ).all()


def count_refused(connection: Connection) -> int:
    """Return how many edits were put back that nobody has looked at."""
    e = outside_edit.c
    return int(connection.execute(select(func.count(e.id)).where(e.state == "refused")).scalar_one())


def _join(entries: Sequence[AnyRow]) -> OutsideEdit:
    first, last = entries[0], entries[-1]
    table = metadata.tables[first.table_name]
    return OutsideEdit(
        tuple(entry.id for entry in entries),
        table.name,
        first.row_number,
        _read_row(table, first.before),
        _read_row(table, last.after),
    )


def _read_row(table: Table, text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    told = orjson.loads(text)
    return {
        column.name: _read_value(column, told[column.name]) for column in table.columns if column.name in told
    }


def _read_value(column: Column[Any], told: Any) -> Any:
    if isinstance(column.type, Geometry | LargeBinary):
        return None if told is None else bytes.fromhex(told)
    # What is no number stands there as it is: the column took it, whatever its type says.
    is_number = isinstance(column.type, Double) and isinstance(told, str) and told[:1] in "+-.0123456789"
    return float(told) if is_number else told


def _row_as_json(table: Table, side: str) -> str:
    if side == "NULL":
        return side
    pairs = (
        f"'{column.name}', {_value_as_json(column, f'{side}.{column.name}')}" for column in table.columns
    )
    return f"json_object({', '.join(pairs)})"


def _value_as_json(column: Column[Any], value: str) -> str:
    if isinstance(column.type, Geometry | LargeBinary):
        return f"CASE WHEN {value} IS NOT NULL THEN hex({value}) END"
    if isinstance(column.type, Double):  # every digit of it: JSON of SQLite keeps fifteen
        return f"CASE typeof({value}) WHEN 'real' THEN printf('%!.17g', {value}) ELSE {value} END"
    return value
