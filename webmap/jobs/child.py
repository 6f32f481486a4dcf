"""A worker beside the server: started with it, started again when it dies, and gone when the server is gone."""

import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

ROOT = Path(__file__).resolve().parents[2]
WORDS = (sys.executable, "-m", "flask", "--app", "app", "worker", "--attached")

_AFTER_START_S = 2.0  # whoever waits for the first page comes first
_SHORT_LIFE_S = 10.0
_LONGEST_PAUSE_S = 60.0


def keep_worker(over: Event, words: tuple[str, ...] = WORDS, after_start_s: float = _AFTER_START_S) -> None:
    """Keep a worker running until it is over; one that dies at once again and again is started ever more rarely.

    Parameters
    ----------
    over
        Ends the keeping, and the worker with it.
    words
        The program. It ends with its standard input, so that it never outlives this process, however that ends.
    after_start_s
        How long the first start waits; a short life doubles the wait.
    """
    pause_s = after_start_s
    while not over.wait(pause_s):
        begun = monotonic()
        with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE) as process:  # noqa: S603 - our own program
            _wait(process, over)
        is_short = monotonic() - begun < _SHORT_LIFE_S
        pause_s = min(pause_s * 2, _LONGEST_PAUSE_S) if is_short else after_start_s


def _wait(process: "subprocess.Popen[bytes]", over: Event) -> None:
    while process.poll() is None and not over.wait(0.2):
        pass
    if process.stdin:
        process.stdin.close()
