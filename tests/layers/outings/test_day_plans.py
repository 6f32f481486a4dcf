"""A day is planned from what is due, kept once, and its ways are traced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely

from geo.errors import AppError
from layers.actor import SYSTEM
from layers.outings.day_plans import draft_day_plan, keep_day_plan, trace_plan
from layers.outings.day_shapes import Spot
from layers.planning.frequencies import Planner
from layers.store.database import Database
from layers.travel.ways import WaySettings, open_ways
from tests.layers.outings.days import (
    BINH_DONG,
    OTHER_OFFICE,
    PHU_DINH,
    TEAM,
    TODAY,
    WAYS,
    WISH,
    StraightWays,
    codes,
    day,
    make,
    orders,
    read,
    stop,
    team,
)
from tests.layers.places.supervised import add_person

SECOND = replace(TEAM, name="Đội 2", start=OTHER_OFFICE)


def test_a_day_is_planned_and_kept(database: Database) -> None:
    around = shapely.box(106.64, 10.73, 106.66, 10.75)
    wish = replace(WISH, teams=(TEAM, SECOND), areas=("776",), polygon=around, seed=7, soon_days=3)
    assert make(database, wish) == "LT00001"
    plan = read(database)
    assert (plan.plan_on, plan.version, plan.state, plan.mode) == (TODAY, 1, "draft", "walking")
    assert (plan.source, plan.areas, plan.seed, plan.hidden) == ("straight", ("776",), 7, 0)
    assert shapely.from_geojson(plan.polygon).equals(around)
    assert [(its.number, its.name) for its in plan.teams] == [(1, "Đội 1"), (2, "Đội 2")]
    assert sorted(codes([*plan.stops, *plan.left_out])) == ["DB00001", "DB00002", "DB00003", "DB00004"]
    assert plan.stops[0].wards[0].startswith("Phường ")
    assert all(its.end_s <= its.shift.end_s and not its.faults for its in plan.teams)


def test_the_same_question_has_the_same_plan(database: Database) -> None:
    first, second = (read(database, make(database)) for _ in range(2))
    assert (first.teams, first.left_out) == (second.teams, second.left_out)


def test_a_repeated_request_makes_one_plan(database: Database) -> None:
    assert make(database, uuid="one") == make(database, uuid="one") == "LT00001"
    assert make(database, uuid="two") == "LT00002"
    officer = add_person(database, "can_bo", "officer", PHU_DINH)
    make(database, replace(WISH, areas=(BINH_DONG,)), uuid="three")
    with pytest.raises(AppError, match="identifier_taken"):
        make(database, replace(WISH, areas=(PHU_DINH,)), officer, uuid="three")


def test_what_was_searched_outside_is_kept_inside(database: Database) -> None:
    with database.read() as connection:
        draft = draft_day_plan(connection, SYSTEM, WISH, WAYS, Planner())
    with database.write(SYSTEM, "plan.make") as change:
        code = keep_day_plan(change, draft, uuid="one")
    with database.write(SYSTEM, "plan.make") as change:
        assert keep_day_plan(change, draft, uuid="one") == code
    assert orders(read(database)) == orders(draft.plan)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"areas": ("99999",)}, "plan_nothing_due"),
        ({"teams": ()}, "plan_no_teams"),
        ({"plan_on": TODAY - timedelta(days=1)}, "date_in_past"),
        ({"plan_on": date(2005, 1, 1), "places": ("DB00001",)}, "plan_place_gone"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_what_cannot_be_planned_is_refused(database: Database, values: dict[str, object], code: str) -> None:
    with pytest.raises(AppError, match=code):
        make(database, replace(WISH, **values))


def test_a_team_lost_in_the_water_is_refused(database: Database) -> None:
    lost = Spot("Bến", WISH.teams[0].start.at._replace(lat=10.70))
    with pytest.raises(AppError, match="plan_team_unreachable"):
        make(
            database,
            replace(WISH, teams=(replace(TEAM, start=lost),)),
            ways=StraightWays(islands=frozenset({lost.at})),
        )


def test_only_who_records_visits_plans(database: Database) -> None:
    for role in ("viewer", "reporter"):
        with pytest.raises(AppError, match="not_allowed"):
            make(database, WISH, add_person(database, role, role))
    supervisor = add_person(database, "giam_sat", "supervisor", BINH_DONG)
    assert codes(read(database, make(database, WISH, supervisor)).stops) == ["DB00001"]


def test_ways_know_the_canals_of_the_register(database: Database) -> None:
    with database.read() as connection:
        ways = open_ways(connection, WaySettings())
    plan = read(database, make(database, replace(WISH, mode="motorbike"), ways=ways))
    routes = trace_plan(plan, ways)[1]
    assert len(routes) == len(plan.stops) + 1
    assert sum(route.length_m for route in routes) == pytest.approx(plan.teams[0].length_m)
    assert any(route.crossings for route in routes), "the places lie on both sides of a canal"


def test_a_leg_without_a_way_is_told_as_nothing() -> None:
    plan = day(team(1, stop(0), stop(1)), team(2))
    routes = trace_plan(plan, StraightWays(islands=frozenset({stop(1).at})))
    assert routes[2] == ()
    assert [route.line.is_empty for route in routes[1]] == [False, True, True]
    assert routes[1][1].length_m == float("inf")
