from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given

from geo.errors import InvalidTour
from geo.travel.problem import Break, Fault, LeftOut, Problem, Rest, Stop, Team, Visit, Window, view_outings
from geo.travel.timing import find_travel, retime
from tests.geo.travel.days import MORNING, every_order, line_of, one_team, problems


def faults_of(problem: Problem, *orders: Sequence[int]) -> list[Fault]:
    return list(retime(problem, orders).faults)


def test_arriving_waiting_beginning_and_leaving_are_told() -> None:
    problem = one_team(Stop(1, 60), Stop(2, 30, (Window(500, 600),)), at=(0, 100, 150))
    (route,) = retime(problem, [(0, 1)]).routes
    assert route.visits == (Visit(0, 100, 100, 160, 0), Visit(1, 210, 500, 530, 290))
    assert (route.start_s, route.end_s, route.travel_s, route.wait_s) == (0, 680, 300, 290)


def test_a_team_leaves_later_instead_of_waiting_at_its_first_stop() -> None:
    problem = one_team(Stop(1, 10, (Window(500, 600),)), at=(0, 100))
    (route,) = retime(problem, [(0,)]).routes
    assert (route.start_s, route.visits[0].arrive_s, route.wait_s) == (400, 500, 0)


def test_the_next_window_is_waited_for_when_one_has_closed() -> None:
    problem = one_team(Stop(1, 10, (Window(0, 50), Window(300, 400))), at=(0, 100))
    assert retime(problem, [(0,)]).routes[0].visits[0].begin_s == 300
    assert faults_of(problem, (0,)) == []


def test_a_visit_after_the_last_window_is_late_by_the_difference() -> None:
    problem = one_team(Stop(1, 10, (Window(0, 50),)), at=(0, 100))
    assert faults_of(problem, (0,)) == [Fault("late", 0, 0, 50)]


def test_what_a_given_order_breaks_is_named() -> None:
    problem = one_team(Stop(1, 700), at=(0, 200), max_travel_s=300)
    assert faults_of(problem, (0,)) == [
        Fault("over_shift", 0, None, 100),
        Fault("travel_too_long", 0, None, 100),
    ]


def test_a_leg_without_a_way_is_told_and_counts_no_time() -> None:
    seconds = np.array([[0, 10, -1], [10, 0, -1], [-1, -1, 0]])
    problem = Problem((Stop(1, 5), Stop(2, 5)), (Team(0, 0, MORNING),), seconds)
    plan = retime(problem, [(0, 1)])
    assert plan.faults == (Fault("unreachable", 0, 1), Fault("unreachable", 0, None))
    assert plan.travel_s == 10


def test_broken_locks_are_named() -> None:
    teams = (Team(0, 0, MORNING, first=(1,)), Team(0, 0, MORNING))
    problem = Problem((Stop(0, 0, team=1), Stop(0, 0), Stop(0, 0)), teams, line_of(0))
    assert faults_of(problem, (2, 0), (1,)) == [
        Fault("wrong_team", 0, 0),
        Fault("wrong_order", 0, 2),
        Fault("wrong_team", 1, 1),
    ]
    assert faults_of(problem, (1, 2), (0,)) == []


def test_a_break_is_taken_where_it_lets_the_next_window_be_kept() -> None:
    rest = Break(0, 1_000, 200)
    problem = one_team(Stop(1, 50, (Window(100, 100),)), Stop(2, 10), at=(0, 100, 300), rest=rest)
    (route,) = retime(problem, [(0, 1)]).routes
    assert route.rest is not None
    assert route.rest.after == 1, "resting before the first stop would make it late"
    assert faults_of(problem, (0, 1)) == []


def test_a_break_may_wait_for_the_way_back() -> None:
    problem = one_team(Stop(1, 0), at=(0, 100), shift=Window(0, 260), rest=Break(200, 200, 60))
    (route,) = retime(problem, [(0,)]).routes
    assert (route.rest, route.end_s) == (Rest(200, 260, 1), 260)


def test_a_break_is_taken_even_where_the_shift_ends_before_the_work() -> None:
    problem = one_team(Stop(1, 500), at=(0, 100), shift=Window(0, 800), rest=Break(200, 400, 100))
    assert faults_of(problem, (0,)) == [Fault("over_shift", 0, None, 100)]


def test_a_team_without_stops_stays_where_it_is() -> None:
    (route,) = retime(one_team(at=(0,)), [()]).routes
    assert (route.travel_s, route.start_s, route.end_s) == (0, 0, 0)


def test_a_stop_is_given_once_and_one_not_given_is_told() -> None:
    problem = one_team(Stop(0, 0), Stop(0, 0), at=(0,))
    with pytest.raises(InvalidTour, match="tour_stop_twice"):
        retime(problem, [(1, 1)])
    assert retime(problem, [(1,)]).left_out == (LeftOut(0, "not_given"),)


@given(problems(most_stops=3, most_teams=1, shortest=False))
def test_an_order_has_faults_exactly_when_it_breaks_a_rule(problem: Problem) -> None:
    (outing,) = view_outings(problem)
    for order in every_order(range(len(problem.stops))):
        if not order or not set(problem.teams[0].first) <= set(order):
            continue
        plan = retime(problem, [order])
        travel_s = find_travel(outing, order)
        assert (travel_s is None) == bool(plan.faults)
        assert travel_s in {None, plan.travel_s}
