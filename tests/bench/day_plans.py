"""Made-up days for the benchmark of tours, each by its seed, and the best plans known for them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from geo.travel.problem import Break, Problem, Stop, Team, Window

WIDTH_M, HEIGHT_M = 6_000, 3_500
"""About what Quận 8 measures."""

SPEED_M_S, DETOUR = 5.5, 1.3
SHIFT = Window(27_000, 61_200)
LUNCH = Break(41_400, 45_000, 3_600)


class Day(NamedTuple):
    """What names an instance."""

    stops: int
    teams: int
    seed: int


SIZES, TEAMS, SEEDS = (25, 50, 100), (1, 3, 6), (4, 5, 6)
DAYS: Final = tuple(Day(stops, teams, seed) for seed in SEEDS for stops in SIZES for teams in TEAMS)

BEST_KNOWN_S: Final[Mapping[Day, int]] = {
    Day(25, 1, 4): 16_665,
    Day(25, 3, 4): 6_283,
    Day(25, 6, 4): 6_283,
    Day(50, 1, 4): 69_283,
    Day(50, 3, 4): 9_920,
    Day(50, 6, 4): 9_897,
    Day(100, 1, 4): 236_901,
    Day(100, 3, 4): 41_083,
    Day(100, 6, 4): 13_105,
    Day(25, 1, 5): 7_686,
    Day(25, 3, 5): 5_986,
    Day(25, 6, 5): 5_986,
    Day(50, 1, 5): 75_982,
    Day(50, 3, 5): 9_775,
    Day(50, 6, 5): 9_658,
    Day(100, 1, 5): 253_718,
    Day(100, 3, 5): 54_890,
    Day(100, 6, 5): 14_980,
    Day(25, 1, 6): 10_844,
    Day(25, 3, 6): 5_878,
    Day(25, 6, 6): 5_878,
    Day(50, 1, 6): 60_784,
    Day(50, 3, 6): 8_948,
    Day(50, 6, 6): 8_948,
    Day(100, 1, 6): 238_894,
    Day(100, 3, 6): 57_695,
    Day(100, 6, 6): 15_151,
}
"""Least cost per instance (travel and prizes of what is left out, seconds) that any run found so far, those of 60 s of
the processor (`python -m tests.bench.best_plans`) among them. What fewer teams can do, more can."""


def make_day(day: Day) -> Problem:
    """Return the instance: places at random; 4 in 10 stops have one window, 2 in 10 have two, 1 in 20 is required.

    All teams have the same lunch break, and start and end at one place.
    """
    random = np.random.default_rng(day.seed)
    places = random.uniform((0, 0), (WIDTH_M, HEIGHT_M), (day.stops + 1, 2))
    metres = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) * DETOUR
    stops = tuple(_stop(place, random) for place in range(day.stops))
    home = day.stops
    teams = tuple(Team(home, home, SHIFT, LUNCH) for _ in range(day.teams))
    return Problem(stops, teams, np.rint(metres / SPEED_M_S).astype(np.int64))


def _stop(place: int, random: np.random.Generator) -> Stop:
    service_s = int(random.choice((600, 900, 1_200, 1_800)))
    opens = int(random.integers(SHIFT.start_s, SHIFT.end_s - 3 * 3_600))
    windows = {
        0: (),
        1: (Window(opens, opens + 7_200),),
        2: (Window(28_800, 36_000), Window(50_400, 57_600)),
    }[int(random.choice(3, p=(0.4, 0.4, 0.2)))]
    prize = None if random.random() < 0.05 else int(random.integers(600, 7_200))
    return Stop(place, service_s, windows, prize)
