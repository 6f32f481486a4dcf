"""Keeps what somebody wanted to change too late, for a while and for that person alone, until it is settled."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from layers.actor import Actor
from layers.errors import NotFound
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import conflict
from layers.store.wording import require_impersonal

KEPT_DAYS = 30
"""So long a change waits for its author; then it is gone."""

MOST_LISTED = 100


@dataclass(frozen=True)
class Proposal:
    """A change that started from an older version.

    Attributes
    ----------
    object_type, object_id, object_name
        What it is about, as the audit and as people name it.
    base_version
        Version from which its author started.
    path
        Path to which its form is sent.
    sent
        Name and value of each field of the form, in their order.
    codes
        Names of the fields that hold no words of the author: numbers, days, codes, drawings. Every other value is
        checked for personal data.
    uuid
        Of a proposal that is kept already and takes this one's place; a new one where it is empty.
    """

    object_type: str
    object_id: str
    object_name: str
    base_version: int
    path: str
    sent: tuple[tuple[str, str], ...]
    codes: frozenset[str] = field(default=frozenset(), repr=False)
    uuid: str | None = None


@dataclass(frozen=True)
class Kept:
    """A proposal that waits, since when, and until when."""

    proposal: Proposal
    recorded_at: datetime
    expires_at: datetime


def keep_proposal(change: Write, proposal: Proposal) -> str:
    """Keep a change that came too late and return its public identifier; what it says is not in the audit.

    The same change sent twice is kept once.

    Raises
    ------
    PersonalData
        Where a text names a person: then nothing is kept.
    """
    for name, value in proposal.sent:
        if name not in proposal.codes:
            require_impersonal(value, field=name)
    values = {
        "object_type": proposal.object_type,
        "object_id": proposal.object_id,
        "object_name": require_impersonal(proposal.object_name, field="object_name"),
        "base_version": proposal.base_version,
        "path": proposal.path,
        "proposed": json.dumps(proposal.sent, ensure_ascii=False),
        "recorded_at": change.now,
    }
    c = conflict.c
    is_same = (c.object_id == proposal.object_id) & (c.proposed == values["proposed"])
    known = _is_open(change.actor, change.now) & ((c.uuid == (proposal.uuid or "")) | is_same)
    again = update(conflict).where(known).values(**values).returning(c.uuid)
    uuid = change.connection.execute(again).scalar()
    if uuid is None:
        uuid = str(uuid4())
        added = insert(conflict).values(**values, uuid=uuid, recorded_by=change.actor.account_id)
        change.connection.execute(added)
    told = {"about": proposal.object_id, "base_version": proposal.base_version}
    change.note("conflict", uuid, after=told)
    return str(uuid)


def list_proposals(connection: Connection, actor: Actor, now: datetime) -> Sequence[Kept]:
    """Return what waits for the actor, newest first: nobody sees another one's."""
    c = conflict.c
    question = select(conflict).where(_is_open(actor, now)).order_by(c.recorded_at.desc(), c.id.desc())
    return tuple(_kept(row) for row in connection.execute(question.limit(MOST_LISTED)))


def count_proposals(connection: Connection, actor: Actor, now: datetime) -> int:
    """Return how many wait for the actor."""
    counted = select(func.count()).select_from(conflict).where(_is_open(actor, now))
    return int(connection.execute(counted).scalar_one())


def settle_proposal(change: Write, uuid: str, outcome: str) -> None:
    """Record that a change was merged or discarded by its author; what it said is not kept any longer.

    Raises
    ------
    NotFound
        ``conflict_not_found``, also where it is another one's, expired or settled already.
    """
    waits = _is_open(change.actor, change.now), conflict.c.uuid == uuid
    settled = update(conflict).where(*waits).values(resolved_at=change.now, outcome=outcome, proposed="[]")
    about = change.connection.execute(settled.returning(conflict.c.object_id)).scalar()
    if about is None:
        raise NotFound("conflict_not_found", conflict=uuid)
    change.note("conflict", uuid, before={"about": about}, after={"outcome": outcome})


def purge_proposals(change: Write) -> int:
    """Remove what waited too long, and return how many that were."""
    c = conflict.c
    gone = delete(conflict).where(c.recorded_at <= change.now - timedelta(days=KEPT_DAYS)).returning(c.id)
    return len(change.connection.execute(gone).all())


def _is_open(actor: Actor, now: datetime) -> ColumnElement[bool]:
    c = conflict.c
    is_young = c.recorded_at > now - timedelta(days=KEPT_DAYS)
    return (c.recorded_by == actor.account_id) & c.resolved_at.is_(None) & is_young


def _kept(row: AnyRow) -> Kept:
    told: dict[str, Any] = {name: getattr(row, name) for name in ("object_type", "object_id", "object_name")}
    sent = tuple((str(name), str(value)) for name, value in json.loads(row.proposed))
    proposal = Proposal(**told, base_version=row.base_version, path=row.path, sent=sent)
    expires_at = row.recorded_at + timedelta(days=KEPT_DAYS)
    return Kept(replace(proposal, uuid=row.uuid), row.recorded_at, expires_at)
