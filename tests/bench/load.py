"""A small HTTP client that keeps connections open and asks as fast as it is answered."""

import http.client
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count

CONNECTIONS = 8
TRIES = 50


class AskedInVain(RuntimeError):
    """An answer other than 200."""


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
    port
        On 127.0.0.1.
    headers
        What opens the door.
    may_fail
        Whether a failed answer is left out of the figure instead of ending the benchmark.
    """

    port: int
    headers: dict[str, str]
    may_fail: bool = False

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, path: str) -> bytes:
        """Return the body of one good answer.

        Raises
        ------
        AskedInVain
            The answer is not 200; of a target that may fail, many times over.
        """
        for tried in count(1):
            connection = self.connect()
            try:
                return ask(connection, path, self.headers)
            except AskedInVain:
                if not self.may_fail or tried == TRIES:
                    raise
            finally:
                connection.close()
        raise AssertionError("counting never ends")


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    """Return the body of the answer on an open connection."""
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != HTTPStatus.OK:
        raise AskedInVain(f"{path}: {answer.status} {body[:300]!r}")
    return body


def measure_rate(target: Target, paths: Sequence[str], seconds: float) -> Rate:
    """Ask for the paths one after another over `CONNECTIONS` connections for about so many seconds."""
    number = count()
    begun = time.perf_counter()

    def work(_worker: int) -> tuple[list[float], int]:
        connection = target.connect()
        taken: list[float] = []
        failed = 0
        while (asked := time.perf_counter()) - begun < seconds:
            try:
                ask(connection, paths[next(number) % len(paths)], target.headers)
            except AskedInVain:
                if not target.may_fail:
                    raise
                failed += 1
            else:
                taken.append(time.perf_counter() - asked)
        connection.close()
        return taken, failed

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = list(pool.map(work, range(CONNECTIONS)))
    whole = time.perf_counter() - begun
    taken = [one for own, _ in done for one in own]
    return Rate(
        len(taken) / whole, 1000 * statistics.median(taken or [whole]), sum(failed for _, failed in done)
    )
