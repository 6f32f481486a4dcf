"""What is owed on a day: visits, plans, answers, ends of terms, suspected relapses; and the places behind it."""

from datetime import date

import pytest

from layers.actor import SYSTEM
from layers.errors import OutsideScope
from layers.places.references import find_hotspot_row
from layers.planning.frequencies import Planner
from layers.planning.quotas import Quota
from layers.planning.supervision_plans import PlanDraft, put_plan
from layers.store.database import Database
from layers.summaries.duties import Duties, Letters, read_duties
from layers.summaries.lists import ListPage, Slice, list_behind
from layers.summaries.questions import Figure, Question
from tests.layers.places.visiting import add_request, add_visit
from tests.layers.planning.rules import account_for
from tests.layers.summaries.stories import (
    CHANH_HUNG,
    PHU_DINH,
    TODAY,
    move_place,
    relapse,
)
from tests.rows import add_recommendation, add_visits

QUESTION = Question(TODAY, since=date(2026, 10, 31))


def _read(database: Database, question: Question = QUESTION) -> Duties:
    with database.read() as connection:
        return read_duties(connection, SYSTEM, question, Planner())


def _list(database: Database, figure: str, question: Question = QUESTION, row: str | None = None) -> ListPage:
    with database.read() as connection:
        asked = Figure.find(figure, row)
        assert asked is not None
        return list_behind(connection, SYSTEM, question, asked, Planner(), Slice(limit=None))


def test_visits_count_where_the_place_lay_and_against_the_plan(database: Database) -> None:
    with database.write(SYSTEM, "plan.put") as change:
        quotas = {"DB00003": Quota(per_month=2, from_month=9), "DB00004": Quota(every_days=30)}
        put_plan(change, PHU_DINH, 2026, PlanDraft(quotas), Planner(), version=0)
        place = find_hotspot_row(change.connection, "DB00003")
        add_visits(
            change, place, date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 23)
        )
        add_visits(change, place, date(2026, 11, 25), state="planned")
        add_visits(change, find_hotspot_row(change.connection, "DB00004"), date(2026, 11, 10))
    move_place(database, "DB00004", like="DB00001", on=date(2026, 11, 15))
    told = _read(database)
    rows = {one.row.name: one.owed for one in told.rows}
    assert (told.total.visits, rows["Phường Phú Định"].visits, rows["Phường Chánh Hưng"].visits) == (3, 3, 2)
    assert rows["Phường Bình Đông"].visits == 0, "the visit was made before the place moved there"
    assert (told.total.overdue, told.total.soon, told.total.unplanned) == (3, 1, 2)
    assert (told.total.plan.wanted, told.total.plan.done) == (20, 5)
    assert _read(database, Question(TODAY, area=CHANH_HUNG)).total.visits == 3, "since the first of January"
    assert [one.code for one in _list(database, "soon").places] == ["DB00003"]
    overdue = _list(database, "overdue")
    assert ({one.code for one in overdue.places}, overdue.total) == ({"DB00001", "DB00002", "DB00004"}, 3)
    assert [one.code for one in _list(database, "overdue", row=PHU_DINH).places] == ["DB00002"]
    assert {one.code for one in _list(database, "unplanned").places} == {"DB00001", "DB00002"}


def test_letters_of_a_period_and_those_that_wait(database: Database) -> None:
    add_request(database, date(2026, 11, 3), date(2026, 11, 24))
    add_request(database, date(2026, 9, 1), date(2026, 9, 22))
    with database.write(SYSTEM, "recommendation.send") as change:
        place = find_hotspot_row(change.connection, "DB00004")
        days = {"sent_on": date(2026, 10, 1), "reply_due_on": date(2026, 10, 22)}
        add_recommendation(change, place, "answered", answered_on=date(2026, 11, 5), **days)
        add_recommendation(change, place, "withdrawn", closed_on=date(2026, 11, 6), **days)
        add_recommendation(change, place, "draft", reply_due_on=date(2026, 10, 22))
    assert _read(database).letters == Letters(sent=1, answered=1, waiting=2, overdue=1, commended=0)
    before = Question(date(2026, 10, 31))
    assert _read(database, before).letters == Letters(sent=3, answered=0, waiting=3, overdue=3, commended=0)
    assert _read(database, Question(TODAY, area=PHU_DINH)).letters.waiting == 0


def test_terms_that_end_and_relapses_that_are_suspected(database: Database) -> None:
    relapse(database)
    near_the_end = Question(date(2018, 5, 15))
    assert _read(database, near_the_end).term_ends == 1
    assert _read(database, Question(date(2018, 4, 15))).term_ends == 0
    (line,) = _list(database, "term_ends", near_the_end).places
    assert (line.code, line.day, line.since, line.wards) == (
        "DB00001", date(2018, 6, 1), date(2018, 3, 1), ("Phường 6",)
    )  # fmt: skip
    in_between = Question(date(2018, 1, 25))
    assert _read(database, in_between).suspected == 1
    assert _list(database, "suspected", in_between).total == 1
    assert _read(database, Question(date(2018, 1, 19))).suspected == 0
    assert _read(database).suspected == 0, "what relapsed is no longer suspected"


def test_a_reader_is_told_of_his_places_and_a_stranger_of_none(database: Database) -> None:
    add_visit(database, date(2026, 11, 20), code="DB00001")
    reader = account_for(database, "viewer", CHANH_HUNG)
    stranger = account_for(database, "auditor", CHANH_HUNG)
    with database.read() as connection:
        told = read_duties(connection, reader, QUESTION, Planner())
        assert (told.total.visits, told.total.overdue) == (0, 1)
        page = list_behind(connection, reader, QUESTION, Figure("overdue"), Planner(), Slice())
        assert [one.code for one in page.places] == ["DB00003"]
        for figure in ("all", "overdue", "found"):
            with pytest.raises(OutsideScope):
                list_behind(connection, stranger, QUESTION, Figure(figure), Planner(), Slice())
        with pytest.raises(OutsideScope):
            read_duties(connection, stranger, QUESTION, Planner())
