"""Answers that stay with their entries, receipts, and entries that were given up for others."""

from datetime import date

import pytest

from layers.actor import SYSTEM, Actor
from layers.errors import Refused
from layers.people.grants import add_grant, list_grants, revoke_grant
from layers.people.users import get_user
from layers.store.database import Database
from layers.supervision.visit_records import VisitQuery, list_visits
from layers.sync.answers import list_answers, refusal
from layers.sync.devices import get_device
from tests.layers.sync.carrying import (
    INSIDE,
    add_actor,
    add_device,
    add_lists,
    make_entry,
    receive,
    visit_body,
)


@pytest.fixture
def actor(database: Database) -> Actor:
    add_lists(database)
    return add_actor(database)


@pytest.fixture
def device(database: Database, actor: Actor) -> str:
    return add_device(database, actor)


def _toggle_rights(database: Database) -> None:
    with database.write(SYSTEM, "grant.change") as change:
        user = get_user(change.connection, "lan")
        held = list_grants(change.connection, user)
        for grant in held:
            revoke_grant(change, user, grant.id)
        if not held:
            add_grant(change, user, "supervisor", INSIDE)


def _count(database: Database) -> int:
    with database.read() as connection:
        return len(list_visits(connection, SYSTEM, VisitQuery(date(2026, 11, 22), ("made",))).visits)


def test_receipts_count_up_and_are_told_again(database: Database, actor: Actor, device: str) -> None:
    bad = make_entry(visit_body(hotspot="DB00002"), seq=2)
    sent = [make_entry(visit_body()), bad, make_entry(visit_body(head_count=3), seq=3)]
    told = receive(database, actor, device, *sent)
    assert [one.receipt for one in told] == ["BN00001", None, "BN00002"]
    with database.read() as connection:
        listed = list_answers(connection, get_device(connection, actor, device))
    assert [(one.uuid, one.outcome, one.receipt, one.code) for one in listed] == [
        (sent[0].uuid, "already", "BN00001", None),
        (bad.uuid, "refused", None, "hotspot_not_found"),
        (sent[2].uuid, "already", "BN00002", None),
    ]
    assert listed[1].facts == {"hotspot": "DB00002"}


def test_an_entry_that_was_given_up_for_another_is_stored_no_more(
    database: Database, actor: Actor, device: str
) -> None:
    old, new = make_entry(visit_body()), make_entry(visit_body(head_count=3), seq=2)
    _toggle_rights(database)
    assert receive(database, actor, device, old)[0].code == "not_allowed"
    _toggle_rights(database)
    replacing = make_entry(new.body, seq=2, replaces=old.uuid)
    assert receive(database, actor, device, replacing)[0].outcome == "stored"
    (late,) = receive(database, actor, device, old)  # a copy of it was still on its way
    assert (late.outcome, late.code) == ("refused", "entry_replaced")
    assert _count(database) == 1


def test_an_entry_that_was_stored_after_all_is_not_stored_again_as_another(
    database: Database, actor: Actor, device: str
) -> None:
    old = make_entry(visit_body())
    _toggle_rights(database)
    receive(database, actor, device, old)
    _toggle_rights(database)
    (late,) = receive(database, actor, device, old)
    replacing = make_entry(visit_body(head_count=3), seq=2, replaces=old.uuid)
    (answer,) = receive(database, actor, device, replacing)
    assert (answer.outcome, answer.code, answer.facts) == (
        "refused",
        "replaced_is_stored",
        {"about": late.object_id},
    )
    assert _count(database) == 1


def test_nobody_gives_up_the_entry_of_another(database: Database, actor: Actor, device: str) -> None:
    old = make_entry(visit_body())
    _toggle_rights(database)
    receive(database, actor, device, old)
    _toggle_rights(database)
    other = add_actor(database, "officer", INSIDE, "minh")
    receive(database, other, add_device(database, other), make_entry(visit_body(), replaces=old.uuid))
    assert receive(database, actor, device, old)[0].outcome == "stored"


def test_facts_are_told_as_json_takes_them() -> None:
    told = refusal("u", Refused("date_in_future", day=date(2026, 11, 23), codes=("a", "b"), n=1))
    assert told.facts == {"day": "2026-11-23", "codes": ["a", "b"], "n": 1}
