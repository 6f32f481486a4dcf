"""Exports as drawings: DXF as GDAL reads it, with Vietnamese names beside the shapes."""

from dataclasses import replace
from pathlib import Path

import shapely

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.text.names import to_nfc
from layers.store.database import Database
from tests.layers.exports.export_reading import HOTSPOTS, known_places, read, write


def test_a_drawing_holds_shapes_and_names(database: Database, tmp_path: Path) -> None:
    known = known_places(database)
    path = write(database, replace(HOTSPOTS, form="dxf", crs=VN2000_HCMC), tmp_path / "dxf")
    rows, shapes = read(path)
    assert {to_nfc(row["Text"]).strip() for row in rows if row["Text"]} >= {"Cầu Hiệp Ân"}
    drawn = [shape for row, shape in zip(rows, shapes, strict=True) if not row["Text"]]
    assert len(drawn) == len(known)
    for shape, geometry in zip(drawn, known.values(), strict=True):
        border = geometry.boundary if geometry.area else geometry
        line = shape.boundary if shape.area else shape
        assert shapely.hausdorff_distance(transform_geometry(line, VN2000_HCMC, WGS84_LONLAT), border) < 1e-7
