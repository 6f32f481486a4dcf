"""The clock of a given order: times follow one another, what lies behind stays, and what is broken is told."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.travel.modes import WALKING
from geo.travel.problem import Break, Fault, Rest, Window
from layers.outings.day_shapes import PlannedTeam
from layers.outings.timetables import Legs, fix_until, places_of, starts_at, time_plan, time_team
from tests.layers.outings.days import OFFICE, StraightWays, arrives, begins, day, leaves, orders, stop, team

LUNCH = Break(36_000, 39_600, 1800)


def _timed(one: PlannedTeam, ways: StraightWays | None = None) -> PlannedTeam:
    return time_team(one, Legs.between(places_of([one]), ways or StraightWays(), WALKING))


def _assert_consistent(one: PlannedTeam) -> None:
    for before, after in pairwise(one.stops):
        assert begins(before) + before.service_s == leaves(before)
        assert arrives(before) <= begins(before)
        assert arrives(after) >= leaves(before) + after.travel_s
    assert one.travel_s == sum(its.travel_s for its in one.stops) + _way_home_s(one)
    assert one.end_s >= one.start_s


def _way_home_s(one: PlannedTeam) -> int:
    legs = Legs.between(places_of([one]), StraightWays(), WALKING)
    return legs.seconds(one.stops[-1].at, one.end.at) if one.stops else 0


@given(st.permutations(range(12)), st.integers(0, 12), st.sampled_from([None, LUNCH]))
def test_times_follow_one_another(order: list[int], count: int, rest: Break | None) -> None:
    one = _timed(team(1, *(stop(number) for number in order[:count]), rest=rest))
    assert [its.hotspot for its in one.stops] == [f"DB{number:05d}" for number in order[:count]]
    _assert_consistent(one)
    if rest and count:
        assert one.rest_at.end_s - one.rest_at.begin_s == rest.duration_s


@given(st.permutations(range(10)), st.integers(27_000, 45_000), st.integers(0, 3600))
def test_what_lies_behind_keeps_its_times(order: list[int], from_s: int, later_s: int) -> None:
    whole = _timed(team(1, *(stop(number) for number in order), rest=LUNCH))
    fixed = fix_until(whole, from_s)
    behind = [its for its in whole.stops if begins(its) < from_s]
    assert list(fixed.stops[: fixed.fixed]) == behind
    turned = replace(fixed, stops=(*fixed.stops[: fixed.fixed], *reversed(fixed.stops[fixed.fixed :])))
    again = _timed(turned)
    assert list(again.stops[: again.fixed]) == behind
    assert all(arrives(its) >= max(from_s, whole.start_s) for its in again.stops[again.fixed :])
    _assert_consistent(again)
    assert _timed(again) == again, "timing what is timed changes nothing"
    further = fix_until(again, from_s + later_s)
    assert further.fixed >= again.fixed
    assert further.stops[: again.fixed] == again.stops[: again.fixed]


def test_nothing_to_do_is_no_way() -> None:
    empty = _timed(team(1, rest=LUNCH, max_travel_s=60))
    assert (empty.start_s, empty.end_s, empty.travel_s, empty.length_m, empty.faults) == (
        27_000,
        27_000,
        0,
        0.0,
        (),
    )


def test_a_break_that_was_taken_is_not_taken_again() -> None:
    whole = _timed(team(1, *(stop(number) for number in range(8)), rest=LUNCH))
    assert whole.rest_at is not None
    resumed = _timed(fix_until(whole, whole.rest_at.begin_s + 60))
    assert resumed.rest_at == whole.rest_at
    assert (resumed.resume_s or 0) >= whole.rest_at.end_s


def test_a_break_that_came_too_late_is_taken_at_once() -> None:
    whole = _timed(team(1, *(stop(number) for number in range(6)), rest=LUNCH))
    assert whole.rest_at is not None
    late = _timed(fix_until(replace(whole, rest_at=None), 39_700))
    begin_s = starts_at(late)
    assert late.rest_at == (Rest(begin_s, begin_s + 1800, late.fixed) if begin_s + 1800 <= 41_400 else None)


def test_a_shift_that_is_over_is_told_of_those_who_are_still_out() -> None:
    whole = _timed(team(1, stop(0), stop(1), stop(2)))
    home = _timed(fix_until(whole, 60_000))
    assert (home.fixed, home.end_s, home.faults) == (3, whole.end_s, ())
    out = _timed(replace(fix_until(whole, begins(whole.stops[1]) + 1), resume_s=60_000))
    assert (out.fixed, out.end_s) == (2, leaves(out.stops[2]) + _way_home_s(out))
    assert out.faults == (Fault("over_shift", 1, None, out.end_s - 41_400),)


def test_a_stop_made_out_of_turn_counts_as_made_by_then() -> None:
    whole = _timed(team(1, stop(0), stop(1), replace(stop(2), is_done=True)))
    fixed = fix_until(whole, begins(whole.stops[0]) + 1)
    assert [its.hotspot for its in fixed.stops] == ["DB00000", "DB00002", "DB00001"]
    assert (fixed.fixed, fixed.stops[1].begin_s, fixed.stops[1].travel_s) == (2, fixed.resume_s, 0)


def test_what_an_order_breaks_is_told_with_its_place() -> None:
    closed = stop(3, windows=(Window(27_000, 27_060),))
    one = _timed(team(1, stop(0), closed, max_travel_s=60))
    assert [(fault.code, fault.team, fault.stop) for fault in one.faults] == [
        ("late", 1, 1),
        ("travel_too_long", 1, None),
    ]
    assert one.stops[1].late_s == one.faults[0].by_s > 0
    fixed = _timed(fix_until(one, begins(one.stops[1]) + 1))
    assert ("late", 1) in {(fault.code, fault.stop) for fault in fixed.faults}, (
        "it stays told once it is behind"
    )


def test_a_stop_that_cannot_be_reached_has_no_length() -> None:
    ways = StraightWays(islands=frozenset({stop(5).at}))
    one = _timed(team(1, stop(0), stop(5)), ways)
    assert (one.stops[1].leg_m, one.stops[1].travel_s) == (None, 0)
    assert {(fault.code, fault.stop) for fault in one.faults} == {("unreachable", 1), ("unreachable", None)}


def test_a_team_that_starts_where_it_stops_has_no_way_there() -> None:
    here = replace(stop(0), at=OFFICE.at)
    assert _timed(team(1, here)).travel_s == 0


def test_only_the_teams_asked_for_are_timed() -> None:
    plan = day(team(1, stop(0), stop(1)), team(2, stop(2)))
    ways = StraightWays()
    timed = time_plan(plan, {2}, ways)
    assert timed.teams[0] is plan.teams[0]
    assert timed.teams[1].stops[0].begin_s is not None
    assert ways.asked == [2], "the office and one stop"
    assert time_plan(plan, set(), ways) is plan
    assert orders(timed) == orders(plan)


@pytest.mark.parametrize("count", [1, 25])
def test_legs_name_each_place_once(count: int) -> None:
    ways = StraightWays()
    legs = Legs.between([stop(0).at] * count, ways, WALKING)
    assert (ways.asked, legs.seconds(stop(0).at, stop(0).at)) == ([1], 0)
