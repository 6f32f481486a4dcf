"""Spatial and JSON SQL: the same answer from SQLite and PostgreSQL, also through an alias."""

import json
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from sqlalchemy import insert, literal, select, true

from geo.formats import gpkg
from geo.types import BBox
from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.schema import boundary, boundary_vintage, hotspot_version, landmark
from layers.store.spatial import meets_box, object_rows, read_rows
from tests.conftest import Clock

_HIEP_AN = BBox(106.661, 10.743, 106.662, 10.744)


@pytest.mark.parametrize("aliased", [False, True])
def test_a_box_meets_shapes_not_envelopes(database: Database, aliased: bool) -> None:
    table = boundary.alias("b") if aliased else boundary
    question = select(table.c.name).where(meets_box(table, _HIEP_AN), table.c.level == "ward")
    with database.read() as connection:
        names = set(connection.execute(question).scalars())
    assert {"Phường 10", "Phường 11", "Phường 12", "Phường Xóm Củi", "Phường Phú Định"} <= names
    assert not names & {"Phường 6", "Phường 14", "Phường 16"}


def test_one_compiled_statement_serves_every_box(database: Database) -> None:
    with database.read() as connection:
        for west, found in ((106.66, True), (100.0, False), (106.66, True)):
            question = select(landmark.c.id).where(meets_box(landmark, BBox(west, 10.7, west + 0.05, 10.76)))
            assert bool(connection.execute(question).first()) == found


def test_a_box_may_cross_the_antimeridian(database: Database) -> None:
    with database.read() as connection:
        around = select(landmark.c.id).where(meets_box(landmark, BBox(106, 10, -170, 11)))
        beyond = select(landmark.c.id).where(meets_box(landmark, BBox(170, 10, -170, 11)))
        assert len(connection.execute(around).all()) == 7
        assert connection.execute(beyond).all() == []


def test_rows_are_read_as_they_are_told_one_by_one(database: Database) -> None:
    b, v = boundary.c, hotspot_version.c
    areas = select(b.id, b.name, b.is_partial, b.valid_from, b.valid_to, b.population, b.area_m2, b.recorded_at,
                   b.geojson, boundary_vintage.c.legal_basis, literal('"\\/\n\x1f 😀').label("odd"))  # fmt: skip
    areas = areas.join_from(boundary, boundary_vintage).order_by(b.sort_key.desc(), b.id)
    places = select(v.id, v.length_m, v.position_accuracy_m).order_by(v.id).limit(2)
    with database.read() as connection:
        for question in (areas, areas.limit(3), places, places.where(~true())):
            told = [tuple(row) for row in connection.execute(question)]
            read = [tuple(row) for row in read_rows(connection, question)]
            assert read == told
            assert [list(map(type, row)) for row in read] == [list(map(type, row)) for row in told]


def test_rows_become_objects_with_true_booleans_dates_and_nulls(database: Database) -> None:
    b = boundary.c
    one = select(b.name, b.is_partial, b.valid_to, b.population).where(b.name == "Phường 6").subquery("one")
    fields = {
        "name": one.c.name,
        "partial": one.c.is_partial,
        "valid_to": one.c.valid_to,
        "people": one.c.population,
    }
    with database.read() as connection:
        told = connection.execute(select(object_rows(**fields)).select_from(one)).scalar_one()
        nothing = connection.execute(
            select(object_rows(**fields)).select_from(one).where(~true())
        ).scalar_one()
    assert json.loads(told) == [
        {"name": "Phường 6", "partial": False, "valid_to": "2025-07-01", "people": 23357}
    ]
    assert json.loads(nothing) == []


def test_the_box_is_looked_up_in_the_index_of_a_geopackage(tmp_path: Path, clock: Clock) -> None:
    """The index has to lead: a scan of the table that asks the index for every row is a thousand times slower."""
    database = Database(f"sqlite:///{tmp_path / 'plan.gpkg'}", clock=clock)
    database.migrate()
    question = select(landmark.c.id).where(meets_box(landmark, BBox(106, 10, 107, 11)))
    with database.read() as connection:
        compiled = question.compile(connection.engine, compile_kwargs={"literal_binds": True})
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert any("VIRTUAL TABLE" in step for step in plan)
    assert not any(step.startswith("SCAN landmark") for step in plan)
    database.close()


def test_only_shapes_at_the_edge_of_a_box_are_looked_at_in_a_geopackage(tmp_path: Path, clock: Clock) -> None:
    """Each look costs a call into Python, which large pages cannot afford."""
    database = Database(f"sqlite:///{tmp_path / 'edge.gpkg'}", clock=clock)
    database.migrate()
    told = {"kind": "canal", "source": "test"}
    inside, crossing = LineString([(106.2, 10.2), (106.3, 10.3)]), LineString([(106.9, 10.9), (107.1, 10.7)])
    with database.write(SYSTEM, "test.fill") as change:
        rows = [{**told, "name": "inside", "geom": inside}, {**told, "name": "crossing", "geom": crossing}]
        change.connection.execute(insert(landmark), rows)
        change.note("landmark", "test")
    looked_at: list[BaseGeometry] = []

    def look_at(blob: bytes, *_sides: float) -> bool:
        looked_at.append(gpkg.decode(blob))
        return True

    question = select(landmark.c.name).where(meets_box(landmark, BBox(106, 10, 107, 11)))
    with database.read() as connection:
        driver: Any = connection.connection.driver_connection
        driver.create_function("meets_box", 5, look_at)
        assert set(connection.execute(question).scalars()) == {"inside", "crossing"}
    assert looked_at == [crossing]
    database.close()
