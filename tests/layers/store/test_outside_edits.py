"""A journal of what other programs change in the file, however they do it; the service's own changes are not in it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import shapely

from geo.formats import gpkg
from layers.actor import SYSTEM
from layers.store import outside_edits
from layers.store.database import Database
from layers.store.gpkg_file import add_functions
from layers.store.outside_edits import OutsideEdit
from layers.store.schema import landmark
from tests.clock import Clock
from tests.stock import Stock, fill_quan8


@pytest.fixture
def database(stocks: Callable[[str], Stock], clock: Clock) -> Iterator[Database]:
    with stocks("geopackage").lend(fill_quan8, clock) as lent:
        yield lent


def _waiting(database: Database) -> tuple[OutsideEdit, ...]:
    with database.read() as connection:
        return outside_edits.list_waiting(connection)


def edit_outside(database: Database, *statements: str, values: tuple[object, ...] = ()) -> None:
    """Change the file as a program does that knows GeoPackage and nothing of ours."""
    with closing(sqlite3.connect(str(database.url.database))) as connection, connection:
        add_functions(connection)
        for statement in statements:
            connection.execute(statement, values)


def test_what_others_change_is_written_down_and_can_be_put_back(database: Database) -> None:
    with database.write(SYSTEM, "test") as change:
        change.note("landmark", "1")
        change.connection.execute(landmark.update().values(source="của mình"))
    assert _waiting(database) == ()  # the service's own

    def rows() -> list[tuple[object, ...]]:
        with database.read() as connection:
            places = connection.exec_driver_sql("SELECT * FROM hotspot_version ORDER BY id").all()
            areas = connection.exec_driver_sql("SELECT * FROM hotspot_area ORDER BY 1, 2").all()
            topics = connection.exec_driver_sql("SELECT * FROM hotspot_topic ORDER BY 1, 2").all()
        return [tuple(row) for row in (*places, *areas, *topics)]

    before = rows()
    moved = gpkg.encode(shapely.LineString([(106.65, 10.74), (106.66, 10.7412345678)]))
    edit_outside(database, "UPDATE hotspot_version SET geom = ? WHERE id = 1", values=(moved,))
    edit_outside(
        database,
        "UPDATE hotspot_version SET name = 'Hẻm ''khác''', length_m = length_m / 3 WHERE id = 1",
        "DELETE FROM hotspot_area WHERE hotspot_version_id = 2",
        "INSERT INTO hotspot_topic VALUES (1, 'mai_dam')",
    )
    found = _waiting(database)
    first = found[0]
    assert (first.table, first.row, len(first.ids)) == ("hotspot_version", 1, 2)  # two statements, one change
    assert first.changed == {"geom", "name", "length_m"}
    assert first.after is not None
    assert first.after["geom"] == moved
    assert {one.table for one in found} == {"hotspot_version", "hotspot_area", "hotspot_topic"}
    with database.write(SYSTEM, "test") as change:
        change.note("test", "1")
        for edit in found:
            outside_edits.put_back(change.connection, edit)
            outside_edits.settle(change.connection, edit, change.now, state="refused", code="outside_table")
    assert rows() == before  # to the last digit
    assert _waiting(database) == ()
    with database.read() as connection:
        assert outside_edits.count_refused(connection) == sum(len(edit.ids) for edit in found)


def test_the_mark_of_the_service_is_seen_by_nobody_and_goes_with_a_change_that_fails(
    database: Database,
) -> None:
    with pytest.raises(RuntimeError), database.write(SYSTEM, "test"):
        with database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM service_write").scalar() == 0
        raise RuntimeError
    edit_outside(database, "UPDATE landmark SET source = 'khác' WHERE id = 1")
    assert [edit.changed for edit in _waiting(database)] == [{"source"}]
