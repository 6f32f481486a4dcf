"""Finds which team goes where in which order, as a tour problem: what is locked or lies behind stays."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from geo.travel.problem import MOST_STOPS, LeftOut, Outing, Plan, Problem, Team, Window, view_outings
from geo.travel.timing import find_travel
from geo.travel.tours import effort_for, solve
from layers.errors import Refused
from layers.outings.day_shapes import DayPlan, PlannedStop, PlannedTeam, by_weight
from layers.outings.timetables import Legs, places_of, time_team, tour_stop, tour_team
from layers.travel.ways import Ways

Orders = list[list[PlannedStop]]

SETTLED = frozenset({"in_other_plan", "visited", "taken_out"})
"""Reasons for which a stop is not weighed again: they do not go away by another order."""

MOST_SHARED: Final = 40
"""Up to so many stops the work is shared out: that asks the search again, which takes longer the more there are."""

_SLACKS: Final = (1.2, 1.5, 2.0)
"""How much longer than the mean a team may work: the first that leaves no further stop out."""

_SHORTER: Final = 3
"""A search for a fairer share is this much shorter than the first one."""


def assign_stops(plan: DayPlan, ways: Ways, *, most_stops: int) -> DayPlan:
    """Return a plan in which every stop that is not fixed is weighed anew.

    The first ``fixed`` stops of each team stay, with their times; locked stops stay with their team and in their
    order there; those asked for by name are required. The same plan, ways and seed give the same plan.

    Parameters
    ----------
    plan
        What is known; stops that are left out for a reason of `SETTLED` stay so.
    ways
        How long ways take.
    most_stops
        Stops that are weighed at most: locked ones, those asked for by name, then the most pressing.

    Raises
    ------
    Refused
        ``plan_team_unreachable`` where a team can reach no stop at all from where it sets out or comes back to.
    InvalidTour
        As `geo.travel.problem.Problem`.
    """
    locked = [[stop for stop in team.stops[team.fixed :] if stop.is_locked] for team in plan.teams]
    settled = [stop for stop in plan.left_out if stop.reason in SETTLED]
    weighed, beyond = _choose(plan, locked, most_stops)
    teams = tuple(replace(team, stops=team.stops[: team.fixed]) for team in plan.teams)
    legs = Legs.between(places_of(teams, weighed), ways, plan.travel_mode)
    _require_reach(teams, weighed, legs)
    orders, told = _solve(plan, teams, weighed, locked, legs)
    timed = tuple(
        time_team(replace(team, stops=(*team.stops, *order)), legs)
        for team, order in zip(teams, orders, strict=True)
    )
    left = [*told, *(leave_out(stop, "lower_priority") for stop in beyond), *settled]
    return replace(plan, teams=timed, left_out=tuple(sorted(left, key=by_weight)), source=ways.source)


def leave_out(stop: PlannedStop, reason: str) -> PlannedStop:
    """Return a stop without a team and a time, and why."""
    return replace(stop, team=None, reason=reason, is_locked=False, arrive_s=None, begin_s=None, leave_s=None,
                   wait_s=0, late_s=0, travel_s=0, leg_m=None)  # fmt: skip


def _choose(
    plan: DayPlan, locked: Sequence[Sequence[PlannedStop]], most_stops: int
) -> tuple[list[PlannedStop], list[PlannedStop]]:
    """Return the stops that are weighed, and those that are not because others are more pressing."""
    kept = [stop for stops in locked for stop in stops]
    free = [stop for team in plan.teams for stop in team.stops[team.fixed :] if not stop.is_locked]
    free += [stop for stop in plan.left_out if stop.reason not in SETTLED]
    free.sort(key=by_weight)
    named = sum(stop.is_required for stop in free)
    room = max(0, min(max(most_stops, len(kept) + named), MOST_STOPS) - len(kept))
    return [*kept, *free[:room]], free[room:]


def _require_reach(teams: Sequence[PlannedTeam], stops: Sequence[PlannedStop], legs: Legs) -> None:
    seconds = legs.matrix.seconds
    rows = [legs.rows[stop.at] for stop in stops]
    for team in teams:
        start, end = tour_team(team, legs).start, legs.rows[team.end.at]
        for at, ways in ((start, seconds[start, rows]), (end, seconds[rows, end])):
            if rows and at not in rows and (ways < 0).all():
                raise Refused("plan_team_unreachable", field="teams", team=team.number, name=team.name)


def _solve(
    plan: DayPlan,
    teams: Sequence[PlannedTeam],
    stops: Sequence[PlannedStop],
    locked: Sequence[Sequence[PlannedStop]],
    legs: Legs,
) -> tuple[Orders, list[PlannedStop]]:
    """Return the order of each team, and the stops that are left out."""
    owner = {stop.hotspot: nth for nth, own in enumerate(locked) for stop in own}
    problem = Problem(
        tuple(
            tour_stop(
                stop,
                legs,
                prize=None if stop.is_required or stop.is_locked else stop.priority_s,
                team=owner.get(stop.hotspot),
            )
            for stop in stops
        ),
        tuple(tour_team(team, legs) for team in teams),
        legs.matrix.seconds,
    )
    found = _share_out(problem, solve(problem, seed=plan.seed), seed=plan.seed)
    position = {stop.hotspot: nth for nth, stop in enumerate(stops)}
    left = list(found.left_out)
    orders: Orders = []
    for outing, route, own in zip(view_outings(problem), found.routes, locked, strict=True):
        kept = [position[stop.hotspot] for stop in own]
        order, dropped = _keep_order(outing, list(route.stops), kept)
        left += dropped
        orders.append([stops[nth] for nth in order])
    pinned = {position[code] for code in owner}
    told = [leave_out(stops[nth], reason) for nth, reason in sorted(left) if nth not in pinned]
    return orders, told


def _share_out(problem: Problem, found: Plan, *, seed: int) -> Plan:
    """Return a plan in which no team works much longer than the others, if that leaves no further stop out.

    Least travel alone would let one team do everything while the others stay at home: here the shifts are as short as
    a fair share of the work allows, and the teams are back sooner for some more way.
    """
    loads = [route.end_s - route.start_s for route in found.routes]
    if len(loads) == 1 or len(problem.stops) > MOST_SHARED:
        return found
    effort = effort_for(len(problem.stops), len(problem.teams)).scale(1 / _SHORTER)
    for slack in _SLACKS:
        fair_s = math.ceil(slack * sum(loads) / len(loads))
        if max(loads) <= fair_s:
            break
        teams = tuple(_shortened(team, fair_s) for team in problem.teams)
        shared = solve(replace(problem, teams=teams), seed=seed, effort=effort)
        left = {one.stop for one in shared.left_out}
        if left <= {one.stop for one in found.left_out}:
            return Plan(shared.routes, tuple(one for one in found.left_out if one.stop in left))
    return found


def _shortened(team: Team, length_s: int) -> Team:
    """Return a team with a shift of some length at most, in which its break still finds room."""
    start_s, end_s = team.shift
    rest_s = 0 if team.rest is None else max(team.rest.earliest_s, start_s) + team.rest.duration_s
    return replace(team, shift=Window(start_s, min(end_s, max(start_s + length_s, rest_s))))


def _keep_order(outing: Outing, order: list[int], kept: list[int]) -> tuple[list[int], list[LeftOut]]:
    """Return an order in which the locked stops stand as they stood, and what no longer fits beside them."""
    if [stop for stop in order if stop in kept] == kept:
        return order, []
    built = list(kept)
    left = []
    for stop in (stop for stop in order if stop not in kept):
        found = min(_insertions(outing, built, stop), default=None)
        if found is None:
            is_required = outing.stops[stop].prize is None
            left.append(LeftOut(stop, "no_room" if is_required else "lower_priority"))
        else:
            built.insert(found[1], stop)
    return built, left


def _insertions(outing: Outing, order: Sequence[int], stop: int) -> Iterator[tuple[int, int]]:
    """Yield how long the way is with a stop at each position where it fits, and the position."""
    for at in range(len(order) + 1):
        travel_s = find_travel(outing, [*order[:at], stop, *order[at:]])
        if travel_s is not None:
            yield travel_s, at
