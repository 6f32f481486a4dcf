"""Days to plan: ways that are straight lines, plans without a register, and plans of the four places of Quận 8."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from geo.errors import NoRoute
from geo.geodesy.measure import distance_m
from geo.travel.matrix import NO_WAY_S, TravelMatrix
from geo.travel.modes import Mode
from geo.travel.network import Route
from geo.travel.problem import Window
from geo.types import LonLat, local_day
from layers.actor import SYSTEM, Actor
from layers.outings import day_changes
from layers.outings.day_plans import Spot, TeamWish, Wish, confirm_plan, make_day_plan
from layers.outings.day_records import get_day_plan
from layers.outings.day_shapes import DayPlan, PlannedStop, PlannedTeam
from layers.outings.replanning import Rest, draft_rest, keep_rest
from layers.outings.timetables import time_plan
from layers.planning.frequencies import Planner
from layers.store.database import Database
from layers.travel.ways import Source, Ways

TODAY = date(2026, 11, 22)
NEAR = {"DB00001", "DB00004"}
"""In Phường 6 and Phường 14: west of the other two."""

BINH_DONG, PHU_DINH, CHANH_HUNG = "27424@2025-07-01", "27427@2025-07-01", "27418@2025-07-01"
OFFICE = Spot("Trụ sở phường Bình Đông", LonLat(106.6500, 10.7400))
OTHER_OFFICE = Spot("Trụ sở phường Phú Định", LonLat(106.6600, 10.7420))
TEAM = TeamWish("Đội 1", (), OFFICE)
WISH = Wish(TODAY, "walking", teams=(TEAM,))
TWO = replace(WISH, teams=(TEAM, replace(TEAM, name="Đội 2", start=OTHER_OFFICE)), mode="motorbike")
EVERYTHING = ["DB00001", "DB00002", "DB00003", "DB00004"]


@dataclass(frozen=True)
class StraightWays:
    """Straight lines, as if there was no water; ``islands`` cannot be reached from elsewhere."""

    source: Source = "straight"
    islands: frozenset[LonLat] = frozenset()
    crossing_names: tuple[str, ...] = ()
    asked: list[int] = field(default_factory=list)

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return lengths and times between all places."""
        self.asked.append(len(places))
        metres = np.array([[self._length_m(one, other) for other in places] for one in places]).reshape(
            len(places), len(places)
        )
        seconds = np.full(metres.shape, NO_WAY_S, dtype=np.int64)
        reached = np.isfinite(metres)
        seconds[reached] = np.ceil(mode.seconds(1.0) * metres[reached])
        return TravelMatrix(metres, seconds, ())

    def trace(self, places: Sequence[LonLat], mode: Mode) -> tuple[Route, ...]:  # noqa: ARG002 - as the protocol has it
        """Return the line of each leg."""
        return tuple(self._route(start, end) for start, end in pairwise(places))

    def _route(self, start: LonLat, end: LonLat) -> Route:
        length_m = self._length_m(start, end)
        if not np.isfinite(length_m):
            raise NoRoute("no_route")
        return Route(shapely.LineString([start, end]), length_m, (), (0.0, 0.0))

    def _length_m(self, one: LonLat, other: LonLat) -> float:
        if one == other:
            return 0.0
        return np.inf if {one, other} & self.islands else distance_m(one, other)


WAYS = StraightWays()


@dataclass(frozen=True)
class BusyWays(StraightWays):
    """Straight lines; while they are looked for, somebody else changes the plan ``meanwhile`` from a ``version``."""

    database: Database | None = None
    meanwhile: str = ""
    version: int = 1

    def matrix(self, places: Sequence[LonLat], mode: Mode) -> TravelMatrix:
        """Return lengths and times between all places."""
        assert self.database
        with self.database.write(SYSTEM, "plan.lock") as change:
            day_changes.lock_stop(change, self.meanwhile, "DB00001", True, version=self.version)
        return super().matrix(places, mode)


