"""From the start of the process to its first answer, and its memory after 500 requests; 100,000 places."""

import statistics
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

from tests.bench import service
from tests.bench.figures import Figure
from tests.bench.items import make_jobs
from tests.bench.load import Target
from tests.bench.register import NATIONAL, get_register

STARTS = 5
REQUESTS = 500
FURTHER = (
    "q=hem+12&limit=50",
    "status=THEO_DOI&limit=500",
    "kind=area&topic=ma_tuy",
    "datetime=2024-05-01&limit=200",
    "limit=1000&crs=http://www.opengis.net/def/crs/EPSG/0/9210",
    "f=html",
)


def measure() -> Iterable[Figure]:
    """Start several times; on the last one, ask many things and look at the memory."""
    register = get_register(NATIONAL)
    ready, cpu = [], []
    for number in range(STARTS):
        with service.running(register) as ours:
            ready.append(ours.ready_s)
            cpu.append(ours.cpu_s)
            if number == STARTS - 1:
                fresh = _memory_mb(ours.pid)
                _ask_many(ours.target, _questions(register))
                used = _memory_mb(ours.pid)
    spread = (
        f"of {STARTS}: {min(ready):.2f} to {max(ready):.2f} s; processor time {statistics.median(cpu):.2f} s"
    )
    yield Figure("start to the first 200 on /readyz", statistics.median(ready), "s", most=3, told=spread)
    yield Figure(
        "memory (RSS)", used["Rss"], "MB", most=250, told=f"{fresh['Rss']:.0f} MB right after the start"
    )
    yield Figure(
        "memory (PSS)", used["Pss"], "MB", most=250, told=f"{fresh['Pss']:.0f} MB right after the start"
    )


def _questions(register: Path) -> Sequence[str]:
    """Return the kinds of questions that a day brings: pages large and small, single places, searches."""
    items = "/api/collections/hotspots/items"
    asked = [f"{items}{path}" for job in make_jobs(register) for path in job.paths[:20]]
    asked += [f"{items}?{words}" for words in FURTHER]
    asked += ["/api/collections/boundaries/items?limit=1000", "/api/collections?f=html"]
    return [*asked, "/api", "/api/conformance", "/"]


def _ask_many(target: Target, questions: Sequence[str]) -> None:
    with closing(target.connect()) as wire:
        for path in islice(cycle(questions), REQUESTS):
            wire.ask(path)
        wire.ask("/api/collections")


def _memory_mb(pid: int) -> dict[str, float]:
    """Return the resident memory of a process: RSS, and PSS, which counts shared pages by their share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    told = (line.split() for line in lines)
    return {name.rstrip(":"): int(kilobytes) / 1024 for name, kilobytes, *_ in told}
