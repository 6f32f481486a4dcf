"""What the map replays: every version with its topics, areas and spans, in few statements however many there are."""

from datetime import date

import pytest
from sqlalchemy import event

from geo.types import DATE_MIN, Interval
from layers.actor import SYSTEM
from layers.overview.chronicle import (
    Reply,
    VisitDays,
    has_more_than,
    read_areas,
    read_hotspots,
    read_landmarks,
    read_replies,
    read_visits,
)
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.store import scope
from layers.store.database import Database, Write
from tests.conftest import CountStatements
from tests.rows import add_recommendation, add_visits, correct_visit

_SPAN = Interval(date(2025, 1, 1), date(2026, 11, 22))


def _place(change: Write, code: str = "DB00001") -> int:
    row = find_hotspot_row(change.connection, code)
    assert row is not None
    return row


def test_versions_come_whole_in_vietnamese_order(database: Database) -> None:
    with database.read() as connection:
        replays = read_hotspots(connection, SYSTEM, known=None)
    assert [replay.row.name for replay in replays] == [
        "Cầu Hiệp Ân", "Hẻm 126 Hoài Thanh", "Hẻm 690 Nguyễn Duy", "Hẻm 1678 Phạm Thế Hiển"
    ]  # fmt: skip
    assert replays[0].topics == ("ma_tuy",)
    assert replays[0].spans == ((date(2012, 2, 8), "THEO_DOI"),)
    assert len(replays[0].areas) == 8


@pytest.mark.parametrize(("limit", "more"), [(0, True), (3, True), (4, False), (20_000, False)])
def test_too_many_are_noticed_before_they_are_read(database: Database, limit: int, more: bool) -> None:
    with database.read() as connection:
        assert has_more_than(connection, SYSTEM, limit, known=None) == more


def test_areas_of_all_vintages_and_water_before_bridges(database: Database) -> None:
    with database.read() as connection:
        areas = read_areas(connection, known=None)
        landmarks = read_landmarks(connection)
    assert len(areas) == 27
    assert sum(row.valid_from == DATE_MIN for row in areas) == 18
    kinds = [kind for kind, _, _ in landmarks]
    assert kinds == ["canal"] * 3 + ["bridge"] * 4


def test_the_number_of_statements_does_not_grow_with_the_places(database: Database) -> None:
    said: list[str] = []
    with database.read() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda _c, _u, statement, *_: said.append(statement)
        )
        read_hotspots(connection, SYSTEM, known=None)
    assert len([statement for statement in said if statement.startswith("SELECT")]) == 4


def test_visits_since_a_day_with_the_last_one_before_and_plans_to_come(
    database: Database, count_statements: CountStatements
) -> None:
    days = [date(2026, 3, 1), date(2020, 5, 5), date(2024, 12, 30), date(2026, 3, 1), date(2025, 1, 1)]
    plans = [date(2026, 11, 21), date(2026, 12, 1), date(2026, 11, 22)]
    with database.write(SYSTEM, "visit.record") as change:
        place = _place(change)
        add_visits(change, place, *days)
        add_visits(change, place, *plans, state="planned")
        add_visits(change, place, date(2026, 4, 1), state="cancelled")
    with count_statements(database) as asked, database.read() as connection:
        told = read_visits(connection, SYSTEM, _SPAN, known=None)
    assert len(asked) == 1
    made = (date(2024, 12, 30), date(2025, 1, 1), date(2026, 3, 1))
    assert told[place] == VisitDays(made, (date(2026, 11, 22), date(2026, 12, 1)))
    assert [days for row, days in told.items() if row != place] == [VisitDays((), ())] * 3


def test_visits_are_told_as_they_were_known(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        place = _place(change)
        (visit,) = add_visits(change, place, date(2026, 3, 1))
        known = change.now
    with database.write(SYSTEM, "visit.correct") as change:
        correct_visit(change, visit, visited_on=date(2026, 3, 2))
    with database.read() as connection:
        assert read_visits(connection, SYSTEM, _SPAN, known=None)[place].made == (date(2026, 3, 2),)
        assert read_visits(connection, SYSTEM, _SPAN, known=known)[place].made == (date(2026, 3, 1),)


def test_recommendations_that_waited_since_a_day(
    database: Database, count_statements: CountStatements
) -> None:
    sent = {"sent_on": date(2024, 11, 1), "reply_due_on": date(2024, 11, 22)}
    with database.write(SYSTEM, "recommendation.send") as change:
        place = _place(change)
        add_recommendation(change, place, "sent", **sent)
        add_recommendation(change, place, "answered", **sent, answered_on=date(2025, 1, 1))
        add_recommendation(
            change, place, "done", **sent, answered_on=date(2025, 2, 1), closed_on=date(2025, 3, 1)
        )
        add_recommendation(change, place, "withdrawn", **sent, closed_on=date(2025, 4, 1))
        add_recommendation(change, place, "draft")
    with count_statements(database) as asked, database.read() as connection:
        told = read_replies(connection, SYSTEM, _SPAN.start, known=None)
    assert len(asked) == 1
    ends = (None, date(2025, 2, 1), date(2025, 4, 1))
    assert told == {place: tuple(Reply(sent["sent_on"], sent["reply_due_on"], end) for end in ends)}


def test_supervision_is_told_only_where_the_reader_may_see_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write(SYSTEM, "account.add") as change:
        place, other = _place(change), _place(change, "DB00002")
        for row in (place, other):
            add_visits(change, row, date(2026, 3, 1))
            add_recommendation(change, row, "sent", sent_on=date(2026, 3, 2), reply_due_on=date(2026, 3, 23))
        account = add_user(change, "binh-dong")
        add_grant(change, account, "viewer", "27424@2025-07-01")
    with database.read() as connection:
        assert set(read_visits(connection, account.actor, _SPAN, known=None)) == {place}
        assert set(read_replies(connection, account.actor, _SPAN.start, known=None)) == {place}
        for action in ("visit.read", "recommendation.read"):
            monkeypatch.setitem(scope.ACTIONS, action, frozenset({"officer"}))
        assert read_visits(connection, account.actor, _SPAN, known=None) == {}
        assert read_replies(connection, account.actor, _SPAN.start, known=None) == {}
