"""``python -m tests.bench.best_plans [seconds] [seed]``: searches long for the best plan of each made-up day."""

import sys
import time

from geo.travel.tours import effort_for, solve
from tests.bench.day_plans import DAYS, Day, make_day

LONGER = 3
"""Times the usual effort, each run."""


def find_best_s(day: Day, seconds: float) -> tuple[int, int]:
    """Return the least cost that runs with seeds 1, 2, ... found within the time, and the number of runs.

    The time is that of the processor: what else the machine does makes no run shorter.
    """
    problem, until, costs = make_day(day), time.process_time() + seconds, list[int]()
    effort = effort_for(day.stops, day.teams).scale(LONGER)
    while not costs or time.process_time() < until:
        plan = solve(problem, seed=len(costs) + 1, effort=effort)
        costs.append(plan.cost_s(problem))
    return min(costs), len(costs)


if __name__ == "__main__":
    asked_s = float(sys.argv[1]) if sys.argv[1:] else 60
    for one in DAYS:
        if sys.argv[2:] in ([], [str(one.seed)]):
            cost_s, runs = find_best_s(one, asked_s)
            print(f"    {one}: {cost_s:_},  # {runs} runs", flush=True)
