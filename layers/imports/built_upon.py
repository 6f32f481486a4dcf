"""Tells what else in the register stands on what an import made: that cannot be taken back."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, select

from layers.imports.landing_terms import Made
from layers.store.tables.standard_columns import metadata

_AT_ONCE: Final = 500
"""Keys of one question; databases allow some thousands."""


def find_built_upon(
    connection: Connection,
    identity: Table,
    made: Sequence[Made],
    *,
    own: Collection[Column[Any]],
    key: str = "code",
) -> tuple[str, ...]:
    """Return the keys of what changed since it was made, or is referred to from anywhere but its own columns.

    Parameters
    ----------
    connection
        A transaction.
    identity
        Table of what was made, with ``version``.
    made
        What was made.
    own
        Columns by which what the import itself wrote refers to it.
    key
        Column of ``identity`` that `Made.key` names.
    """
    c, found = identity.c, set[str]()
    for start in range(0, len(made), _AT_ONCE):
        versions = {one.key: one.version for one in made[start : start + _AT_ONCE]}
        rows = connection.execute(select(c.id, c[key], c.version).where(c[key].in_(sorted(versions)))).all()
        names = {row.id: str(row[1]) for row in rows if row.version == versions[row[1]]}
        changed = versions.keys() - set(names.values())
        found |= changed | {names[row_id] for row_id in _referred(connection, identity, list(names), own)}
    return tuple(sorted(found))


def _referred(
    connection: Connection, identity: Table, row_ids: Sequence[int], own: Collection[Column[Any]]
) -> Iterator[int]:
    strange = set(_references(identity)) - set(own)
    for column in sorted(strange, key=str):
        yield from connection.execute(select(column).where(column.in_(row_ids)).distinct()).scalars()


def _references(identity: Table) -> Iterator[Column[Any]]:
    for table in metadata.sorted_tables:
        yield from (one.parent for one in table.foreign_keys if one.column.table is identity)
