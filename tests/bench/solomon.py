"""``python -m tests.bench.solomon FILE [iterations]``: solves a public instance in the Solomon text format."""

import sys
import time
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from geo.travel.problem import Problem, Stop, Team, Window
from geo.travel.tours import Effort, solve

TENTHS = 10
"""Instances are in units with fractions of distance; tours count whole tenths, cut off as is the custom."""


class Instance(NamedTuple):
    """A problem in tenths of its units, and what this project does not know: loads."""

    name: str
    problem: Problem
    capacity: int
    demands: tuple[int, ...]


def read_solomon(text: str) -> Instance:
    """Read an instance: name, VEHICLE number and capacity, CUSTOMER rows of seven numbers, the depot first.

    Raises
    ------
    ValueError
        Where the text has no vehicles or no customers, or a row has not seven numbers.
    """
    rows = [line.split() for line in text.splitlines() if line.strip()]
    numbers = [[int(float(word)) for word in row] for row in rows if _is_number(row[0]) and len(row) > 1]
    if len(numbers) < 3 or len(numbers[0]) != 2 or any(len(row) != 7 for row in numbers[1:]):
        raise ValueError("not in the Solomon text format")
    (vehicles, capacity), depot, *customers = numbers
    at = np.array([row[1:3] for row in (depot, *customers)], dtype=float)
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    stops = tuple(
        Stop(place, service * TENTHS, (Window(ready * TENTHS, due * TENTHS),))
        for place, (*_, ready, due, service) in enumerate(customers, start=1)
    )
    team = Team(0, 0, Window(depot[4] * TENTHS, depot[5] * TENTHS))
    problem = Problem(stops, (team,) * vehicles, np.floor(apart * TENTHS).astype(np.int64))
    return Instance(rows[0][0], problem, capacity, tuple(row[3] for row in customers))


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdigit()


def main(path: str, iterations: str = "10000") -> None:
    """Solve a file and print the distance, without regard to loads: a lower figure than published ones may be."""
    instance = read_solomon(Path(path).read_text(encoding="utf-8"))
    begun = time.perf_counter()
    plan = solve(instance.problem, effort=Effort(int(iterations), int(iterations) // 20))
    loads = [sum(instance.demands[stop] for stop in route.stops) for route in plan.routes if route.visits]
    over = sum(load > instance.capacity for load in loads)
    took = time.perf_counter() - begun
    print(
        f"{instance.name}: {plan.travel_s / TENTHS:.1f} in {len(loads)} routes, {len(plan.left_out)} left out,"
    )
    print(f"{over} over the capacity of {instance.capacity}, {took:.1f} s")


if __name__ == "__main__":
    main(*islice(sys.argv, 1, 3))
