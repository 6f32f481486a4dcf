"""What stands in the calendar, for whom, and what of it may be moved."""

from datetime import date, timedelta
from typing import Any

import pytest

from layers.actor import SYSTEM, Actor
from layers.agenda import calendar, calendar_items
from layers.agenda.calendar import list_areas, read_calendar
from layers.agenda.calendar_items import KINDS, Calendar, CalendarQuery, Item
from layers.errors import OutsideScope
from layers.people.grants import add_grant
from layers.people.users import get_user
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from layers.supervision.intervals import Intervals
from tests.conftest import CountStatements
from tests.layers.places.supervised import add_person
from tests.rows import add_visits

ON = date(2026, 11, 22)
START, END = date(2026, 11, 1), date(2026, 12, 1)
BINH_DONG, PHU_DINH = "27424@2025-07-01", "27427@2025-07-01"


def read(database: Database, actor: Actor = SYSTEM, **asked: Any) -> Calendar:
    """Return November 2026."""
    query = CalendarQuery(**{"on": ON, "start": START, "end": END, **asked})
    with database.read() as connection:
        return read_calendar(connection, actor, query, Intervals())


def visit(database: Database, code: str, *days: date, state: str = "made", actor: Actor = SYSTEM) -> None:
    """Add visits to a place."""
    with database.write(actor, "visit.record") as change:
        add_visits(change, find_hotspot_row(change.connection, code), *days, state=state)


def told(items: tuple[Item, ...]) -> list[tuple[str, str | None, int]]:
    """Return kind, place and day of the month of items."""
    return [(one.kind, one.hotspot, one.start.day) for one in items]


def test_visits_stand_on_their_days_and_a_place_where_it_is_due_next(database: Database) -> None:
    visit(database, "DB00001", date(2026, 11, 3), date(2026, 11, 18))
    visit(database, "DB00002", date(2026, 11, 20))
    visit(database, "DB00002", date(2026, 11, 26), state="planned")
    visit(database, "DB00003", date(2026, 11, 24), state="cancelled")
    visit(database, "DB00004", date(2026, 10, 30))
    found = read(database)
    assert told(found.items) == [
        ("made", "DB00001", 3),
        ("due", "DB00004", 6),
        ("made", "DB00001", 18),
        ("made", "DB00002", 20),
        ("due", "DB00001", 25),
        ("planned", "DB00002", 26),
    ]
    assert [one.hotspot for one in found.waiting] == ["DB00003"]  # due long before, and nothing is planned
    assert [one.may_move for one in found.items] == [False, True, False, False, True, True]
    assert not found.is_cut


def test_a_place_whose_visit_is_planned_too_late_is_told_and_not_planned_twice(database: Database) -> None:
    visit(database, "DB00001", date(2026, 11, 18))
    visit(database, "DB00001", date(2026, 11, 28), state="planned")
    found = [one for one in read(database).items if one.hotspot == "DB00001"]
    assert told(tuple(found)) == [("made", "DB00001", 18), ("due", "DB00001", 25), ("planned", "DB00001", 28)]
    assert [one.may_move for one in found] == [False, False, True]
    visit(database, "DB00003", date(2026, 12, 24), state="planned")
    assert "DB00003" not in {one.hotspot for one in read(database).waiting}


def test_days_are_half_open(database: Database) -> None:
    visit(
        database, "DB00001", START - timedelta(days=1), START, END - timedelta(days=1), END, state="planned"
    )
    assert [one.start for one in read(database).items if one.kind == "planned"] == [START, date(2026, 11, 30)]


def test_called_off_visits_stand_there_only_where_they_are_asked_for(database: Database) -> None:
    visit(database, "DB00001", date(2026, 11, 24), state="cancelled")
    assert all(not one.is_cancelled for one in read(database).items)
    found = [one for one in read(database, with_cancelled=True).items if one.is_cancelled]
    assert [(one.kind, one.start.day, one.may_move) for one in found] == [("planned", 24, False)]


