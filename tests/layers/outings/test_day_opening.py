"""A plan is opened from the version that one started with, by those who may change it, while it may be changed."""

from datetime import timedelta

import pytest

from geo.errors import AppError
from layers.actor import SYSTEM
from layers.errors import StaleVersion
from layers.outings import day_changes
from layers.store.database import Database
from tests.conftest import Clock
from tests.layers.outings.days import BINH_DONG, TWO, WAYS, arranged, do, make, move, orders, read
from tests.layers.places.supervised import add_person


def test_who_comes_too_late_is_told_the_present_version(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    move(database, "DB00001", 2, 0, version=plan.version)
    for name, args, options in (
        ("move_stop", ("DB00003", 1, 0), {"ways": WAYS}),
        ("lock_stop", ("DB00003", True), {}),
        ("confirm_plan", (), {}),
        ("cancel_plan", (), {"reason": "Mưa to"}),
    ):
        with pytest.raises(StaleVersion) as stale:
            do(database, name, *args, version=plan.version, **options)
        assert stale.value.facts["present"] == plan.version + 1


def test_a_cancelled_plan_and_one_of_the_past_stay_as_they_are(database: Database, clock: Clock) -> None:
    make(database, TWO)
    make(database, TWO)
    do(database, "cancel_plan", version=1, reason="Mưa to, hoãn")
    assert (read(database).state, read(database).reason) == ("cancelled", "Mưa to, hoãn")
    with pytest.raises(AppError, match="plan_cancelled"):
        move(database, "DB00001", 1, 0, version=2)
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "plan.lock") as change, pytest.raises(AppError, match="plan_over"):
        change.note("day_plan", "LT00002")
        day_changes.lock_stop(change, "LT00002", "DB00001", True, version=1)


def test_nobody_changes_the_stops_of_others(database: Database) -> None:
    plan = arranged(database, ["DB00001", "DB00002"], ["DB00003", "DB00004"])
    officer = add_person(database, "can_bo", "supervisor", BINH_DONG)
    viewer = add_person(database, "nguoi_xem", "viewer")
    stranger = add_person(database, "noi_khac", "officer", "27397@2025-01-01")
    for actor, name, args, options, code in (
        (officer, "move_stop", ("DB00002", 2, 0), {"ways": WAYS}, "not_allowed"),
        (officer, "confirm_plan", (), {}, "not_allowed"),
        (officer, "cancel_plan", (), {"reason": "Mưa"}, "not_allowed"),
        (officer, "remove_team", (2,), {}, "not_allowed"),
        (viewer, "move_stop", ("DB00001", 2, 0), {"ways": WAYS}, "not_allowed"),
        (stranger, "move_stop", ("DB00001", 2, 0), {"ways": WAYS}, "plan_not_found"),
    ):
        with pytest.raises(AppError, match=code):
            do(database, name, *args, actor=actor, version=plan.version, **options)
    move(database, "DB00001", 2, 0, version=plan.version, actor=officer)
    behind_what_he_does_not_see = [["DB00002"], ["DB00003", "DB00004", "DB00001"]]
    assert orders(read(database)) == behind_what_he_does_not_see
