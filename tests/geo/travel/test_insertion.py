import numpy as np
from hypothesis import given, settings

from geo.travel.insertion import NEVER_S, Insertions
from geo.travel.problem import Problem, Stop, Window, view_outings
from geo.travel.timing import find_travel
from tests.geo.travel.days import every_order, one_team, problems


@settings(max_examples=60, deadline=None)
@given(problems(most_stops=4, most_teams=2))
def test_a_detour_is_what_timing_the_longer_route_says(problem: Problem) -> None:
    outings = view_outings(problem)
    if not outings or not problem.stops:
        return
    insertions = Insertions(outings)
    for number, outing in enumerate(outings):
        for order in every_order(range(len(problem.stops))):
            travel_s = find_travel(outing, order)
            if travel_s is None:
                continue
            slots = insertions.find_slots(number, order)
            left = np.array([stop for stop in range(len(problem.stops)) if stop not in order], dtype=np.int64)
            detours = insertions.find_detours(number, slots, left)
            assert slots.travel_s == travel_s
            assert detours.shape == (len(left), len(order) + 1)
            for row, stop in enumerate(left.tolist()):
                for at in range(len(order) + 1):
                    longer_s = find_travel(outing, (*order[:at], stop, *order[at:]))
                    told = int(detours[row, at])
                    assert told == (NEVER_S if longer_s is None else longer_s - travel_s)


def test_a_window_that_has_closed_leaves_no_slot() -> None:
    problem = one_team(Stop(1, 10, (Window(0, 400),)), at=(0, 500))
    insertions = Insertions(view_outings(problem))
    slots = insertions.find_slots(0, ())
    assert insertions.find_detours(0, slots, np.array([0])).tolist() == [[NEVER_S]]
