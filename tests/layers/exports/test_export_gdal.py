"""Layers of desktop GIS: read back whole, the same bytes every time, in the looks and letters that were asked for."""

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_geometry
from geo.text.legacy import decode
from layers.exports.exports import FORMATS
from layers.store.database import Database
from tests.layers.exports.export_reading import HOTSPOTS, apart_m, known_places, read_all, write

ONE_CM = 0.01


def test_layers_of_gis_come_back_whole(database: Database, tmp_path: Path) -> None:
    known = known_places(database)
    for form in ("gpkg", "shp", "fgb", "mif"):
        for crs in (WGS84_LONLAT, VN2000_HCMC):
            order = replace(HOTSPOTS, form=form, crs=crs)
            path = write(database, order, tmp_path / f"{form}{crs.epsg}")
            assert path.name == f"hotspots.{FORMATS[form].suffix}"
            found = read_all(path)
            assert set(found) == set(known), path
            for code, geometry in known.items():
                back = transform_geometry(found[code][1], crs, WGS84_LONLAT)
                assert apart_m(back, geometry) < ONE_CM, (path, code)
            row = found["DB00003"][0]
            assert row["name"] == "Cầu Hiệp Ân", path
            assert row["wards"] == "Phường Phú Định, Phường Chánh Hưng", path
            since = row.get("status_since", row.get("since"))
            assert str(since)[:10] == "2012-02-08", path
            again = write(database, order, tmp_path / f"{form}{crs.epsg}-again")
            assert (
                hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest()
            ), path


def test_a_shapefile_says_what_it_cannot_hold_and_speaks_to_old_programs(
    database: Database, tmp_path: Path
) -> None:
    path = write(database, replace(HOTSPOTS, form="shp"), tmp_path / "utf8")
    with zipfile.ZipFile(path) as archive:
        assert "position_accuracy_m: accuracy_m" in archive.read("DOC_TRUOC.txt").decode("utf-8-sig")
        assert archive.read("hotspots_lines.cpg").strip() == b"UTF-8"
        assert "VN" not in archive.read("hotspots_lines.prj").decode()
    for form, suffix in (("shp", "dbf"), ("mif", "mid")):
        order = replace(HOTSPOTS, form=form, encoding="tcvn3", crs=VN2000_HCMC)
        with zipfile.ZipFile(write(database, order, tmp_path / form)) as archive:
            assert not [name for name in archive.namelist() if name.endswith(".cpg")]
            table = archive.read(f"hotspots_areas.{suffix}").decode("latin-1")
            assert "C\xc7u Hi\xd6p \xa2n" in table
            assert "Cầu Hiệp Ân" in decode(table, "tcvn3")
