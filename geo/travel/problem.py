"""Owns what a day's tours are asked and answered with: stops, teams and their plan, all in whole seconds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.errors import InvalidTour

MOST_STOPS: Final = 200
"""More than any day holds; above it the answer would come too late to be one."""

DAY_S: Final = 86_400

FaultCode = Literal["late", "unreachable", "over_shift", "travel_too_long", "wrong_team", "wrong_order"]
Reason = Literal[
    "no_team", "unreachable", "travel_too_long", "shift_too_short", "no_window",
    "no_room", "lower_priority", "not_worth_the_way", "not_given",
]  # fmt: skip


class Window(NamedTuple):
    """A span in which a service may begin, both ends included, seconds since midnight."""

    start_s: int
    end_s: int


class Break(NamedTuple):
    """A rest that begins between two times, ends included, and lasts; seconds since midnight, seconds."""

    earliest_s: int
    latest_s: int
    duration_s: int


@dataclass(frozen=True)
class Stop:
    """A place that asks for a visit.

    Attributes
    ----------
    place
        Its row and column in the matrix of the problem.
    service_s
        How long the visit takes.
    windows
        When it may begin, ascending and apart; empty: at any time.
    prize
        How many seconds of travel it is worth; None: it is required.
    team
        The only team that may go there; None: any.
    """

    place: int
    service_s: int
    windows: tuple[Window, ...] = ()
    prize: int | None = None
    team: int | None = None


@dataclass(frozen=True)
class Team:
    """Who goes out.

    Attributes
    ----------
    start, end
        Where it sets out and comes back to, as rows of the matrix.
    shift
        When it may leave, and when it has to be back.
    rest
        Its break, taken at the start, at a stop (before or after the service) or at the end, never on the way.
    max_travel_s
        How long it may be on the way in all; None: no limit.
    first
        Stops that it makes first, in this order: they are required.
    """

    start: int
    end: int
    shift: Window
    rest: Break | None = None
    max_travel_s: int | None = None
    first: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Problem:
    """A day to be planned.

    Attributes
    ----------
    stops, teams
        Referred to by their position from here on.
    seconds
        Travel times (n, n), row to column, whole seconds, the shortest; -1 where there is no way.

    Raises
    ------
    InvalidTour
        ``tour_too_large``, ``tour_window_invalid``, ``tour_shift_invalid``, ``tour_break_invalid``,
        ``tour_locks_clash``.
    ValueError
        A place that the matrix does not have, or a matrix that is not square.
    """

    stops: tuple[Stop, ...]
    teams: tuple[Team, ...]
    seconds: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        if len(self.stops) > MOST_STOPS:
            raise InvalidTour("tour_too_large", stops=len(self.stops), most=MOST_STOPS)
        _require_places(self)
        for position, stop in enumerate(self.stops):
            _require_stop(position, stop)
        for number, team in enumerate(self.teams):
            _require_team(number, team)
        _require_locks(self)

    @property
    def weights(self) -> tuple[int, ...]:
        """What leaving a stop out costs, in seconds: its prize; more than all else where it is required."""
        prizes = [stop.prize for stop in self.stops]
        longest = int(max(self.seconds.max(initial=0), 0))
        all_else = 1 + sum(prize or 0 for prize in prizes) + longest * (len(prizes) + len(self.teams))
        pinned = {stop for team in self.teams for stop in team.first}
        return tuple(
            all_else if prize is None or position in pinned else prize
            for position, prize in enumerate(prizes)
        )


@dataclass(frozen=True)
class Visit:
    """One stop of a route: when the team comes, begins and goes; ``late_s`` after the last window closed."""

    stop: int
    arrive_s: int
    begin_s: int
    leave_s: int
    wait_s: int
    late_s: int = 0


@dataclass(frozen=True)
class Rest:
    """A break as planned; ``after`` tells how many visits of the route were made before it."""

    begin_s: int
    end_s: int
    after: int


@dataclass(frozen=True)
class Route:
    """The day of one team, from leaving its start to its end; without visits it stays where it is."""

    team: int
    visits: tuple[Visit, ...]
    start_s: int
    end_s: int
    travel_s: int
    rest: Rest | None = None

    @property
    def stops(self) -> tuple[int, ...]:
        """The stops in order."""
        return tuple(visit.stop for visit in self.visits)

    @property
    def wait_s(self) -> int:
        """Time spent before windows open, over all stops."""
        return sum(visit.wait_s for visit in self.visits)


class LeftOut(NamedTuple):
    """A stop without a visit, and why."""

    stop: int
    reason: Reason


class Fault(NamedTuple):
    """What a given order breaks: where, and by how many seconds (0 where it is no matter of time)."""

    code: FaultCode
    team: int
    stop: int | None = None
    by_s: int = 0


@dataclass(frozen=True)
class Plan:
    """One route per team, what was left out, and what is broken (nothing in a plan that was solved)."""

    routes: tuple[Route, ...]
    left_out: tuple[LeftOut, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def travel_s(self) -> int:
        """Time on the way, all teams together."""
        return sum(route.travel_s for route in self.routes)

    def cost_s(self, problem: Problem) -> int:
        """Return what solving makes small: travel and the weights of what was left out, seconds."""
        weights = problem.weights
        return self.travel_s + sum(weights[left.stop] for left in self.left_out)


@dataclass(frozen=True, eq=False)
class Outing:
    """A problem as one team sees it.

    Attributes
    ----------
    legs
        Seconds (stops + 2, stops + 2) from row to column, -1 where this team may not go; the row before the
        last is its start, the last column its end. Locks are in here: nobody has to think of them again.
    """

    number: int
    team: Team
    stops: tuple[Stop, ...]
    legs: list[list[int]]

    @property
    def start(self) -> int:
        """The row of the start."""
        return len(self.stops)

    @property
    def end(self) -> int:
        """The column of the end."""
        return len(self.stops) + 1


def view_outings(problem: Problem) -> tuple[Outing, ...]:
    """Return the problem as each team sees it."""
    return tuple(
        Outing(number, team, problem.stops, _allowed_legs(problem, number).tolist())
        for number, team in enumerate(problem.teams)
    )


def plain_legs(problem: Problem, team: Team) -> npt.NDArray[np.int64]:
    """Return the legs of an outing without any lock, shape (stops + 2, stops + 2)."""
    places = [*(stop.place for stop in problem.stops), team.start, team.end]
    return np.array(problem.seconds[np.ix_(places, places)], dtype=np.int64)


def _allowed_legs(problem: Problem, number: int) -> npt.NDArray[np.int64]:
    team, count = problem.teams[number], len(problem.stops)
    legs = plain_legs(problem, team)
    for position in _stops_of_others(problem, number):
        legs[position, :] = legs[:, position] = -1
    start = count
    for before, stop in zip((start, *team.first), team.first, strict=False):
        kept = legs[before, stop]
        legs[before, :] = legs[:, stop] = -1
        legs[before, stop] = kept
    return legs


def _stops_of_others(problem: Problem, number: int) -> Iterator[int]:
    pinned = {stop: other for other, team in enumerate(problem.teams) for stop in team.first}
    for position, stop in enumerate(problem.stops):
        owner = pinned.get(position, stop.team)
        if owner is not None and owner != number:
            yield position


def _require_places(problem: Problem) -> None:
    rows, columns = problem.seconds.shape
    used = [stop.place for stop in problem.stops]
    used += [place for team in problem.teams for place in (team.start, team.end)]
    if rows != columns or any(not 0 <= place < rows for place in used):
        raise ValueError(f"places {used} do not fit a matrix of {rows} x {columns}")


def _require_stop(position: int, stop: Stop) -> None:
    ends = [second for window in stop.windows for second in window]
    if stop.service_s < 0 or any(start > end for start, end in stop.windows) or ends != sorted(ends):
        raise InvalidTour("tour_window_invalid", stop=position)
    if stop.prize is not None and stop.prize < 0:
        raise ValueError(f"stop {position}: a prize of {stop.prize}")


def _require_team(number: int, team: Team) -> None:
    start_s, end_s = team.shift
    if not 0 <= start_s <= end_s <= 2 * DAY_S:
        raise InvalidTour("tour_shift_invalid", team=number)
    rest = team.rest
    if rest is None:
        return
    begin_s = max(rest.earliest_s, start_s)
    if rest.duration_s < 0 or begin_s > rest.latest_s or begin_s + rest.duration_s > end_s:
        raise InvalidTour("tour_break_invalid", team=number)


def _require_locks(problem: Problem) -> None:
    counts = Counter(stop for team in problem.teams for stop in team.first)
    for number, team in enumerate(problem.teams):
        for pinned in team.first:
            if not 0 <= pinned < len(problem.stops):
                raise ValueError(f"team {number}: there is no stop {pinned}")
            if counts[pinned] > 1 or problem.stops[pinned].team not in {None, number}:
                raise InvalidTour("tour_locks_clash", stop=pinned)
    for position, stop in enumerate(problem.stops):
        if stop.team is not None and not 0 <= stop.team < len(problem.teams):
            raise InvalidTour("tour_locks_clash", stop=position)
