"""Changes that came too late: kept for their author alone, for a while, and never with a person's name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from geo.errors import PersonalData
from layers.actor import Actor
from layers.errors import NotFound
from layers.people.conflicts import (
    KEPT_DAYS,
    Proposal,
    count_proposals,
    keep_proposal,
    list_proposals,
    purge_proposals,
    settle_proposal,
)
from layers.store.database import Database
from layers.store.schema import audit, conflict
from tests.conftest import Clock
from tests.layers.places.supervised import add_person

_SENT = (("version", "1"), ("note", "Hẻm đã có đèn."), ("shape", '{"x": 0903123456}'))
_LATE = Proposal("visit", "GS00001", "Hẻm 1678", 1, "/visits/GS00001/edit", _SENT, frozenset({"shape"}))


@pytest.fixture
def lan(empty_database: Database) -> Actor:
    return add_person(empty_database, "lan", "officer")


def _keep(database: Database, actor: Actor, proposal: Proposal = _LATE) -> str:
    with database.write(actor, "conflict.keep") as change:
        return keep_proposal(change, proposal)


def _list(database: Database, actor: Actor) -> list[Proposal]:
    with database.read() as connection:
        now = database.clock()
        found = [one.proposal for one in list_proposals(connection, actor, now)]
        assert count_proposals(connection, actor, now) == len(found)
    return found


def test_what_came_too_late_is_kept_for_its_author_alone(empty_database: Database, lan: Actor) -> None:
    uuid = _keep(empty_database, lan)
    assert _list(empty_database, lan) == [replace(_LATE, codes=frozenset(), uuid=uuid)]
    minh = add_person(empty_database, "minh", "coordinator")
    assert _list(empty_database, minh) == []
    with pytest.raises(NotFound, match="conflict_not_found"):
        _settle(empty_database, minh, uuid)


def _settle(database: Database, actor: Actor, uuid: str) -> None:
    with database.write(actor, "conflict.settle") as change:
        settle_proposal(change, uuid, "discarded")


def test_what_is_settled_is_no_longer_kept(empty_database: Database, lan: Actor) -> None:
    uuid = _keep(empty_database, lan)
    _settle(empty_database, lan, uuid)
    assert _list(empty_database, lan) == []
    with empty_database.read() as connection:
        row = connection.execute(select(conflict)).one()
        told = connection.execute(select(audit).where(audit.c.object_type == "conflict")).all()
    assert (row.proposed, row.outcome) == ("[]", "discarded")
    assert len(told) == 2
    assert not any("đèn" in (one.after or "") + (one.before or "") for one in told)
    with pytest.raises(NotFound):
        _settle(empty_database, lan, uuid)


def test_a_change_that_is_late_again_takes_the_place_of_the_first(
    empty_database: Database, lan: Actor
) -> None:
    uuid = _keep(empty_database, lan)
    assert _keep(empty_database, lan) == uuid
    again = replace(_LATE, base_version=2, sent=(("note", "Đèn đã sáng."),), uuid=uuid)
    assert _keep(empty_database, lan, again) == uuid
    (found,) = _list(empty_database, lan)
    assert (found.base_version, found.sent) == (2, again.sent)


@pytest.mark.parametrize(
    "late",
    [
        replace(_LATE, sent=(("note", "gặp ông Nguyễn Văn Bảy"),)),
        replace(_LATE, sent=(("new", "gọi 0903123456"),)),
        replace(_LATE, object_name="Nhà ông Nguyễn Văn Bảy"),
    ],
    ids=["note", "unnamed field", "name"],
)
def test_no_person_is_kept(empty_database: Database, lan: Actor, late: Proposal) -> None:
    with pytest.raises(PersonalData):
        _keep(empty_database, lan, late)
    assert _list(empty_database, lan) == []


def test_what_waits_too_long_is_gone(empty_database: Database, clock: Clock, lan: Actor) -> None:
    _keep(empty_database, lan)
    clock.at += timedelta(days=KEPT_DAYS, minutes=-1)
    assert len(_list(empty_database, lan)) == 1
    clock.at += timedelta(minutes=1)
    assert _list(empty_database, lan) == []
    with empty_database.write(lan, "purge") as change:
        assert purge_proposals(change) == 1
        assert purge_proposals(change) == 0
        change.note("purge", "conflict")
