"""Who goes where: every stop has one place or a reason, locks hold, what lies behind stays, and the answer repeats."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.travel.problem import Break, Window
from geo.types import LonLat
from layers.errors import Refused
from layers.outings.assignment import SETTLED, assign_stops, leave_out
from layers.outings.day_shapes import REASONS, DayPlan, PlannedStop, Spot
from layers.outings.timetables import fix_until, time_plan
from tests.layers.outings.days import WAYS, StraightWays, arrives, begins, codes, day, orders, stop, team

STOPS = st.lists(
    st.builds(
        stop,
        st.integers(0, 40),
        priority_s=st.integers(0, 6000),
        is_required=st.booleans(),
        windows=st.sampled_from([(), (Window(27_000, 30_000),), (Window(50_000, 50_100),)]),
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda one: one.hotspot,
)
SEVERAL = st.integers(1, 3)


def _fresh(stops: list[PlannedStop], teams: int = 1, **values: object) -> DayPlan:
    return day(*(team(number, **values) for number in range(1, teams + 1)), left_out=stops)


def _assert_whole(before: DayPlan, after: DayPlan) -> None:
    """Every stop once, with a team and times or with a reason."""
    everything = codes([*before.stops, *before.left_out])
    assert sorted(codes([*after.stops, *after.left_out])) == sorted(everything)
    for one in after.stops:
        assert one.reason is None
        assert None not in {one.arrive_s, one.begin_s, one.leave_s}
    for one in after.left_out:
        assert one.reason in REASONS
        assert (one.team, one.begin_s, one.is_locked) == (None, None, False)


@settings(max_examples=12)
@given(STOPS, SEVERAL)
def test_every_stop_has_one_team_or_a_reason(stops: list[PlannedStop], teams: int) -> None:
    plan = _fresh(stops, teams, rest=Break(34_200, 37_800, 900))
    found = assign_stops(plan, WAYS, most_stops=100)
    _assert_whole(plan, found)
    assert all(its.faults == () for its in found.teams), "what was solved breaks nothing"
    for its in found.teams:
        assert its.end_s <= its.shift.end_s
        assert {one.team for one in its.stops} <= {its.number}
    assert time_plan(found, {1, 2, 3}, WAYS) == found, "the clock of the search is the clock of every change"
    assert assign_stops(plan, WAYS, most_stops=100) == found, "the same question has the same plan"


@settings(max_examples=12)
@given(STOPS, SEVERAL, st.data())
def test_what_is_locked_stays_with_its_team_and_in_its_order(
    stops: list[PlannedStop], teams: int, data: st.DataObject
) -> None:
    plan = assign_stops(_fresh(stops, teams), WAYS, most_stops=100)
    locked = data.draw(st.sets(st.sampled_from(codes(stops))))
    shuffled = replace(
        plan,
        teams=tuple(
            replace(
                its,
                stops=tuple(
                    replace(one, is_locked=one.hotspot in locked)
                    for one in data.draw(st.permutations(its.stops))
                ),
            )
            for its in plan.teams
        ),
    )
    found = assign_stops(shuffled, WAYS, most_stops=100)
    _assert_whole(shuffled, found)
    assert [[one.hotspot for one in its.stops if one.is_locked] for its in found.teams] == [
        [one.hotspot for one in its.stops if one.is_locked] for its in shuffled.teams
    ]


@settings(max_examples=12)
@given(STOPS, SEVERAL, st.integers(27_000, 43_000))
def test_planning_the_rest_never_moves_what_lies_behind(
    stops: list[PlannedStop], teams: int, from_s: int
) -> None:
    plan = assign_stops(_fresh(stops, teams), WAYS, most_stops=100)
    behind = [[one for one in its.stops if begins(one) < from_s] for its in plan.teams]
    under_way = replace(plan, teams=tuple(fix_until(its, from_s) for its in plan.teams))
    found = assign_stops(under_way, WAYS, most_stops=100)
    _assert_whole(plan, found)
    assert [list(its.stops[: its.fixed]) for its in found.teams] == behind
    for its in found.teams:
        assert all(arrives(one) >= from_s for one in its.stops[its.fixed :])


def test_those_asked_for_by_name_come_before_any_prize() -> None:
    near = [stop(number, priority_s=20_000) for number in range(32, 38)]
    named = stop(5, priority_s=0, is_required=True)
    found = assign_stops(_fresh([*near, named], shift=Window(27_000, 34_000)), WAYS, most_stops=100)
    assert "DB00005" in codes(found.stops)
    assert {one.reason for one in found.left_out} == {"lower_priority"}


def test_of_a_thousand_places_the_most_pressing_are_weighed() -> None:
    stops = [stop(number % 250, priority_s=number) for number in range(1000)]
    stops = [replace(one, hotspot=f"DB{number:05d}") for number, one in enumerate(stops)]
    required = replace(stops[3], is_required=True)
    ways = StraightWays()
    found = assign_stops(_fresh([*stops[:3], required, *stops[4:]], 2), ways, most_stops=20)
    assert ways.asked == [21], "the way is asked for what is weighed, the office and no more"
    assert len(found.stops) + len(found.left_out) == 1000
    assert set(codes(found.stops)) <= {"DB00003", *(f"DB{number:05d}" for number in range(981, 1000))}
    assert {one.reason for one in found.left_out if one.priority_s < 981} == {"lower_priority"}


def test_what_is_settled_is_not_weighed_again() -> None:
    settled = [leave_out(stop(number), reason) for number, reason in enumerate(sorted(SETTLED))]
    open_one = leave_out(stop(9), "lower_priority")
    found = assign_stops(_fresh([*settled, open_one]), WAYS, most_stops=100)
    assert codes(found.stops) == ["DB00009"]
    assert {one.reason for one in found.left_out} == SETTLED


def test_a_window_that_no_shift_meets_is_a_reason() -> None:
    night = stop(1, windows=(Window(80_000, 81_000),))
    found = assign_stops(_fresh([stop(0), night]), WAYS, most_stops=100)
    assert [(one.hotspot, one.reason) for one in found.left_out] == [("DB00001", "no_window")]


def test_what_cannot_be_reached_is_left_out_and_the_rest_planned() -> None:
    island = stop(7, is_required=True)
    found = assign_stops(
        _fresh([stop(0), island]), StraightWays(islands=frozenset({island.at})), most_stops=100
    )
    assert orders(found) == [["DB00000"]]
    assert [(one.hotspot, one.reason) for one in found.left_out] == [("DB00007", "unreachable")]


@pytest.mark.parametrize("side", ["start", "end"])
def test_a_team_that_reaches_nothing_is_refused(side: str) -> None:
    lost = Spot("Bến", LonLat(106.70, 10.70))
    plan = day(team(1), replace(team(2), **{side: lost}), left_out=[stop(0), stop(1)])
    with pytest.raises(Refused) as refused:
        assign_stops(plan, StraightWays(islands=frozenset({lost.at})), most_stops=100)
    assert (refused.value.code, refused.value.facts["team"]) == ("plan_team_unreachable", 2)


def test_locks_that_cannot_be_kept_in_time_are_kept_and_told() -> None:
    closed = stop(0, windows=(Window(27_000, 27_060),), is_locked=True)
    found = assign_stops(day(team(1, stop(9, is_locked=True), closed, stop(5))), WAYS, most_stops=100)
    assert [one.hotspot for one in found.teams[0].stops if one.is_locked] == ["DB00009", "DB00000"]
    assert ("late", 1) in {(fault.code, fault.team) for fault in found.teams[0].faults}
    assert [one.reason for one in found.left_out] in ([], ["lower_priority"])


def test_the_work_is_shared_out_where_that_costs_no_stop() -> None:
    stops = [stop(number) for number in (33, 34, 35, 36, 17, 18, 19, 20)]
    found = assign_stops(_fresh(stops, 2), WAYS, most_stops=100)
    assert found.left_out == ()
    loads = [its.end_s - its.start_s for its in found.teams]
    assert max(loads) <= 1.5 * min(loads)
    rested = assign_stops(_fresh(stops, 2, rest=Break(36_000, 39_600, 900)), WAYS, most_stops=100)
    assert rested.left_out == ()
    assert all(its.rest_at is not None for its in rested.teams)
    alone = replace(stops[0], priority_s=100_000)
    assert orders(assign_stops(_fresh([alone], 2), WAYS, most_stops=100)) in (
        [["DB00033"], []],
        [[], ["DB00033"]],
    )
