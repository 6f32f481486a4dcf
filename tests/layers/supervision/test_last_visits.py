"""The last visit of many places: one question, the newest one made, and nothing that the reader may not see."""

from datetime import date

from layers.actor import SYSTEM, Actor
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database
from layers.supervision.last_visits import LastVisit, read_last_visits
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import plan_visit, record_visit

TODAY = date(2026, 11, 22)
PLACES = ("DB00001", "DB00002", "DB00003", "DB00004")


def _record(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        for place, day, result in (
            ("DB00001", date(2026, 11, 10), "better"),
            ("DB00001", date(2026, 11, 20), "worse"),
            ("DB00003", date(2026, 11, 5), "same"),
        ):
            record_visit(change, place, Visit(day, result=result))
        plan_visit(change, "DB00002", date(2026, 12, 3))


def test_the_newest_visit_made_is_told_and_a_planned_one_is_none(database: Database) -> None:
    _record(database)
    with database.read() as connection:
        told = read_last_visits(connection, SYSTEM, PLACES, TODAY)
        before = read_last_visits(connection, SYSTEM, PLACES, date(2026, 11, 19))
        nothing = read_last_visits(connection, SYSTEM, (), TODAY)
    assert told == {
        "DB00001": LastVisit(date(2026, 11, 20), "worse"),
        "DB00003": LastVisit(date(2026, 11, 5), "same"),
    }
    assert before["DB00001"] == LastVisit(date(2026, 11, 10), "better")
    assert nothing == {}


def test_a_reader_is_told_of_his_own_places_only(database: Database) -> None:
    _record(database)
    reader = _reader(database, "27424@2025-07-01")  # Bình Đông holds DB00001
    stranger = _reader(database, "27397@2025-01-01")  # Rạch Ông holds no place
    with database.read() as connection:
        assert "DB00001" in read_last_visits(connection, reader, PLACES, TODAY)
        assert read_last_visits(connection, stranger, PLACES, TODAY) == {}


def _reader(database: Database, area: str) -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, f"viewer.{area[:5]}")
        add_grant(change, account, "viewer", area)
    return account.actor
