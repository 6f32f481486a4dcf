"""Where visits are due: each ward of the day with its places, those that wait most first."""

from datetime import date

import pytest

from layers.actor import SYSTEM
from layers.planning.frequencies import Planner
from layers.planning.wards_due import WardDue, list_wards_due
from layers.store.database import Database
from layers.supervision.due import list_due
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit
from tests.layers.outings.days import BINH_DONG, CHANH_HUNG, PHU_DINH, TODAY


def read(database: Database, on: date = TODAY, *, soon_days: int = 7) -> tuple[WardDue, ...]:
    with database.read() as connection:
        places = list_due(connection, SYSTEM, on, Planner())
        return list_wards_due(connection, places, on, soon_days=soon_days)


def test_a_place_in_two_wards_counts_in_both(database: Database) -> None:
    found = {ward.public_id: ward for ward in read(database)}
    assert set(found) == {BINH_DONG, CHANH_HUNG, PHU_DINH}
    assert sum(ward.total for ward in found.values()) > 4
    assert all(ward.overdue == ward.total for ward in found.values())
    assert found[BINH_DONG].name == "Phường Bình Đông"


def test_the_middle_of_a_ward_lies_in_quan_8(database: Database) -> None:
    for ward in read(database):
        assert 106.5 < ward.middle.lon < 106.8
        assert 10.6 < ward.middle.lat < 10.8


def test_what_was_visited_is_due_soon_and_its_ward_comes_later(database: Database) -> None:
    before = read(database)
    with database.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00001", Visit(TODAY))  # in Bình Đông
    after = {ward.public_id: ward for ward in read(database)}
    assert after[BINH_DONG].overdue == next(w.overdue for w in before if w.public_id == BINH_DONG) - 1
    assert after[BINH_DONG].soon == 1
    assert [ward.overdue for ward in after.values()] == sorted(
        (w.overdue for w in after.values()), reverse=True
    )
    assert {ward.public_id: ward for ward in read(database, soon_days=0)}[BINH_DONG].soon == 0


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2025, 2, 1)])
def test_the_wards_are_those_of_the_day(database: Database, day: date) -> None:
    assert not {ward.public_id for ward in read(database, day)} & {BINH_DONG, CHANH_HUNG, PHU_DINH}


def test_no_places_no_wards(database: Database) -> None:
    with database.read() as connection:
        assert list_wards_due(connection, (), TODAY, soon_days=3) == ()
