"""Gives the order of each team its clock: when it comes, begins and goes on, and what its order breaks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from geo.travel.matrix import TravelMatrix
from geo.travel.modes import Mode
from geo.travel.problem import Break, Fault, Problem, Rest, Route, Stop, Team, Window
from geo.travel.timing import retime
from geo.types import LonLat
from layers.outings.day_shapes import DayPlan, PlannedStop, PlannedTeam
from layers.travel.ways import Ways


@dataclass(frozen=True, eq=False)
class Legs:
    """The ways between some places, each named by its position."""

    matrix: TravelMatrix
    rows: dict[LonLat, int]

    @classmethod
    def between(cls, places: Iterable[LonLat], ways: Ways, mode: Mode) -> Self:
        """Return the ways between each two of some places, which may repeat."""
        rows = {place: row for row, place in enumerate(dict.fromkeys(places))}
        return cls(ways.matrix(list(rows), mode), rows)

    def seconds(self, start: LonLat, end: LonLat) -> int:
        """Return how long a way takes; nought where there is none."""
        return max(0, int(self.matrix.seconds[self.rows[start], self.rows[end]]))

    def length_m(self, start: LonLat, end: LonLat) -> float | None:
        """Return how long a way is; None where there is none."""
        found = float(self.matrix.metres[self.rows[start], self.rows[end]])
        return found if np.isfinite(found) else None


def places_of(teams: Iterable[PlannedTeam], stops: Iterable[PlannedStop] = ()) -> list[LonLat]:
    """Return where some teams set out, stop and come back to, and some more stops."""
    spots = [place for team in teams for place in (team.start.at, team.end.at)]
    visited = [stop.at for team in teams for stop in team.stops]
    return [*spots, *visited, *(stop.at for stop in stops)]


def time_plan(plan: DayPlan, numbers: Collection[int], ways: Ways) -> DayPlan:
    """Return a plan in which some teams, by their numbers, are timed as they stand."""
    asked = [team for team in plan.teams if team.number in numbers]
    if not asked:
        return plan
    legs = Legs.between(places_of(asked), ways, plan.travel_mode)
    teams = (time_team(team, legs) if team.number in numbers else team for team in plan.teams)
    return replace(plan, teams=tuple(teams), source=ways.source)


def time_team(team: PlannedTeam, legs: Legs) -> PlannedTeam:
    """Return a team with the times of its stops, in the order that they have.

    The first ``fixed`` stops keep theirs; the team goes on from the last of them at ``resume_s``.
    """
    ahead = team.stops[team.fixed :]
    problem = Problem(
        tuple(tour_stop(stop, legs) for stop in ahead), (tour_team(team, legs),), legs.matrix.seconds
    )
    timed = retime(problem, [range(len(ahead))])
    route = timed.routes[0]
    stops = (*team.stops[: team.fixed], *_timed_stops(team, route, legs))
    moved = [Fault(fault.code, team.number, _shifted(fault.stop, team), fault.by_s) for fault in timed.faults]
    return _with_totals(replace(team, stops=stops), route, moved, legs)


def tour_stop(stop: PlannedStop, legs: Legs, *, prize: int | None = None, team: int | None = None) -> Stop:
    """Return a stop as a tour knows it; ``team`` counts from nought."""
    return Stop(legs.rows[stop.at], stop.service_s, stop.windows, prize, team)


def tour_team(team: PlannedTeam, legs: Legs) -> Team:
    """Return what of a team's day lies ahead, as a tour knows it."""
    travelled_s = sum(stop.travel_s for stop in team.stops[: team.fixed])
    begin_s = starts_at(team)
    return Team(
        start=legs.rows[_start_of(team)],
        end=legs.rows[team.end.at],
        shift=Window(begin_s, max(begin_s, team.shift.end_s)),
        rest=_rest_ahead(team, begin_s),
        max_travel_s=None if team.max_travel_s is None else max(0, team.max_travel_s - travelled_s),
    )


def starts_at(team: PlannedTeam) -> int:
    """Return when what lies ahead of a team can begin."""
    return team.shift.start_s if team.resume_s is None else max(team.shift.start_s, team.resume_s)


def fix_until(team: PlannedTeam, from_s: int) -> PlannedTeam:
    """Return a team whose visits that began before a time are fixed, and that goes on from then.

    A stop that was visited out of turn counts as made by then as well: its time is not known.
    """
    begun = team.fixed
    while begun < len(team.stops) and (team.stops[begun].begin_s or 0) < from_s:
        begun += 1
    behind, ahead = list(team.stops[:begun]), team.stops[begun:]
    resume_s = max([from_s, starts_at(team), *(stop.leave_s or 0 for stop in behind)])
    if _is_resting(team, begun, from_s) and team.rest_at is not None:
        resume_s = max(resume_s, team.rest_at.end_s)
    out_of_turn = [_made_by(stop, resume_s) for stop in ahead if stop.is_done]
    stops = (*behind, *out_of_turn, *(stop for stop in ahead if not stop.is_done))
    return replace(team, stops=stops, fixed=begun + len(out_of_turn), resume_s=resume_s)


