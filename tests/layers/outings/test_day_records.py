"""Plans are read by whoever sees one of their stops: the others are hidden and counted, in one and in the list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from geo.errors import AppError
from geo.travel.problem import Fault, Rest
from layers.actor import SYSTEM, Actor
from layers.outings.day_records import (
    PlanPage,
    PlanQuery,
    get_day_plan,
    list_day_plans,
    open_plan,
    read_day_visits,
)
from layers.places.lineage import close_hotspot
from layers.places.references import find_hotspot_row, get_place
from layers.store.database import Database
from tests import rows
from tests.conftest import CountStatements
from tests.layers.outings.days import BINH_DONG, PHU_DINH, TODAY, WISH, codes, confirm, make, read
from tests.layers.places.supervised import add_person

TOMORROW = TODAY + timedelta(days=1)
EVERYTHING = ["DB00001", "DB00002", "DB00003", "DB00004"]


def _list(database: Database, actor: Actor = SYSTEM, **values: object) -> PlanPage:
    with database.read() as connection:
        return list_day_plans(connection, actor, PlanQuery(**values))


def _codes(page: PlanPage) -> list[str]:
    return [line.code for line in page.plans]


def test_what_a_reader_may_not_see_is_hidden_and_counted(database: Database) -> None:
    make(database, replace(WISH, mode="motorbike"))
    whole = read(database)
    assert sorted(codes(whole.stops)) == EVERYTHING
    viewer = add_person(database, "nguoi_xem", "viewer", PHU_DINH)
    seen = read(database, actor=viewer)
    assert sorted(codes(seen.stops)) == ["DB00002", "DB00003", "DB00004"]
    assert seen.hidden == 1
    assert codes(seen.stops) == [code for code in codes(whole.stops) if code != "DB00001"]
    assert "DB00001" not in str(seen)
    assert _list(database, viewer).plans[0].stops == 3
    assert read(database, whole.uuid).code == whole.code


def test_positions_are_those_of_what_is_seen(database: Database) -> None:
    make(database, replace(WISH, mode="motorbike"))
    with database.read() as connection:
        opened = open_plan(connection, SYSTEM, "LT00001")
    (its,) = opened.plan.teams
    _, *others = codes(its.stops)
    told = replace(
        its, faults=(Fault("late", 1, 0, 5), Fault("late", 1, 2, 5)), rest_at=Rest(1, 2, 3), fixed=2
    )
    shown = replace(opened, plan=replace(opened.plan, teams=(told,)), seen=frozenset(others)).shown().teams[0]
    assert [fault.stop for fault in shown.faults] == [None, 1]
    assert (shown.rest_at, shown.fixed) == (Rest(1, 2, 2), 1)


def test_who_sees_none_of_its_stops_knows_of_no_plan(database: Database) -> None:
    make(database, replace(WISH, areas=(BINH_DONG,)))
    stranger = add_person(database, "noi_khac", "officer", "27397@2025-01-01")
    with pytest.raises(AppError, match="plan_not_found"):
        read(database, actor=stranger)
    assert _list(database, stranger).plans == ()
    partner = add_person(database, "doi_tac", "auditor")
    for ask in (lambda: read(database, actor=partner), lambda: _list(database, partner)):
        with pytest.raises(AppError, match="not_allowed"):
            ask()
    with pytest.raises(AppError, match="plan_not_found"):
        read(database, "LT09999")


def test_plans_are_listed_by_day_page_by_page(database: Database) -> None:
    for plan_on in (TOMORROW, TODAY, TOMORROW):
        make(database, replace(WISH, plan_on=plan_on, areas=(BINH_DONG,)))
    confirm(database, "LT00002")
    assert _codes(_list(database)) == ["LT00003", "LT00001", "LT00002"]
    assert _codes(_list(database, is_ascending=True)) == ["LT00002", "LT00001", "LT00003"]
    assert _codes(_list(database, state="confirmed")) == ["LT00002"]
    assert _codes(_list(database, start=TOMORROW)) == ["LT00003", "LT00001"]
    assert _codes(_list(database, end=TOMORROW)) == ["LT00002"]
    for is_ascending in (False, True):
        page, found = None, []
        while page is None or page.next_after:
            page = _list(database, limit=1, after=page and page.next_after, is_ascending=is_ascending)
            found += _codes(page)
        assert found == _codes(_list(database, is_ascending=is_ascending))


def test_a_line_counts_what_is_done(database: Database) -> None:
    make(database, replace(WISH, mode="motorbike"))
    with database.write(SYSTEM, "visit.record") as change:
        row = find_hotspot_row(change.connection, "DB00001")
        rows.add_visits(change, row, TODAY, visited_on=TODAY, result="same")
    (line,) = _list(database).plans
    assert (line.stops, line.done, line.left_out, line.teams) == (4, 1, 0, ("Đội 1",))
    stops = {one.hotspot: one for one in read(database).stops}
    assert (stops["DB00001"].is_done, stops["DB00001"].visit is not None) == (True, True)
    assert not stops["DB00002"].is_done


def test_the_visit_that_was_made_counts_before_a_planned_one(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        row = find_hotspot_row(change.connection, "DB00001")
        rows.add_visits(change, row, TODAY, visited_on=TODAY)
        rows.add_visits(change, row, TODAY, state="planned", planned_on=TODAY)
        rows.add_visits(change, row, TOMORROW, state="planned", planned_on=TOMORROW)
        today = read_day_visits(change.connection, [row], TODAY)[row]
        tomorrow = read_day_visits(change.connection, [row], TOMORROW)[row]
        assert read_day_visits(change.connection, [row], TODAY - timedelta(days=1)) == {}
    assert (today.is_made, tomorrow.is_made) == (True, False)


def test_a_place_that_was_removed_is_no_stop_any_more(database: Database) -> None:
    make(database)
    with database.write(SYSTEM, "hotspot.remove", "Trùng") as change:
        place = get_place(change.connection, SYSTEM, "DB00002")
        close_hotspot(change, place.id, version=place.version)
    assert "DB00002" not in codes([*read(database).stops, *read(database).left_out])
    assert read(database).hidden == 0


def test_the_questions_do_not_grow_with_the_plans(
    database: Database, count_statements: CountStatements
) -> None:
    counts = []
    for _ in range(2):
        make(database)
        with count_statements(database) as asked:
            _list(database)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4
    with count_statements(database) as asked, database.read() as connection:
        get_day_plan(connection, SYSTEM, "LT00001")
    assert len(asked) <= 5
