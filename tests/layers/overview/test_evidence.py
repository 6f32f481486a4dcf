"""The ladder: the moves of the state table with what each lacks, for this place, this day and this actor."""

from datetime import date

import pytest

from layers.actor import SYSTEM, Actor
from layers.conversion.states import MOVES, Need
from layers.conversion.status import StatusChange, read_timeline, record_status
from layers.overview.evidence import Rung, read_ladder
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row, get_place
from layers.records.documents import Document, add_document
from layers.store.database import Database
from tests.layers.places.visiting import add_visit

_ON = date(2018, 6, 1)


def _ladder(database: Database, on: date = _ON, actor: Actor = SYSTEM) -> dict[str, Rung]:
    with database.read() as connection:
        place = get_place(connection, actor, "DB00001")
        return {rung.target: rung for rung in read_ladder(connection, actor, place, on)}


def _convert(database: Database, watch_to: date = date(2018, 6, 1)) -> None:
    paper = Document("KH", "Kế hoạch chuyển hóa", "12/KH-UBND", "UBND Phường 6", date(2017, 3, 15))
    term = {"term_from": date(2017, 3, 20), "term_to": date(2017, 5, 20)}
    with database.write(SYSTEM, "status.record") as change:
        decision = add_document(change, paper)
        place = find_hotspot_row(change.connection, "DB00001")
        record_status(change, place, StatusChange("DANG_CHUYEN_HOA", date(2017, 3, 20), decision, **term))
        record_status(
            change, place, StatusChange("DA_CHUYEN_HOA", date(2017, 6, 1), decision, watch_to=watch_to)
        )


def test_the_moves_of_the_table_stand_on_it_but_not_those_that_are_drawn(database: Database) -> None:
    ladder = _ladder(database)
    assert list(ladder) == [
        move.target for move in MOVES if move.source == "THEO_DOI" and move.target != "GOP_TACH"
    ]
    rung = ladder["DANG_CHUYEN_HOA"]
    assert rung.decided_by == "authority"
    assert [step.need for step in rung.steps] == [Need.DECISION, Need.TERM]
    assert all(step.is_given and not step.is_met for step in rung.steps)
    assert rung.is_open
    assert rung.asks("decision")
    assert not rung.asks("reason", "watch")


def test_a_term_that_is_over_leads_to_the_evaluation(database: Database) -> None:
    _convert(database)
    ladder = _ladder(database, date(2017, 5, 21))
    assert list(ladder) == ["DA_CHUYEN_HOA", "CHUA_DAT"]
    assert ladder["DA_CHUYEN_HOA"].source == "CHO_DANH_GIA"
    assert ladder["DA_CHUYEN_HOA"].warnings == ("no_recent_visit",)
    add_visit(database, date(2017, 5, 20))
    assert _ladder(database, date(2017, 5, 21))["DA_CHUYEN_HOA"].warnings == ()
    assert list(_ladder(database, date(2017, 5, 20))) == []


@pytest.mark.parametrize(("relapses", "met", "given"), [(0, False, False), (1, False, True), (2, True, True)])
def test_a_relapse_needs_visits_that_saw_it(
    database: Database, relapses: int, met: bool, given: bool
) -> None:
    _convert(database)
    for number in range(relapses):
        add_visit(database, date(2018, 2, 1 + number), "relapse")
    rung = _ladder(database)["TAI_PHUC_TAP"]
    step = next(step for step in rung.steps if step.need is Need.RELAPSE)
    assert (step.is_met, step.is_given, step.found, step.asked) == (met, given, relapses, 2)
    assert rung.is_open is given


def test_the_watch_is_over_on_the_day_after_its_last(database: Database) -> None:
    _convert(database)

    def is_over(on: date) -> bool:
        return next(s for s in _ladder(database, on)["ON_DINH"].steps if s.need is Need.WATCH_OVER).is_met

    assert not is_over(date(2018, 6, 1))
    assert is_over(date(2018, 6, 2))
    assert _ladder(database)["ON_DINH"].is_open  # a reason stands for it


@pytest.mark.parametrize(
    ("role", "area", "may"),
    [
        ("officer", "27424@2025-07-01", True),
        ("supervisor", "27424@2025-07-01", False),
        ("viewer", "776", False),
    ],
)
def test_only_who_may_record_a_move_is_offered_it(
    database: Database, role: str, area: str, may: bool
) -> None:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan", password="ngọn đèn trước gió")
        add_grant(change, user, role, area)
    ladder = _ladder(database, actor=user.actor)
    assert {rung.may_record for rung in ladder.values()} == {may}
    assert {rung.is_open for rung in ladder.values()} == {may}


def test_nothing_follows_an_end(database: Database) -> None:
    with database.write(SYSTEM, "status.record") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        went_into = find_hotspot_row(change.connection, "DB00002")
        end = StatusChange("GOP_TACH", date(2018, 1, 1), reason="gộp lại", original_id=went_into)
        record_status(change, place, end)
    assert _ladder(database) == {}


def test_an_event_to_be_replaced_is_looked_past(database: Database) -> None:
    _convert(database)
    with database.read() as connection:
        place = get_place(connection, SYSTEM, "DB00001")
        rungs = read_ladder(connection, SYSTEM, place, date(2017, 6, 1))
        assert {rung.source for rung in rungs} == {"DA_CHUYEN_HOA"}
        event = max(row.id for row in read_timeline(connection, place.id))
        rungs = read_ladder(connection, SYSTEM, place, date(2017, 6, 1), but=event)
    assert {rung.source for rung in rungs} == {"CHO_DANH_GIA"}
