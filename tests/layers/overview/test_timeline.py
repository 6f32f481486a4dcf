"""The one timeline: every kind of entry, newest first, for the same number of statements however many there are."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert

from layers.actor import SYSTEM
from layers.overview.timeline import KINDS, Asked, Timeline, read_entries
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.store.database import Database, Write
from layers.store.schema import hotspot_lineage, organisation, status_event
from tests.conftest import CountStatements
from tests.rows import add_recommendation, add_visits

ON = date(2026, 11, 22)
MOST = Asked(limit=1000)


def _read(database: Database, asked: Asked = MOST, code: str = "DB00001") -> Timeline:
    with database.read() as connection:
        return read_entries(connection, SYSTEM, find_hotspot_row(connection, code), asked)


def _add_events(change: Write, hotspot_id: int, count: int) -> None:
    told = {"hotspot_id": hotspot_id, "state": "THEO_DOI", "recorded_at": change.now, "cycle_no": 1}
    rows = [
        {"uuid": str(uuid4()), "valid_from": ON - timedelta(days=30 * nth), **told} for nth in range(count)
    ]
    change.connection.execute(insert(status_event), rows)


def test_a_new_place_tells_its_status_document_and_shape(database: Database) -> None:
    told = _read(database).entries
    assert {(entry.kind, entry.what) for entry in told} == {
        ("status", "THEO_DOI"),
        ("documents", "issued"),
        ("geometry", "drawn"),
    }
    assert {entry.on for entry in told if entry.kind != "geometry"} == {date(2012, 2, 8)}
    status = next(entry for entry in told if entry.kind == "status")
    assert status.facts["is_current"]
    assert status.facts["document_number"] == "09/KH-UBMT-BTT"


def test_everything_stands_in_one_line_newest_first(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        body = {
            "code": "PN",
            "name": "Hội Liên hiệp Phụ nữ",
            "kind": "member",
            "position": 1,
            "is_active": True,
        }
        change.connection.execute(insert(organisation).values(body))
        add_visits(change, place, date(2026, 10, 1), units='["PN", "XA"]', result="better", head_count=4)
        add_visits(change, place, date(2026, 12, 1), state="planned")
        days = {"sent_on": date(2026, 9, 2), "answered_on": date(2026, 9, 20), "closed_on": date(2026, 10, 9)}
        add_recommendation(change, place, "done", **days, outcome="Đã lắp đèn")
        add_recommendation(change, place, "draft")
    timeline = _read(database)
    lately = [entry for entry in timeline.entries if entry.on and entry.on.year > 2012]
    assert [(entry.kind, entry.what, entry.on) for entry in lately] == [
        ("visits", "planned", date(2026, 12, 1)),
        ("recommendations", "done", date(2026, 10, 9)),
        ("visits", "made", date(2026, 10, 1)),
        ("recommendations", "answered", date(2026, 9, 20)),
        ("recommendations", "sent", date(2026, 9, 2)),
    ]
    made = next(entry for entry in timeline.entries if entry.what == "made")
    assert made.facts["units"] == ["Hội Liên hiệp Phụ nữ", "XA"]
    assert not timeline.has_more


@pytest.mark.parametrize("kind", KINDS)
def test_a_filter_leaves_one_kind(database: Database, kind: str) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        add_visits(change, find_hotspot_row(change.connection, "DB00001"), ON)
    assert {entry.kind for entry in _read(database, Asked((kind,))).entries} <= {kind}


def test_the_oldest_wait_until_they_are_asked_for(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        days = [ON - timedelta(days=nth) for nth in range(30)]
        add_visits(change, find_hotspot_row(change.connection, "DB00001"), *days)
    first = _read(database, Asked())
    assert [entry.on for entry in first.entries] == days[:20]
    assert first.has_more
    every = _read(database)
    assert len(every.entries) == 33
    assert not every.has_more


def test_lineage_names_the_other_place_only_to_whoever_sees_it(database: Database) -> None:
    with database.write(SYSTEM, "hotspot.merge") as change:
        one, other = (find_hotspot_row(change.connection, code) for code in ("DB00001", "DB00002"))
        line = {"from_id": one, "to_id": other, "kind": "merge", "happened_on": ON, "recorded_at": change.now}
        change.connection.execute(insert(hotspot_lineage).values(line))
        account = add_user(change, "can-bo")
        add_grant(change, account, "viewer", "27424@2025-07-01")
    (entry,) = _read(database, Asked(("lineage",))).entries
    assert (entry.what, entry.facts["code"]) == ("merge_into", "DB00002")
    (entry,) = _read(database, Asked(("lineage",)), "DB00002").entries
    assert (entry.what, entry.facts["code"]) == ("merge_from", "DB00001")
    with database.read() as connection:
        (entry,) = read_entries(connection, account.actor, one, Asked(("lineage",))).entries
    assert entry.facts == {"code": None, "name": None}


def test_what_was_not_known_then_is_not_told(database: Database) -> None:
    later = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
    with database.write(SYSTEM, "visit.record") as change:
        add_visits(change, find_hotspot_row(change.connection, "DB00001"), ON)
    assert {entry.kind for entry in _read(database, Asked(known=later)).entries} == {
        "visits", "status", "documents", "geometry",
    }  # fmt: skip
    assert _read(database, Asked(known=datetime(2020, 1, 1, tzinfo=UTC))).entries == ()


def test_five_hundred_visits_cost_no_more_statements(
    database: Database, count_statements: CountStatements
) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        few, many = (find_hotspot_row(change.connection, code) for code in ("DB00001", "DB00002"))
        add_visits(change, few, ON)
        add_visits(change, many, *(ON - timedelta(days=nth) for nth in range(500)))
        _add_events(change, many, 40)
    counts = []
    for place in (few, many):
        with count_statements(database) as asked, database.read() as connection:
            read_entries(connection, SYSTEM, place, Asked())
        counts.append(len(asked))
    assert counts == [7, 7]
