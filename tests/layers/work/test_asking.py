"""What accounts do with their own work: nobody else's, once each, and within reason."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from geo.errors import AppError, PersonalData
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, Refused
from layers.store.database import Database, Write
from layers.work.asking import MOST_OPEN, ask_job, cancel_job, delete_job, fetch_job, retry_job
from layers.work.doing import fail_job, finish_job
from layers.work.job_records import Job, count_ready, get_own_job, list_own_jobs
from tests.layers.places.supervised import add_person
from tests.layers.work.waiting import KEEP_DAYS, MADE, PACK, ask, begin, finish


@pytest.fixture
def lan(empty_database: Database) -> Actor:
    return add_person(empty_database, "lan", "officer")


def _get(database: Database, actor: Actor) -> Job:
    with database.read() as connection:
        return get_own_job(connection, actor, PACK.uuid)


def _do(database: Database, actor: Actor, deed: Callable[[Write, str], object]) -> object:
    with database.write(actor, "job.try") as change:
        return deed(change, PACK.uuid)


def test_work_is_asked_for_once_and_seen_by_its_account_alone(empty_database: Database, lan: Actor) -> None:
    other = add_person(empty_database, "minh", "officer")
    assert [ask(empty_database, lan), ask(empty_database, lan)] == [True, False]
    found = _get(empty_database, lan)
    assert (found.kind, found.arguments, found.state, found.tries) == ("pack", {"area": "776"}, "waiting", 0)
    assert (found.actor.account_id, found.is_account_open, found.file) == (lan.account_id, True, None)
    with empty_database.read() as connection:
        assert len(list_own_jobs(connection, lan)) == 1
        assert list_own_jobs(connection, other) == ()
    for deed in (cancel_job, retry_job, delete_job, fetch_job, lambda change, _: ask_job(change, PACK)):
        with pytest.raises(NotFound, match="job_not_found"):
            _do(empty_database, other, deed)


def test_titles_name_nobody_and_few_works_wait_at_a_time(empty_database: Database, lan: Actor) -> None:
    with pytest.raises(PersonalData):
        ask(empty_database, lan, replace(PACK, title="Gói họp của ông Nguyễn Văn Tám"))
    for _ in range(MOST_OPEN):
        ask(empty_database, lan, replace(PACK, uuid=str(uuid4())))
    with pytest.raises(Refused, match="jobs_too_many"):
        ask(empty_database, lan)


def test_each_state_allows_what_makes_sense_in_it(empty_database: Database, lan: Actor) -> None:
    def refused(deed: Callable[[Write, str], object]) -> str:
        with pytest.raises(Refused) as caught:
            _do(empty_database, lan, deed)
        return caught.value.code

    ask(empty_database, lan)
    assert (refused(retry_job), refused(delete_job)) == ("job_not_ended", "job_not_ended")
    _do(empty_database, lan, cancel_job)
    assert begin(empty_database) is None
    assert refused(cancel_job) == "job_ended"
    _do(empty_database, lan, retry_job)
    assert (_get(empty_database, lan).state, _get(empty_database, lan).expires_at) == ("waiting", None)
    mine = begin(empty_database)
    with empty_database.write(SYSTEM, "job.fail") as change:
        assert fail_job(change, mine, AppError("disk_full", n=1), keep_days=KEEP_DAYS)
    failed = _get(empty_database, lan)
    assert (failed.state, failed.error, failed.facts) == ("failed", "disk_full", {"n": 1})
    _do(empty_database, lan, retry_job)
    assert finish(empty_database, begin(empty_database))
    assert refused(retry_job) == "job_done"
    assert _get(empty_database, lan).error is None


def test_a_file_waits_until_it_is_fetched_and_goes_when_no_other_work_has_the_same(
    empty_database: Database, lan: Actor
) -> None:
    twin = replace(PACK, uuid=str(uuid4()))
    ask(empty_database, lan)
    ask(empty_database, lan, twin)
    for uuid in (PACK.uuid, twin.uuid):
        assert finish(empty_database, begin(empty_database, uuid))
    with empty_database.read() as connection:
        assert count_ready(connection, lan) == 2
    _do(empty_database, lan, fetch_job)
    first = _get(empty_database, lan).fetched_at
    _do(empty_database, lan, fetch_job)
    assert _get(empty_database, lan).fetched_at == first
    with empty_database.read() as connection:
        assert count_ready(connection, lan) == 1
    assert _do(empty_database, lan, delete_job) == []
    with empty_database.write(lan, "job.delete") as change:
        assert delete_job(change, twin.uuid) == [MADE.sha256]


def test_what_was_cancelled_is_not_finished(empty_database: Database, lan: Actor) -> None:
    ask(empty_database, lan)
    mine = begin(empty_database)
    _do(empty_database, lan, cancel_job)
    _do(empty_database, lan, retry_job)
    again = begin(empty_database)
    with empty_database.write(SYSTEM, "job.finish") as change:
        assert not finish_job(change, mine, MADE, keep_days=KEEP_DAYS)
    assert finish(empty_database, again)
