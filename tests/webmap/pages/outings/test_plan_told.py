"""What a page tells of a plan: the next stop of a team, what is done, and a map that shows all of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import shapely
from flask import Flask

from geo.travel.network import Route
from layers.outings.day_shapes import DayPlan
from tests.layers.outings.days import TODAY, WAYS, day, stop, team
from webmap.pages.outings import plan_told
from webmap.pages.outings.plan_told import Told


def tell(plan: DayPlan) -> Told:
    routes = {
        its.number: WAYS.trace([its.start.at, *(one.at for one in its.stops), its.end.at], plan.travel_mode)
        for its in plan.teams
    }
    return Told(plan, routes, {}, TODAY, may_edit=True)


def test_the_next_stop_is_the_first_that_was_not_visited() -> None:
    its = team(1, stop(1, is_done=True), stop(2), stop(3))
    told = tell(day(its, state="confirmed"))
    assert [told.is_next(its, one) for one in its.stops] == [False, True, False]
    assert told.done == 1


@pytest.mark.parametrize(
    ("state", "days", "is_under_way"), [("confirmed", 0, True), ("draft", 0, False), ("confirmed", 1, False)]
)
def test_people_go_out_by_a_confirmed_plan_of_today(state: str, days: int, is_under_way: bool) -> None:
    told = tell(day(team(1, stop(1)), state=state, plan_on=TODAY + timedelta(days=days)))
    assert told.is_under_way == is_under_way


@pytest.mark.parametrize(("state", "days"), [("draft", 0), ("confirmed", -1)])
def test_nothing_comes_next_in_a_plan_that_is_no_plan_yet_or_no_more(state: str, days: int) -> None:
    its = team(1, stop(1))
    assert not tell(day(its, state=state, plan_on=TODAY + timedelta(days=days))).is_next(its, its.stops[0])


def test_the_map_holds_every_stop_in_its_frame(app: Flask) -> None:
    plan = day(team(1, stop(1), stop(2)), team(2), left_out=[stop(9)])
    with app.test_request_context():
        told = plan_told.map_facts(tell(plan))
    west, south, east, north = told["bounds"]
    for spot in (*(one["at"] for one in told["teams"][0]["stops"]), told["left_out"][0]["at"]):
        assert west < spot[0] < east
        assert south < spot[1] < north
    assert [one["label"] for one in told["teams"][0]["stops"]] == ["A1", "A2"]
    assert told["left_out"][0]["label"] == ""
    assert told["teams"][0]["end"] is None


def test_a_leg_that_no_way_leads_along_is_not_drawn(app: Flask) -> None:
    told = tell(day(team(1, stop(1))))
    nothing = Route(shapely.LineString(), float("inf"), (), (0.0, 0.0))
    broken = replace(told, routes={1: (nothing, told.routes[1][1])})
    with app.test_request_context():
        facts = plan_told.map_facts(broken)
    assert len(facts["teams"][0]["legs"]) == 1
    assert all(abs(side) < 180 for side in facts["bounds"])


def test_a_plan_without_anything_has_no_frame(app: Flask) -> None:
    with app.test_request_context():
        assert plan_told.map_facts(tell(day()))["bounds"] is None
