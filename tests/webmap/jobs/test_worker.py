"""A worker for real: it is killed in the middle, and another one goes on with what it left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask import Flask

from layers.actor import Actor
from layers.store.database import Database
from layers.work.doing import begin_job
from layers.work.job_records import Job, find_job
from tests.bench.register import ROOT
from tests.clock import Clock
from tests.layers.work.waiting import PACK, ask
from tests.webmap.conftest import SignIn
from webmap.config import Config
from webmap.jobs.queue import Progress, queue_of
from webmap.jobs.results import result_files
from webmap.jobs.running import Workshop
from webmap.jobs.worker import Rhythm, look_after

_PATIENCE_S = 60
_WORDS = (sys.executable, "-m", "tests.webmap.jobs.worker_process")


@contextmanager
def _worker(config: Config) -> Iterator["subprocess.Popen[bytes]"]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIABAN_")}
    environ = {**kept, "DIABAN_DATA_DIR": str(config.data_dir), "DIABAN_DATABASE_URL": config.database_url}
    with subprocess.Popen(_WORDS, cwd=ROOT, env=environ, stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.stdin.close()
            process.wait(timeout=_PATIENCE_S)


def _wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _find(store: Database) -> Job:
    with store.read() as connection:
        found = find_job(connection, PACK.uuid)
    assert found is not None
    return found


def test_work_survives_the_death_of_its_worker(
    app: Flask, config: Config, store: Database, add_account: SignIn, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    ask(store, add_account().actor, replace(PACK, kind="slow", arguments={"mark": str(mark)}))
    queue = queue_of(app)
    queue.ring(PACK.uuid)
    with _worker(config) as process:
        _wait_for(lambda: queue.find_progress(PACK.uuid) is not None and mark.exists())
        process.kill()
        process.wait(timeout=_PATIENCE_S)
        assert _find(store).state == "running"
    assert process.returncode == -signal.SIGKILL
    with _worker(config) as other:
        _wait_for(lambda: not _find(store).is_open)
    assert other.returncode == 0  # with its standard input
    done = _find(store)
    assert (done.state, done.tries) == ("done", 2)
    assert result_files(config).find_path(done.file.sha256).read_bytes() == b"made after all"
    assert mark.read_text().split() == [str(process.pid), str(other.pid)]


def test_a_look_finds_what_nobody_is_at_and_what_nobody_heard(
    app: Flask, store: Database, add_account: SignIn, clock: Clock
) -> None:
    shop, rhythm = Workshop(app), Rhythm()
    ask(store, add_account().actor)
    look_after(shop, rhythm)
    assert shop.queue.is_empty()
    clock.at += timedelta(seconds=rhythm.lease_s)
    look_after(shop, rhythm)
    look_after(shop, rhythm)
    assert shop.queue.is_empty() is False
    with store.write(Actor(None, "system"), "job.begin") as change:
        begin_job(change, PACK.uuid)
    for elsewhere, gone in ((f"other:{os.getpid()}", False), (shop.name, False), ("other:1", True)):
        shop.queue.tell(PACK.uuid, Progress(0.1, "", clock(), elsewhere))
        clock.at += timedelta(seconds=rhythm.lease_s if gone else 5)
        look_after(shop, rhythm)
        assert _find(store).state == ("waiting" if gone else "running")
    shop.database.close()
