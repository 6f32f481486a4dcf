import numpy as np
import pytest
from hypothesis import given, settings

from geo.travel.problem import Problem, Stop, Team, Window, view_outings
from geo.travel.ruin import Polish
from geo.travel.timing import find_travel
from tests.geo.travel.days import line_of, problems


def cost_s(problem: Problem, orders: tuple[tuple[int, ...], ...]) -> int:
    outings = view_outings(problem)
    travel = [find_travel(outing, order) for outing, order in zip(outings, orders, strict=True)]
    assert None not in travel
    visited = [stop for order in orders for stop in order]
    assert len(visited) == len(set(visited))
    return sum(t or 0 for t in travel) + sum(
        weight for stop, weight in enumerate(problem.weights) if stop not in visited
    )


@settings(max_examples=40, deadline=None)
@given(problems(most_stops=6, most_teams=3))
def test_polishing_keeps_every_rule_and_never_makes_worse(problem: Problem) -> None:
    outings = view_outings(problem)
    if not outings or not problem.stops or any(team.first for team in problem.teams):
        return
    polish = Polish(outings, range(len(problem.stops)), problem.weights)
    filled = polish.fill([() for _ in outings])
    better = polish.run(filled, seed=2, rounds=20)
    assert cost_s(problem, better) <= cost_s(problem, filled) <= sum(problem.weights)
    assert polish.run(filled, seed=2, rounds=20) == better


def test_a_bad_order_is_mended() -> None:
    at = (100, 500, 200, 400, 300)
    stops = tuple(Stop(nth, 10, prize=5_000) for nth in range(5))
    problem = Problem(stops, (Team(5, 5, Window(0, 20_000)),), line_of(*at, 0))
    polish = Polish(view_outings(problem), range(5), problem.weights)
    (order,) = polish.run([(0, 1, 2, 3, 4)], seed=1, rounds=200)
    assert find_travel(view_outings(problem)[0], order) == 1_000


def test_what_a_stop_would_add_is_told_or_that_it_fits_nowhere() -> None:
    stops = (Stop(0, 10), Stop(1, 10), Stop(2, 10, (Window(0, 5),)))
    problem = Problem(stops, (Team(3, 3, Window(0, 5_000)),), line_of(100, 300, 200, 0))
    polish = Polish(view_outings(problem), range(3), problem.weights)
    assert polish.find_detour([(0,)], 1) == 400
    assert polish.find_detour([(0,)], 2) is None


def test_without_stops_there_is_nothing_to_polish() -> None:
    problem = Problem((), (Team(0, 0, Window(0, 10)),), np.zeros((1, 1), dtype=np.int64))
    with pytest.raises(ValueError, match="no stop"):
        Polish(view_outings(problem), (), ())
