"""Files that came of long work: erased with it, when their time is over."""

from datetime import timedelta

from flask import Flask

from layers.store.database import Database
from layers.work.job_records import ResultFile, list_own_jobs
from tests.clock import Clock
from tests.layers.work.waiting import KEEP_DAYS, PACK, ask, begin, finish
from tests.webmap.conftest import SignIn
from webmap.config import Config
from webmap.jobs.results import erase_results, result_files


def test_a_file_goes_when_its_time_is_over(
    app: Flask, config: Config, store: Database, add_account: SignIn, clock: Clock
) -> None:
    lan, files = add_account().actor, result_files(config)
    digest = files.keep(b"%PDF")
    ask(store, lan)
    assert finish(store, begin(store, PACK.uuid), ResultFile(digest, "x.pdf", "application/pdf", 4))
    assert (erase_results(app), files.find_path(digest).is_file()) == (0, True)
    clock.at += timedelta(days=KEEP_DAYS)
    assert (erase_results(app), erase_results(app)) == (1, 0)
    assert not (files.folder / digest[:2] / digest).exists()
    with store.read() as connection:
        assert list_own_jobs(connection, lan) == ()
