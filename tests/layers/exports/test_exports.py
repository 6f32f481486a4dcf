"""Exports: what is asked, of what the actor may see; what no file can hold is refused before anything is read."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pyogrio
import pytest

from geo.geodesy.crs import VN2000_HCMC
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope, Refused
from layers.exports.export_order import ExportOrder
from layers.exports.exports import check_order, export_layer, has_more_rows
from layers.store.database import Database
from layers.store.query import FeatureQuery
from tests.layers.exports.export_reading import HOTSPOTS, read, write


def test_boundaries_of_a_day_and_places_of_a_map(database: Database, tmp_path: Path) -> None:
    old = ExportOrder("boundaries", FeatureQuery(date(2024, 6, 1), level=("ward",)), "gpkg")
    path = write(database, old, tmp_path / "old")
    assert pyogrio.list_layers(path).tolist()[0] == ["boundaries", "MultiPolygon"]
    rows, _ = read(path, "boundaries")
    assert len(rows) == 17  # one of them a neighbour's part
    assert {row["name"] for row in rows} >= {"Phường 1", "Phường 16"}
    one = replace(HOTSPOTS, codes=frozenset({"DB00002"}), form="geojson")
    told = orjson.loads(write(database, one, tmp_path / "one").read_bytes())
    assert [place["properties"]["code"] for place in told["features"]] == ["DB00002"]
    none = replace(HOTSPOTS, codes=frozenset(), form="gpkg")
    assert [row[0] for row in pyogrio.list_layers(write(database, none, tmp_path / "none")).tolist()][:3] == [
        "hotspots_points", "hotspots_lines", "hotspots_areas",
    ]  # fmt: skip


def test_what_a_form_cannot_hold_is_refused_before_anything_is_read(
    database: Database, tmp_path: Path
) -> None:
    for wrong, error in (
        (replace(HOTSPOTS, layer="persons"), NotFound),
        (replace(HOTSPOTS, form="exe"), NotFound),
        (replace(HOTSPOTS, form="kml", crs=VN2000_HCMC), Refused),
        (replace(HOTSPOTS, encoding="tcvn3"), Refused),
    ):
        with pytest.raises(error):
            check_order(wrong)
    with database.read() as connection, pytest.raises(OutsideScope):
        export_layer(connection, Actor(999_999, "nobody"), HOTSPOTS, tmp_path)
    assert not list(tmp_path.iterdir())


def test_whether_a_layer_is_large_is_known_without_reading_it(database: Database) -> None:
    with database.read() as connection:
        assert [has_more_rows(connection, SYSTEM, HOTSPOTS, than) for than in (0, 3, 4)] == [
            True,
            True,
            False,
        ]
