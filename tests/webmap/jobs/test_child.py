"""The worker beside the server: started again when it dies, gone when it is over."""

import sys
import time
from pathlib import Path
from threading import Event, Thread

from webmap.jobs.child import keep_worker

_PATIENCE_S = 60


def _keep(over: Event, code: str) -> Thread:
    keeper = Thread(target=keep_worker, args=(over, (sys.executable, "-c", code), 0.01))
    keeper.start()
    return keeper


def _wait_for_lines(log: Path, count: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not log.exists() or len(log.read_text().split()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    over, log = Event(), tmp_path / "log"
    keeper = _keep(over, f"print('x', file=open({str(log)!r}, 'a'))")
    _wait_for_lines(log, 2)
    over.set()
    keeper.join(timeout=_PATIENCE_S)
    assert not keeper.is_alive()


def test_a_child_ends_with_its_standard_input(tmp_path: Path) -> None:
    over, log = Event(), tmp_path / "log"
    keeper = _keep(
        over, f"print('x', file=open({str(log)!r}, 'a'), flush=True); __import__('sys').stdin.read()"
    )
    _wait_for_lines(log, 1)
    over.set()
    keeper.join(timeout=_PATIENCE_S)
    assert (keeper.is_alive(), log.read_text()) == (False, "x\n")
