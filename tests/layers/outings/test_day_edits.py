"""A plan changed in hand: stops move, are locked, taken out; what is locked or lies behind does not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import AppError
from geo.travel.problem import Window
from layers.outings import day_edits
from layers.outings.assignment import leave_out
from layers.outings.day_shapes import DayPlan
from tests.layers.outings.days import codes, day, orders, stop, team

EVERY = {f"DB{number:05d}" for number in range(10)}


def _plan() -> DayPlan:
    return day(
        team(1, stop(0), stop(1), stop(2)), team(2, stop(3)), left_out=[leave_out(stop(4), "lower_priority")]
    )


@pytest.mark.parametrize(
    ("hotspot", "number", "position", "expected"),
    [
        ("DB00000", 1, 2, [["DB00001", "DB00002", "DB00000"], ["DB00003"]]),
        ("DB00002", 1, 0, [["DB00002", "DB00000", "DB00001"], ["DB00003"]]),
        ("DB00001", 1, 1, [["DB00000", "DB00001", "DB00002"], ["DB00003"]]),
        ("DB00001", 2, 0, [["DB00000", "DB00002"], ["DB00001", "DB00003"]]),
        ("DB00001", 2, 99, [["DB00000", "DB00002"], ["DB00003", "DB00001"]]),
        ("DB00004", 1, 1, [["DB00000", "DB00004", "DB00001", "DB00002"], ["DB00003"]]),
        ("DB00003", None, 0, [["DB00000", "DB00001", "DB00002"], []]),
    ],
)
def test_a_stop_moves(hotspot: str, number: int | None, position: int, expected: list[list[str]]) -> None:
    moved = day_edits.move(_plan(), hotspot, number, position, seen=EVERY)
    assert orders(moved) == expected
    assert {one.hotspot: one.team for one in moved.stops} == {
        code: at for at, its in enumerate(expected, 1) for code in its
    }
    reasons = {one.hotspot: one.reason for one in moved.left_out}
    if number is None:
        assert reasons == {"DB00004": "lower_priority", hotspot: "taken_out"}
    else:
        assert hotspot not in reasons


@given(st.sampled_from(sorted(EVERY)[:5]), st.sampled_from([1, 2, None]), st.integers(-3, 9))
def test_no_stop_is_lost_or_doubled_by_a_move(hotspot: str, number: int | None, position: int) -> None:
    moved = day_edits.move(_plan(), hotspot, number, position, seen=EVERY)
    assert sorted(codes([*moved.stops, *moved.left_out])) == sorted(EVERY)[:5]


@pytest.mark.parametrize(("position", "expected"), [(0, 1), (1, 3), (2, 3)])
def test_positions_count_what_the_mover_sees(position: int, expected: int) -> None:
    moved = day_edits.move(_plan(), "DB00003", 1, position, seen={"DB00001", "DB00003"})
    assert orders(moved)[0].index("DB00003") == expected


def test_what_is_locked_is_unlocked_before_it_moves() -> None:
    locked = day_edits.lock(_plan(), "DB00001", is_locked=True)
    with pytest.raises(AppError, match="plan_stop_locked"):
        day_edits.move(locked, "DB00001", 2, 0, seen=EVERY)
    free = day_edits.lock(locked, "DB00001", is_locked=False)
    assert orders(day_edits.move(free, "DB00001", 2, 0, seen=EVERY))[1] == ["DB00001", "DB00003"]
    with pytest.raises(AppError, match="plan_stop_left_out"):
        day_edits.lock(_plan(), "DB00004", is_locked=True)


def test_what_lies_behind_stays_there() -> None:
    under_way = day(team(1, stop(0), stop(1), stop(2), fixed=2), team(2, stop(3)))
    changes: list[Callable[[], DayPlan]] = [
        lambda: day_edits.move(under_way, "DB00001", 2, 0, seen=EVERY),
        lambda: day_edits.move(under_way, "DB00003", 1, 1, seen=EVERY),
        lambda: day_edits.take_out(under_way, ["DB00000"]),
        lambda: day_edits.set_visit(under_way, "DB00000", 600, ()),
        lambda: day_edits.remove_team(under_way, 1),
    ]
    for change in changes:
        with pytest.raises(AppError, match="plan_stop_behind"):
            change()
    assert orders(day_edits.move(under_way, "DB00003", 1, 2, seen=EVERY))[0][2] == "DB00003"


def test_stops_are_taken_out_by_hand() -> None:
    found = day_edits.take_out(_plan(), ["DB00000", "DB00003", "DB00000"])
    assert orders(found) == [["DB00001", "DB00002"], []]
    assert {one.reason for one in found.left_out} == {"taken_out", "lower_priority"}


def test_a_visit_may_take_longer_and_have_its_hours() -> None:
    windows = (Window(30_000, 31_000),)
    found = day_edits.find_stop(day_edits.set_visit(_plan(), "DB00004", 600, windows), "DB00004")
    assert (found.service_s, found.windows) == (600, windows)


def test_a_team_that_goes_leaves_its_stops_to_the_others() -> None:
    found = day_edits.remove_team(_plan(), 1)
    assert [its.number for its in found.teams] == [2]
    assert {one.hotspot: one.reason for one in found.left_out} == {
        "DB00000": "no_team",
        "DB00001": "no_team",
        "DB00002": "no_team",
        "DB00004": "lower_priority",
    }
    with pytest.raises(AppError, match="plan_no_teams"):
        day_edits.remove_team(found, 2)


def test_what_is_not_in_the_plan_is_said() -> None:
    with pytest.raises(AppError, match="plan_stop_not_found"):
        day_edits.move(_plan(), "DB00077", 1, 0, seen=EVERY)
    with pytest.raises(AppError, match="plan_team_not_found"):
        day_edits.move(_plan(), "DB00000", 7, 0, seen=EVERY)


def test_only_teams_that_differ_are_timed_again() -> None:
    plan = _plan()
    assert day_edits.touched_teams(plan, day_edits.move(plan, "DB00000", 2, 0, seen=EVERY)) == {1, 2}
    assert day_edits.touched_teams(plan, day_edits.move(plan, "DB00004", 2, 0, seen=EVERY)) == {2}
    assert day_edits.touched_teams(plan, day_edits.put_team(plan, team(3))) == {3}
    assert day_edits.touched_teams(plan, plan) == set()
