"""The record of who changed what, when and why: rows are only ever added, each sealed with the one before."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, func, insert, select

from layers.actor import Actor
from layers.store.columns import AnyRow, moment_text
from layers.store.schema import audit, revision

CHAIN = "audit"
"""Counter of the rows that have a digest; whoever adds rows raises it first, so that one adds at a time."""

_ROWS_AT_ONCE = 2_000
_SEALED = (
    "recorded_at",
    "account_id",
    "actor_name",
    "action",
    "object_type",
    "object_id",
    "before",
    "after",
    "reason",
)

Fault = Literal["altered", "missing", "unsealed", "cut"]


@dataclass(frozen=True)
class Entry:
    """What a change did to one object.

    Attributes
    ----------
    recorded_at
        Aware UTC time.
    actor
        Who did it.
    action
        What was done, such as ``hotspot.open``.
    reason
        Why, in the actor's words.
    object_type, object_id
        Collection or table, and public identifier.
    before, after
        Values that JSON can hold; dates and times are written in ISO 8601.
    """

    recorded_at: datetime
    actor: Actor
    action: str
    reason: str | None
    object_type: str
    object_id: str
    before: object = None
    after: object = None


@dataclass(frozen=True)
class Broken:
    """Where the chain of the audit does not hold.

    Attributes
    ----------
    row
        Number of the first row that does not fit; None where rows are missing behind the last.
    recorded_at
        Its time.
    fault
        ``altered``: the row is not as it was written; ``missing``: nor are the row numbers before it complete, so
        that a row was taken out there; ``unsealed``: a row without a digest behind one that has it; ``cut``: fewer
        rows than were ever added.
    """

    row: int | None
    recorded_at: datetime | None
    fault: Fault


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add rows, in the transaction of the change itself, each sealed with the one before.

    The caller has raised the counter `CHAIN` by their number in this transaction and so keeps others waiting: two
    that read the same last digest would fork the chain.
    """
    a = audit.c
    digest = connection.execute(select(a.digest).order_by(a.id.desc()).limit(1)).scalar()
    for entry in entries:
        values: dict[str, Any] = {
            "recorded_at": entry.recorded_at,
            "account_id": entry.actor.account_id,
            "actor_name": entry.actor.name,
            "action": entry.action,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "before": _json(entry.before),
            "after": _json(entry.after),
            "reason": entry.reason,
        }
        digest = seal(digest, values)
        connection.execute(insert(audit).values(**values, digest=digest))


def seal(digest_before: str | None, values: dict[str, Any]) -> str:
    """Return the digest of a row: SHA-256, hexadecimal, over the digest of the row before and the row as JSON.

    Parameters
    ----------
    digest_before
        None for the first row of the chain.
    values
        Columns of the row by name; keys are sorted, times are UTC to the millisecond.
    """
    told = {name: values[name] for name in _SEALED} | {"recorded_at": moment_text(values["recorded_at"])}
    text = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256((digest_before or "").encode("ascii") + b"\n" + text).hexdigest()


def verify_chain(connection: Connection) -> Broken | None:
    """Return the first place at which the chain does not hold, None where it holds from end to end.

    Rows that were written before there was a chain stay without a digest; a few thousand rows are held at a time.
    """
    sealed = 0
    previous: AnyRow | None = None
    for row in _rows(connection):
        if row.digest is None and sealed == 0:
            previous = row
            continue
        fault = _find_fault(row, previous, is_first=sealed == 0)
        if fault is not None:
            return Broken(row.id, row.recorded_at, fault)
        sealed += 1
        previous = row
    counted = connection.execute(select(revision.c.value).where(revision.c.name == CHAIN)).scalar() or 0
    return Broken(None, None, "cut") if counted > sealed else None


def _find_fault(row: AnyRow, previous: AnyRow | None, *, is_first: bool) -> Fault | None:
    if row.digest is None:
        return "unsealed"
    before = None if is_first or previous is None else previous.digest
    if row.digest == seal(before, dict(row._mapping)):
        return None
    number_before = 0 if previous is None else previous.id
    return "missing" if row.id > number_before + 1 else "altered"


def _rows(connection: Connection) -> Iterator[AnyRow]:
    # Page by page behind the last row: a cursor over all would be held in memory by the driver of PostgreSQL.
    a = audit.c
    last = connection.execute(select(func.min(a.id))).scalar()
    last = 0 if last is None else int(last) - 1
    while rows := connection.execute(
        select(audit).where(a.id > last).order_by(a.id).limit(_ROWS_AT_ONCE)
    ).all():
        yield from rows
        last = rows[-1].id


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
