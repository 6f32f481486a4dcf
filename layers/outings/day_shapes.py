"""What the plan of a day is made of: teams, their stops in order, the clock, and what was left out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from geo.travel.modes import MOTORBIKE, WALKING, Mode
from geo.travel.problem import Break, Fault, Rest, Window
from geo.types import LonLat
from layers.travel.ways import Source

State = Literal["draft", "confirmed", "cancelled"]

STATES: tuple[State, ...] = ("draft", "confirmed", "cancelled")

MODES: dict[str, Mode] = {mode.code: mode for mode in (WALKING, MOTORBIKE)}

REASONS = (
    "no_team", "unreachable", "travel_too_long", "shift_too_short", "no_window", "no_room", "lower_priority",
    "not_worth_the_way", "in_other_plan", "visited", "taken_out",
)  # fmt: skip
"""Why a stop is left out: what `geo.travel.problem.Reason` says, and that another confirmed plan of the day has it,
that it was visited that day already, and that somebody took it out."""


@dataclass(frozen=True)
class Spot:
    """Where a team sets out or comes back to: what people call it, and where it is (WGS 84, lon lat)."""

    name: str
    at: LonLat


@dataclass(frozen=True)
class Ground:
    """Why a place is pressing.

    Attributes
    ----------
    code
        ``overdue`` and ``soon`` (with days), ``due``, ``state``, ``topic`` and ``result`` (with their code),
        ``suspected``, ``peak``, ``named``.
    value
        Days or code.
    """

    code: str
    value: int | str | None = None


@dataclass(frozen=True)
class PlannedStop:
    """A place in the plan of a day; all times are seconds since midnight of the day in Viet Nam.

    Attributes
    ----------
    hotspot, name, kind, status, wards
        Code of the place; its name, kind, state and the names of its wards on the day, the lead first.
    at
        Where the team goes: a point on the place, WGS 84.
    team
        Number of its team, from 1; None where it is left out.
    service_s
        How long the visit takes.
    windows
        When it may begin; empty: at any time of the shift.
    is_required
        It was asked for by name.
    is_locked
        It stays with its team, and in its order among the locked stops there.
    arrive_s, begin_s, leave_s
        When the team comes, begins and goes on; None where it is left out.
    wait_s, late_s
        Between coming and beginning; after its last window closed.
    travel_s, leg_m
        Of the way to it; leg_m is None where no way leads there.
    reason
        Why it is left out: one of `REASONS`.
    due_on, overdue_days
        As `layers.supervision.due.Due` told when the plan was made.
    visit
        Code of the visit that is planned for the day or was made on it.
    is_done
        That visit was made.
    priority_s
        Seconds of travel that the visit is worth.
    grounds
        Why it is that pressing, what weighs most first.
    """

    hotspot: str
    name: str
    kind: str
    status: str | None
    wards: tuple[str, ...]
    at: LonLat
    team: int | None
    service_s: int
    windows: tuple[Window, ...] = ()
    is_required: bool = False
    is_locked: bool = False
    arrive_s: int | None = None
    begin_s: int | None = None
    leave_s: int | None = None
    wait_s: int = 0
    late_s: int = 0
    travel_s: int = 0
    leg_m: float | None = None
    reason: str | None = None
    due_on: date | None = None
    overdue_days: int | None = None
    visit: str | None = None
    is_done: bool = False
    priority_s: int = 0
    grounds: tuple[Ground, ...] = ()


def by_weight(stop: PlannedStop) -> tuple[bool, int, str]:
    """Return the key by which stops sort: those asked for by name, then the most pressing."""
    return (not stop.is_required, -stop.priority_s, stop.hotspot)


@dataclass(frozen=True)
class PlannedTeam:
    """A team and its day.

    Attributes
    ----------
    number, name, units
        From 1; what people call it, such as Đội 1; codes of the bodies that it comes from.
    start, end
        Where it sets out and comes back to.
    shift
        When it may leave, and when it has to be back.
    rest
        Its break as asked for.
    max_travel_s
        How long it may be on the way in all; None: no limit.
    stops
        In order.
    rest_at
        Its break as planned; ``after`` counts the stops before it.
    start_s, end_s
        When it leaves and when it is back.
    travel_s, length_m
        On the way in all, the way back included; length without legs that no way leads along.
    faults
        What the order breaks: ``team`` is the number of the team, ``stop`` the position in `stops` (None: the whole).
    fixed
        How many of the first stops lie behind: their times stay as they are.
    resume_s
        When the team goes on, what lies before being over; None: from the start of its shift.
    """

    number: int
    name: str
    units: tuple[str, ...]
    start: Spot
    end: Spot
    shift: Window
    rest: Break | None = None
    max_travel_s: int | None = None
    stops: tuple[PlannedStop, ...] = ()
    rest_at: Rest | None = None
    start_s: int = 0
    end_s: int = 0
    travel_s: int = 0
    length_m: float = 0.0
    faults: tuple[Fault, ...] = ()
    fixed: int = 0
    resume_s: int | None = None


@dataclass(frozen=True)
class DayPlan:
    """The plan of a day, as far as its reader may see it.

    Attributes
    ----------
    code, uuid
        Public code such as LT00001, public identifier.
    plan_on
        Day that it is for.
    version
        Raised by one with every change; writers start from it.
    state
        One of `STATES`.
    mode
        Code of how the teams get about.
    source
        Where travel times come from: straight, roads, osrm or valhalla.
    areas
        Public ids of the areas that were asked for.
    teams, left_out
        What was planned, and the stops that no team visits.
    hidden
        How many stops this reader may not see.
    recorded_at, recorded_by
        When it was made, and the sign-in name of who made it (None: the system).
    polygon
        The drawn area that was asked for, GeoJSON, WGS 84.
    seed
        Of the search: the same question has the same plan.
    reason
        Why it was cancelled.
    """

    code: str
    uuid: str
    plan_on: date
    version: int
    state: State
    mode: str
    source: Source
    areas: tuple[str, ...]
    teams: tuple[PlannedTeam, ...]
    left_out: tuple[PlannedStop, ...]
    hidden: int
    recorded_at: datetime
    recorded_by: str | None
    polygon: str | None = None
    seed: int = 1
    reason: str | None = None

    @property
    def stops(self) -> tuple[PlannedStop, ...]:
        """The stops of all teams, team by team, in order."""
        return tuple(stop for team in self.teams for stop in team.stops)

    @property
    def travel_mode(self) -> Mode:
        """How the teams get about."""
        return MODES[self.mode]


@dataclass(frozen=True)
class PlanQuery:
    """A question to the day plans.

    Attributes
    ----------
    start, end
        Days that they are for, half-open; None: any.
    state
        One of `STATES`; None: any.
    limit, after
        Plans of a page at most; day and row behind which it begins.
    is_ascending
        Whether the earliest day comes first.
    """

    start: date | None = None
    end: date | None = None
    state: str | None = None
    limit: int = 50
    after: tuple[date, int] | None = None
    is_ascending: bool = False


@dataclass(frozen=True)
class PlanLine:
    """A day plan in a list.

    Attributes
    ----------
    teams
        Names of its teams.
    stops, done, left_out
        How many the reader sees: in teams, of those visited on the day, left out.
    """

    code: str
    plan_on: date
    version: int
    state: State
    mode: str
    areas: tuple[str, ...]
    teams: tuple[str, ...]
    stops: int
    done: int
    left_out: int
    recorded_at: datetime
    recorded_by: str | None


@dataclass(frozen=True)
class PlanPage:
    """Some day plans, and behind which day and row the next page begins (None on the last)."""

    plans: tuple[PlanLine, ...]
    next_after: tuple[date, int] | None
