"""Long work as it is read: newest first, and told of when nobody does it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layers.actor import Actor
from layers.store.database import Database
from layers.work.job_records import NEGLECTED, find_job, find_neglected, list_own_jobs
from tests.clock import Clock
from tests.layers.places.supervised import add_person
from tests.layers.work.waiting import KEEP_DAYS, PACK, ask, begin, finish


@pytest.fixture
def lan(empty_database: Database) -> Actor:
    return add_person(empty_database, "lan", "officer")


def test_what_was_asked_for_last_comes_first(empty_database: Database, lan: Actor) -> None:
    for uuid in ("a", "b", "c"):
        ask(empty_database, lan, replace(PACK, uuid=uuid))
    with empty_database.read() as connection:
        assert [one.uuid for one in list_own_jobs(connection, lan)] == ["c", "b", "a"]
        assert find_job(connection, "d") is None


def test_work_that_nobody_does_is_noticed(empty_database: Database, lan: Actor, clock: Clock) -> None:
    def neglected() -> dict[str, int]:
        with empty_database.read() as connection:
            return find_neglected(connection, clock())

    ask(empty_database, lan)
    assert neglected() == {}
    clock.at += NEGLECTED
    assert neglected() == {"work_waiting": 1}
    assert finish(empty_database, begin(empty_database))
    clock.at += timedelta(days=KEEP_DAYS) + NEGLECTED
    assert neglected() == {"downloads_expired": 1}
