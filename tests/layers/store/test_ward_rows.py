"""The wards of a place: of the boundaries of the day, the one that answers for it first."""

from datetime import date

from sqlalchemy import func, select

from layers.store.database import Database
from layers.store.schema import hotspot, hotspot_version
from layers.store.ward_rows import ordered_wards


def test_wards_are_those_of_the_day_and_the_lead_comes_first(database: Database) -> None:
    def codes(day: date) -> str:
        ward = ordered_wards(day)
        listed = select(func.aggregate_strings(ward.c.code, ",")).select_from(ward)
        named = listed.correlate(hotspot_version).scalar_subquery()
        question = select(named).select_from(hotspot_version.join(hotspot)).where(hotspot.c.code == "DB00003")
        with database.read() as connection:
            return str(connection.execute(question).scalar_one())

    assert codes(date(2026, 11, 22)) == "27427,27418"
    assert codes(date(2012, 1, 1)) == "27400,27406,27415"
