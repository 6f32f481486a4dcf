"""What every rule shares: its days, its area, and what the audit keeps of it."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from geo.types import Interval
from layers.actor import SYSTEM
from layers.errors import Refused
from layers.planning.peaks import withdraw_peak
from layers.planning.rule_records import COLLECTION, check_span
from layers.store.database import Database, find_revisions
from layers.store.schema import audit
from tests.layers.planning.rules import PEAK, set_peak, uuid


def test_a_rule_holds_on_a_day_at_least() -> None:
    day = date(2026, 11, 22)
    assert check_span(Interval(day, date(2026, 11, 23))) == {
        "valid_from": day,
        "valid_to": date(2026, 11, 23),
    }
    with pytest.raises(Refused, match="rule_span_empty"):
        check_span(Interval(day, day))


def test_the_audit_tells_of_a_rule_in_words_that_people_know(database: Database) -> None:
    set_peak(database, replace(PEAK, area="27424@2025-07-01", topics=("ma_tuy",)))
    with database.write(SYSTEM, "peak.withdraw") as change:
        withdraw_peak(change, uuid(1), version=1)
    a = audit.c
    with database.read() as connection:
        rows = connection.execute(
            select(a.action, a.before, a.after).where(a.object_type == "peak_period").order_by(a.id)
        ).all()
        assert find_revisions(connection, COLLECTION) == {COLLECTION: 2}
    assert [row.action for row in rows] == ["peak.add", "peak.withdraw"]
    told = json.loads(rows[0].after)
    assert (told["area"], told["topics"], told["valid_from"]) == (
        "27424@2025-07-01",
        ["ma_tuy"],
        "2026-11-15",
    )
    assert "boundary_id" not in told
    assert (json.loads(rows[1].before)["state"], json.loads(rows[1].after)["state"]) == (
        "active",
        "withdrawn",
    )
