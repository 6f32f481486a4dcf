"""Exports as tables: CSV and Excel, with places that can be put on a map again."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import shapely

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from layers.store.database import Database
from tests.layers.exports.export_reading import HOTSPOTS, apart_m, known_places, write

ONE_CM = 0.01


def test_tables_hold_places_numbers_and_days(database: Database, tmp_path: Path) -> None:
    known = known_places(database)
    order = replace(HOTSPOTS, form="csv", crs=VN2000_HCMC)
    with write(database, order, tmp_path / "c").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for code, geometry in known.items():
        shape = transform_geometry(shapely.from_wkt(rows[code]["wkt"]), VN2000_HCMC, WGS84_LONLAT)
        assert apart_m(shape, geometry) < ONE_CM
        assert 580_000 < float(rows[code]["x"]) < 620_000
    assert rows["DB00003"]["name"] == "Cầu Hiệp Ân"

    path = write(database, replace(HOTSPOTS, form="xlsx"), tmp_path / "x")
    sheet = openpyxl.load_workbook(path)["hotspots"]
    heads, *lines = sheet.iter_rows(values_only=True)
    cells = {line[1]: dict(zip(heads, line, strict=True)) for line in lines}
    assert set(cells) == set(known)
    assert cells["DB00003"]["name"] == "Cầu Hiệp Ân"
    assert cells["DB00003"]["status_since"].date() == date(2012, 2, 8)
    assert isinstance(cells["DB00003"]["position_accuracy_m"], int | float)
    again = write(database, replace(HOTSPOTS, form="xlsx"), tmp_path / "y")
    assert again.read_bytes() == path.read_bytes()
