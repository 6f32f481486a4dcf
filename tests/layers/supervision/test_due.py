"""When a place is to be visited next: the rule, and who is shown what."""

from datetime import date, timedelta

from layers.actor import SYSTEM
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from layers.store.query import FeatureQuery
from layers.supervision.due import (
    Due,
    find_middles,
    list_due,
    list_places,
    order_by_due,
    read_agenda,
)
from layers.supervision.intervals import Intervals
from tests.conftest import CountStatements
from tests.rows import add_visits

ON = date(2026, 11, 22)


def _visit(database: Database, code: str, *days: date, state: str = "made") -> None:
    with database.write(SYSTEM, "visit.record") as change:
        add_visits(change, find_hotspot_row(change.connection, code), *days, state=state)


def _due(database: Database, **query: object) -> dict[str, Due]:
    with database.read() as connection:
        return {
            one.code: one for one in list_places(connection, SYSTEM, FeatureQuery(ON, **query), Intervals())
        }


def test_a_place_never_visited_is_overdue_since_its_state_began(database: Database) -> None:
    one = _due(database)["DB00001"]
    assert (one.last_on, one.planned_on) == (None, None)
    assert one.due_on is not None and one.status_since is not None
    assert (one.due_on - one.status_since).days == 7
    assert one.overdue_days == (ON - one.due_on).days


def test_visits_made_and_planned_are_told_apart(database: Database) -> None:
    _visit(database, "DB00001", date(2026, 11, 1), date(2026, 11, 18))
    _visit(database, "DB00001", date(2026, 11, 30), date(2026, 11, 26), date(2026, 11, 2), state="planned")
    _visit(database, "DB00001", date(2026, 11, 20), state="cancelled")
    one = _due(database)["DB00001"]
    assert (one.last_on, one.planned_on) == (date(2026, 11, 18), date(2026, 11, 26))
    assert (one.due_on, one.overdue_days) == (date(2026, 11, 25), -3)


def test_a_day_in_the_past_knows_no_later_visit(database: Database) -> None:
    _visit(database, "DB00001", date(2026, 11, 1), date(2026, 11, 18))
    with database.read() as connection:
        before = list_due(connection, SYSTEM, date(2026, 11, 10), Intervals())
    assert {one.code: one.last_on for one in before}["DB00001"] == date(2026, 11, 1)


def test_the_longest_overdue_comes_first_and_then_the_name(database: Database) -> None:
    _visit(database, "DB00003", date(2026, 11, 1))
    _visit(database, "DB00001", date(2026, 11, 10))
    _visit(database, "DB00002", date(2026, 11, 10))
    with database.read() as connection:
        told = list_due(connection, SYSTEM, ON, Intervals())
    assert [one.code for one in told] == ["DB00004", "DB00003", "DB00002", "DB00001"]
    assert [one.overdue_days for one in told][1:] == [14, 5, 5]
    assert order_by_due(reversed(told)) == told


def test_filters_and_words_narrow_the_list(database: Database) -> None:
    assert set(_due(database, kind=("bridge",))) == {"DB00003"}
    assert set(_due(database, tokens=("hem", "1678"))) == {"DB00001"}
    assert _due(database, status=("ON_DINH",)) == {}


def test_only_what_lies_in_the_own_area_is_told_in_one_statement(
    database: Database, count_statements: CountStatements
) -> None:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, "can-bo")
        add_grant(change, account, "supervisor", "27424@2025-07-01")
    _visit(database, "DB00001", *(ON - timedelta(days=day) for day in range(60)))
    with count_statements(database) as asked, database.read() as connection:
        told = list_due(connection, account.actor, ON, Intervals())
    assert [one.code for one in told] == ["DB00001"]
    assert len(asked) == 1


def test_the_middle_of_a_place_lies_on_it(database: Database) -> None:
    with database.read() as connection:
        places = list_due(connection, SYSTEM, ON, Intervals())
        middles = find_middles(connection, [one.version_id for one in places])
        assert find_middles(connection, []) == {}
    assert set(middles) == {one.version_id for one in places}
    assert all(106.6 < middle.lon < 106.7 and 10.7 < middle.lat < 10.8 for middle in middles.values())


def test_an_agenda_keeps_the_first_rows_and_counts_all(database: Database) -> None:
    _visit(database, "DB00001", date(2026, 11, 20))
    with database.read() as connection:
        every = list_due(connection, SYSTEM, ON, Intervals())
        one, many = (read_agenda(connection, SYSTEM, ON, Intervals(), rows) for rows in (1, 10))
    assert many.open == every
    assert many.overdue + many.soon == every
    assert [place.code for place in many.soon] == ["DB00001"]
    assert (one.overdue, one.open) == (every[:1], every[:1])
    assert (one.overdue_count, one.soon_count, one.total) == (3, 1, 4)
    assert one.states == {"THEO_DOI": 4}
    assert one.converted == {}
