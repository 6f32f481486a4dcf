"""Whoever edits the file of the register with another program finds it in the history, checked; or kept aside."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import orjson
import pytest
import shapely

from geo.formats import gpkg
from layers.actor import SYSTEM
from layers.imports.taking_up import list_kept_aside, mark_seen, take_up
from layers.places.drafts import Extent
from layers.store.database import Database
from tests.clock import Clock
from tests.layers.store.test_outside_edits import edit_outside
from tests.stock import Stock, fill_quan8

NEW_LINE = shapely.LineString([(106.6500, 10.7400), (106.6530, 10.7420)])
BOW_TIE = shapely.Polygon([(106.65, 10.74), (106.651, 10.741), (106.651, 10.74), (106.65, 10.741)])


@pytest.fixture
def database(
    stocks: Callable[[str], Stock], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    clock.at += timedelta(days=1)  # later than what the register knows
    with stocks("geopackage").lend(fill_quan8, clock) as lent:
        monkeypatch.setattr(lent, "take_up", partial(take_up, least=Extent()))
        yield lent


def _all(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def _move(database: Database, geometry: Any, row: int) -> None:
    values = (gpkg.encode(geometry), row)
    edit_outside(database, "UPDATE hotspot_version SET geom = ? WHERE id = ?", values=values)


def _line_row(database: Database) -> int:
    sql = "SELECT max(id) FROM hotspot_version WHERE kind = 'alley' AND known_to LIKE '9999%'"
    return int(_all(database, sql)[0][0])


def test_a_geometry_that_was_edited_outside_becomes_a_version_with_history_and_wards(
    database: Database,
) -> None:
    row = _line_row(database)
    old = _all(database, f"SELECT hotspot_id, hex(geom), valid_from FROM hotspot_version WHERE id = {row}")[0]
    _move(database, NEW_LINE, row)
    assert database.look_outside()
    assert not database.look_outside()  # once
    kept = _all(database, f"SELECT hotspot_id, hex(geom), valid_from FROM hotspot_version WHERE id = {row}")[
        0
    ]
    assert kept == old  # what the register said until now is what it said
    sql = "SELECT id, geojson, length_m, valid_from, recorded_by FROM hotspot_version WHERE hotspot_id = {}"
    new = _all(database, sql.format(old[0]) + " ORDER BY id DESC LIMIT 1")[0]
    assert orjson.loads(new[1])["coordinates"] == [[106.65, 10.74], [106.653, 10.742]]
    assert 390 < new[2] < 400
    assert (new[3], new[4]) == (old[2], None)
    assert _all(database, f"SELECT count(*) > 3 FROM hotspot_area WHERE hotspot_version_id = {new[0]}") == [
        (1,)
    ]
    logged = "SELECT actor_name, action, object_type FROM audit ORDER BY id DESC LIMIT 1"
    assert _all(database, logged) == [("outside", "hotspot.outside", "hotspot")]
    assert _all(database, "SELECT state FROM outside_edit") == [("taken_up",)]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE hotspot_version SET geom = :bow WHERE id = {row}", "kind_geometry_mismatch"),
        ("UPDATE hotspot_version SET name = 'Nhà ông Nguyễn Văn Tám 0903123456' WHERE id = {row}", "personal_data"),
        ("UPDATE hotspot_version SET valid_to = '2020-01-01' WHERE id = {row}", "outside_field"),
        ("UPDATE hotspot_version SET position_accuracy_m = 'xa' WHERE id = {row}", "outside_field"),
        ("UPDATE hotspot_version SET aliases = 'x' WHERE id = {row}", "outside_field"),
        ("DELETE FROM hotspot_version WHERE id = {row}", "outside_removed"),
        ("UPDATE boundary SET name = 'Phường khác' WHERE id = 1", "outside_table"),
        ("UPDATE status_span SET state = 'ON_DINH' WHERE id = 1", "outside_table"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_put_back_and_kept_with_its_reason(
    database: Database, statement: str, code: str
) -> None:
    row = _line_row(database)
    before = [_all(database, f"SELECT * FROM {table} ORDER BY 1") for table in _TABLES]
    filled = statement.format(row=row).replace(":bow", f"x'{gpkg.encode(BOW_TIE).hex()}'")
    edit_outside(database, filled)
    with database.write(SYSTEM, "test") as change:  # any change of the service begins with a look
        change.note("test", "1")
    assert [_all(database, f"SELECT * FROM {table} ORDER BY 1") for table in _TABLES] == before
    with database.read() as connection:
        [kept] = list_kept_aside(connection, SYSTEM)
    assert kept.code == code
    told = _all(database, "SELECT before, after FROM outside_edit")[0]
    assert (told == (None, None)) == (code == "personal_data")  # nobody is named anywhere
    assert ("outside", "outside.refused") in _all(database, "SELECT actor_name, action FROM audit")
    with database.write(SYSTEM, "outside.seen") as change:
        mark_seen(change, kept.id)
    with database.read() as connection:
        assert list_kept_aside(connection, SYSTEM) == ()


_TABLES = ("hotspot_version", "hotspot_area", "hotspot_topic", "boundary", "status_span")


def test_a_place_that_moved_on_meanwhile_is_not_overwritten(database: Database) -> None:
    row = _line_row(database)
    _move(database, NEW_LINE, row)
    assert database.look_outside()
    _move(
        database, shapely.LineString([(106.65, 10.74), (106.66, 10.75)]), row
    )  # a version of the past by now
    assert database.look_outside()
    with database.read() as connection:
        assert [one.code for one in list_kept_aside(connection, SYSTEM)] == ["outside_past"]