def stop(number: int, **values: Any) -> PlannedStop:
    """Return a stop on a grid of about 500 m, 16 to a row."""
    at = LonLat(106.640 + 0.0045 * (number % 16), 10.730 + 0.0045 * (number // 16))
    told = {"service_s": 1200, "priority_s": 9000, "wards": (), "status": "THEO_DOI", "team": None, **values}
    return PlannedStop(f"DB{number:05d}", f"Hẻm {number}", "alley", at=at, **told)


def team(number: int, *stops: PlannedStop, **values: Any) -> PlannedTeam:
    """Return a team with stops in an order that nobody timed."""
    told = {"shift": Window(27_000, 41_400), "units": (), **values}
    its = tuple(replace(one, team=number) for one in stops)
    return PlannedTeam(number, f"Đội {number}", start=OFFICE, end=OFFICE, stops=its, **told)


def day(*teams: PlannedTeam, left_out: Sequence[PlannedStop] = (), **values: Any) -> DayPlan:
    """Return a plan that is in no register."""
    told = {"code": "LT00001", "uuid": "u", "plan_on": TODAY, "version": 1, "state": "draft", "mode": "walking",
            "source": "straight", "areas": (), "hidden": 0, "recorded_at": datetime(2026, 11, 22, tzinfo=UTC),
            "recorded_by": None}  # fmt: skip
    return DayPlan(**{**told, "teams": teams, "left_out": tuple(left_out), **values})


def make(database: Database, wish: Wish = WISH, actor: Actor = SYSTEM, **options: Any) -> str:
    """Make a plan of what is due and return its code."""
    ways = options.pop("ways", WAYS)
    with database.write(actor, "plan.make") as change:
        return make_day_plan(change, wish, ways, Planner(), **options)


def confirm(database: Database, code: str = "LT00001", actor: Actor = SYSTEM, *, version: int = 1) -> int:
    """Confirm a plan and return its version."""
    with database.write(actor, "plan.confirm") as change:
        return confirm_plan(change, code, version=version)


def do(database: Database, name: str, *args: Any, actor: Actor = SYSTEM, **options: Any) -> Any:
    """Change LT00001 by a function of `layers.outings.day_changes`."""
    with database.write(actor, f"plan.{name}") as change:
        return getattr(day_changes, name)(change, "LT00001", *args, **options)


def move(database: Database, *move: Any, version: int, **options: Any) -> Any:
    """Move a stop of LT00001 and return its version."""
    return do(database, "move_stop", *move, version=version, ways=WAYS, **options)


def arranged(database: Database, *wanted: list[str]) -> DayPlan:
    """Return a plan of two teams with stops in an order of our own."""
    make(database, TWO)
    version = 1
    for number, its in enumerate(wanted, 1):
        for at, code in enumerate(its):
            version = move(database, code, number, at, version=version)
    plan = read(database)
    assert orders(plan) == list(wanted)
    return plan


def is_timed(plan: DayPlan) -> bool:
    """Tell whether every time of a plan is what its order comes to."""
    return time_plan(plan, {its.number for its in plan.teams}, WAYS) == plan


def plan_rest(
    database: Database, version: int, *, code: str = "LT00001", ways: Ways = WAYS, **rest: Any
) -> int:
    """Plan the rest of a plan anew, as its page does: found while reading, then written; return its version."""
    today = local_day(database.clock())
    with database.read() as connection:
        found = draft_rest(connection, SYSTEM, code, Rest(version, **rest), ways, today=today)
    with database.write(SYSTEM, "plan.replan") as change:
        return keep_rest(change, found)


def read(database: Database, code: str = "LT00001", actor: Actor = SYSTEM) -> DayPlan:
    """Return a plan as an actor sees it."""
    with database.read() as connection:
        return get_day_plan(connection, actor, code)


def orders(plan: DayPlan) -> list[list[str]]:
    """Return the codes of the stops of each team, in order."""
    return [[one.hotspot for one in its.stops] for its in plan.teams]


def codes(stops: Sequence[PlannedStop]) -> list[str]:
    """Return the codes of some stops."""
    return [one.hotspot for one in stops]


def arrives(one: PlannedStop) -> int:
    """Return when a team comes to a stop that has a time."""
    assert one.arrive_s is not None
    return one.arrive_s


def begins(one: PlannedStop) -> int:
    """Return when the visit begins at a stop that has a time."""
    assert one.begin_s is not None
    return one.begin_s


def leaves(one: PlannedStop) -> int:
    """Return when a team goes on from a stop that has a time."""
    assert one.leave_s is not None
    return one.leave_s
