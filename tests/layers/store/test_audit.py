"""The audit: rows say who, what, when and why, in JSON that anybody can read."""

import json
from datetime import UTC, date, datetime

from sqlalchemy import select

from layers.actor import SYSTEM, Actor
from layers.store import audit, schema
from layers.store.database import Database

_AT = datetime(2026, 11, 22, 2, tzinfo=UTC)


def test_a_row_tells_everything_of_its_entry(empty_database: Database) -> None:
    entry = audit.Entry(
        _AT, Actor(None, "lan"), "status.record", "đến muộn", "hotspot", "DB00001", {"b": 1, "a": None}
    )
    with empty_database.write(SYSTEM, "test") as change:
        change.note("test", "test")
        audit.add(change.connection, entry)
    with empty_database.read() as connection:
        row = connection.execute(select(schema.audit).where(schema.audit.c.action == "status.record")).one()
    assert (row.actor_name, row.object_id, row.reason, row.recorded_at) == ("lan", "DB00001", "đến muộn", _AT)
    assert row.before == '{"a":null,"b":1}'
    assert row.after is None


def test_dates_are_written_in_iso_8601(empty_database: Database) -> None:
    with empty_database.write(SYSTEM, "test") as change:
        change.note("hotspot", "DB00001", after={"valid_from": date(2012, 2, 8), "at": _AT})
    with empty_database.read() as connection:
        after = json.loads(connection.execute(select(schema.audit.c.after)).scalar_one())
    assert after == {"valid_from": "2012-02-08", "at": "2026-11-22T02:00:00+00:00"}
