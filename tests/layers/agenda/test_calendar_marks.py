"""What stands in the calendar beside visits: peak periods, day plans, ends of terms, answers that are awaited."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from geo.types import Interval
from layers.actor import SYSTEM
from layers.agenda.calendar_items import Item, Kind
from layers.outings.day_plans import cancel_plan
from layers.store.database import Database
from layers.store.schema import status_event, status_span
from tests.layers.agenda.test_calendar import BINH_DONG, END, ON, PHU_DINH, read
from tests.layers.outings import days
from tests.layers.places.supervised import ASKED, add_bodies, add_draft, add_person, add_sent, add_visit
from tests.layers.planning.rules import PEAK, set_peak


def found(database: Database, kind: Kind, **asked: object) -> list[Item]:
    """Return the items of one kind in November 2026."""
    return list(read(database, kinds=frozenset({kind}), **asked).items)


def test_a_peak_period_that_meets_the_days_is_told_with_its_area(database: Database) -> None:
    set_peak(database, PEAK)
    set_peak(
        database, replace(PEAK, name="Tháng hành động", valid=Interval(END, END + timedelta(days=30))), 2
    )
    set_peak(database, replace(PEAK, name="Riêng một phường", area=BINH_DONG), 3)
    told = [(one.name, one.start, one.end, one.wards) for one in found(database, "peak")]
    span = (date(2026, 11, 15), date(2027, 1, 1))
    assert {one.last_on for one in found(database, "peak")} == {date(2026, 12, 31)}
    assert told == [(PEAK.name, *span, ()), ("Riêng một phường", *span, ("Phường Bình Đông",))]


def test_a_confirmed_day_plan_has_its_hours(database: Database) -> None:
    days.make(database)
    assert found(database, "plan") == []  # a draft is nobody's day yet
    days.confirm(database)
    [plan] = found(database, "plan")
    assert (plan.code, plan.start, plan.stops, plan.version) == ("LT00001", days.TODAY, 4, 2)
    team = days.read(database).teams[0]
    midnight = datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert plan.hours == tuple(midnight + timedelta(seconds=at) for at in (team.start_s, team.end_s))
    assert plan.hours[0] < plan.hours[1]


def test_a_day_plan_that_was_called_off_is_told_where_that_is_asked_for(database: Database) -> None:
    days.make(database)
    version = days.confirm(database)
    with database.write(SYSTEM, "plan.cancel") as change:
        cancel_plan(change, "LT00001", version=version, reason="mưa")
    assert found(database, "plan") == []
    [plan] = found(database, "plan", with_cancelled=True)
    assert plan.is_cancelled


def test_a_day_plan_is_told_to_whoever_sees_a_stop_and_in_the_areas_it_leads_to(database: Database) -> None:
    days.make(database)
    days.confirm(database)
    assert (
        len(found(database, "plan", area=BINH_DONG)) == len(found(database, "plan", area="27424@start")) == 1
    )
    assert found(database, "plan", area="99999@2025-07-01") == []
    person = add_person(database, "xem", "viewer", BINH_DONG)
    [plan] = found(database, "plan", actor=person)
    assert plan.stops == 1  # of four, the one that he may know of
    assert found(database, "plan", actor=person, is_own=True) == []  # it is another's


@pytest.mark.parametrize(
    ("kind", "column"), [("term", "term_to"), ("watch", "watch_to"), ("answer", "reply_due_on")]
)
def test_an_end_counts_while_its_state_lasts(database: Database, kind: Kind, column: str) -> None:
    with database.write(SYSTEM, "status.record") as change:
        change.connection.execute(update(status_event).values({column: date(2026, 11, 27)}))
        change.note("hotspot", "all")
    assert [(one.hotspot, one.start.day) for one in found(database, kind)] == [
        (f"DB0000{n}", 27) for n in (3, 4, 2, 1)
    ]  # by name
    assert {one.status for one in found(database, kind)} == {"THEO_DOI"}
    assert [one.hotspot for one in found(database, kind, area=BINH_DONG)] == ["DB00001"]
    assert found(database, kind, end=date(2026, 11, 27)) == []
    person = add_person(database, "xem", "viewer", BINH_DONG)
    assert [one.hotspot for one in found(database, kind, actor=person)] == ["DB00001"]
    with database.write(SYSTEM, "status.record") as change:
        change.connection.execute(update(status_span).values(valid_to=date(2026, 11, 20)))
        change.note("hotspot", "all")
    assert found(database, kind) == []


def test_the_answer_to_a_recommendation_is_due_until_it_comes(database: Database) -> None:
    add_bodies(database)
    add_draft(database, replace(ASKED, visits=(add_visit(database),)))
    assert found(database, "reply", end=date(2027, 1, 1)) == []  # a draft waits for nobody
    add_sent(database)
    [reply] = found(database, "reply", end=date(2027, 1, 1))
    assert (reply.kind, reply.code, reply.hotspot) == ("reply", "KN00002", "DB00001")
    assert reply.start == date(2026, 12, 11)  # 15 working days
    person = add_person(database, "xem", "viewer", PHU_DINH)
    assert found(database, "reply", actor=person, end=date(2027, 1, 1)) == []


def test_all_of_it_waits_for_the_day_of_asking_only(database: Database) -> None:
    set_peak(database, PEAK)
    assert found(database, "peak") == found(database, "peak", on=ON + timedelta(days=3))
