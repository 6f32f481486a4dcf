from typing import Any

import numpy as np
import pytest

from geo.errors import InvalidTour
from geo.travel.problem import MOST_STOPS, Break, LeftOut, Plan, Problem, Stop, Team, Window, view_outings
from tests.geo.travel.days import MORNING, line_of, one_team

STOP = Stop(1, 10)


@pytest.mark.parametrize(
    ("code", "stop", "team"),
    [
        ("tour_window_invalid", {"windows": (Window(5, 4),)}, {}),
        ("tour_window_invalid", {"windows": (Window(5, 9), Window(8, 12))}, {}),
        ("tour_window_invalid", {"service_s": -1}, {}),
        ("tour_shift_invalid", {}, {"shift": Window(9, 8)}),
        ("tour_break_invalid", {}, {"rest": Break(900, 950, 200)}),
        ("tour_break_invalid", {}, {"rest": Break(300, 200, 10)}),
        ("tour_locks_clash", {"team": 1}, {}),
        ("tour_locks_clash", {}, {"first": (0, 0)}),
    ],
)
def test_a_day_that_cannot_be_is_refused(code: str, stop: dict[str, Any], team: dict[str, Any]) -> None:
    with pytest.raises(InvalidTour, match=code):
        one_team(Stop(**{"place": 1, "service_s": 10, **stop}), at=(0, 10), **team)


def test_too_many_stops_are_refused_with_the_limit() -> None:
    with pytest.raises(InvalidTour, match=f"most={MOST_STOPS}"):
        one_team(*[STOP] * (MOST_STOPS + 1), at=(0, 10))


@pytest.mark.parametrize("wrong", [{"place": 2}, {"prize": -1}])
def test_a_slip_of_the_caller_is_a_value_error(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"fit a matrix|a prize"):
        one_team(Stop(**{"place": 1, "service_s": 10, **wrong}), at=(0, 10))


def test_a_lock_names_a_stop_that_is_there() -> None:
    with pytest.raises(ValueError, match="no stop 7"):
        one_team(STOP, at=(0, 10), first=(7,))


def test_a_required_or_pinned_stop_outweighs_all_prizes_and_travel() -> None:
    stops = (Stop(1, 0, prize=40), Stop(1, 0), Stop(1, 0, prize=5))
    problem = one_team(*stops, at=(0, 30), first=(2,))
    optional, required, pinned = problem.weights
    assert optional == 40
    assert required == pinned > 40 + 5 + 4 * 30


def test_locks_are_legs_that_a_team_does_not_have() -> None:
    teams = (Team(0, 0, MORNING, first=(1,)), Team(0, 0, MORNING))
    stops = (Stop(1, 0), Stop(2, 0), Stop(3, 0, team=1))
    one, other = view_outings(Problem(stops, teams, line_of(0, 1, 2, 3)))
    assert one.legs[one.start] == [-1, 2, -1, -1, -1]
    assert one.legs[1][0] == 1
    assert [one.legs[row][2] for row in range(5)] == [-1] * 5
    assert other.legs[other.start][:3] == [1, -1, 3]


def test_the_cost_of_a_plan_counts_what_was_left_out() -> None:
    problem = one_team(Stop(1, 0, prize=40), at=(0, 30))
    assert Plan((), (LeftOut(0, "lower_priority"),)).cost_s(problem) == 40


def test_a_matrix_is_square() -> None:
    with pytest.raises(ValueError, match="2 x 3"):
        Problem((), (), np.zeros((2, 3), dtype=np.int64))
