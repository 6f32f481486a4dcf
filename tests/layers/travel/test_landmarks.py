"""What the register says of water and crossings: the default data, and what a desktop program drew."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import shapely
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import column, insert, table

from layers.actor import SYSTEM
from layers.errors import NotFound
from layers.store.columns import Geometry
from layers.store.database import Database
from layers.store.schema import landmark
from layers.travel.crossings import change_landmark, remove_landmark
from layers.travel.landmarks import (
    CROSSING,
    EVERYONE,
    WATER,
    get_landmark,
    list_landmarks,
    list_landmarks_at,
    list_replaced,
)
from tests.conftest import Clock


def test_the_default_data_has_water_and_crossings_that_can_be_named(database: Database) -> None:
    with database.read() as connection:
        found = list_landmarks(connection)
        again = [get_landmark(connection, one.uuid or "") for one in found]
    assert again == list(found)
    kinds = [one.drawing.kind for one in found]
    assert (kinds.count(WATER), kinds.count(CROSSING)) == (3, 4)
    assert {one.drawing.modes for one in found} == {EVERYONE}
    assert {one.version for one in found} == {1}
    assert all(one.recorded_at is not None and one.recorded_by is None for one in found)


def test_what_a_desktop_program_drew_counts_and_has_no_name_of_its_own(database: Database) -> None:
    row = {"kind": "bridge", "name": "Cầu vẽ ngoài", "source": "QGIS", "geom": shapely.Point(106.66, 10.743)}
    with database.write(SYSTEM, "test") as change:
        change.connection.execute(insert(landmark).values(**row))
        change.note("landmark", "test")
    with database.read() as connection:
        drawn = list_landmarks(connection)[-1]
    assert (drawn.uuid, drawn.drawing.name, drawn.drawing.modes) == (None, "Cầu vẽ ngoài", EVERYONE)


def test_what_was_drawn_before_there_were_records_is_carried_over(tmp_path: Path, clock: Clock) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.gpkg'}", clock=clock)
    scripts = AlembicConfig()
    scripts.set_main_option("script_location", "layers/store/migrations")
    names = ("kind", "name", "position_accuracy_m", "source")
    old = table("landmark", *map(column, names), column("geom", Geometry()))
    row = {"kind": "bridge", "name": "Cầu Cũ", "position_accuracy_m": 40.0, "source": "bản đồ giấy"}
    with database._writer.begin() as connection:
        scripts.attributes["connection"] = connection
        command.upgrade(scripts, "0011")
        connection.execute(insert(old).values(**row, geom=shapely.Point(106.66, 10.743)))
    database.migrate()
    with database.read() as connection:
        (carried,) = list_landmarks(connection)
        assert get_landmark(connection, carried.uuid or "") == carried
    assert (carried.drawing.name, carried.drawing.modes, carried.version) == ("Cầu Cũ", EVERYONE, 1)
    assert (carried.drawing.position_accuracy_m, carried.recorded_at) == (40.0, None)
    with database.write(SYSTEM, "crossing.remove") as change:
        remove_landmark(change, carried.uuid or "", version=1, reason="tháo dỡ")
    with database.read() as connection:
        assert [one.drawing.name for one in list_replaced(connection, carried.uuid or "")] == ["Cầu Cũ"]
    database.close()


def test_what_is_not_there_is_said(database: Database) -> None:
    with database.read() as connection:
        assert list(list_replaced(connection, "no-such")) == []
        with pytest.raises(NotFound, match="landmark_not_found"):
            get_landmark(connection, "no-such")


def test_an_earlier_day_has_what_counted_on_it(database: Database, clock: Clock) -> None:
    first = clock.at
    with database.read() as connection:
        renamed, gone, *_ = before = list_landmarks(connection)
    clock.at = first + timedelta(days=10)
    with database.write(SYSTEM, "crossing.change") as change:
        drawing = replace(renamed.drawing, name="Kênh Đôi mới")
        change_landmark(change, renamed.uuid or "", drawing, version=1, reason="đổi tên")
        remove_landmark(change, gone.uuid or "", version=1, reason="tháo dỡ")
    with database.read() as connection:
        present = list_landmarks(connection)
        assert list_landmarks_at(connection, clock()) == present
        assert len(present) == len(before) - 1
        # Since when they stand nobody noted: a day before the first record has them, too.
        for at in (first + timedelta(days=9), datetime(1990, 1, 1, tzinfo=UTC)):
            told = [(one.uuid, one.drawing.name) for one in list_landmarks_at(connection, at)]
            assert told == [(one.uuid, one.drawing.name) for one in before]
