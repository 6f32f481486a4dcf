"""Answers what a device sends, entry by entry: each is a transaction of its own, and none stops the others."""

from contextlib import suppress
from typing import Any

from geo.errors import InvalidGeometry, PersonalData
from geo.types import local_day
from layers.actor import Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.people.conflicts import settle_proposal
from layers.store.columns import AnyRow
from layers.store.database import Database, Write
from layers.store.wording import claim_no_persons
from layers.supervision.visit_records import get_visit
from layers.sync import answers
from layers.sync.answers import FINAL, Answer, Clash, Sent, Stored
from layers.sync.bodies import Body
from layers.sync.clocks import Clocks
from layers.sync.count_entries import store_counts, tell_counts
from layers.sync.devices import Device, get_device, lock_device, mark_seen
from layers.sync.entries import Batch
from layers.sync.place_entries import ProposalRules, store_place
from layers.sync.visit_entries import store_visit, tell_visit

ACTIONS = {"visit": "visit.record", "place": "hotspot.open", "count": "count.enter"}
"""What storing an entry of each kind is called in the audit."""

_REFUSALS = (Refused, PersonalData, InvalidGeometry, NotFound, OutsideScope, StaleVersion)
_MOST_CLAIMS, _LONGEST_CLAIM = 20, 100


def receive_entries(
    database: Database, actor: Actor, batch: Batch, rules: ProposalRules
) -> tuple[Answer, ...]:
    """Store what a device sent and return an answer to each entry, in order.

    Parameters
    ----------
    database
        The register.
    actor
        Who is signed in on the device.
    batch
        What was sent.
    rules
        What holds for places that are proposed.

    Raises
    ------
    NotFound
        ``device_not_found``.
    Gone
        ``device_wiped``.
    StorageUnavailable
        Then nothing is said of the entries: those that were stored are answered ``already`` when all come again.
    """
    with database.read() as connection:
        device = get_device(connection, actor, batch.device)
    note_seen(database, actor, device)
    received_at = database.clock()
    return tuple(
        _receive(
            database, actor, Sent(device, entry, Clocks(entry.device_at, batch.sent_at, received_at)), rules
        )
        for entry in batch.entries
    )


def note_seen(database: Database, actor: Actor, device: Device) -> None:
    """Record that a device asked, once an hour."""
    if device.is_seen_due(database.clock()):
        with database.write(actor, "device.see") as change:
            mark_seen(change, device)


def _receive(database: Database, actor: Actor, sent: Sent, rules: ProposalRules) -> Answer:
    entry = sent.entry
    try:
        entry.require_whole()
        claims = Body(entry.body, entry.body.keys()).texts("not_person", _MOST_CLAIMS, _LONGEST_CLAIM)
        claim_no_persons(claims)
        with database.write(actor, ACTIONS[entry.kind]) as change:
            return _store_once(change, sent, rules)
    except _REFUSALS as error:
        with database.write(actor, "sync.refuse") as change:
            return answers.keep_refusal(change, sent, error)
    finally:
        claim_no_persons(())


def _store_once(change: Write, sent: Sent, rules: ProposalRules) -> Answer:
    lock_device(change, sent.device)
    known = answers.find_entry(change.connection, sent.entry.uuid)
    if known is not None and known.outcome in FINAL:
        return _repeat(change, sent, known)
    answers.require_open(change.connection, sent)
    stored = _store(change, sent, rules)
    if isinstance(stored, Clash):
        return answers.keep_clash(change, sent, stored)
    _settle_replaced(change, sent)
    return answers.keep_stored(change, sent, stored)


def _settle_replaced(change: Write, sent: Sent) -> None:
    """Let what waited of an entry wait no longer, once the entry that its writer put in its place is stored."""
    old = answers.find_replaced(change.connection, sent)
    if old is not None and old.inbox:
        with suppress(NotFound):  # settled on the page meanwhile, or kept too long ago
            settle_proposal(change, old.inbox, "merged")


def _store(change: Write, sent: Sent, rules: ProposalRules) -> Stored | Clash:
    entry, clocks = sent.entry, sent.clocks
    if entry.kind == "visit":
        return store_visit(change, entry, clocks)
    if entry.kind == "place":
        return store_place(change, entry, clocks, rules)
    return store_counts(change, entry)


def _repeat(change: Write, sent: Sent, known: AnyRow) -> Answer:
    """Return the answer that an entry got before; that of another one under the same identifier is no answer to it.

    Raises
    ------
    Refused
        ``entry_changed``, ``identifier_taken`` (another account sent it).
    """
    if known.digest != sent.entry.digest:
        raise Refused("entry_changed")
    if known.account_id != sent.device.account_id:
        raise Refused("identifier_taken")
    change.note("sync_entry", known.uuid, after={"repeated": True})
    return answers.repeat(known, _present(change, sent) if known.outcome == "conflict" else None)


def _present(change: Write, sent: Sent) -> dict[str, Any]:
    """Return what the thing that an entry is in conflict with is like now."""
    body = sent.entry.body
    if sent.entry.kind == "count":
        return tell_counts(change.connection, change.actor, body)
    plan = get_visit(change.connection, change.actor, body["planned"]["visit"], local_day(change.now))
    return tell_visit(plan)
