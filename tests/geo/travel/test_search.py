from hypothesis import given, settings

from geo.travel.exact import find_best_order
from geo.travel.problem import Break, Problem, Stop, Team, Window, view_outings
from geo.travel.search import search_orders
from geo.travel.timing import find_travel
from tests.geo.travel.days import MORNING, line_of, one_team, problems


def searched(problem: Problem) -> list[list[int]]:
    stops = range(len(problem.stops))
    return search_orders(view_outings(problem), stops, problem.weights, seed=1, steps=100)


def test_stops_are_shared_out_so_that_travel_is_short() -> None:
    teams = (Team(0, 0, MORNING), Team(3, 3, MORNING))
    problem = Problem((Stop(1, 0), Stop(2, 0)), teams, line_of(0, 10, 490, 500))
    assert searched(problem) == [[0], [1]]


def test_either_window_of_a_stop_may_be_used() -> None:
    late, both = (Window(300, 350),), (Window(0, 40), Window(600, 650))
    problem = one_team(Stop(1, 100, both), Stop(2, 300, late), at=(0, 100, 150))
    assert searched(problem) == [[1, 0]]


def test_room_is_kept_for_the_break() -> None:
    rest = Break(300, 500, 300)
    stops = [Stop(1, 200, prize=1_000 + nth) for nth in range(4)]
    problem = one_team(*stops, at=(0, 10), rest=rest)
    (order,) = searched(problem)
    assert sorted(order) == [1, 2, 3]
    assert find_travel(view_outings(problem)[0], order) == 20


def test_the_break_may_begin_when_it_suits_the_stops() -> None:
    rest = Break(300, 500, 200)
    stops = (Stop(1, 460, (Window(0, 20),)), Stop(1, 10, (Window(490, 500),)))
    assert searched(one_team(*stops, at=(0, 10), rest=rest)) == [[0, 1]]


def test_no_team_has_its_break_twice() -> None:
    early, late = Stop(1, 10, (Window(510, 520),), prize=800), Stop(1, 10, (Window(480, 490),), prize=900)
    problem = one_team(early, late, at=(0, 10), rest=Break(300, 500, 200))
    (order,) = searched(problem)
    assert order in ([0], [1])
    assert find_travel(view_outings(problem)[0], order) == 20


def test_teams_keep_their_own_breaks() -> None:
    teams = (Team(0, 0, MORNING, Break(100, 200, 500)), Team(0, 0, MORNING, Break(600, 700, 300)))
    stops = [Stop(1, 150, prize=2_000) for _ in range(7)]
    problem = Problem(tuple(stops), teams, line_of(0, 5))
    orders = searched(problem)
    outings = view_outings(problem)
    assert [len(order) for order in orders] == [3, 4]
    assert None not in [find_travel(outing, order) for outing, order in zip(outings, orders, strict=True)]


@settings(max_examples=25, deadline=None)
@given(problems(most_stops=5, most_teams=1))
def test_what_it_finds_is_never_better_than_the_proved_best(problem: Problem) -> None:
    (outing,) = view_outings(problem)
    stops = range(len(problem.stops))
    (found,), best = searched(problem), find_best_order(outing, stops, problem.weights)
    travel_s, best_s = find_travel(outing, found), find_travel(outing, best)
    assert best_s is not None
    if travel_s is not None:
        missed = [
            sum(problem.weights[stop] for stop in stops if stop not in order) for order in (found, best)
        ]
        assert travel_s + missed[0] >= best_s + missed[1]