def fix_done(team: PlannedTeam) -> PlannedTeam:
    """Return a team whose visits that were made are fixed, with their times, and that goes on from the last of them."""
    ahead = team.stops[team.fixed :]
    done = [stop for stop in ahead if stop.is_done]
    if not done:
        return team
    stops = (*team.stops[: team.fixed], *done, *(stop for stop in ahead if not stop.is_done))
    resume_s = max(starts_at(team), *(stop.leave_s or 0 for stop in done))
    return replace(team, stops=stops, fixed=team.fixed + len(done), resume_s=resume_s)


def send_home(team: PlannedTeam, legs: Legs) -> PlannedTeam:
    """Return a team that goes no further than what lies behind it: its shift ends where it is home, its break is over.

    It keeps its number and its visits; nothing fits into what is left of its shift, however often the rest is planned.
    """
    behind = replace(team, stops=team.stops[: team.fixed], rest=team.rest if _has_rested(team) else None)
    home = time_team(behind, legs)
    over_s = min(home.shift.end_s, max(home.end_s, starts_at(home)))
    return replace(home, shift=Window(home.shift.start_s, over_s))


def _made_by(stop: PlannedStop, time_s: int) -> PlannedStop:
    return replace(
        stop,
        arrive_s=time_s,
        begin_s=time_s,
        leave_s=time_s,
        travel_s=0,
        leg_m=0.0,
        wait_s=0,
        late_s=0,
    )


def _is_resting(team: PlannedTeam, begun: int, from_s: int) -> bool:
    return team.rest_at is not None and team.rest_at.begin_s < from_s and team.rest_at.after <= begun


def _has_rested(team: PlannedTeam) -> bool:
    return team.rest_at is not None and team.resume_s is not None and team.rest_at.end_s <= team.resume_s


def _rest_ahead(team: PlannedTeam, begin_s: int) -> Break | None:
    """Return the break that is still to be taken; None where it was taken, or no time is left for it."""
    rest = team.rest
    if rest is None or _has_rested(team):
        return None
    earliest_s, latest_s = max(rest.earliest_s, begin_s), max(rest.latest_s, begin_s)
    if earliest_s + rest.duration_s > team.shift.end_s:
        return None
    return Break(earliest_s, latest_s, rest.duration_s)


def _start_of(team: PlannedTeam) -> LonLat:
    return team.stops[team.fixed - 1].at if team.fixed else team.start.at


def _shifted(stop: int | None, team: PlannedTeam) -> int | None:
    return None if stop is None else stop + team.fixed


def _timed_stops(team: PlannedTeam, route: Route, legs: Legs) -> list[PlannedStop]:
    timed, start = [], _start_of(team)
    for visit in route.visits:
        stop = team.stops[team.fixed + visit.stop]
        timed.append(
            replace(
                stop,
                team=team.number,
                reason=None,
                arrive_s=visit.arrive_s,
                begin_s=visit.begin_s,
                leave_s=visit.leave_s,
                wait_s=visit.wait_s,
                late_s=visit.late_s,
                travel_s=legs.seconds(start, stop.at),
                leg_m=legs.length_m(start, stop.at),
            )
        )
        start = stop.at
    return timed


def _with_totals(team: PlannedTeam, route: Route, ahead: Sequence[Fault], legs: Legs) -> PlannedTeam:
    """Return a team with the sums of its day: a team without stops stays where it is."""
    last = team.stops[-1].at if team.stops else team.end.at
    is_over = team.fixed > 0 and not route.visits  # the tour of nothing does not know the way back
    end_s = _leaves_last(team) + legs.seconds(last, team.end.at) if is_over else route.end_s
    lengths = [stop.leg_m or 0.0 for stop in team.stops]
    lengths.append(legs.length_m(last, team.end.at) or 0.0)
    late = [
        Fault("late", team.number, nth, stop.late_s)
        for nth, stop in enumerate(team.stops[: team.fixed])
        if stop.late_s
    ]
    faults = [*late, *(fault for fault in ahead if fault.code not in {"over_shift", "travel_too_long"})]
    travel_s = sum(stop.travel_s for stop in team.stops)
    travel_s += legs.seconds(last, team.end.at) if team.stops else 0
    return replace(
        team,
        rest_at=team.rest_at if _has_rested(team) else _rest_after(route.rest, team.fixed),
        start_s=team.start_s if team.fixed else route.start_s,
        end_s=end_s,
        travel_s=travel_s,
        length_m=sum(lengths) if team.stops else 0.0,
        faults=(*faults, *_broken_limits(team, end_s, travel_s)),
    )


def _leaves_last(team: PlannedTeam) -> int:
    """Return when a team with nothing ahead was done: after its last visit, or the break that it took then."""
    rests_s = team.rest_at.end_s if _has_rested(team) and team.rest_at is not None else 0
    return max(rests_s, *(stop.leave_s or 0 for stop in team.stops))


def _rest_after(rest: Rest | None, fixed: int) -> Rest | None:
    return None if rest is None else replace(rest, after=rest.after + fixed)


def _broken_limits(team: PlannedTeam, end_s: int, travel_s: int) -> list[Fault]:
    if not team.stops:
        return []
    faults = []
    if end_s > team.shift.end_s:
        faults.append(Fault("over_shift", team.number, None, end_s - team.shift.end_s))
    if team.max_travel_s is not None and travel_s > team.max_travel_s:
        faults.append(Fault("travel_too_long", team.number, None, travel_s - team.max_travel_s))
    return faults
