"""What each entry was answered: kept with it, so that a repeated question gets the same answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, update

from geo.errors import AppError
from layers.errors import Refused
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import device, sync_entry, sync_upload
from layers.sync.clocks import Clocks
from layers.sync.devices import Device
from layers.sync.entries import Entry

FINAL = frozenset({"stored", "conflict"})
"""Outcomes that stay; an entry that was refused is judged anew when it is sent again, until another replaces it."""

REPLACED = "replaced"
"""Outcome of an entry that was refused, and whose writer has put another in its place: it is never stored any more."""

MOST_LISTED = 5000


@dataclass(frozen=True)
class Stored:
    """What an entry became: type and public identifier, as the audit names them."""

    object_type: str
    object_id: str


@dataclass(frozen=True)
class Clash:
    """What an entry could not become, since somebody else had changed the same thing.

    Attributes
    ----------
    object_type, object_id
        The thing.
    code
        What happened to it.
    current
        What it is like now, as JSON takes it.
    inbox
        Identifier under which the entry's content waits; None where it does not.
    """

    object_type: str
    object_id: str
    code: str
    current: Mapping[str, Any]
    inbox: str | None = None


@dataclass(frozen=True)
class Answer:
    """The answer to an entry.

    Attributes
    ----------
    outcome
        ``stored``, ``already``, ``conflict`` or ``refused``.
    receipt
        Number of the receipt, such as BN00001.
    object_type, object_id
        What was stored, or is in conflict.
    code, facts
        Why it was not stored.
    current
        Of a conflict, what the thing is like now.
    inbox
        Of a conflict, identifier under which it waits among the changes that came too late.
    """

    uuid: str
    outcome: str
    receipt: str | None = None
    object_type: str | None = None
    object_id: str | None = None
    code: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    current: Mapping[str, Any] | None = None
    inbox: str | None = None


@dataclass(frozen=True)
class Sent:
    """An entry with whence and when it came."""

    device: Device
    entry: Entry
    clocks: Clocks


def find_entry(connection: Connection, uuid: str) -> AnyRow | None:
    """Return the row of an entry that was answered before: that of ``sync_entry`` and ``account_id`` of its device."""
    told = select(*sync_entry.c, device.c.account_id).join(device, device.c.id == sync_entry.c.device_id)
    return connection.execute(told.where(sync_entry.c.uuid == uuid)).first()


def find_replaced(connection: Connection, sent: Sent) -> AnyRow | None:
    """Return the row of the entry that this one takes the place of, where it came from the same account."""
    row = find_entry(connection, sent.entry.replaces) if sent.entry.replaces else None
    return row if row is not None and row.account_id == sent.device.account_id else None


def require_open(connection: Connection, sent: Sent) -> None:
    """Refuse one of two entries that stand for the same thing, however late and in which order they come.

    Raises
    ------
    Refused
        ``entry_replaced``: another was put in its place; ``replaced_is_stored``: what it replaces was stored meanwhile.
    """
    known, old = find_entry(connection, sent.entry.uuid), find_replaced(connection, sent)
    if known is not None and known.outcome == REPLACED:
        raise Refused("entry_replaced")
    if old is not None and old.outcome == "stored":
        raise Refused("replaced_is_stored", about=old.object_id)


def keep_stored(change: Write, sent: Sent, stored: Stored) -> Answer:
    """Keep that an entry was stored, with a receipt."""
    receipt = next_receipt(change)
    answer = Answer(sent.entry.uuid, "stored", receipt, stored.object_type, stored.object_id)
    _keep(change, sent, answer)
    return answer


def keep_clash(change: Write, sent: Sent, clash: Clash) -> Answer:
    """Keep that an entry is in conflict."""
    answer = Answer(
        sent.entry.uuid,
        "conflict",
        object_type=clash.object_type,
        object_id=clash.object_id,
        code=clash.code,
        current=clash.current,
        inbox=clash.inbox,
    )
    _keep(change, sent, answer)
    return answer


def keep_refusal(change: Write, sent: Sent, error: AppError) -> Answer:
    """Keep that an entry was refused; what it said is not kept."""
    answer = refusal(sent.entry.uuid, error)
    known = find_entry(change.connection, sent.entry.uuid)
    if known is None or known.outcome not in FINAL | {REPLACED}:
        _keep(change, sent, answer)
    else:
        change.note("sync_entry", sent.entry.uuid, after={"refused": error.code})
    return answer


def refusal(uuid: str, error: AppError) -> Answer:
    """Return the answer that refuses an entry."""
    return Answer(uuid, "refused", code=error.code, facts=plain_facts(error.facts))


def repeat(row: AnyRow, current: Mapping[str, Any] | None = None) -> Answer:
    """Return the answer to an entry that was stored, or put in conflict, before."""
    return Answer(
        row.uuid,
        "already" if row.outcome == "stored" else row.outcome,
        row.receipt,
        row.object_type,
        row.object_id,
        row.code,
        json.loads(row.facts) if row.facts else {},
        current,
        row.inbox,
    )


def list_answers(connection: Connection, of: Device) -> Sequence[Answer]:
    """Return what a device sent last and was answered, the newest last: entries, then pictures that are whole."""
    e, u = sync_entry.c, sync_upload.c
    newest = select(sync_entry).where(e.device_id == of.id).order_by(e.id.desc()).limit(MOST_LISTED)
    entries = [repeat(row) for row in connection.execute(newest)][::-1]
    whole = select(u.uuid, u.receipt).where(u.device_id == of.id, u.ended_at.is_not(None)).order_by(u.id)
    pictures = [
        Answer(row.uuid, "already", row.receipt, "visit_image", row.uuid) for row in connection.execute(whole)
    ]
    return (*entries, *pictures)


def next_receipt(change: Write) -> str:
    """Return the number of a new receipt."""
    return f"BN{change.next_number('receipt_code'):05d}"


def plain_facts(facts: Mapping[str, object]) -> dict[str, Any]:
    """Return the facts of an error as JSON takes them."""
    return {name: _plain(value) for name, value in facts.items()}


def _end_replaced(change: Write, sent: Sent) -> None:
    """See to it that an entry is not stored after another was put in its place: its request may be on the way still."""
    old = find_replaced(change.connection, sent)
    if old is not None and old.outcome == "refused":
        ended = update(sync_entry).where(sync_entry.c.id == old.id).values(outcome=REPLACED)
        change.connection.execute(ended)


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)


def _keep(change: Write, sent: Sent, answer: Answer) -> None:
    entry, clocks = sent.entry, sent.clocks
    values = {
        "device_id": sent.device.id,
        "seq": entry.seq,
        "format": entry.format,
        "kind": entry.kind,
        "digest": entry.digest,
        "device_at": clocks.device_at,
        "sent_at": clocks.sent_at,
        "received_at": clocks.received_at,
        "skew_s": clocks.skew_s,
        "outcome": answer.outcome,
        "receipt": answer.receipt,
        "object_type": answer.object_type,
        "object_id": answer.object_id,
        "code": answer.code,
        "facts": json.dumps(dict(answer.facts), ensure_ascii=False) if answer.facts else None,
        "inbox": answer.inbox,
    }
    _end_replaced(change, sent)
    again = update(sync_entry).where(sync_entry.c.uuid == entry.uuid).values(**values)
    if change.connection.execute(again.returning(sync_entry.c.id)).first() is None:
        change.connection.execute(insert(sync_entry).values(uuid=entry.uuid, **values))
    told = {
        "outcome": answer.outcome,
        "receipt": answer.receipt,
        "about": answer.object_id,
        "code": answer.code,
    }
    kept = {name: value for name, value in told.items() if value is not None}
    change.note("sync_entry", entry.uuid, after={**kept, "skew_s": clocks.skew_s})
