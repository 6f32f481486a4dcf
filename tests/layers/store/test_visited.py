"""Visits joined with their places: one row of the place to each visit, the one that held on its day or is nearest."""

from datetime import date

from sqlalchemy import select

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.schema import hotspot, hotspot_version
from layers.store.visited import day_of_visit, sees_visit, visited
from tests.layers.places.supervised import add_person, add_visited
from tests.rows import add_visits


def test_each_visit_has_its_place_even_before_it_was_on_record(database: Database) -> None:
    add_visited(database)
    with database.write(SYSTEM, "visit.record") as change:
        add_visits(change, 1, date(1995, 1, 1))
    told = select(hotspot.c.code, hotspot_version.c.name, day_of_visit.label("day")).select_from(visited())
    viewer = add_person(database, "nguoi_xem", "viewer", "27424@2025-07-01")
    with database.read() as connection:
        rows = connection.execute(told.order_by(day_of_visit)).all()
        seen = connection.execute(told.where(sees_visit(viewer)).order_by(day_of_visit)).all()
    assert [row.code for row in rows] == ["DB00001", "DB00001", "DB00002", "DB00003", "DB00004"]
    assert rows[0] == ("DB00001", "Hẻm 1678 Phạm Thế Hiển", date(1995, 1, 1))
    assert seen == rows[:2]
