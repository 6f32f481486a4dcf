"""Tells an account what was lately received from it, from whichever of its devices, with receipts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from layers.actor import Actor
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.identifiers import boundary_id, is_boundary
from layers.store.periods import held_on, known_at
from layers.store.schema import boundary, device, hotspot, hotspot_version, sync_entry, visit
from layers.sync.clocks import Clocks

MOST_RECEIVED = 50


@dataclass(frozen=True)
class Received:
    """An entry that is in the register.

    Attributes
    ----------
    receipt
        Number of the receipt, such as BN00001.
    kind
        ``visit``, ``place`` or ``count``.
    about
        What it became, as the audit names it: code of the visit or the place, area and month of counts.
    name
        What the place or the area is called; None of a place that the account sees no longer.
    recorded_at, received_at
        Aware times: when it was recorded, the device's clock set right, and when it came.
    """

    receipt: str
    kind: str
    about: str
    name: str | None
    recorded_at: datetime
    received_at: datetime


def list_received(connection: Connection, actor: Actor, today: date) -> Sequence[Received]:
    """Return what was last received from the actor's account, the newest first, `MOST_RECEIVED` at most."""
    rows = connection.execute(_question(actor, today)).all()
    areas = _name_areas(connection, {_area_of(row) for row in rows if row.kind == "count"})
    return tuple(_received(row, areas) for row in rows)


def _question(actor: Actor, today: date) -> Select[Any]:
    e, h, v = sync_entry.c, hotspot.c, hotspot_version
    at = or_(h.id == visit.c.hotspot_id, and_(e.object_type == "hotspot", h.code == e.object_id))
    seen = and_(v.c.hotspot_id == h.id, known_at(v, None), held_on(v, today), scope.sees_hotspot(v, actor))
    told = select(e.receipt, e.kind, e.object_id, e.device_at, e.sent_at, e.received_at, v.c.name)
    return (
        told.join(device, device.c.id == e.device_id)
        .outerjoin(visit, and_(e.object_type == "visit", visit.c.code == e.object_id))
        .outerjoin(hotspot, at)
        .outerjoin(v, seen)
        .where(device.c.account_id == actor.account_id, e.outcome == "stored")
        .order_by(e.id.desc())
        .limit(MOST_RECEIVED)
    )


def _area_of(row: AnyRow) -> str:
    return str(row.object_id).partition(" ")[0]


def _name_areas(connection: Connection, public_ids: Iterable[str]) -> dict[str, str]:
    b = boundary.c
    asked = [is_boundary(one) for one in sorted(public_ids)]
    if not asked:
        return {}
    found = connection.execute(select(b.code, b.valid_from, b.name).where(or_(*asked)))
    return {boundary_id(row.code, row.valid_from): row.name for row in found}


def _received(row: AnyRow, areas: dict[str, str]) -> Received:
    made_at = Clocks(row.device_at, row.sent_at, row.received_at).made_at
    name = areas.get(_area_of(row)) if row.kind == "count" else row.name
    return Received(row.receipt, row.kind, row.object_id, name, made_at, row.received_at)
