"""A confirmed plan plans visits, and keeps them in step with every later change; those of others it leaves alone."""

from dataclasses import replace
from datetime import date

import pytest

from layers.actor import SYSTEM
from layers.outings.day_changes import cancel_plan, change_team, move_stop
from layers.outings.day_plans import TeamWish
from layers.store.database import Database
from layers.supervision.visit_drafts import Visit
from layers.supervision.visit_records import VisitQuery, VisitRecord, get_visit, list_visits
from layers.supervision.visits import plan_visit, record_visit
from tests.layers.outings.days import OFFICE, TODAY, WAYS, WISH, confirm, make, plan_rest, read
from tests.layers.places.supervised import add_bodies

FIRST, SECOND = TeamWish("Đội 1", ("MAT_TRAN",), OFFICE), TeamWish("Đội 2", ("HOI_CCB",), OFFICE)
TWO = replace(WISH, teams=(FIRST, SECOND), mode="motorbike")


@pytest.fixture
def planned(database: Database) -> Database:
    """Return a register with a plan of four stops, one of which has a planned visit already."""
    add_bodies(database)
    with database.write(SYSTEM, "visit.plan") as change:
        plan_visit(change, "DB00001", TODAY, ("DOAN_TN",))
    make(database, TWO)
    return database


def _visits(database: Database, *states: str) -> dict[str, VisitRecord]:
    with database.read() as connection:
        query = VisitQuery(TODAY, states or ("planned",), is_ascending=True)
        return {visit.hotspot: visit for visit in list_visits(connection, SYSTEM, query).visits}


def _units(database: Database) -> dict[str, tuple[str, ...]]:
    return {place: visit.units for place, visit in _visits(database).items()}


def _expected(database: Database) -> dict[str, tuple[str, ...]]:
    its = {stop.hotspot: team.units for team in read(database).teams for stop in team.stops}
    return {**its, "DB00001": ("DOAN_TN",)}


def test_confirming_plans_a_visit_for_each_stop_that_has_none(planned: Database) -> None:
    assert _units(planned) == {"DB00001": ("DOAN_TN",)}
    assert confirm(planned) == 2
    assert _units(planned) == _expected(planned)
    assert {visit.planned_on for visit in _visits(planned).values()} == {TODAY}
    plan = read(planned)
    assert plan.state == "confirmed"
    assert {stop.hotspot: stop.visit for stop in plan.stops} == {
        place: visit.code for place, visit in _visits(planned).items()
    }


def test_visits_follow_their_stops_to_another_team(planned: Database) -> None:
    confirm(planned)
    before = _visits(planned)
    with planned.write(SYSTEM, "plan.move") as change:
        move_stop(change, "LT00001", "DB00002", 3 - _team_of(planned, "DB00002"), 0, version=2, ways=WAYS)
    assert _units(planned) == _expected(planned)
    after = _visits(planned)
    assert {place for place in before if before[place].code != after[place].code} == {"DB00002"}
    with planned.read() as connection:
        gone = get_visit(connection, SYSTEM, before["DB00002"].code, TODAY)
    assert (gone.state, gone.reason) == ("cancelled", "LT00001")


def _team_of(database: Database, place: str) -> int:
    return next(team.number for team in read(database).teams for stop in team.stops if stop.hotspot == place)


def test_a_stop_that_falls_out_loses_its_visit_and_gets_one_when_it_returns(planned: Database) -> None:
    confirm(planned)
    with planned.write(SYSTEM, "plan.move") as change:
        version = move_stop(change, "LT00001", "DB00002", None, 0, version=2, ways=WAYS)
        version = move_stop(change, "LT00001", "DB00001", None, 0, version=version, ways=WAYS)
    assert "DB00002" not in _visits(planned)
    assert "DB00001" in _visits(planned), "what others planned stays"
    with planned.write(SYSTEM, "plan.move") as change:
        move_stop(change, "LT00001", "DB00002", 1, 0, version=version, ways=WAYS)
    assert _units(planned)["DB00002"] == ("MAT_TRAN",)


def test_units_follow_their_team(planned: Database) -> None:
    confirm(planned)
    number = _team_of(planned, "DB00002")
    with planned.write(SYSTEM, "plan.change_team") as change:
        other = replace(FIRST, units=("HOI_NCT",))
        change_team(change, "LT00001", number, other, version=2, ways=WAYS)
    assert _units(planned)["DB00002"] == ("HOI_NCT",)


def test_cancelling_takes_back_what_was_planned_and_keeps_what_was_made(planned: Database) -> None:
    confirm(planned)
    visit = _visits(planned)["DB00002"]
    with planned.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00002", Visit(TODAY), planned=(visit.code, visit.version))
    assert [stop.hotspot for stop in read(planned).stops if stop.is_done] == ["DB00002"]
    with planned.write(SYSTEM, "plan.cancel") as change:
        cancel_plan(change, "LT00001", version=2, reason="Mưa to, hoãn")
    assert _units(planned) == {"DB00001": ("DOAN_TN",)}
    assert _visits(planned, "made").keys() == {"DB00002"}
    cancelled = _visits(planned, "cancelled")
    assert cancelled.keys() == {"DB00003", "DB00004"}
    assert {one.reason for one in cancelled.values()} == {"Mưa to, hoãn"}


def test_what_was_made_is_not_planned_again_by_planning_the_rest(planned: Database) -> None:
    confirm(planned)
    made = read(planned).teams[0].stops[-1].hotspot
    visit = _visits(planned)[made]
    with planned.write(SYSTEM, "visit.record") as change:
        record_visit(change, made, Visit(TODAY), planned=(visit.code, visit.version))
    plan_rest(planned, 2, from_s=28_000)
    plan = read(planned)
    assert made in [stop.hotspot for stop in plan.teams[0].stops[: plan.teams[0].fixed]]
    assert made not in _visits(planned)
    assert _visits(planned, "made")[made].code == visit.code


def test_a_draft_plans_nothing(planned: Database) -> None:
    with planned.write(SYSTEM, "plan.cancel") as change:
        cancel_plan(change, "LT00001", version=1, reason="Mưa to, hoãn")
    assert _units(planned) == {"DB00001": ("DOAN_TN",)}
    assert _visits(planned, "cancelled") == {}


def test_a_plan_of_another_day_is_another_matter(planned: Database) -> None:
    make(planned, replace(TWO, plan_on=date(2026, 11, 25)))
    confirm(planned)
    confirm(planned, "LT00002")
    with planned.read() as connection:
        days = [
            visit.day for visit in list_visits(connection, SYSTEM, VisitQuery(TODAY, ("planned",))).visits
        ]
    assert sorted(set(days)) == [TODAY, date(2026, 11, 25)]
    assert len(days) == 8
