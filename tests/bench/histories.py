"""Random histories of two devices, two people and one register: nothing lost, nothing stored twice."""

import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.bench.figures import Figure
from tests.layers.sync.histories import play

COUNT = 10_000
AT_ONCE = 500
"""So many share a register: a visit costs more the more there are at its place."""


def measure() -> Iterable[Figure]:
    """Play all histories, and tell the seeds of those that went wrong."""
    begun, wrong = time.perf_counter(), []
    for first in range(1, COUNT + 1, AT_ONCE):
        with tempfile.TemporaryDirectory() as folder:
            wrong += [seed for seed, faults in play(Path(folder), first, AT_ONCE) if faults]
    seeds = f"{COUNT} histories" + (f"; seeds {wrong[:10]}" if wrong else "")
    yield Figure("histories with a visit lost, doubled or different", len(wrong), "", most=0, told=seeds)
    yield Figure("time of a history", (time.perf_counter() - begun) / COUNT * 1000, "ms")
