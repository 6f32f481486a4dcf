"""Asks a server over some connections, as fast as it answers."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count

from tests.bench.wire import AskedInVain, HttpWire, Wire

CONNECTIONS = 8
TRIES = 50


@dataclass(frozen=True)
class Rate:
    """How fast a server answered: good answers per second, median time of one (ms), and how many failed."""

    per_s: float
    p50_ms: float
    failed: int = 0

    def __str__(self) -> str:
        """Return the rate in words."""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.per_s:,.1f}/s (p50 {self.p50_ms:,.0f} ms{failed})"


@dataclass(frozen=True)
class Target:
    """Where to ask.

    Attributes
    ----------
    ports
        Of a server's processes on 127.0.0.1; connections go to them in turn.
    headers
        What opens the door.
    may_fail
        Whether a failed answer is left out of the figure instead of ending the benchmark.
    good
        The statuses that are hoped for.
    make
        Opens a connection of another kind.
    """

    ports: Sequence[int] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    may_fail: bool = False
    good: tuple[int, ...] = (HTTPStatus.OK,)
    make: Callable[[], Wire] | None = None

    def connect(self, number: int = 0) -> Wire:
        """Open a connection, to the process whose turn it is."""
        if self.make is not None:
            return self.make()
        return HttpWire(self.ports[number % len(self.ports)], dict(self.headers), self.good)

    def get(self, path: str) -> bytes:
        """Return the body of one good answer.

        Raises
        ------
        AskedInVain
            The answer is not 200; of a target that may fail, many times over.
        """
        for tried in count(1):
            with closing(self.connect()) as wire:
                try:
                    return wire.ask(path)
                except AskedInVain:
                    if not self.may_fail or tried == TRIES:
                        raise
        raise AssertionError("counting never ends")


def measure_rate(target: Target, paths: Sequence[str], seconds: float) -> Rate:
    """Ask for the paths one after another over `CONNECTIONS` connections for about so many seconds."""
    number = count()
    begun = time.perf_counter()

    def work(worker: int) -> tuple[list[float], int]:
        wire = target.connect(worker)
        taken: list[float] = []
        failed = 0
        while (asked := time.perf_counter()) - begun < seconds:
            try:
                wire.ask(paths[next(number) % len(paths)])
            except AskedInVain:
                if not target.may_fail:
                    raise
                failed += 1
            else:
                taken.append(time.perf_counter() - asked)
        wire.close()
        return taken, failed

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = list(pool.map(work, range(CONNECTIONS)))
    whole = time.perf_counter() - begun
    taken = [one for own, _ in done for one in own]
    return Rate(
        len(taken) / whole, 1000 * statistics.median(taken or [whole]), sum(failed for _, failed in done)
    )
