"""``python -m tests.bench [name ...]``: runs the benchmarks named, or all, and fails where a target is missed."""

import importlib
import os
import sys
import time
from typing import cast

from tests.bench.figures import Benchmark, print_table

NAMES = ("items", "start", "map_page", "card", "writers")
"""Benchmarks that run when none is named; each is a module with ``measure``."""

FURTHER = (
    "field",
    "files",
    "histories",
    "map_tiles",
    "nation",
    "pack",
    "postgis",
    "sheets",
    "summaries",
    "tiles",
    "tours",
    "ways",
)
"""Benchmarks that run only when they are named."""


def main(names: list[str]) -> int:
    """Run benchmarks and return the exit code."""
    unknown = sorted(set(names) - {*NAMES, *FURTHER})
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join((*NAMES, *FURTHER))}")
        return 2
    print(
        f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"
    )
    missed = []
    for name in names or NAMES:
        module = importlib.import_module(f"tests.bench.{name}")
        figures = list(cast(Benchmark, module.measure)())
        print_table(str(module.__doc__).splitlines()[0], figures)
        missed += [f"{name}: {figure.what}" for figure in figures if figure.is_missed]
    print("\n" + ("missed: " + "; ".join(missed) if missed else "every target is met"))
    return 1 if missed else 0


sys.exit(main(sys.argv[1:]))
