"""The ground under a map: the wards are those of the day."""

from datetime import date

from layers.store.database import Database
from tests.geo.quan8 import CROSSINGS, JULY_2025, TO_2024, WATER
from webmap.render.ground import read_ground


def test_water_and_crossings_lie_apart_and_wards_are_those_of_the_day(store: Database) -> None:
    with store.read() as connection:
        then = read_ground(connection, date(2012, 2, 8))
        now = read_ground(connection, date(2026, 11, 22))
    assert {one.name for one in then.wards} == set(TO_2024)
    assert {one.name for one in now.wards} >= set(JULY_2025)
    assert {one.name for one in now.water} == set(WATER)
    assert {one.name for one in now.crossings} == set(CROSSINGS)
    assert all(not one.geometry.is_empty for one in (*now.water, *now.crossings, *now.wards))
