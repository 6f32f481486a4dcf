"""Entries of devices: stored once, answered alike, refused one by one, in conflict where a plan changed meanwhile."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from layers.actor import SYSTEM, Actor
from layers.errors import Gone, NotFound
from layers.people.conflicts import list_proposals
from layers.people.grants import add_grant, list_grants, revoke_grant
from layers.people.users import get_user
from layers.store.database import Database
from layers.store.schema import audit, sync_entry, visit
from layers.supervision.checklists import Item, get_current_checklist, publish_checklist
from layers.supervision.visit_records import get_visit
from layers.supervision.visits import cancel_visit, plan_visit, redate_visit
from layers.sync.devices import wipe_device
from tests.conftest import Clock
from tests.layers.sync.carrying import (
    NOON,
    OUTSIDE,
    add_actor,
    add_device,
    add_lists,
    make_entry,
    receive,
    visit_body,
)

TODAY = date(2026, 11, 22)


@pytest.fixture
def actor(database: Database) -> Actor:
    add_lists(database)
    return add_actor(database)


@pytest.fixture
def device(database: Database, actor: Actor) -> str:
    return add_device(database, actor)


@pytest.fixture
def planned(database: Database, actor: Actor) -> str:
    with database.write(SYSTEM, "visit.plan") as change:
        return plan_visit(change, "DB00001", TODAY)


def _count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(visit)).scalar_one()


def test_an_entry_is_stored_once_however_often_it_comes(
    database: Database, actor: Actor, device: str
) -> None:
    entry = make_entry(visit_body(note="Đèn đã sáng."))
    (first,) = receive(database, actor, device, entry)
    again = [receive(database, actor, device, entry)[0] for _ in range(3)]
    assert (first.outcome, first.receipt, first.object_type, first.object_id) == (
        "stored",
        "BN00001",
        "visit",
        "GS00001",
    )
    assert {(one.outcome, one.receipt, one.object_id) for one in again} == {("already", "BN00001", "GS00001")}
    assert _count(database) == 1


def test_the_same_entry_twice_in_one_request_is_one(database: Database, actor: Actor, device: str) -> None:
    entry = make_entry(visit_body())
    assert [one.outcome for one in receive(database, actor, device, entry, entry)] == ["stored", "already"]
    assert _count(database) == 1


def test_another_content_under_the_same_identifier_is_refused(
    database: Database, actor: Actor, device: str
) -> None:
    entry = make_entry(visit_body())
    receive(database, actor, device, entry)
    changed = make_entry(visit_body(head_count=9), uuid=entry.uuid)
    (answer,) = receive(database, actor, device, changed)
    assert (answer.outcome, answer.code) == ("refused", "entry_changed")
    assert receive(database, actor, device, entry)[0].outcome == "already"


def test_what_was_altered_on_its_way_is_refused_and_good_again_when_whole(
    database: Database, actor: Actor, device: str
) -> None:
    entry = make_entry(visit_body())
    (answer,) = receive(database, actor, device, replace(entry, body=visit_body(head_count=9)))
    assert (answer.outcome, answer.code) == ("refused", "entry_damaged")
    assert _count(database) == 0
    assert receive(database, actor, device, entry)[0].outcome == "stored"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"body": visit_body(hotspot="DB00002")}, "hotspot_not_found"),
        ({"body": visit_body(note="Gặp ông Nguyễn Văn Tám")}, "personal_data"),
        ({"body": visit_body(result="great")}, "entry_malformed"),
        ({"body": visit_body(secret=1)}, "entry_malformed"),
        ({"body": visit_body(head_count=2.5)}, "entry_malformed"),
        ({"body": visit_body(units=["NOBODY"])}, "unit_unknown"),
        ({"body": visit_body(checklist=99, answers={"lights": "yes"})}, "checklist_not_found"),
        ({"body": visit_body(position={"lon": 106.6, "lat": 91})}, "entry_malformed"),
        ({"body": visit_body(), "format": 2}, "format_unknown"),
        ({"body": visit_body(), "kind": "tip"}, "entry_malformed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused_stops_no_other(
    database: Database, actor: Actor, device: str, told: dict[str, object], code: str
) -> None:
    bad, good = make_entry(**told), make_entry(visit_body(), seq=2)
    first, second = receive(database, actor, device, bad, good)
    assert (first.outcome, first.code, first.receipt) == ("refused", code, None)
    assert second.outcome == "stored"
    assert _count(database) == 1


def test_nothing_of_a_refused_entry_is_kept_but_why(database: Database, actor: Actor, device: str) -> None:
    entry = make_entry(visit_body(note="Gặp ông Trần Văn Bưởi"))
    receive(database, actor, device, entry)
    with database.read() as connection:
        row = connection.execute(select(sync_entry)).one()
        told = " ".join(map(str, connection.execute(select(audit.c.after, audit.c.before)).all()))
    assert (row.outcome, row.code) == ("refused", "personal_data")
    assert "Bưởi" not in str(row) + told


def test_a_name_that_its_writer_answers_for_is_let_through(
    database: Database, actor: Actor, device: str
) -> None:
    body = visit_body(note="Gặp ông Nguyễn Văn Tám", not_person=["Nguyễn Văn Tám"])
    first, second = receive(
        database, actor, device, make_entry(body), make_entry(visit_body(note=body["note"]))
    )
    assert first.outcome == "stored"
    assert second.code == "personal_data", "what was said of one entry is not said of the next"


def test_a_right_that_was_lost_refuses_and_one_that_comes_back_stores(
    database: Database, actor: Actor, device: str
) -> None:
    entry = make_entry(visit_body())
    with database.write(SYSTEM, "grant.revoke") as change:
        user = get_user(change.connection, "lan")
        revoke_grant(change, user, list_grants(change.connection, user)[0].id)
    (answer,) = receive(database, actor, device, entry)
    assert (answer.outcome, answer.code) == ("refused", "not_allowed")
    with database.write(SYSTEM, "grant.add") as change:
        add_grant(change, user, "officer", "27424@2025-07-01")
    assert receive(database, actor, device, entry)[0].outcome == "stored"


def test_a_plan_is_fulfilled_by_its_visit(
    database: Database, actor: Actor, device: str, planned: str
) -> None:
    entry = make_entry(visit_body(planned={"visit": planned, "version": 1}))
    (first,) = receive(database, actor, device, entry)
    (again,) = receive(database, actor, device, entry)
    assert [(one.outcome, one.object_id) for one in (first, again)] == [
        ("stored", planned),
        ("already", planned),
    ]
    assert _count(database) == 1


@pytest.mark.parametrize("happened", ["moved", "cancelled", "made"])
def test_a_plan_that_changed_meanwhile_is_a_conflict_with_what_it_is_now(
    database: Database, actor: Actor, device: str, planned: str, happened: str
) -> None:
    other = add_actor(database, "officer", name="minh")
    if happened == "made":
        made = make_entry(visit_body(planned={"visit": planned, "version": 1}))
        receive(database, other, add_device(database, other), made)
    else:
        with database.write(other, f"visit.{happened}") as change:
            if happened == "moved":
                redate_visit(change, planned, date(2026, 11, 25), version=1, reason="Mưa lớn")
            else:
                cancel_visit(change, planned, version=1, reason="Mưa lớn")
    entry = make_entry(visit_body(head_count=7, planned={"visit": planned, "version": 1}))
    (answer,) = receive(database, actor, device, entry)
    assert (answer.outcome, answer.code) == ("conflict", "visit_plan_changed")
    assert answer.current["version"] == 2
    assert answer.current["state"] == {"moved": "planned"}.get(happened, happened)
    with database.read() as connection:
        (kept,) = list_proposals(connection, actor, database.clock())
    assert kept.proposal.path == f"/visits/new?hotspot=DB00001&plan={planned}"
    assert ("head_count", "7") in kept.proposal.sent
    (again,) = receive(database, actor, device, entry)
    assert (again.outcome, again.current, again.inbox) == ("conflict", answer.current, answer.inbox)
    alone = make_entry(visit_body(head_count=7), seq=2, replaces=entry.uuid)
    assert receive(database, actor, device, alone)[0].outcome == "stored"
    with database.read() as connection:
        assert list_proposals(connection, actor, database.clock()) == ()
    assert _count(database) == 2


def test_the_form_of_last_month_is_accepted(database: Database, actor: Actor, device: str) -> None:
    with database.read() as connection:
        old = get_current_checklist(connection)
    with database.write(SYSTEM, "list.publish") as change:
        publish_checklist(change, [Item("lights_new", "Đèn sáng?", "Lights on?", "yes_no")])
    item = old.items[0]
    entry = make_entry(visit_body(checklist=old.id, answers={item.code: item.answers[0]}))
    (answer,) = receive(database, actor, device, entry)
    with database.read() as connection:
        told = get_visit(connection, actor, answer.object_id, TODAY)
    assert (told.checklist_id, told.answers) == (old.id, {item.code: item.answers[0]})


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
def test_a_wrong_clock_is_set_right_and_both_times_are_kept(
    database: Database, actor: Actor, device: str, clock: Clock, days: int
) -> None:
    wrong = timedelta(days=days)
    told_on = TODAY + wrong
    body = visit_body(visited_on=told_on.isoformat(), next_on=(told_on + timedelta(days=7)).isoformat())
    clock.at = NOON + timedelta(minutes=30)
    entry = make_entry(body, device_at=NOON + wrong)
    (answer,) = receive(database, actor, device, entry, sent_at=clock.at + wrong)
    assert answer.outcome == "stored"
    with database.read() as connection:
        made = get_visit(connection, actor, answer.object_id, TODAY)
        row = connection.execute(select(sync_entry)).one()
    assert (made.visited_on, made.next_on) == (TODAY, TODAY + timedelta(days=7))
    assert made.device_at == NOON + wrong
    assert row.device_at == NOON + wrong
    assert abs(row.skew_s + days * 86_400) < 5
    assert abs((row.received_at - clock.at).total_seconds()) < 10


def test_a_clock_that_was_set_right_before_sending_never_makes_a_visit_of_tomorrow(
    database: Database, actor: Actor, device: str, clock: Clock
) -> None:
    clock.at = NOON
    entry = make_entry(visit_body(), device_at=NOON + timedelta(days=3))
    (answer,) = receive(database, actor, device, entry, sent_at=NOON)
    with database.read() as connection:
        assert get_visit(connection, actor, answer.object_id, TODAY).visited_on == TODAY


def test_a_device_that_was_wiped_or_never_was_sends_nothing(
    database: Database, actor: Actor, device: str
) -> None:
    receive(database, actor, device, make_entry(visit_body()))
    with database.write(actor, "device.wipe") as change:
        wipe_device(change, get_user(change.connection, "lan"), device)
    with pytest.raises(Gone, match="device_wiped"):
        receive(database, actor, device, make_entry(visit_body()))
    with pytest.raises(NotFound, match="device_not_found"):
        receive(database, actor, str(uuid4()), make_entry(visit_body()))
    assert _count(database) == 1, "what it had sent stays"


def test_the_same_entry_from_a_second_device_of_its_account_is_known(
    database: Database, actor: Actor, device: str
) -> None:
    entry = make_entry(visit_body())
    receive(database, actor, device, entry)
    assert receive(database, actor, add_device(database, actor), entry)[0].outcome == "already"
    stranger = add_actor(database, "officer", name="minh")
    (answer,) = receive(database, stranger, add_device(database, stranger), entry)
    assert (answer.outcome, answer.code) == ("refused", "identifier_taken")


def test_who_sees_nothing_there_records_nothing_there(database: Database, actor: Actor) -> None:
    stranger = add_actor(database, "supervisor", OUTSIDE, name="minh")
    (answer,) = receive(database, stranger, add_device(database, stranger), make_entry(visit_body()))
    assert (answer.outcome, answer.code) == ("refused", "hotspot_not_found")
