"""The devices that carry a part of the register along: registered by their account, seen, and wiped from afar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from layers.actor import Actor
from layers.errors import Gone, NotFound, OutsideScope, Refused
from layers.people.users import Account
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import device
from layers.store.wording import require_impersonal

LONGEST_NAME = 80
MOST_DEVICES = 20
"""Devices of one account that are not wiped."""

SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Device:
    """A device.

    Attributes
    ----------
    uuid
        Made by the device itself.
    account_id
        Row of the account that registered it.
    name
        What it is called.
    registered_at, seen_at
        Aware UTC times; the second to the hour.
    wiped_at
        Since when it is told to forget everything; None while it may go on.
    """

    id: int
    uuid: str
    account_id: int
    name: str
    registered_at: datetime
    seen_at: datetime
    wiped_at: datetime | None

    def is_seen_due(self, now: datetime) -> bool:
        """Tell whether it is to be recorded that it asked."""
        return now - self.seen_at >= SEEN_EVERY


_COLUMNS = (
    device.c.id,
    device.c.uuid,
    device.c.account_id,
    device.c.name,
    device.c.registered_at,
    device.c.seen_at,
    device.c.wiped_at,
)


def register_device(change: Write, uuid: str, name: str) -> Device:
    """Register a device of the actor; repeating a request changes nothing but its name.

    Raises
    ------
    OutsideScope
        ``not_allowed``, ``device_of_another``.
    Gone
        ``device_wiped``: it comes back under a new identifier.
    Refused
        ``device_name_invalid``, ``devices_too_many``.
    PersonalData
        Where the name names a person.
    """
    scope.require(change.connection, change.actor, "hotspot.read")
    called = require_impersonal(name.strip(), field="name")
    if not 1 <= len(called) <= LONGEST_NAME:
        raise Refused("device_name_invalid", maximum=LONGEST_NAME)
    if find_device(change.connection, uuid) is not None:
        known = get_device(change.connection, change.actor, uuid)
        renamed = update(device).where(device.c.id == known.id).values(name=called, seen_at=change.now)
        change.connection.execute(renamed)
        change.note("device", uuid, before={"name": known.name}, after={"name": called})
    else:
        _add(change, uuid, called)
    return get_device(change.connection, change.actor, uuid)


def find_device(connection: Connection, uuid: str) -> Device | None:
    """Return a device, whoever registered it."""
    row = connection.execute(select(*_COLUMNS).where(device.c.uuid == uuid)).first()
    return Device(*row) if row else None


def get_device(connection: Connection, actor: Actor, uuid: str) -> Device:
    """Return a device of the actor that may go on.

    Raises
    ------
    NotFound
        ``device_not_found``.
    OutsideScope
        ``device_of_another``.
    Gone
        ``device_wiped``.
    """
    found = find_device(connection, uuid)
    if found is None:
        raise NotFound("device_not_found")
    if found.account_id != actor.account_id:
        raise OutsideScope("device_of_another")
    if found.wiped_at is not None:
        raise Gone("device_wiped")
    return found


def tell_state(connection: Connection, actor: Actor, uuid: str) -> str:
    """Return ``known``, ``unknown``, ``wiped``, or ``other`` where another account registered the device."""
    found = find_device(connection, uuid)
    if found is None:
        return "unknown"
    if found.wiped_at is not None:
        return "wiped"
    return "known" if found.account_id == actor.account_id else "other"


def list_devices(connection: Connection, user: Account) -> Sequence[Device]:
    """Return the devices of an account, those that may go on first, then the one seen last."""
    d = device.c
    rows = connection.execute(
        select(*_COLUMNS).where(d.account_id == user.id).order_by(d.seen_at.desc(), d.id)
    )
    return sorted((Device(*row) for row in rows), key=lambda one: one.wiped_at is not None)


def wipe_device(change: Write, user: Account, uuid: str) -> None:
    """Have a device of an account forget everything when it next asks; what it sent stays.

    Raises
    ------
    NotFound
        ``device_not_found``.
    """
    found = find_device(change.connection, uuid)
    if found is None or found.account_id != user.id:
        raise NotFound("device_not_found")
    if found.wiped_at is None:
        wiped = {"wiped_at": change.now, "wiped_by": change.actor.account_id}
        change.connection.execute(update(device).where(device.c.id == found.id).values(**wiped))
    change.note("device", uuid, before={"wiped": found.wiped_at is not None}, after={"wiped": True})


def mark_seen(change: Write, found: Device) -> None:
    """Record that a device asked."""
    change.connection.execute(update(device).where(device.c.id == found.id).values(seen_at=change.now))
    change.note("device", found.uuid, after={"seen": True})


def lock_device(change: Write, found: Device) -> AnyRow | None:
    """Let two requests of one device follow one another from here on."""
    return change.connection.execute(
        select(device.c.id).where(device.c.id == found.id).with_for_update()
    ).first()


def _add(change: Write, uuid: str, called: str) -> None:
    mine = (device.c.account_id == change.actor.account_id, device.c.wiped_at.is_(None))
    if len(change.connection.execute(select(device.c.id).where(*mine)).all()) >= MOST_DEVICES:
        raise Refused("devices_too_many", maximum=MOST_DEVICES)
    values = {"registered_at": change.now, "seen_at": change.now}
    change.connection.execute(
        insert(device).values(uuid=uuid, account_id=change.actor.account_id, name=called, **values)
    )
    change.note("device", uuid, after={"name": called})
