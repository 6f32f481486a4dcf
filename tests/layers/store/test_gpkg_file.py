"""The embedded file is a valid GeoPackage that GDAL reads and edits while we hold it open."""

import sqlite3
from pathlib import Path

import fiona
import pytest
import shapely
from sqlalchemy import insert, select

from geo.formats.gpkg import encode
from layers.actor import SYSTEM
from layers.overview.quan8 import load_quan8
from layers.store import schema
from layers.store.database import Database
from layers.store.gpkg_file import add_functions
from tests.conftest import Clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "open.gpkg"


@pytest.fixture
def file_database(path: Path, clock: Clock) -> Database:
    database = Database(f"sqlite:///{path}", clock=clock)
    database.migrate()
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)
    return database


def _row(database: Database, sql: str) -> tuple[object, ...]:
    with database.read() as connection:
        return tuple(connection.exec_driver_sql(sql).one())


def test_header_tables_and_journal_are_those_of_a_geopackage(file_database: Database, path: Path) -> None:
    assert path.read_bytes()[:16] == b"SQLite format 3\x00"
    assert _row(file_database, "PRAGMA application_id") == (0x47504B47,)
    assert _row(file_database, "PRAGMA user_version") == (10300,)
    assert _row(file_database, "PRAGMA integrity_check") == ("ok",)
    assert _row(file_database, "PRAGMA journal_mode") == ("wal",)
    with file_database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        listed = connection.exec_driver_sql("SELECT table_name, data_type FROM gpkg_contents").all()
        extensions = connection.exec_driver_sql(
            "SELECT table_name, extension_name FROM gpkg_extensions"
        ).all()
    assert {name for name, kind in listed if kind == "features"} == {
        "boundary",
        "boundary_draft_area",
        "hotspot_version",
        "landmark",
    }
    assert set(extensions) == {
        (name, "gpkg_rtree_index")
        for name in ("boundary", "boundary_draft_area", "hotspot_version", "landmark")
    }
    assert not {name for name, _ in listed} & {"account", "token", "audit"}


def test_gdal_reads_the_layers_while_the_service_runs(file_database: Database, path: Path) -> None:
    with file_database.read(), fiona.open(path, layer="hotspot_version") as layer:
        assert layer.crs.to_epsg() == 4326
        names = sorted(feature["properties"]["name"] for feature in layer)
        found = [
            feature["properties"]["name"] for feature in layer.filter(bbox=(106.649, 10.735, 106.651, 10.738))
        ]
        assert layer.bounds == pytest.approx((106.6461, 10.7359, 106.6622, 10.744), abs=2e-5)
    assert names[0] == "Cầu Hiệp Ân"
    assert found == ["Hẻm 1678 Phạm Thế Hiển"]


def test_gdal_edits_keep_the_index(file_database: Database, path: Path) -> None:
    with fiona.open(path, mode="a", layer="landmark") as layer:
        layer.write(
            {
                "geometry": {"type": "Point", "coordinates": (106.7, 10.7)},
                "properties": {
                    "kind": "bridge",
                    "name": "Cầu thử",
                    "position_accuracy_m": 5.0,
                    "source": "thử",
                    "version": 1,
                    "is_open_walking": True,
                    "is_open_motorbike": True,
                    **dict.fromkeys(("uuid", "recorded_at", "recorded_by", "removed_at")),
                },
            }
        )
    assert _row(
        file_database, "SELECT count(*) FROM rtree_landmark_geom WHERE minx > 106.699 AND maxx < 106.701"
    ) == (1,)
    with file_database.read() as connection:
        added = connection.execute(
            select(schema.landmark.c.geom).where(schema.landmark.c.name == "Cầu thử")
        ).scalar_one()
    assert added.equals(shapely.Point(106.7, 10.7))


def test_the_index_follows_every_kind_of_change(file_database: Database) -> None:
    """Insert, move, empty, renumber and delete a row: the index says the same as the table."""
    table = schema.landmark
    box = "SELECT count(*) FROM rtree_landmark_geom WHERE id = {}"

    def change_row(statement: object) -> None:
        with file_database.write(SYSTEM, "test") as change:
            change.note("landmark", "test")
            change.connection.execute(statement)

    values = {"id": 900, "kind": "bridge", "name": "thử", "source": "thử", "geom": shapely.Point(1, 2)}
    change_row(insert(table).values(**values))
    assert _row(file_database, "SELECT minx, miny FROM rtree_landmark_geom WHERE id = 900") == (1, 2)
    change_row(table.update().where(table.c.id == 900).values(geom=shapely.Point(3, 4)))
    assert _row(file_database, "SELECT maxx, maxy FROM rtree_landmark_geom WHERE id = 900") == (3, 4)
    change_row(table.update().where(table.c.id == 900).values(id=901))
    assert (_row(file_database, box.format(900)), _row(file_database, box.format(901))) == ((0,), (1,))
    change_row(table.update().where(table.c.id == 901).values(geom=shapely.Point()))
    assert _row(file_database, box.format(901)) == (0,)
    change_row(table.update().where(table.c.id == 901).values(geom=shapely.Point(5, 6)))
    change_row(table.delete().where(table.c.id == 901))
    assert _row(file_database, box.format(901)) == (0,)


def test_the_five_functions_read_the_envelope() -> None:
    connection = sqlite3.connect(":memory:")
    add_functions(connection)

    blob = encode(shapely.LineString([(1, 2), (3, 5)]))
    told = connection.execute(
        "SELECT ST_MinX(?1), ST_MaxX(?1), ST_MinY(?1), ST_MaxY(?1), ST_IsEmpty(?1)", (blob,)
    ).fetchone()
    assert told == (1, 3, 2, 5, 0)
    assert connection.execute("SELECT meets_box(?, 0, 4, 2, 6)", (blob,)).fetchone() == (0,)
    assert connection.execute("SELECT meets_box(?, 1.5, 2, 2.5, 4)", (blob,)).fetchone() == (1,)
