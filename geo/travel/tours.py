"""Owns the plan of a day: who visits which stops in which order, and why a stop is left out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, cast

from geo.travel.exact import MOST_EXACT, find_best_order
from geo.travel.problem import MOST_STOPS, LeftOut, Outing, Plan, Problem, Reason, Team, Window, view_outings
from geo.travel.ruin import Polish
from geo.travel.search import search_orders
from geo.travel.timing import find_travel, time_route

Orders = Sequence[Sequence[int]]

_FOR_EVER: Final = 10**9


class Effort(NamedTuple):
    """How long to look for a plan: steps of each search, rounds of polishing the best, and searches."""

    steps: int
    rounds: int
    searches: int = 1

    def scale(self, factor: float) -> "Effort":
        """Return an effort so many times as long, with as many searches."""
        return self._replace(steps=round(self.steps * factor), rounds=round(self.rounds * factor))


_EFFORTS: Final = (
    (30, Effort(550, 30, 3), Effort(800, 30)),
    (60, Effort(3_000, 50, 3), Effort(1_300, 30, 4)),
    (MOST_STOPS, Effort(16_000, 100, 3), Effort(27_000, 100)),
)
"""By the most stops that each is for: of one team, then of several.

Of few stops, several short searches are better than a long one: most of what is won is won early, or never.
`tests/bench/tours.py` measures what they find and take."""


def solve(problem: Problem, *, seed: int = 1, effort: Effort | None = None) -> Plan:
    """Plan a day: every rule kept, little travel, and the stops that are worth most.

    What is made small is the travel of all teams plus the prizes of the stops left out, both in seconds; a
    required stop outweighs everything else. One team with at most 12 stops gets the best plan there is;
    others a good one. The same problem, seed and effort give the same plan.

    Parameters
    ----------
    seed
        Of the search; another one may find another plan that is as good.
    effort
        How long to look; None: as the number of stops and teams asks for.

    Returns
    -------
    Plan
        Without faults. Each stop left out has a reason, which takes travel times to be the shortest:
        ``no_team`` there is none; ``unreachable`` no way there and back for a team that may go;
        ``travel_too_long``, ``shift_too_short``, ``no_window``: not even alone, the first of these that stands in
        the way of the team that comes nearest; ``not_worth_the_way``: it fits, but the detour is longer than
        its prize; ``no_room`` (required) or ``lower_priority`` (optional): it fits no route of the plan.
    """
    told: dict[int, Reason] = {stop: "no_room" for stop in _dropped_locks(problem)}
    kept = _without_locks(problem, told)
    outings = view_outings(kept)
    told.update(_impossible(kept, outings, set(told)))
    weights = problem.weights
    stops = [stop for stop in range(len(problem.stops)) if stop not in told]
    orders: Orders = [()] * len(outings)
    if stops:
        polish = Polish(outings, stops, weights)
        orders = _find_orders(polish, stops, seed, effort or effort_for(len(stops), len(outings)))
        for stop in set(stops).difference(*orders):
            told[stop] = _reason_beside(problem, polish, orders, stop)
    routes = tuple(time_route(outing, order) for outing, order in zip(outings, orders, strict=True))
    return Plan(routes, tuple(LeftOut(stop, told[stop]) for stop in sorted(told)))


def effort_for(stops: int, teams: int) -> Effort:
    """Return how long to look: more where there is more to find, less where each step takes long."""
    return next((one if teams == 1 else several) for most, one, several in _EFFORTS if stops <= most)


def _find_orders(polish: Polish, stops: Sequence[int], seed: int, effort: Effort) -> Orders:
    outings, weights = polish.outings, polish.weights
    if len(outings) == 1 and len(stops) <= MOST_EXACT:
        return [find_best_order(outings[0], stops, weights)]
    found = []
    for nth in range(effort.searches):
        orders = search_orders(outings, stops, weights, seed=seed * effort.searches + nth, steps=effort.steps)
        _make_sound(outings, orders, weights)
        found.append(polish.fill(orders))
    return polish.run(min(found, key=polish.cost_s), seed=seed, rounds=effort.rounds)


def _dropped_locks(problem: Problem) -> Iterator[int]:
    """Return the stops that cannot be made first in the order asked for, though those before them can."""
    for number, team in enumerate(problem.teams):
        kept: tuple[int, ...] = ()
        for stop in team.first:
            teams = list(problem.teams)
            teams[number] = replace(team, first=(*kept, stop))
            outing = view_outings(replace(problem, teams=tuple(teams)))[number]
            if find_travel(outing, (*kept, stop)) is None:
                yield stop
            else:
                kept = (*kept, stop)


def _without_locks(problem: Problem, dropped: Collection[int]) -> Problem:
    if not dropped:
        return problem
    teams = (
        replace(team, first=tuple(stop for stop in team.first if stop not in dropped))
        for team in problem.teams
    )
    return replace(problem, teams=tuple(teams))


def _impossible(
    problem: Problem, outings: Sequence[Outing], beside: Collection[int]
) -> Iterator[tuple[int, Reason]]:
    """Return the stops that no team can visit even alone (after what it was locked to), and why."""
    for stop in range(len(problem.stops)):
        if stop in beside:
            continue
        reason = _reason_alone(outings, stop)
        if reason is not None:
            yield stop, reason


_ORDER_OF_REASONS: Final[tuple[Reason, ...]] = (
    "unreachable",
    "travel_too_long",
    "shift_too_short",
    "no_window",
)


def _reason_alone(outings: Sequence[Outing], stop: int) -> Reason | None:
    """Return why no team can visit the stop alone; of several reasons, that of the team that comes nearest."""
    if not outings:
        return "no_team"
    reasons = [_reason_of(outing, stop) for outing in outings]
    if None in reasons:
        return None
    return max((reason for reason in reasons if reason), key=_ORDER_OF_REASONS.index)


def _reason_of(outing: Outing, stop: int) -> Reason | None:
    order = _alone(outing.team, stop)
    anytime = tuple(replace(one, windows=()) if at == stop else one for at, one in enumerate(outing.stops))
    endless = Window(outing.team.shift.start_s, _FOR_EVER)
    no_window = replace(outing, stops=anytime)
    no_shift = replace(no_window, team=replace(outing.team, shift=endless, rest=None))
    no_limit = replace(no_shift, team=replace(no_shift.team, max_travel_s=None))
    for loosened, reason in (
        (no_limit, "unreachable"),
        (no_shift, "travel_too_long"),
        (no_window, "shift_too_short"),
        (outing, "no_window"),
    ):
        if find_travel(loosened, order) is None:
            return cast(Reason, reason)
    return None


def _alone(team: Team, stop: int) -> tuple[int, ...]:
    return team.first if stop in team.first else (*team.first, stop)


def _make_sound(outings: Sequence[Outing], orders: list[list[int]], weights: tuple[int, ...]) -> None:
    """Take the least worth stops out of orders that break a rule, until they break none."""
    for outing, order in zip(outings, orders, strict=True):
        while find_travel(outing, order) is None:
            order.remove(min(order, key=lambda stop: (weights[stop], stop)))


def _reason_beside(problem: Problem, polish: Polish, orders: Orders, stop: int) -> Reason:
    """Return why a stop that could be visited alone has no place in the plan."""
    if polish.find_detour(orders, stop) is not None:
        return "not_worth_the_way"
    required = problem.stops[stop].prize is None or any(stop in team.first for team in problem.teams)
    return "no_room" if required else "lower_priority"
