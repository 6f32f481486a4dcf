"""What is asked of a day: what cannot be planned is refused, with the team that it concerns."""

from dataclasses import replace
from typing import Any

import pytest
import shapely

from geo.errors import AppError, PersonalData
from geo.travel.problem import Break, Window
from geo.types import LonLat
from layers.outings.day_shapes import Spot
from layers.outings.wishes import TeamWish, Wish, check_windows, check_wish, plan_team
from layers.store.database import Database
from tests.layers.outings.days import OFFICE, TEAM, WISH
from tests.layers.places.supervised import add_bodies

SQUARE = shapely.box(106.64, 10.73, 106.66, 10.75)


def _check(database: Database, wish: Wish) -> Wish:
    with database.read() as connection:
        return check_wish(connection, wish)


def test_what_can_be_planned_is_kept(database: Database) -> None:
    add_bodies(database)
    team = TeamWish("  Đội   1 ", ("MAT_TRAN", "MAT_TRAN"), OFFICE, rest=Break(32_400, 36_000, 900))
    checked = _check(
        database, replace(WISH, teams=(team,), areas=("a", "a"), places=("x", "x"), polygon=SQUARE)
    )
    assert (checked.areas, checked.places) == (("a",), ("x",))
    assert checked.teams == (replace(team, name="Đội 1", units=("MAT_TRAN",), end=OFFICE),)
    planned = plan_team(checked.teams[0], 3)
    assert (planned.number, planned.end, planned.start_s, planned.stops) == (3, OFFICE, 27_000, ())


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"mode": "boat"}, "plan_mode_unknown"),
        ({"teams": ()}, "plan_no_teams"),
        ({"teams": (TEAM,) * 21}, "plan_too_many_teams"),
        ({"soon_days": -1}, "plan_number_invalid"),
        ({"most_stops": 0}, "plan_number_invalid"),
        ({"most_stops": 201}, "plan_number_invalid"),
        ({"visit_s": 100_000}, "plan_number_invalid"),
        ({"places": tuple(map(str, range(201)))}, "plan_number_invalid"),
        ({"polygon": shapely.LineString([(106, 10), (107, 11)])}, "plan_area_kind"),
        ({"polygon": shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])}, "geometry_invalid"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_what_cannot_be_planned_is_refused(database: Database, values: dict[str, Any], code: str) -> None:
    with pytest.raises(AppError) as refused:
        _check(database, replace(WISH, **values))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "   "}, "plan_name_invalid"),
        ({"name": "Đ" * 81}, "plan_name_invalid"),
        ({"start": Spot("Trụ sở", LonLat(float("nan"), 10.7))}, "plan_position_invalid"),
        ({"start": Spot("", OFFICE.at)}, "plan_name_invalid"),
        ({"end": Spot("Bến", LonLat(106.7, 100.0))}, "plan_position_invalid"),
        ({"shift": Window(40_000, 30_000)}, "plan_shift_invalid"),
        ({"shift": Window(30_000, 30_000)}, "plan_shift_invalid"),
        ({"shift": Window(-1, 30_000)}, "plan_shift_invalid"),
        ({"shift": Window(30_000, 90_000)}, "plan_shift_invalid"),
        ({"rest": Break(41_000, 41_300, 900)}, "plan_break_invalid"),
        ({"rest": Break(20_000, 26_000, 900)}, "plan_break_invalid"),
        ({"rest": Break(32_000, 33_000, 0)}, "plan_break_invalid"),
        ({"max_travel_s": 0}, "plan_way_invalid"),
        ({"units": ("NOBODY",)}, "unit_unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_team_that_cannot_go_is_refused(database: Database, values: dict[str, Any], code: str) -> None:
    with pytest.raises(AppError) as refused:
        _check(database, replace(WISH, teams=(TEAM, replace(TEAM, **values))))
    assert refused.value.code == code
    if code.startswith("plan_"):
        assert refused.value.facts["team"] == 2


@pytest.mark.parametrize(
    "values", [{"name": "Đội ông Nguyễn Văn An"}, {"start": Spot("Nhà anh Tư", OFFICE.at)}]
)
def test_nobody_is_named(database: Database, values: dict[str, Any]) -> None:
    with pytest.raises(PersonalData):
        _check(database, replace(WISH, teams=(replace(TEAM, **values),)))


@pytest.mark.parametrize(
    "windows",
    [
        [Window(2, 1)],
        [Window(10, 20), Window(15, 30)],
        [Window(10, 20), Window(1, 2)],
        [Window(-5, 20)],
        [Window(10, 86_401)],
    ],
    ids=str,
)
def test_windows_follow_one_another_within_the_day(windows: list[Window]) -> None:
    with pytest.raises(AppError, match="plan_window_invalid"):
        check_windows(windows)
    assert check_windows([Window(1, 2), Window(3, 4)]) == (Window(1, 2), Window(3, 4))
