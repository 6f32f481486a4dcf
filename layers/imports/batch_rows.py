"""The rows of a batch: kept, paged through, left out, marked with what came of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, true, update

from layers.actor import Actor
from layers.imports.batch_records import get_batch
from layers.imports.landing_terms import Made
from layers.imports.staged_rows import NO_FAULTS, KeptRow, RowSpool, StagedRow, read_row
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import import_row

_AT_ONCE: Final = 500


@dataclass(frozen=True)
class BatchRow:
    """A row of a batch.

    Attributes
    ----------
    row
        As it would be written.
    is_skipped
        Whether it is not to be written.
    made
        Public code or identifier of what came of it; None before, and where nothing did.
    """

    row: StagedRow
    is_skipped: bool
    made: str | None


ONLY: Final[Mapping[str, ColumnElement[bool]]] = {
    "all": true(),
    "faults": import_row.c.faults != NO_FAULTS,
    "duplicates": import_row.c.duplicate_of.is_not(None),
}
"""Which rows a page may be asked for."""


def list_rows(
    connection: Connection, actor: Actor, code: str, *, after: int = 0, limit: int = 50, only: str = "all"
) -> tuple[BatchRow, ...]:
    """Return a page of the rows of a batch in the order of the file, behind the row ``after``.

    Raises
    ------
    NotFound
        ``import_not_found``.
    """
    batch = get_batch(connection, actor, code)
    r = import_row.c
    asked = select(import_row).where(r.batch_id == batch.id, r.nth > after, ONLY.get(only, true()))
    return tuple(map(_read, connection.execute(asked.order_by(r.nth).limit(limit))))


def add_rows(change: Write, batch_id: int, rows: RowSpool) -> None:
    """Keep rows, some hundred at a time."""
    waiting = (_values(batch_id, one) for one in rows.kept())
    while more := list(islice(waiting, _AT_ONCE)):
        change.connection.execute(insert(import_row), more)


def read_waiting(connection: Connection, batch_id: int) -> Iterator[StagedRow]:
    """Yield the rows that are to be written, in the order of the file; other statements may be run meanwhile."""
    r, after = import_row.c, 0
    asked = select(import_row).where(r.batch_id == batch_id, ~r.is_fatal, ~r.is_skipped).order_by(r.nth)
    while rows := connection.execute(asked.where(r.nth > after).limit(_AT_ONCE)).all():
        yield from map(read_row, rows)
        after = rows[-1].nth


def count_left_out(connection: Connection, batch_id: int) -> dict[str, int]:
    """Return how many rows are not to be written: ``faulty``, and ``skipped`` of the others."""
    r = import_row.c
    asked = select(r.is_fatal, func.count()).where(r.batch_id == batch_id, r.is_fatal | r.is_skipped)
    found = {bool(is_fatal): n for is_fatal, n in connection.execute(asked.group_by(r.is_fatal))}
    return {"faulty": found.get(True, 0), "skipped": found.get(False, 0)}


def mark_skipped(change: Write, batch_id: int, nths: Sequence[int], *, is_skipped: bool) -> None:
    """Leave rows out, or take them in again."""
    r = import_row.c
    for start in range(0, len(nths), _AT_ONCE):
        named = r.nth.in_(nths[start : start + _AT_ONCE])
        marked = update(import_row).where(r.batch_id == batch_id, named).values(is_skipped=is_skipped)
        change.connection.execute(marked)


def mark_made(change: Write, batch_id: int, made: Sequence[Made]) -> None:
    """Note what came of rows."""
    if not made:
        return
    r = import_row.c
    marked = update(import_row).where(r.batch_id == batch_id, r.nth == bindparam("at"))
    told = [{"at": one.nth, "key": one.key, "as_version": one.version} for one in made]
    change.connection.execute(
        marked.values(made=bindparam("key"), made_version=bindparam("as_version")), told
    )


def read_made(connection: Connection, batch_id: int) -> list[Made]:
    """Return what came of the rows of a batch, in the order of the file."""
    r = import_row.c
    asked = select(r.nth, r.made, r.made_version).where(r.batch_id == batch_id, r.made.is_not(None))
    return [Made(*row) for row in connection.execute(asked.order_by(r.nth))]


def drop_rows(change: Write, batch_id: int) -> None:
    """Forget the rows of a batch that is given up."""
    change.connection.execute(delete(import_row).where(import_row.c.batch_id == batch_id))


def _values(batch_id: int, kept: KeptRow) -> dict[str, Any]:
    return {**kept._asdict(), "batch_id": batch_id, "is_skipped": kept.duplicate_of is not None}


def _read(row: AnyRow) -> BatchRow:
    return BatchRow(read_row(row), row.is_skipped, row.made)