def test_everybody_finds_his_own_area_and_moves_only_what_he_may(database: Database) -> None:
    for code in ("DB00001", "DB00002", "DB00003", "DB00004"):
        visit(database, code, date(2026, 11, 26), state="planned")
    viewer = add_person(database, "xem", "viewer", BINH_DONG)
    supervisor = add_person(database, "giamsat", "supervisor", BINH_DONG)
    for person, may_move in ((viewer, False), (supervisor, True)):
        found = read(database, person)
        assert told(found.items) == [("planned", "DB00001", 26)]
        assert [one.may_move for one in found.items] == [may_move]
    both = add_person(database, "canbo", "officer", PHU_DINH)
    with database.write(SYSTEM, "grant.add") as change:
        add_grant(change, get_user(change.connection, "canbo"), "viewer", BINH_DONG)
    moves = {one.hotspot: one.may_move for one in read(database, both).items if one.kind == "planned"}
    assert moves["DB00001"] is False and moves["DB00004"] is True


def test_whoever_reads_no_visits_finds_no_calendar(database: Database) -> None:
    with pytest.raises(OutsideScope):
        read(database, add_person(database, "nhatky", "auditor"))


def test_an_area_narrows_it_whatever_the_vintage(database: Database) -> None:
    for code in ("DB00001", "DB00002", "DB00003", "DB00004"):
        visit(database, code, date(2026, 11, 26), state="planned")
    places = {one.hotspot for one in read(database, area=BINH_DONG).items}
    assert places == {"DB00001"} == {one.hotspot for one in read(database, area="27424@start").items}
    assert {one.hotspot for one in read(database, area=BINH_DONG).waiting} <= {"DB00001"}
    assert read(database, area="99999@2025-07-01").items == ()


def test_ones_own_work_is_what_one_recorded(database: Database) -> None:
    lan, minh = (add_person(database, name, "supervisor", "776") for name in ("lan", "minh"))
    visit(database, "DB00001", date(2026, 11, 24), state="planned", actor=lan)
    visit(database, "DB00002", date(2026, 11, 24), state="planned", actor=minh)
    planned = [one.hotspot for one in read(database, lan, is_own=True).items if one.kind == "planned"]
    assert planned == ["DB00001"]


def test_only_the_kinds_that_are_asked_for(database: Database) -> None:
    visit(database, "DB00001", date(2026, 11, 18))
    visit(database, "DB00001", date(2026, 11, 24), state="planned")
    for kind in KINDS:
        assert {one.kind for one in read(database, kinds=frozenset({kind})).items} <= {kind}
    assert told(read(database, kinds=frozenset({"made"})).items) == [("made", "DB00001", 18)]
    assert read(database, kinds=frozenset()).items == ()


def test_more_than_a_calendar_holds_is_cut_and_said(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (calendar, calendar_items):
        monkeypatch.setattr(module, "MOST", 2)
    visit(database, "DB00001", *(START + timedelta(days=n) for n in range(4)))
    found = read(database, kinds=frozenset({"made"}))
    assert (len(found.items), found.is_cut) == (2, True)


def test_it_takes_as_many_questions_whatever_stands_in_it(
    database: Database, count_statements: CountStatements
) -> None:
    visit(database, "DB00001", date(2026, 11, 18))
    with count_statements(database) as few:
        read(database)
    for code in ("DB00002", "DB00003", "DB00004"):
        visit(database, code, *(START + timedelta(days=n) for n in range(20)))
        visit(database, code, date(2026, 11, 28), state="planned")
    with count_statements(database) as many:
        read(database)
    assert len(many) == len(few)


def test_filters_offer_the_areas_that_hold_a_place_one_sees(database: Database) -> None:
    with database.read() as connection:
        names = dict(list_areas(connection, SYSTEM, ON))
    assert {BINH_DONG, PHU_DINH} <= set(names)
    assert names[BINH_DONG] == "Phường Bình Đông"
    assert "27397@2025-01-01" not in names
    viewer = add_person(database, "xem", "viewer", BINH_DONG)
    with database.read() as connection:
        own = dict(list_areas(connection, viewer, ON))
    assert BINH_DONG in own and "27418@2025-07-01" not in own
