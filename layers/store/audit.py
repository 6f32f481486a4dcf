"""The record of who changed what, when and why: rows are added and read, never altered."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, insert

from layers.actor import Actor
from layers.store.schema import audit


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


def add(connection: Connection, entry: Entry) -> None:
    """Add one row, in the transaction of the change itself."""
    connection.execute(
        insert(audit).values(
            recorded_at=entry.recorded_at,
            account_id=entry.actor.account_id,
            actor_name=entry.actor.name,
            action=entry.action,
            object_type=entry.object_type,
            object_id=entry.object_id,
            before=_json(entry.before),
            after=_json(entry.after),
            reason=entry.reason,
        )
    )


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
