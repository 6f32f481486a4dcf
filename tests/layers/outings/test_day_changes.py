"""Changes of a plan that is kept: each from the version one started with, timed at once, its history readable."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from geo.errors import AppError
from geo.travel.problem import Break, Window
from layers.actor import SYSTEM, Actor
from layers.errors import StaleVersion
from layers.outings import day_changes
from layers.outings.day_changes import VisitTimes, preview_move
from layers.outings.day_records import read_plan_history
from layers.outings.day_shapes import DayPlan
from layers.outings.timetables import time_plan
from layers.planning.frequencies import Planner
from layers.store.database import Database
from tests.conftest import Clock
from tests.layers.outings.days import (
    BINH_DONG,
    OTHER_OFFICE,
    PHU_DINH,
    TEAM,
    WAYS,
    WISH,
    arrives,
    begins,
    codes,
    make,
    orders,
    read,
)
from tests.layers.places.supervised import add_person

SECOND = replace(TEAM, name="Đội 2", start=OTHER_OFFICE)
TWO = replace(WISH, teams=(TEAM, SECOND), mode="motorbike")
EVERYTHING = ["DB00001", "DB00002", "DB00003", "DB00004"]


def _do(database: Database, name: str, *args: Any, actor: Actor = SYSTEM, **options: Any) -> Any:
    """Change LT00001 by a function of the room."""
    with database.write(actor, f"plan.{name}") as change:
        return getattr(day_changes, name)(change, "LT00001", *args, **options)


def _move(database: Database, *move: Any, version: int, **options: Any) -> Any:
    return _do(database, "move_stop", *move, version=version, ways=WAYS, **options)


def _ordered(database: Database, *wanted: list[str]) -> DayPlan:
    """Return a plan of two teams with stops in an order of our own."""
    make(database, TWO)
    version = 1
    for number, its in enumerate(wanted, 1):
        for at, code in enumerate(its):
            version = _move(database, code, number, at, version=version)
    plan = read(database)
    assert orders(plan) == list(wanted)
    return plan


def _is_timed(plan: DayPlan) -> bool:
    return time_plan(plan, {its.number for its in plan.teams}, WAYS) == plan


def test_a_stop_moves_and_every_time_follows(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    with database.read() as connection:
        preview = preview_move(connection, SYSTEM, "LT00001", "DB00001", 2, 1, ways=WAYS)
    assert _move(database, "DB00001", 2, 1, version=plan.version) == plan.version + 1
    moved = read(database)
    assert orders(moved) == [["DB00002"], ["DB00003", "DB00001", "DB00004"]]
    assert (moved.teams, moved.left_out) == (preview.teams, preview.left_out)
    assert _is_timed(moved)
    assert moved.teams[1].travel_s > plan.teams[1].travel_s


def test_a_stop_goes_out_and_comes_back(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    version = _move(database, "DB00002", None, 0, version=plan.version)
    without = read(database)
    assert [(one.hotspot, one.reason, one.begin_s) for one in without.left_out] == [
        ("DB00002", "taken_out", None)
    ]
    _move(database, "DB00002", 1, 9, version=version)
    again = read(database)
    assert again.teams == plan.teams
    assert again.left_out == ()


def test_who_comes_too_late_is_told_the_present_version(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    _move(database, "DB00001", 2, 0, version=plan.version)
    for name, args, options in (
        ("move_stop", ("DB00003", 1, 0), {"ways": WAYS}),
        ("lock_stop", ("DB00003", True), {}),
        ("replan", (), {"ways": WAYS}),
        ("confirm_plan", (), {}),
        ("cancel_plan", (), {"reason": "Mưa to"}),
    ):
        with pytest.raises(StaleVersion) as stale:
            _do(database, name, *args, version=plan.version, **options)
        assert stale.value.facts["present"] == plan.version + 1


def test_locks_hold_when_the_rest_is_planned_anew(database: Database) -> None:
    plan = _ordered(database, ["DB00003", "DB00001", "DB00002"], ["DB00004"])
    version = _do(database, "lock_stop", "DB00003", True, version=plan.version)
    version = _do(database, "lock_stop", "DB00002", True, version=version)
    _do(database, "replan", version=version, ways=WAYS)
    found = read(database)
    locked = [code for code in orders(found)[0] if code in {"DB00003", "DB00002"}]
    assert locked == ["DB00003", "DB00002"]
    assert {one.hotspot for one in found.stops if one.is_locked} == {"DB00003", "DB00002"}
    assert sorted(codes(found.stops)) == EVERYTHING
    assert _is_timed(found)


def test_the_rest_is_planned_from_a_time_on_without_some_stops(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002", "DB00003"], ["DB00004"])
    from_s = begins(plan.teams[0].stops[0]) + 60
    gone = plan.teams[0].stops[2].hotspot
    _do(database, "replan", version=plan.version, ways=WAYS, from_s=from_s, without=(gone,))
    found = read(database)
    first = found.teams[0].stops[0]
    assert (found.teams[0].fixed, first) == (1, plan.teams[0].stops[0])
    assert [(one.hotspot, one.reason) for one in found.left_out] == [(gone, "taken_out")]
    ahead = [one for its in found.teams for one in its.stops[its.fixed :]]
    assert all(arrives(one) >= from_s for one in ahead)
    with pytest.raises(AppError, match="plan_stop_behind"):
        _move(database, first.hotspot, 2, 0, version=found.version)
    with pytest.raises(AppError, match="plan_time_invalid"):
        _do(database, "replan", version=found.version, ways=WAYS, from_s=-1)
    assert _is_timed(found)


def test_a_visit_gets_its_hours(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    times = VisitTimes(600, (Window(36_000, 37_000),))
    _do(database, "change_stop", "DB00001", times, version=plan.version, ways=WAYS)
    changed = read(database).teams[0].stops[0]
    assert (changed.service_s, changed.windows) == tuple(times)
    assert 36_000 <= begins(changed) <= 37_000
    with pytest.raises(AppError, match="plan_window_invalid"):
        _do(
            database,
            "change_stop",
            "DB00001",
            VisitTimes(600, (Window(2, 1),)),
            version=plan.version + 1,
            ways=WAYS,
        )


def test_a_team_changes_comes_and_goes(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    rested = replace(TEAM, name="Đội tối", shift=Window(61_200, 75_600), rest=Break(64_800, 68_400, 900))
    version = _do(database, "change_team", 1, rested, version=plan.version, ways=WAYS)
    changed = read(database).teams[0]
    assert (changed.name, changed.shift, orders(read(database))[0]) == (
        "Đội tối",
        rested.shift,
        ["DB00001", "DB00002"],
    )
    assert begins(changed.stops[0]) >= 61_200
    assert changed.rest_at is not None
    version = _do(database, "remove_team", 1, version=version)
    assert {one.reason for one in read(database).left_out} == {"no_team"}
    version = _do(database, "add_team", TEAM, version=version)
    assert [its.number for its in read(database).teams] == [2, 3]
    _do(database, "replan", version=version, ways=WAYS)
    found = read(database)
    assert sorted(codes(found.stops)) == EVERYTHING
    assert {one.team for one in found.stops} <= {2, 3}
    with pytest.raises(AppError, match="plan_shift_invalid"):
        _do(database, "add_team", replace(TEAM, shift=Window(5, 4)), version=found.version)


def test_a_place_is_put_in_by_hand(database: Database) -> None:
    make(database, replace(WISH, areas=(BINH_DONG,)))
    options = {"version": 1, "planner": Planner()}
    _do(database, "add_place", "DB00004", **options)
    assert [(one.hotspot, one.reason) for one in read(database).left_out] == [("DB00004", "taken_out")]
    _move(database, "DB00004", 1, 0, version=2)
    assert orders(read(database)) == [["DB00004", "DB00001"]]
    with pytest.raises(AppError, match="plan_stop_twice"):
        _do(database, "add_place", "DB00004", version=3, planner=Planner())


def test_a_cancelled_plan_and_one_of_the_past_stay_as_they_are(database: Database, clock: Clock) -> None:
    make(database, TWO)
    make(database, TWO)
    _do(database, "cancel_plan", version=1, reason="Mưa to, hoãn")
    assert (read(database).state, read(database).reason) == ("cancelled", "Mưa to, hoãn")
    with pytest.raises(AppError, match="plan_cancelled"):
        _move(database, "DB00001", 1, 0, version=2)
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "plan.lock") as change, pytest.raises(AppError, match="plan_over"):
        change.note("day_plan", "LT00002")
        day_changes.lock_stop(change, "LT00002", "DB00001", True, version=1)


@pytest.mark.parametrize(
    ("reason", "code"), [("  ", "reason_missing"), ("Ông Nguyễn Văn An ốm", "personal_data")]
)
def test_a_plan_is_cancelled_for_a_reason_that_names_nobody(
    database: Database, reason: str, code: str
) -> None:
    make(database)
    with pytest.raises(AppError, match=code):
        _do(database, "cancel_plan", version=1, reason=reason)


def test_an_empty_plan_is_not_confirmed_and_none_twice(database: Database) -> None:
    make(database, replace(WISH, areas=(BINH_DONG,)))
    _move(database, "DB00001", None, 0, version=1)
    with pytest.raises(AppError, match="plan_empty"):
        _do(database, "confirm_plan", version=2)
    _move(database, "DB00001", 1, 0, version=2)
    _do(database, "confirm_plan", version=3)
    with pytest.raises(AppError, match="plan_confirmed"):
        _do(database, "confirm_plan", version=4)


def test_nobody_changes_the_stops_of_others(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    officer = add_person(database, "can_bo", "supervisor", BINH_DONG)
    viewer = add_person(database, "nguoi_xem", "viewer")
    stranger = add_person(database, "noi_khac", "officer", "27397@2025-01-01")
    for actor, name, args, options, code in (
        (officer, "move_stop", ("DB00002", 2, 0), {"ways": WAYS}, "not_allowed"),
        (officer, "replan", (), {"ways": WAYS}, "not_allowed"),
        (officer, "confirm_plan", (), {}, "not_allowed"),
        (officer, "cancel_plan", (), {"reason": "Mưa"}, "not_allowed"),
        (officer, "remove_team", (2,), {}, "not_allowed"),
        (viewer, "move_stop", ("DB00001", 2, 0), {"ways": WAYS}, "not_allowed"),
        (stranger, "move_stop", ("DB00001", 2, 0), {"ways": WAYS}, "plan_not_found"),
    ):
        with pytest.raises(AppError, match=code):
            _do(database, name, *args, actor=actor, version=plan.version, **options)
    _move(database, "DB00001", 2, 0, version=plan.version, actor=officer)
    behind_what_he_does_not_see = [["DB00002"], ["DB00003", "DB00004", "DB00001"]]
    assert orders(read(database)) == behind_what_he_does_not_see


def test_the_history_tells_every_change(database: Database) -> None:
    plan = _ordered(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    _do(database, "change_stop", "DB00001", VisitTimes(600), version=plan.version, ways=WAYS)
    officer = add_person(database, "can_bo", "officer", PHU_DINH)
    with database.read() as connection:
        page = read_plan_history(connection, officer, "LT00001")
    assert [row.action for row in page.rows] == ["plan.change_stop", *["plan.move_stop"] * 4, "plan.make"]
    told = {change.field: (change.before, change.after) for change in page.rows[0].changes}
    assert told["service_minutes"] == (20, 10)
    with database.read() as connection, pytest.raises(AppError, match="not_allowed"):
        read_plan_history(connection, add_person(database, "nguoi_xem", "viewer"), "LT00001")
