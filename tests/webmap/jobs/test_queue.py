"""The queue, in a file and in Redis: what waits, how far it is, and that losing it harms nobody."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from tests.bench.service import free_port
from tests.servers import skip_or_fail
from webmap.jobs.queue import JobQueue, Progress

_PATIENCE_S = 20
_HALF = Progress(0.5, "downloads.doing.running", datetime(2026, 11, 22, tzinfo=UTC), "máy:7", {"n": 3})


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if shutil.which("redis-server") is None:
        skip_or_fail("Redis is not installed", "apt install redis-server")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


@pytest.fixture(params=["file", "redis"])
def queue(request: pytest.FixtureRequest, tmp_path: Path) -> JobQueue:
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    opened = JobQueue(url, tmp_path / "jobs.sqlite")
    deadline = time.monotonic() + _PATIENCE_S
    while not opened.is_empty() and time.monotonic() < deadline:
        time.sleep(0.05)  # the server is starting
    return opened


def _drain(queue: JobQueue, expected: int) -> list[str]:
    """Return what a worker takes from the queue until it has so many, in that order."""
    done: list[str] = []
    consumer = queue.open_consumer(done.append, threads=1)
    threads = [consumer.scheduler, *(thread for _, thread in consumer.worker_threads)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + _PATIENCE_S
    while len(done) < expected and time.monotonic() < deadline:
        time.sleep(0.02)
    consumer.stop_flag.set()
    for thread in threads:
        thread.join(timeout=_PATIENCE_S)
    return done


def test_work_is_done_in_the_order_in_which_it_was_asked_for(queue: JobQueue) -> None:
    for uuid in ("a", "b", "c"):
        queue.ring(uuid)
    assert not queue.is_empty()
    assert _drain(queue, 3) == ["a", "b", "c"]
    assert queue.is_empty()


def test_how_far_work_is_can_be_told_and_forgotten(queue: JobQueue) -> None:
    assert queue.find_progress("a") is None
    queue.tell("a", Progress(0.1, "", _HALF.told_at, "máy:7"))
    queue.tell("a", _HALF)
    assert queue.find_progress("a") == _HALF
    queue.forget("a")
    assert queue.find_progress("a") is None


def test_a_queue_out_of_reach_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    away = JobQueue(f"redis://127.0.0.1:{free_port()}/0", tmp_path / "unused")
    away.ring("a")
    away.tell("a", _HALF)
    away.forget("a")
    assert (away.find_progress("a"), away.is_empty()) == (None, False)
    assert "not queued yet" in caplog.text


def test_many_threads_may_ask_at_once(queue: JobQueue) -> None:
    threads = [Thread(target=queue.ring, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(_drain(queue, 8)) == [str(number) for number in range(8)]
