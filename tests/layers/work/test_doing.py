"""What workers do: one has a work at a time, a dead one's is begun once more, and what expired is erased."""

from datetime import timedelta

import pytest

from layers.actor import SYSTEM, Actor
from layers.store.database import Database
from layers.work.asking import fetch_job
from layers.work.doing import MOST_TRIES, erase_expired, give_back_job
from layers.work.job_records import count_expired, find_job, list_running, list_waiting
from tests.clock import Clock
from tests.layers.places.supervised import add_person
from tests.layers.work.waiting import KEEP_DAYS, MADE, PACK, ask, begin, finish


@pytest.fixture
def lan(empty_database: Database) -> Actor:
    return add_person(empty_database, "lan", "officer")


def test_work_is_begun_by_one_worker_and_twice_at_most(empty_database: Database, lan: Actor) -> None:
    ask(empty_database, lan)
    for number in range(1, MOST_TRIES + 1):
        with empty_database.read() as connection:
            assert list_waiting(connection, empty_database.clock()) == [PACK.uuid]
        mine = begin(empty_database)
        assert (mine.state, mine.tries) == ("running", number)
        assert begin(empty_database) is None
        with empty_database.read() as connection:
            assert [one.uuid for one in list_running(connection)] == [PACK.uuid]
        with empty_database.write(SYSTEM, "job.give_back") as change:
            assert give_back_job(change, mine, keep_days=KEEP_DAYS)
        assert not finish(empty_database, mine)
    with empty_database.read() as connection:
        found = find_job(connection, PACK.uuid)
    assert (found.state, found.error, found.facts) == ("failed", "job_worker_gone", {"n": MOST_TRIES})


def test_what_expired_is_erased_with_files_that_nothing_else_needs(
    empty_database: Database, lan: Actor, clock: Clock
) -> None:
    ask(empty_database, lan)
    assert finish(empty_database, begin(empty_database))
    with empty_database.read() as connection:
        found = find_job(connection, PACK.uuid)
        assert found.ended_at is not None
        assert (found.file, found.expires_at) == (MADE, found.ended_at + timedelta(days=KEEP_DAYS))
        assert count_expired(connection, clock()) == 0
    with empty_database.write(lan, "job.fetch") as change:
        fetch_job(change, PACK.uuid)
    clock.at += timedelta(days=KEEP_DAYS)
    with empty_database.read() as connection:
        assert count_expired(connection, clock()) == 1
    with empty_database.write(SYSTEM, "job.erase") as change:
        assert erase_expired(change) == [MADE.sha256]
    with empty_database.read() as connection:
        assert find_job(connection, PACK.uuid) is None
