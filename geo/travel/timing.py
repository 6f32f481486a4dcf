"""Owns the clock of a route: when each stop of a given order is reached, and what that breaks."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geo.errors import InvalidTour
from geo.travel.problem import (
    Break,
    Fault,
    LeftOut,
    Outing,
    Plan,
    Problem,
    Rest,
    Route,
    Stop,
    Visit,
    plain_legs,
)


class Moment(NamedTuple):
    """Where a day stands: the time, and whether the break was taken (or there is none to take)."""

    time_s: int
    rested: bool


def first_moments(outing: Outing) -> tuple[Moment, ...]:
    """Return how a day may begin: at once, or after the break."""
    begun = Moment(outing.team.shift.start_s, outing.team.rest is None)
    rested = None if begun.rested else rest_from(outing.team.rest, begun.time_s)
    return (begun,) if rested is None else (begun, Moment(rested, True))


def rest_from(rest: Break | None, time_s: int) -> int | None:
    """Return when a break that may begin from now on ends; None where it is too late for it."""
    if rest is None or time_s > rest.latest_s:
        return None
    return max(time_s, rest.earliest_s) + rest.duration_s


def serve_from(stop: Stop, time_s: int) -> int | None:
    """Return when a service that may begin from now on ends; None where every window has closed."""
    if not stop.windows:
        return time_s + stop.service_s
    for start_s, end_s in stop.windows:
        if time_s <= end_s:
            return max(time_s, start_s) + stop.service_s
    return None


def advance(stop: Stop, rest: Break | None, arrived: Moment) -> tuple[Moment, ...]:
    """Return how a stop may be left in time: the earliest without the break and the earliest with it."""
    leave_s = serve_from(stop, arrived.time_s)
    if arrived.rested:
        return () if leave_s is None else (Moment(leave_s, True),)
    rested_s = rest_from(rest, arrived.time_s)
    ways = [
        None if rested_s is None else serve_from(stop, rested_s),
        None if leave_s is None else rest_from(rest, leave_s),
    ]
    found = [] if leave_s is None else [Moment(leave_s, False)]
    with_rest = [way for way in ways if way is not None]
    if with_rest:
        found.append(Moment(min(with_rest), True))
    return tuple(found)


def ends_in_time(outing: Outing, arrived: Moment) -> bool:
    """Tell whether a team that comes to its end now is back within its shift, its break taken."""
    end_s = arrived.time_s if arrived.rested else rest_from(outing.team.rest, arrived.time_s)
    return end_s is not None and end_s <= outing.team.shift.end_s


def find_travel(outing: Outing, order: Sequence[int]) -> int | None:
    """Return the seconds of travel of an order that keeps every rule; None where one is broken."""
    if not order:
        return 0
    rows = (outing.start, *order)
    legs = [outing.legs[row][column] for row, column in zip(rows, (*order, outing.end), strict=True)]
    limit = outing.team.max_travel_s
    if min(legs) < 0 or (limit is not None and sum(legs) > limit):
        return None
    moments: Iterable[Moment] = first_moments(outing)
    for leg, stop in zip(legs, order, strict=False):
        moments = _earliest(
            left
            for time_s, rested in moments
            for left in advance(outing.stops[stop], outing.team.rest, Moment(time_s + leg, rested))
        )
    home = (Moment(time_s + legs[-1], rested) for time_s, rested in moments)
    return sum(legs) if any(ends_in_time(outing, moment) for moment in home) else None


def _earliest(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    best: dict[bool, Moment] = {}
    for moment in moments:
        if moment.rested not in best or moment < best[moment.rested]:
            best[moment.rested] = moment
    return tuple(best.values())


def retime(problem: Problem, orders: Sequence[Sequence[int]]) -> Plan:
    """Time given orders as they are, and name what they break.

    A visit that comes after its last window begins on arrival. Where an order can be kept in time it is;
    otherwise as little lateness as possible is planned from stop to stop, and the break is taken all the same.
    A leg without a way counts no time.
    Leaving the start is put off while there would only be waiting at the first stop.

    Parameters
    ----------
    orders
        The stops of each team, in order, one sequence per team.

    Returns
    -------
    Plan
        ``left_out`` names the stops of no order, with the reason ``not_given``.

    Raises
    ------
    InvalidTour
        ``tour_stop_twice``.
    ValueError
        Not one order per team.
    """
    given = [stop for order in orders for stop in order]
    doubled = next((stop for stop in given if given.count(stop) > 1), None)
    if doubled is not None:
        raise InvalidTour("tour_stop_twice", stop=doubled)
    routes, faults = [], []
    for number, (team, order) in enumerate(zip(problem.teams, orders, strict=True)):
        outing = Outing(number, team, problem.stops, plain_legs(problem, team).tolist())
        route = time_route(outing, order)
        routes.append(route)
        faults += [*_broken_locks(problem, number, order), *_broken_times(outing, route)]
    left = sorted(set(range(len(problem.stops))) - set(given))
    return Plan(tuple(routes), tuple(LeftOut(stop, "not_given") for stop in left), tuple(faults))


class _Day(NamedTuple):
    """A day up to a moment; smaller is better: little lateness, then early."""

    late_s: int
    time_s: int
    rested: bool
    visits: tuple[Visit, ...] = ()
    rest: Rest | None = None


def time_route(outing: Outing, order: Sequence[int]) -> Route:
    """Return a route of the given order: the earliest that is in time, or the one with little lateness."""
    number, team = outing.number, outing.team
    begun_s = team.shift.start_s
    if not order:
        return Route(number, (), begun_s, begun_s, 0)
    rows = (outing.start, *order)
    legs = [max(0, outing.legs[row][column]) for row, column in zip(rows, (*order, outing.end), strict=True)]
    days = _with_rest(team.rest, [_Day(0, begun_s, team.rest is None)])
    for leg, position in zip(legs, order, strict=False):
        arrived = [day._replace(time_s=day.time_s + leg) for day in days]
        served = [
            _serve(outing.stops[position], position, arrived_s=base.time_s, day=day)
            for base in arrived
            for day in _with_rest(team.rest, [base])
        ]
        days = _with_rest(team.rest, served)
    home = [day._replace(time_s=day.time_s + legs[-1]) for day in days]
    best = min(_with_rest(team.rest, home), key=lambda day: (not day.rested, day[:2]))
    return _put_off(Route(number, best.visits, begun_s, best.time_s, sum(legs), best.rest), legs[0])


def _with_rest(rest: Break | None, days: list[_Day]) -> list[_Day]:
    """Return the best day without the break, and the best with it, be it taken here."""
    every = list(days)
    for day in days:
        end_s = None if day.rested else rest_from(rest, day.time_s)
        if end_s is not None and rest is not None:
            taken = Rest(end_s - rest.duration_s, end_s, len(day.visits))
            every.append(day._replace(time_s=end_s, rested=True, rest=taken))
    kinds = [[day for day in every if day.rested == rested] for rested in (False, True)]
    return [min(kind, key=lambda day: day[:2]) for kind in kinds if kind]


def _serve(stop: Stop, position: int, *, arrived_s: int, day: _Day) -> _Day:
    leave_s = serve_from(stop, day.time_s)
    late_s = 0
    if leave_s is None:
        leave_s, late_s = day.time_s + stop.service_s, day.time_s - stop.windows[-1].end_s
    begin_s = leave_s - stop.service_s
    visit = Visit(position, arrived_s, begin_s, leave_s, begin_s - day.time_s, late_s)
    return day._replace(late_s=day.late_s + late_s, time_s=leave_s, visits=(*day.visits, visit))


def _put_off(route: Route, leg_s: int) -> Route:
    """Let a team leave later instead of waiting at its first stop, where no break comes before that."""
    first = route.visits[0]
    if not first.wait_s or (route.rest and route.rest.after == 0):
        return route
    moved = Visit(first.stop, first.begin_s, first.begin_s, first.leave_s, 0, first.late_s)
    visits = (moved, *route.visits[1:])
    return Route(route.team, visits, first.begin_s - leg_s, route.end_s, route.travel_s, route.rest)


def _broken_times(outing: Outing, route: Route) -> list[Fault]:
    if not route.visits:
        return []
    number, team = outing.number, outing.team
    rows, columns = (outing.start, *route.stops), (*route.stops, outing.end)
    faults = [
        Fault("unreachable", number, None if column == outing.end else column)
        for row, column in zip(rows, columns, strict=True)
        if outing.legs[row][column] < 0
    ]
    faults += [Fault("late", number, visit.stop, visit.late_s) for visit in route.visits if visit.late_s]
    over_s = route.end_s - team.shift.end_s
    if over_s > 0:
        faults.append(Fault("over_shift", number, None, over_s))
    if team.max_travel_s is not None and route.travel_s > team.max_travel_s:
        faults.append(Fault("travel_too_long", number, None, route.travel_s - team.max_travel_s))
    return faults


def _broken_locks(problem: Problem, number: int, order: Sequence[int]) -> list[Fault]:
    faults = []
    pinned = {stop: other for other, team in enumerate(problem.teams) for stop in team.first}
    for stop in order:
        owner = pinned.get(stop, problem.stops[stop].team)
        if owner is not None and owner != number:
            faults.append(Fault("wrong_team", number, stop))
    first = problem.teams[number].first
    wrong = (stop for stop, asked in zip(order, first, strict=False) if stop != asked)
    return [*faults, *(Fault("wrong_order", number, stop) for stop in list(wrong)[:1])]
