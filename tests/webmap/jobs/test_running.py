"""One work from begin to end: its file, or honest words of why there is none."""

import errno
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from geo.errors import AppError
from layers.actor import SYSTEM
from layers.people.grants import list_grants, revoke_grant
from layers.people.users import Account, set_active
from layers.store.database import Database
from layers.work.asking import cancel_job
from layers.work.job_records import Job, find_job
from tests.layers.work.waiting import PACK, ask
from tests.webmap.conftest import SignIn
from webmap.config import Config
from webmap.jobs.kinds import Kind
from webmap.jobs.results import result_files
from webmap.jobs.running import Workshop
from webmap.jobs.work import File, Work

Make = Callable[[Work, Mapping[str, Any]], File]


@pytest.fixture
def lan(add_account: SignIn) -> Account:
    return add_account("officer")


@pytest.fixture
def shops() -> Iterator[list[Workshop]]:
    opened: list[Workshop] = []
    yield opened
    for shop in opened:
        shop.database.close()


@pytest.fixture
def do(app: Flask, store: Database, shops: list[Workshop], lan: Account) -> Callable[[Make], Job]:
    """Return a function that has one work of lan's done, and returns how it stands then."""

    def done(make: Make) -> Job:
        shops.append(Workshop(app, {"pack": Kind(make, "map.export")}))
        ask(store, lan.actor, replace(PACK, locale="en"))
        shops[-1].do(PACK.uuid)
        with store.read() as connection:
            found = find_job(connection, PACK.uuid)
        assert found is not None
        assert (shops[-1].under_way, shops[-1].queue.find_progress(PACK.uuid)) == ({}, None)
        return found

    return done


def _raising(error: BaseException) -> Make:
    def make(_work: Work, _arguments: Mapping[str, Any]) -> File:
        raise error

    return make


def test_work_is_done_for_its_account_in_its_language(
    do: Callable[[Make], Job], shops: list[Workshop], lan: Account, config: Config
) -> None:
    told: list[str] = []

    def make(work: Work, arguments: Mapping[str, Any]) -> File:
        work.report(0.5, "downloads.doing.running")
        progress = shops[-1].queue.find_progress(PACK.uuid)
        told.extend((progress.key, progress.worker, work.translator.locale, work.demo, work.actor.name))
        return File(json.dumps(arguments).encode(), "x.json", "application/json")

    done = do(make)
    assert told == ["downloads.doing.begin", shops[-1].name, "en", "", lan.name]
    assert (done.state, done.file.name, done.file.size_bytes) == ("done", "x.json", 15)
    assert result_files(config).find_path(done.file.sha256).read_bytes() == b'{"area": "776"}'


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AppError("too_many_places", limit=3), "too_many_places"),
        (OSError(errno.ENOSPC, "no space left on device"), "disk_full"),
        (ZeroDivisionError("division by zero"), "job_fault"),
    ],
)
def test_what_goes_wrong_is_told(do: Callable[[Make], Job], error: Exception, code: str) -> None:
    failed = do(_raising(error))
    assert (failed.state, failed.error, failed.file) == ("failed", code, None)


def test_what_stops_the_worker_leaves_its_work_to_others(do: Callable[[Make], Job]) -> None:
    with pytest.raises(KeyboardInterrupt):
        do(_raising(KeyboardInterrupt()))


def test_a_disk_that_fills_up_while_the_file_is_kept_leaves_no_half_of_it(
    do: Callable[[Make], Job], config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr("layers.store.blobs.os.fsync", no_space)
    failed = do(lambda _work, _arguments: File(b"large", "x.pdf", "application/pdf"))
    assert failed.error == "disk_full"
    assert [path for path in (config.data_dir / "downloads").rglob("*") if path.is_file()] == []


def test_a_cancel_takes_effect_at_the_next_word(
    do: Callable[[Make], Job], store: Database, lan: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webmap.jobs.work._BETWEEN_TELLINGS_S", 0)

    def make(work: Work, _arguments: Mapping[str, Any]) -> File:
        with store.write(lan.actor, "job.cancel") as change:
            cancel_job(change, PACK.uuid)
        work.report(0.5, "downloads.doing.running")
        raise AssertionError("it went on")

    assert do(make).state == "cancelled"


def test_who_may_no_more_gets_nothing(do: Callable[[Make], Job], store: Database, lan: Account) -> None:
    with store.write(SYSTEM, "grant.revoke") as change:
        for grant in list_grants(change.connection, lan):
            revoke_grant(change, lan, grant.id)
    assert do(_raising(AssertionError("it was begun"))).error == "not_allowed"


def test_a_closed_account_gets_nothing(do: Callable[[Make], Job], store: Database, lan: Account) -> None:
    with store.write(SYSTEM, "account.close") as change:
        set_active(change, lan, is_active=False)
    assert do(_raising(AssertionError("it was begun"))).error == "account_closed"
