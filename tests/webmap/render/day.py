"""A day in Quận 8 to be put on paper: a plan made without a database, and what goes with it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise

import shapely

from geo.geodesy.measure import distance_m
from geo.travel.banks import Crossing
from geo.travel.modes import WALKING
from geo.travel.network import Route, WaterNetwork
from geo.travel.problem import Rest, Window
from geo.types import LonLat
from layers.outings.day_shapes import DayPlan, PlannedStop, PlannedTeam, Spot
from layers.supervision.bodies import Body
from layers.supervision.checklists import Checklist, read_default_items
from layers.supervision.last_visits import LastVisit
from tests.geo.quan8 import CROSSINGS, JULY_2025, WATER
from webmap.maps.symbols import DRAWN_STATES
from webmap.render.ground import Ground, Named
from webmap.render.plan_papers import Origin, Papers

ON = date(2026, 11, 23)
OFFICE = Spot("Trụ sở UBND Phường Bình Đông", LonLat(106.655, 10.7385))
NAMES = (
    "Hẻm 1678 Phạm Thế Hiển", "Cầu Hiệp Ân", "Hẻm 690 Nguyễn Duy", "Chân cầu Chữ Y", "Hẻm 157 Dương Bá Trạc, nhánh 2",
)  # fmt: skip
LONG_NAME = "Hẻm 2683 Phạm Thế Hiển, nhánh 14, đoạn từ chân cầu Nhị Thiên Đường đến bến đò cũ bên bờ Kênh Đôi"
HOUR_S = 3600

_SHIFT = Window(8 * HOUR_S, 17 * HOUR_S)
_SERVICE_S = 20 * 60
_BODIES = (
    Body(1, "MAT_TRAN", "Ủy ban Mặt trận Tổ quốc Việt Nam phường", "member", True, 1),
    Body(2, "HOI_LHPN", "Hội Liên hiệp Phụ nữ phường", "member", True, 1),
    Body(3, "HOI_CCB", "Hội Cựu chiến binh phường", "member", True, 1),
    Body(4, "DOAN_TN", "Đoàn Thanh niên Cộng sản Hồ Chí Minh phường", "member", True, 1),
)


@dataclass(frozen=True)
class Day:
    """What a test asks of the day: stops of each team, and how the places are called."""

    stops: tuple[int, ...] = (5,)
    names: tuple[str, ...] = NAMES
    left_out: int = 0
    seed: int = 3
    rest_after: int | None = None


FIVE_STOPS = Day()
NOWHERE = Origin()


def make_papers(day: Day = FIVE_STOPS, origin: Origin = NOWHERE) -> Papers:
    """Return the papers of a day; the same day gives the same ones."""
    places = _places(day)
    teams, routes = [], {}
    for number, count in enumerate(day.stops, 1):
        chosen, places = _in_order(OFFICE.at, places[:count]), places[count:]
        legs = _trace([OFFICE.at, *(stop.at for stop in chosen), OFFICE.at])
        team = _team(number, chosen, legs if chosen else ())
        rest = Rest(12 * HOUR_S, 13 * HOUR_S, day.rest_after) if day.rest_after is not None else None
        teams.append(replace(team, rest_at=rest))
        routes[number] = legs if chosen else ()
    left_out = [replace(stop, reason="lower_priority") for stop in places]
    return Papers(
        plan=_plan(tuple(teams), tuple(left_out)),
        routes=routes,
        ground=_ground(),
        boundaries="3 phường (từ 01/7/2025)",
        last={
            "DB00001": LastVisit(date(2026, 11, 12), "worse"),
            "DB00002": LastVisit(date(2026, 11, 10), "same"),
        },
        bodies=_BODIES,
        checklist=Checklist(1, 1, read_default_items()),
        origin=origin,
    )


def _places(day: Day) -> list[PlannedStop]:
    chance = random.Random(day.seed)
    land = shapely.union_all(list(JULY_2025.values()))
    found: list[PlannedStop] = []
    while len(found) < sum(day.stops) + day.left_out:
        at = shapely.Point(106.655 + chance.uniform(-0.02, 0.02), 10.735 + chance.uniform(-0.012, 0.012))
        if land.covers(at):
            found.append(_place(len(found), day, LonLat(at.x, at.y)))
    return found


def _place(nth: int, day: Day, at: LonLat) -> PlannedStop:
    return PlannedStop(
        hotspot=f"DB{nth + 1:05}",
        name=day.names[nth % len(day.names)],
        kind="point",
        status=DRAWN_STATES[nth % len(DRAWN_STATES)],
        wards=tuple(name for name, area in JULY_2025.items() if area.covers(shapely.Point(at))),
        at=at,
        team=None,
        service_s=_SERVICE_S,
        due_on=date(2026, 11, 20 + nth % 5),
        overdue_days=3 - nth % 5,
        is_required=nth == 1,
    )


def _in_order(start: LonLat, stops: Sequence[PlannedStop]) -> list[PlannedStop]:
    left, order, here = list(stops), [], start
    while left:
        nearest = min(left, key=lambda stop: distance_m(here, stop.at))
        left.remove(nearest)
        order.append(nearest)
        here = nearest.at
    return order


def _team(number: int, stops: Sequence[PlannedStop], legs: Sequence[Route]) -> PlannedTeam:
    now_s, planned = _SHIFT.start_s, []
    for stop, leg in zip(stops, legs, strict=False):
        travel_s = round(WALKING.seconds(leg.length_m) / 4)
        begin_s = now_s + travel_s
        now_s = begin_s + stop.service_s
        times = {"arrive_s": begin_s, "begin_s": begin_s, "leave_s": now_s}
        planned.append(replace(stop, team=number, travel_s=travel_s, leg_m=leg.length_m, **times))
    home_s = round(WALKING.seconds(legs[-1].length_m) / 4) if legs else 0
    return PlannedTeam(
        number=number,
        name=f"Đội {number}",
        units=("MAT_TRAN", "HOI_LHPN"),
        start=OFFICE,
        end=OFFICE,
        shift=_SHIFT,
        stops=tuple(planned),
        start_s=_SHIFT.start_s,
        end_s=now_s + home_s,
        travel_s=sum(stop.travel_s for stop in planned) + home_s,
        length_m=sum(leg.length_m for leg in legs),
    )


def _plan(teams: tuple[PlannedTeam, ...], left_out: tuple[PlannedStop, ...]) -> DayPlan:
    return DayPlan(
        code="LT00001",
        uuid="5c2f0f0e-6a0f-4f0a-9d0c-6f3f1c1f0a01",
        plan_on=ON,
        version=3,
        state="confirmed",
        mode="walking",
        source="straight",
        areas=(),
        teams=teams,
        left_out=left_out,
        hidden=0,
        recorded_at=datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
        recorded_by="lan",
    )


@cache
def _network() -> WaterNetwork:
    return WaterNetwork.build(
        list(WATER.values()), [Crossing(point, reach_m=300) for point in CROSSINGS.values()]
    )


def _trace(places: Sequence[LonLat]) -> tuple[Route, ...]:
    return tuple(_network().route(start, end, WALKING) for start, end in pairwise(places))


def _ground() -> Ground:
    drawn = ({name: shape for name, shape in group.items()} for group in (WATER, CROSSINGS, JULY_2025))
    water, crossings, wards = (tuple(Named(name, shape) for name, shape in group.items()) for group in drawn)
    return Ground(water, crossings, wards)
