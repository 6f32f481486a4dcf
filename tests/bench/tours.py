"""Day plans of 25, 50 and 100 stops for 1, 3 and 6 teams: how good against the best known, and how fast."""

import statistics
import time
from collections.abc import Iterable

from geo.travel.tours import solve
from tests.bench.day_plans import BEST_KNOWN_S, SEEDS, SIZES, TEAMS, Day, make_day
from tests.bench.figures import Figure

MOST_S = {25: 0.5, 50: 2.0, 100: 5.0}
MOST_WORSE = 1.0
SEARCHES = (1, 2, 3)
"""Seeds of the search; those of the days are another thing."""


def measure() -> Iterable[Figure]:
    """Solve days of every size with three seeds each."""
    for stops in SIZES:
        for teams in TEAMS:
            yield from _figures(stops, teams)


def _figures(stops: int, teams: int) -> Iterable[Figure]:
    days = [Day(stops, teams, seed) for seed in SEEDS]
    runs = {day: [_solve(day, seed) for seed in SEARCHES] for day in days}
    worse = [worse for results in runs.values() for worse, _ in results]
    took = [took_s for results in runs.values() for _, took_s in results]
    medians = ", ".join(
        f"{statistics.median(worse for worse, _ in results):.2f}" for results in runs.values()
    )
    name = f"{stops} stops, {teams} teams"
    spread = f"{len(days)} days: {medians}; {len(worse)} runs: {min(worse):.2f} to {max(worse):.2f}"
    yield Figure(
        f"{name}: worse than the best known", statistics.median(worse), "%", most=MOST_WORSE, told=spread
    )
    yield Figure(f"{name}: time", statistics.median(took), "s", most=MOST_S[stops],
                 told=f"{min(took):.2f} to {max(took):.2f} s")  # fmt: skip


def _solve(day: Day, seed: int) -> tuple[float, float]:
    """Return by how many percent a plan costs more than the best known, and the seconds it took."""
    problem, begun = make_day(day), time.perf_counter()
    plan = solve(problem, seed=seed)
    return (plan.cost_s(problem) / BEST_KNOWN_S[day] - 1) * 100, time.perf_counter() - begun
