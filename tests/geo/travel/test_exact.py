import pytest
from hypothesis import given, settings

from geo.travel.exact import MOST_EXACT, find_best_order
from geo.travel.problem import Outing, Problem, Stop, Window, view_outings
from geo.travel.timing import find_travel
from tests.geo.travel.days import every_order, one_team, problems


def cost_s(outing: Outing, order: tuple[int, ...], weights: tuple[int, ...]) -> float:
    travel_s = find_travel(outing, order)
    missed = sum(weight for stop, weight in enumerate(weights) if stop not in order)
    return float("inf") if travel_s is None else travel_s + missed


def assert_nothing_is_better(problem: Problem) -> None:
    (outing,) = view_outings(problem)
    positions = range(len(problem.stops))
    found = cost_s(outing, find_best_order(outing, positions, problem.weights), problem.weights)
    assert found == min(cost_s(outing, order, problem.weights) for order in every_order(positions))


@settings(max_examples=150)
@given(problems(most_stops=5, most_teams=1, shortest=False))
def test_no_order_of_any_set_of_stops_is_better(problem: Problem) -> None:
    assert_nothing_is_better(problem)


@settings(max_examples=4, deadline=None)
@given(problems(most_stops=7, most_teams=1))
def test_nor_for_seven_stops(problem: Problem) -> None:
    assert_nothing_is_better(problem)


def test_a_short_wait_is_accepted_for_less_travel() -> None:
    stops = (Stop(1, 0, (Window(400, 500),)), Stop(2, 0, (Window(0, 900),)))
    problem = one_team(*stops, at=(0, 100, 200))
    (outing,) = view_outings(problem)
    assert sorted(find_best_order(outing, (0, 1), problem.weights)) == [0, 1]


def test_a_stop_that_is_not_worth_the_way_is_left_out() -> None:
    problem = one_team(Stop(1, 0, prize=199), Stop(1, 0, prize=0), at=(0, 100))
    (outing,) = view_outings(problem)
    assert find_best_order(outing, (0, 1), problem.weights) == ()


def test_more_stops_than_it_can_prove_are_refused() -> None:
    count = MOST_EXACT + 1
    (outing,) = view_outings(one_team(*[Stop(0, 0)] * count, at=(0,)))
    with pytest.raises(ValueError, match="too many"):
        find_best_order(outing, range(count), (1,) * count)
