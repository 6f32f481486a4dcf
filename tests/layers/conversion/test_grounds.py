"""Grounds: what the register knows for or against a change, counted up to the day it would begin."""

from dataclasses import replace
from datetime import date

import pytest

from layers.conversion.grounds import Given, Grounds, Start, find_warnings, meets, read_grounds
from layers.conversion.states import Need
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from tests.layers.places.visiting import add_request, add_visit, correct_visit

_ON = date(2018, 6, 1)
_NEW = Start()
_NONE = Grounds(
    visits=0,
    relapses=0,
    last_visit_on=None,
    are_last_clean=True,
    has_lead_ward=False,
    is_named=False,
    watch_to=None,
    overdue=0,
)


def _grounds(database: Database, start: Start = _NEW, on: date = _ON) -> Grounds:
    with database.read() as connection:
        return read_grounds(connection, find_hotspot_row(connection, "DB00001"), start, on)


def test_a_place_of_the_plan_has_a_ward_and_a_document_and_no_visit(database: Database) -> None:
    assert _grounds(database) == Grounds(
        visits=0,
        relapses=0,
        last_visit_on=None,
        are_last_clean=True,
        has_lead_ward=True,
        is_named=True,
        watch_to=None,
        overdue=0,
    )


def test_only_visits_made_up_to_the_day_count(database: Database) -> None:
    add_visit(database, date(2018, 3, 1))
    add_visit(database, date(2018, 5, 1), "relapse")
    add_visit(database, date(2018, 6, 2), "relapse")
    add_visit(database, date(2018, 5, 2), state="planned")
    add_visit(database, date(2018, 5, 2), code="DB00002")
    found = _grounds(database)
    assert (found.visits, found.relapses, found.last_visit_on) == (2, 1, date(2018, 5, 1))


def test_a_relapse_counts_from_the_day_the_state_began(database: Database) -> None:
    add_visit(database, date(2018, 3, 1), "relapse")
    add_visit(database, date(2018, 5, 1), "better")
    found = _grounds(database, Start("DA_CHUYEN_HOA", date(2018, 4, 1), None))
    assert (found.visits, found.relapses, found.are_last_clean) == (2, 0, True)


def test_a_corrected_visit_counts_as_corrected(database: Database) -> None:
    visit = add_visit(database, date(2018, 5, 1), "relapse")
    correct_visit(database, visit, visited_on=date(2018, 5, 1), result="same")
    assert _grounds(database).relapses == 0
    correct_visit(database, visit, visited_on=date(2018, 5, 1), result="same", state="cancelled")
    assert _grounds(database).visits == 0


def test_the_last_two_visits_tell_whether_it_is_clean(database: Database) -> None:
    for day, result in ((1, "worse"), (2, "same"), (3, "better")):
        add_visit(database, date(2018, 5, day), result)
    assert _grounds(database).are_last_clean
    assert not _grounds(database, on=date(2018, 5, 2)).are_last_clean


def test_requests_are_overdue_when_sent_and_not_answered_in_time(database: Database) -> None:
    add_request(database, date(2018, 3, 1), date(2018, 3, 20))
    add_request(database, date(2018, 3, 1), date(2018, 3, 20), state="answered")
    add_request(database, date(2018, 3, 1), date(2018, 6, 1))
    assert _grounds(database).overdue == 1
    assert _grounds(database, on=date(2018, 3, 20)).overdue == 0


@pytest.mark.parametrize(
    ("need", "grounds", "given", "met"),
    [
        (Need.VISIT, _NONE, Given(), False),
        (Need.VISIT, _NONE, Given(has_document=True), True),
        (Need.VISIT, replace(_NONE, visits=1), Given(), True),
        (Need.VISIT, replace(_NONE, is_named=True), Given(), True),
        (Need.RELAPSE, replace(_NONE, relapses=1), Given(has_document=True), False),
        (Need.RELAPSE, replace(_NONE, relapses=1), Given(has_decision=True), True),
        (Need.RELAPSE, replace(_NONE, relapses=2), Given(), True),
        (Need.RELAPSE, _NONE, Given(has_document=True, has_decision=True, has_reason=True), False),
        (Need.WATCH_OVER, _NONE, Given(), False),
        (Need.WATCH_OVER, _NONE, Given(has_reason=True), True),
        (Need.WATCH_OVER, replace(_NONE, watch_to=_ON), Given(), False),
        (Need.WATCH_OVER, replace(_NONE, watch_to=date(2018, 5, 31)), Given(), True),
        (Need.LEAD_WARD, replace(_NONE, has_lead_ward=True), Given(), True),
        (Need.LEAD_WARD, _NONE, Given(has_document=True), False),
    ],
)
def test_needs_are_met_by_what_there_is_or_by_what_is_given(
    need: Need, grounds: Grounds, given: Given, met: bool
) -> None:
    assert meets(need, grounds, given, _ON) is met


def test_a_need_that_only_a_form_can_meet_is_not_judged_here() -> None:
    with pytest.raises(ValueError, match="term"):
        meets(Need.TERM, _NONE, Given(), _ON)


def test_warnings_do_not_forbid() -> None:
    assert find_warnings("DA_CHUYEN_HOA", _NONE, _ON) == ("no_recent_visit",)
    late = replace(_NONE, visits=3, last_visit_on=date(2018, 5, 2), overdue=1, are_last_clean=False)
    assert find_warnings("DA_CHUYEN_HOA", late, _ON) == ("overdue", "not_clean")
    assert find_warnings("ON_DINH", late, _ON) == ("not_clean",)
    assert find_warnings("THEO_DOI", late, _ON) == ()
