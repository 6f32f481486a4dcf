"""A device with its account, and entries as it sends them, for tests of what comes in from devices."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from layers.actor import SYSTEM, Actor
from layers.overview.defaults import load_defaults
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database
from layers.sync.answers import Answer
from layers.sync.devices import register_device
from layers.sync.digests import digest_of
from layers.sync.entries import Batch, Entry
from layers.sync.place_entries import ProposalRules
from layers.sync.receiving import receive_entries

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"
RULES = ProposalRules("Ghi tại hiện trường")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
"""12:00 in Viet Nam on 22 November 2026."""


def add_actor(database: Database, role: str = "supervisor", area: str = INSIDE, name: str = "lan") -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, name)
        add_grant(change, user, role, area)
    return user.actor


def add_device(database: Database, actor: Actor) -> str:
    uuid = str(uuid4())
    with database.write(actor, "device.add") as change:
        register_device(change, uuid, "Android, Chrome")
    return uuid


def add_lists(database: Database) -> None:
    with database.write(SYSTEM, "lists.load") as change:
        load_defaults(change)


def visit_body(**told: Any) -> dict[str, Any]:
    common = {"hotspot": "DB00001", "form": "on_site", "result": "same", "units": [], "head_count": 2}
    return {**common, **told}


def make_entry(body: Mapping[str, Any], kind: str = "visit", **told: Any) -> Entry:
    own = {"uuid": str(uuid4()), "seq": 1, "format": 1, "device_at": NOON, "digest": digest_of(dict(body))}
    return Entry(kind=kind, body=body, **{**own, **told})


def receive(
    database: Database, actor: Actor, device: str, *entries: Entry, sent_at: datetime | None = None
) -> tuple[Answer, ...]:
    """Send entries; the device's clock is right unless it is told otherwise."""
    batch = Batch(device, sent_at or database.clock() - timedelta(seconds=1), entries)
    return receive_entries(database, actor, batch, RULES)
