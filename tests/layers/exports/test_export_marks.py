"""Exports as text that is marked up: GeoJSON, KML and GPX, read back by other programs."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
import shapely

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery
from tests.layers.exports.export_reading import HOTSPOTS, TODAY, known_places, read, read_all, write


def test_geojson_tells_what_the_api_tells(database: Database, tmp_path: Path) -> None:
    told = orjson.loads(write(database, replace(HOTSPOTS, form="geojson"), tmp_path / "g").read_bytes())
    with database.read() as connection:
        page = get_page(connection, SYSTEM, "hotspots", FeatureQuery(TODAY))
    assert [one["properties"] for one in told["features"]] == orjson.loads(
        orjson.dumps([one.properties for one in page.features])
    )
    assert [one["geometry"] for one in told["features"]] == [
        orjson.loads(one.geometry) for one in page.features
    ]


def test_maps_of_phones_come_back_whole(database: Database, tmp_path: Path) -> None:
    known = known_places(database)
    for form in ("kml", "kmz"):
        path = write(database, replace(HOTSPOTS, form=form), tmp_path / form)
        found = read_all(path)
        assert set(found) == set(known)
        for code, geometry in known.items():
            assert shapely.hausdorff_distance(shapely.force_2d(found[code][1]), geometry) < 1e-7
        assert found["DB00003"][0]["Name"] == "Cầu Hiệp Ân"
    plain = write(database, replace(HOTSPOTS, form="kml"), tmp_path / "again").read_text()
    assert "<styleUrl>#THEO_DOI</styleUrl>" in plain
    assert "http" not in plain.replace("http://www.opengis.net/kml/2.2", "")

    path = write(database, replace(HOTSPOTS, form="gpx"), tmp_path / "gpx")
    rows, lines = read(path, "tracks")
    assert {row["name"][:7]: line.length for row, line in zip(rows, lines, strict=True)} == pytest.approx(
        {code: shape.length for code, shape in known.items()}
    )
