"""Changes of a plan that is kept: each from the version one started with, timed at once, its history readable."""

from dataclasses import replace

import pytest

from geo.errors import AppError
from geo.travel.problem import Break, Window
from layers.actor import SYSTEM
from layers.outings.day_changes import VisitTimes, preview_move
from layers.outings.day_records import read_plan_history
from layers.planning.frequencies import Planner
from layers.store.database import Database
from tests.layers.outings.days import (
    BINH_DONG,
    EVERYTHING,
    PHU_DINH,
    TEAM,
    WAYS,
    WISH,
    arranged,
    begins,
    codes,
    do,
    is_timed,
    make,
    move,
    orders,
    plan_rest,
    read,
)
from tests.layers.places.supervised import add_person


def test_a_stop_moves_and_every_time_follows(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    with database.read() as connection:
        preview = preview_move(connection, SYSTEM, "LT00001", "DB00001", 2, 1, ways=WAYS)
    assert move(database, "DB00001", 2, 1, version=plan.version) == plan.version + 1
    moved = read(database)
    assert orders(moved) == [["DB00002"], ["DB00003", "DB00001", "DB00004"]]
    assert (moved.teams, moved.left_out) == (preview.teams, preview.left_out)
    assert is_timed(moved)
    assert moved.teams[1].travel_s > plan.teams[1].travel_s


def test_a_stop_goes_out_and_comes_back(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    version = move(database, "DB00002", None, 0, version=plan.version)
    without = read(database)
    assert [(one.hotspot, one.reason, one.begin_s) for one in without.left_out] == [
        ("DB00002", "taken_out", None)
    ]
    move(database, "DB00002", 1, 9, version=version)
    again = read(database)
    assert again.teams == plan.teams
    assert again.left_out == ()


def test_a_visit_gets_its_hours(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    times = VisitTimes(600, (Window(36_000, 37_000),))
    do(database, "change_stop", "DB00001", times, version=plan.version, ways=WAYS)
    changed = read(database).teams[0].stops[0]
    assert (changed.service_s, changed.windows) == tuple(times)
    assert 36_000 <= begins(changed) <= 37_000
    with pytest.raises(AppError, match="plan_window_invalid"):
        do(
            database,
            "change_stop",
            "DB00001",
            VisitTimes(600, (Window(2, 1),)),
            version=plan.version + 1,
            ways=WAYS,
        )


def test_a_team_changes_comes_and_goes(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    rested = replace(TEAM, name="Đội tối", shift=Window(61_200, 75_600), rest=Break(64_800, 68_400, 900))
    version = do(database, "change_team", 1, rested, version=plan.version, ways=WAYS)
    changed = read(database).teams[0]
    assert (changed.name, changed.shift, orders(read(database))[0]) == (
        "Đội tối",
        rested.shift,
        ["DB00001", "DB00002"],
    )
    assert begins(changed.stops[0]) >= 61_200
    assert changed.rest_at is not None
    version = do(database, "remove_team", 1, version=version)
    assert {one.reason for one in read(database).left_out} == {"no_team"}
    version = do(database, "add_team", TEAM, version=version)
    assert [its.number for its in read(database).teams] == [2, 3]
    plan_rest(database, version)
    found = read(database)
    assert sorted(codes(found.stops)) == EVERYTHING
    assert {one.team for one in found.stops} <= {2, 3}
    with pytest.raises(AppError, match="plan_shift_invalid"):
        do(database, "add_team", replace(TEAM, shift=Window(5, 4)), version=found.version)


def test_a_place_is_put_in_by_hand(database: Database) -> None:
    make(database, replace(WISH, areas=(BINH_DONG,)))
    options = {"version": 1, "planner": Planner()}
    do(database, "add_place", "DB00004", **options)
    assert [(one.hotspot, one.reason) for one in read(database).left_out] == [("DB00004", "taken_out")]
    move(database, "DB00004", 1, 0, version=2)
    assert orders(read(database)) == [["DB00004", "DB00001"]]
    with pytest.raises(AppError, match="plan_stop_twice"):
        do(database, "add_place", "DB00004", version=3, planner=Planner())


@pytest.mark.parametrize(
    ("reason", "code"), [("  ", "reason_missing"), ("Ông Nguyễn Văn An ốm", "personal_data")]
)
def test_a_plan_is_cancelled_for_a_reason_that_names_nobody(
    database: Database, reason: str, code: str
) -> None:
    make(database)
    with pytest.raises(AppError, match=code):
        do(database, "cancel_plan", version=1, reason=reason)


def test_an_empty_plan_is_not_confirmed_and_none_twice(database: Database) -> None:
    make(database, replace(WISH, areas=(BINH_DONG,)))
    move(database, "DB00001", None, 0, version=1)
    with pytest.raises(AppError, match="plan_empty"):
        do(database, "confirm_plan", version=2)
    move(database, "DB00001", 1, 0, version=2)
    do(database, "confirm_plan", version=3)
    with pytest.raises(AppError, match="plan_confirmed"):
        do(database, "confirm_plan", version=4)


def test_the_history_tells_every_change(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    do(database, "change_stop", "DB00001", VisitTimes(600), version=plan.version, ways=WAYS)
    officer = add_person(database, "can_bo", "officer", PHU_DINH)
    with database.read() as connection:
        page = read_plan_history(connection, officer, "LT00001")
    assert [row.action for row in page.rows] == ["plan.change_stop", *["plan.move_stop"] * 4, "plan.make"]
    told = {change.field: (change.before, change.after) for change in page.rows[0].changes}
    assert told["service_minutes"] == (20, 10)
    with database.read() as connection, pytest.raises(AppError, match="not_allowed"):
        read_plan_history(connection, add_person(database, "nguoi_xem", "viewer"), "LT00001")
