from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from geo.travel.problem import Plan, Problem, Reason, Stop, Team, Window, view_outings
from geo.travel.timing import find_travel, retime
from geo.travel.tours import Effort, effort_for, solve
from tests.geo.travel.days import MORNING, every_order, line_of, one_team, problems

QUICK = Effort(40, 5)


def reasons(problem: Problem) -> dict[int, Reason]:
    return dict(solve(problem, effort=QUICK).left_out)


def fits_alone(problem: Problem, stop: int) -> bool:
    return any(
        find_travel(outing, (*outing.team.first, stop)) is not None for outing in view_outings(problem)
    )


@settings(max_examples=60, deadline=None)
@given(problems(most_stops=6, most_teams=3))
def test_every_rule_is_kept_and_every_stop_is_accounted_for_once(problem: Problem) -> None:
    plan = solve(problem, effort=QUICK)
    visited = [stop for route in plan.routes for stop in route.stops]
    assert sorted([*visited, *(left.stop for left in plan.left_out)]) == list(range(len(problem.stops)))
    for route in plan.routes:
        assert_sound(problem, route.team, plan)


def assert_sound(problem: Problem, number: int, plan: Plan) -> None:
    team, route = problem.teams[number], plan.routes[number]
    left = {left.stop for left in plan.left_out}
    pinned = [stop for stop in team.first if stop not in left]
    assert list(route.stops[: len(pinned)]) == pinned
    if not route.visits:
        return
    assert team.shift.start_s <= route.start_s <= route.end_s <= team.shift.end_s
    places = [team.start, *(problem.stops[stop].place for stop in route.stops), team.end]
    legs = [int(problem.seconds[leg]) for leg in pairwise(places)]
    assert min(legs) >= 0
    assert route.travel_s == sum(legs) <= (team.max_travel_s or route.travel_s)
    for visit in route.visits:
        stop = problem.stops[visit.stop]
        assert stop.team in {None, number}
        assert visit.leave_s - visit.begin_s == stop.service_s
        assert not stop.windows or any(start <= visit.begin_s <= end for start, end in stop.windows)
        assert visit.wait_s >= 0
    assert_the_clock_adds_up(problem, number, plan)


def assert_the_clock_adds_up(problem: Problem, number: int, plan: Plan) -> None:
    team, route = problem.teams[number], plan.routes[number]
    service_s = sum(problem.stops[stop].service_s for stop in route.stops)
    rested_s = 0
    if team.rest is not None:
        assert route.rest is not None
        assert team.rest.earliest_s <= route.rest.begin_s <= team.rest.latest_s
        rested_s = route.end_s - route.start_s - route.travel_s - service_s - route.wait_s
        assert rested_s >= team.rest.duration_s, "and what was waited for the break to begin"
    else:
        assert route.end_s - route.start_s == route.travel_s + service_s + route.wait_s


@settings(max_examples=40, deadline=None)
@given(problems(most_stops=6, most_teams=2))
def test_reasons_say_what_is_so(problem: Problem) -> None:
    plan = solve(problem, effort=QUICK)
    left = {stop for stop, _ in plan.left_out}
    teams = (
        replace(team, first=tuple(stop for stop in team.first if stop not in left)) for team in problem.teams
    )
    outings = view_outings(replace(problem, teams=tuple(teams)))  # a lock that had to go binds no longer
    orders = [route.stops for route in plan.routes]
    pinned = {stop for team in problem.teams for stop in team.first}
    for stop, reason in plan.left_out:
        if reason in {"unreachable", "travel_too_long", "shift_too_short", "no_window"}:
            assert stop in pinned or not fits_alone(problem, stop)
            continue
        if stop in pinned:
            assert reason == "no_room"
            continue
        detours = [
            travel_s - (find_travel(outing, order) or 0)
            for outing, order in zip(outings, orders, strict=True)
            for at in range(len(order) + 1)
            if (travel_s := find_travel(outing, (*order[:at], stop, *order[at:]))) is not None
        ]
        if reason == "not_worth_the_way":
            assert min(detours) >= problem.weights[stop]
        else:
            assert reason == (
                "lower_priority" if problem.weights[stop] == problem.stops[stop].prize else "no_room"
            )
            assert detours == []


@pytest.mark.parametrize(
    ("reason", "stop", "team"),
    [
        ("travel_too_long", Stop(1, 10), {"max_travel_s": 199}),
        ("shift_too_short", Stop(1, 801), {}),
        ("no_window", Stop(1, 10, (Window(0, 99),)), {}),
        ("no_window", Stop(1, 10, (Window(950, 999),)), {}),
        ("not_worth_the_way", Stop(1, 10, prize=199), {}),
    ],
)
def test_a_stop_left_out_has_its_reason(reason: Reason, stop: Stop, team: dict[str, int]) -> None:
    assert reasons(one_team(stop, at=(0, 100), **team)) == {0: reason}


def test_a_stop_without_a_way_is_unreachable() -> None:
    seconds = np.array([[0, -1], [5, 0]])
    assert reasons(Problem((Stop(1, 0),), (Team(0, 0, MORNING),), seconds)) == {0: "unreachable"}


def test_what_is_worth_more_goes_first() -> None:
    stops = (Stop(1, 600, prize=300), Stop(1, 600, prize=900), Stop(1, 600), Stop(1, 600))
    assert reasons(one_team(*stops[:2], at=(0, 100))) == {0: "lower_priority"}
    assert set(reasons(one_team(*stops[1:], at=(0, 100))).values()) == {"lower_priority", "no_room"}


def test_a_lock_that_cannot_be_kept_gives_way_and_is_told() -> None:
    stops = (Stop(1, 10, (Window(0, 150),)), Stop(1, 400), Stop(1, 10))
    problem = one_team(*stops, at=(0, 100), first=(1, 0))
    plan = solve(problem)
    assert (plan.routes[0].stops, plan.left_out) == ((1, 2), ((0, "no_room"),))


def test_without_teams_or_stops_there_is_an_empty_plan() -> None:
    assert solve(Problem((Stop(0, 0),), (), line_of(0))).left_out == ((0, "no_team"),)
    assert solve(one_team(at=(0,))).routes[0].visits == ()


def test_the_same_problem_and_seed_give_the_same_plan() -> None:
    random = np.random.default_rng(4)
    at = random.integers(0, 2_000, 21)
    stops = tuple(Stop(nth, 60, prize=int(random.integers(100, 900))) for nth in range(20))
    problem = Problem(stops, (Team(20, 20, Window(0, 3_000)),) * 2, line_of(*at))
    assert solve(problem, seed=3, effort=QUICK) == solve(problem, seed=3, effort=QUICK)


@settings(max_examples=15, deadline=None)
@given(problems(most_stops=5, most_teams=1))
def test_one_team_gets_the_best_plan_there_is(problem: Problem) -> None:
    if problem.teams[0].first:
        return
    plan, (outing,) = solve(problem), view_outings(problem)
    assert retime(problem, [plan.routes[0].stops]).faults == ()
    for order in every_order(range(len(problem.stops))):
        travel_s = find_travel(outing, order)
        missed = sum(weight for stop, weight in enumerate(problem.weights) if stop not in order)
        assert travel_s is None or travel_s + missed >= plan.cost_s(problem)


def test_larger_days_are_searched_longer() -> None:
    for teams in (1, 3):
        steps = [effort_for(stops, teams).steps for stops in (25, 50, 100)]
        assert steps == sorted(set(steps))
    assert effort_for(25, 1).scale(0.1) == Effort(55, 3, 3)
