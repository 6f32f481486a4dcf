"""Day plans of 25, 50 and 100 stops for 1, 3 and 6 teams: how good against the best known, and how fast."""

import statistics
import time
from collections.abc import Iterable

from geo.travel.tours import solve
from tests.bench.day_plans import BEST_KNOWN_S, SEED, SIZES, TEAMS, Day, make_day
from tests.bench.figures import Figure

MOST_S = {25: 0.5, 50: 2.0, 100: 5.0}
MOST_WORSE = 1.0
SEEDS = (1, 2, 3)


def measure() -> Iterable[Figure]:
    """Solve every day with three seeds."""
    for stops in SIZES:
        for teams in TEAMS:
            yield from _figures(Day(stops, teams, SEED))


def _figures(day: Day) -> Iterable[Figure]:
    problem, best_s = make_day(day), BEST_KNOWN_S[day]
    worse, took = [], []
    for seed in SEEDS:
        begun = time.perf_counter()
        plan = solve(problem, seed=seed)
        took.append(time.perf_counter() - begun)
        worse.append((plan.cost_s(problem) / best_s - 1) * 100)
    name = f"{day.stops} stops, {day.teams} teams"
    spread = f"{len(SEEDS)} seeds: {min(worse):.2f} to {max(worse):.2f}; best known {best_s} s"
    yield Figure(
        f"{name}: worse than the best known", statistics.median(worse), "%", most=MOST_WORSE, told=spread
    )
    yield Figure(f"{name}: time", statistics.median(took), "s", most=MOST_S[day.stops],
                 told=f"{min(took):.2f} to {max(took):.2f} s")  # fmt: skip
