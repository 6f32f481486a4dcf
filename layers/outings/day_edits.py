"""Changes a day plan in hand: moves, locks, takes out and puts in stops, and changes teams, without a clock."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from geo.travel.problem import Window
from layers.errors import NotFound, Refused
from layers.outings.assignment import leave_out
from layers.outings.day_shapes import DayPlan, PlannedStop, PlannedTeam, by_weight


def find_stop(plan: DayPlan, hotspot: str) -> PlannedStop:
    """Return the stop at a place.

    Raises
    ------
    NotFound
        ``plan_stop_not_found``.
    """
    for stop in (*plan.stops, *plan.left_out):
        if stop.hotspot == hotspot:
            return stop
    raise NotFound("plan_stop_not_found", plan=plan.code, hotspot=hotspot)


def find_team(plan: DayPlan, number: int) -> PlannedTeam:
    """Return a team by its number.

    Raises
    ------
    NotFound
        ``plan_team_not_found``.
    """
    for team in plan.teams:
        if team.number == number:
            return team
    raise NotFound("plan_team_not_found", plan=plan.code, team=number)


def move(plan: DayPlan, hotspot: str, number: int | None, position: int, *, seen: Collection[str]) -> DayPlan:
    """Return the plan with a stop at another position, in another team, or (None) taken out.

    Parameters
    ----------
    plan
        The whole plan.
    hotspot
        Code of the place.
    number
        Of the team.
    position
        From 0, counted among the other stops of that team that the mover sees; beyond the last: at the end.
    seen
        Codes of the stops that the mover sees.

    Raises
    ------
    NotFound
        ``plan_stop_not_found``, ``plan_team_not_found``.
    Refused
        ``plan_stop_locked``; ``plan_stop_behind`` where the stop, or the position, lies behind.
    """
    stop = find_stop(plan, hotspot)
    _require_movable(plan, stop)
    without = drop(plan, {hotspot})
    if number is None:
        return put_out(without, [leave_out(stop, "taken_out")])
    team = find_team(without, number)
    at = _index_of(team, max(0, position), seen)
    if at < team.fixed:
        raise Refused("plan_stop_behind", hotspot=hotspot)
    moved = replace(stop, team=number, reason=None)
    return put_team(without, replace(team, stops=(*team.stops[:at], moved, *team.stops[at:])))


def take_out(plan: DayPlan, hotspots: Collection[str]) -> DayPlan:
    """Return the plan with some stops left out.

    Raises
    ------
    NotFound
        ``plan_stop_not_found``.
    Refused
        ``plan_stop_behind``.
    """
    stops = [find_stop(plan, hotspot) for hotspot in dict.fromkeys(hotspots)]
    for stop in stops:
        _require_ahead(plan, stop)
    return put_out(drop(plan, set(hotspots)), [leave_out(stop, "taken_out") for stop in stops])


def lock(plan: DayPlan, hotspot: str, *, is_locked: bool) -> DayPlan:
    """Return the plan with a stop locked to its team and its order, or not.

    Raises
    ------
    NotFound
        ``plan_stop_not_found``.
    Refused
        ``plan_stop_left_out``.
    """
    stop = find_stop(plan, hotspot)
    if stop.team is None:
        raise Refused("plan_stop_left_out", hotspot=hotspot)
    return put_stop(plan, replace(stop, is_locked=is_locked))


def set_visit(plan: DayPlan, hotspot: str, service_s: int, windows: tuple[Window, ...]) -> DayPlan:
    """Return the plan with another length of a visit, and other windows in which it may begin.

    Raises
    ------
    NotFound
        ``plan_stop_not_found``.
    Refused
        ``plan_stop_behind``.
    """
    stop = find_stop(plan, hotspot)
    _require_ahead(plan, stop)
    return put_stop(plan, replace(stop, service_s=service_s, windows=windows))


def remove_team(plan: DayPlan, number: int) -> DayPlan:
    """Return the plan without a team; its stops are left out, and are weighed when the rest is planned anew.

    Raises
    ------
    NotFound
        ``plan_team_not_found``.
    Refused
        ``plan_no_teams`` where it is the last one; ``plan_stop_behind`` where it has set out already.
    """
    team = find_team(plan, number)
    if len(plan.teams) == 1:
        raise Refused("plan_no_teams", field="teams")
    if team.fixed:
        raise Refused("plan_stop_behind", hotspot=team.stops[0].hotspot)
    teams = tuple(other for other in plan.teams if other.number != number)
    return put_out(replace(plan, teams=teams), [leave_out(stop, "no_team") for stop in team.stops])


def put_team(plan: DayPlan, team: PlannedTeam) -> DayPlan:
    """Return the plan with a team in the place of the one with its number, or behind the others."""
    if all(other.number != team.number for other in plan.teams):
        return replace(plan, teams=(*plan.teams, team))
    teams = tuple(team if other.number == team.number else other for other in plan.teams)
    return replace(plan, teams=teams)


def put_stop(plan: DayPlan, stop: PlannedStop) -> DayPlan:
    """Return the plan with a stop in the place of the one at its place."""
    return _map_stops(plan, lambda stops: [stop if one.hotspot == stop.hotspot else one for one in stops])


def drop(plan: DayPlan, hotspots: Collection[str]) -> DayPlan:
    """Return the plan without the stops at some places."""
    return _map_stops(plan, lambda stops: [stop for stop in stops if stop.hotspot not in hotspots])


def touched_teams(before: DayPlan, after: DayPlan) -> set[int]:
    """Return the numbers of the teams of a plan that were other before, so that they are to be timed."""
    known = {team.number: team for team in before.teams}
    return {team.number for team in after.teams if known.get(team.number) != team}


def put_out(plan: DayPlan, stops: Collection[PlannedStop]) -> DayPlan:
    """Return the plan with some more stops that are left out."""
    return replace(plan, left_out=tuple(sorted([*plan.left_out, *stops], key=by_weight)))


def _map_stops(plan: DayPlan, change: Callable[[Sequence[PlannedStop]], list[PlannedStop]]) -> DayPlan:
    teams = tuple(replace(team, stops=tuple(change(team.stops))) for team in plan.teams)
    return replace(plan, teams=teams, left_out=tuple(change(plan.left_out)))


def _require_movable(plan: DayPlan, stop: PlannedStop) -> None:
    if stop.is_locked:
        raise Refused("plan_stop_locked", hotspot=stop.hotspot)
    _require_ahead(plan, stop)


def _require_ahead(plan: DayPlan, stop: PlannedStop) -> None:
    if stop.team is None:
        return
    team = find_team(plan, stop.team)
    if stop.hotspot in {one.hotspot for one in team.stops[: team.fixed]}:
        raise Refused("plan_stop_behind", hotspot=stop.hotspot)


def _index_of(team: PlannedTeam, position: int, seen: Collection[str]) -> int:
    """Return the position among all stops of a team by the one among those that are seen."""
    shown = [nth for nth, stop in enumerate(team.stops) if stop.hotspot in seen]
    return shown[position] if position < len(shown) else len(team.stops)
