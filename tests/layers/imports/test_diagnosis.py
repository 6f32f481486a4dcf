"""The file doctor on files as they come: what it finds, what it mends, what it refuses."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import shapely

from geo.text.legacy import encode
from layers.actor import Actor
from layers.errors import ImportRejected, OutsideScope, Refused
from layers.files.sources import SourceLayer
from layers.imports.diagnosis import choose_layer
from layers.imports.diagnosis_report import Diagnosis, tell_report
from layers.imports.file_findings import Wish
from layers.store.database import Database
from tests.boundary_files import MESSY
from tests.layers.imports.conftest import Importing

_EXPECTED: dict[str, tuple[str, str, str, bool]] = {
    "a_vn2000_shp/phuong.shp": ("EPSG:9210", "declared_fits", "utf-8", False),
    "b_vn2000_no_prj/phuong.shp": ("EPSG:9210", "zone_found", "utf-8", False),
    "c_tcvn3_shp/phuong.shp": ("EPSG:9210", "declared_fits", "tcvn3", False),
    "d_vni_shp/phuong.shp": ("EPSG:9210", "declared_fits", "vni", False),
    "e_cp1258_shp/phuong.shp": ("EPSG:9210", "declared_fits", "cp1258", False),
    "f_swapped_axes.geojson": ("EPSG:4326", "axes_swapped", "utf-8", True),
    "h_mapinfo/phuong.tab": ("EPSG:4326", "declared_fits", "utf-8", False),
    "p_decimal_comma/phuong.shp": ("EPSG:9210", "declared_fits", "utf-8", False),
    "r_nfd.geojson": ("EPSG:4326", "declared_fits", "utf-8", False),
    "s_vn2000_labelled_wgs84/phuong.shp": ("EPSG:9210", "datum_missing", "utf-8", False),
}


def test_every_old_file_comes_out_as_the_same_sixteen_wards(
    database: Database, doctor: Callable[..., Diagnosis]
) -> None:
    whole = doctor(database, MESSY / "a_vn2000_shp/phuong.shp", "boundaries")
    truth = {row.facts["code"]: row for row in whole.rows}
    for name, (crs, reason, encoding, is_swapped) in _EXPECTED.items():
        found = doctor(database, MESSY / name, "boundaries")
        told = tell_report(found)
        assert (told["crs"], told["crs_reason"], told["is_swapped"]) == (crs, reason, is_swapped), name
        assert told["encodings"]["TEN"] == encoding, name
        assert (told["features"], told["accepted"], told["faults"]) == (16, 16, []), name
        for row in found.rows:
            same = truth[row.facts["code"]]
            assert (row.facts["name"], row.facts["population"]) == (
                same.facts["name"],
                same.facts["population"],
            )
            assert row.geometry is not None
            assert row.geometry.hausdorff_distance(same.geometry) < 2e-5, name


def test_broken_shapes_are_mended_or_told_one_by_one(
    database: Database, doctor: Callable[..., Diagnosis]
) -> None:
    told = tell_report(doctor(database, MESSY / "g_bad_geometries.geojson", "hotspots"))
    assert {key: told[key] for key in ("features", "accepted", "repaired", "duplicates")} == {
        "features": 10,
        "accepted": 5,
        "repaired": 2,
        "duplicates": 1,
    }
    fatal = {one["nth"]: one["code"] for one in told["faults"] if one["is_fatal"]}
    assert fatal == {
        4: "geometry_empty",
        5: "import_shape_missing",
        8: "geometry_beyond_repair",
        9: "geometry_outside_country",
        10: "geometry_outside_country",
    }


def test_a_table_of_texts_and_files_that_are_traps(
    database: Database, doctor: Callable[..., Diagnosis]
) -> None:
    found = doctor(database, MESSY / "o_wkt.csv", "hotspots")
    assert (found.features, found.accepted, found.mapping["name"]) == (16, 16, "ten")
    for name in ("k_truncated.zip", "m_pointer.vrt", "m_zip_slip.zip"):
        with pytest.raises(ImportRejected):
            doctor(database, MESSY / name, "hotspots")


def test_what_somebody_knows_better_is_believed_and_nonsense_refused(
    database: Database, importing: Importing
) -> None:
    rows: list[Any] = [({"A": "Hẻm 12 Phạm Thế Hiển", "B": "ghi"}, shapely.Point(106.66, 10.74))]
    wish = Wish("EPSG:4326", {"A": "utf-8"}, {"name": "A", "note": "B"}, date(2020, 1, 1))
    found = importing.examine(database, "hotspots", rows, wish=wish)
    told = tell_report(found)
    assert (told["crs_reason"], told["encoding_reasons"], told["mapping_reason"]) == (
        "given",
        {"A": "given", "B": "ascii"},
        "given",
    )
    assert told["samples"][0]["after"] == {"name": "Hẻm 12 Phạm Thế Hiển", "note": "ghi"}
    for wish, code in (
        (Wish(encodings={"A": "klingon"}), "import_encoding_unknown"),
        (Wish(mapping={"name": "Z"}), "import_column_unknown"),
    ):
        with pytest.raises(Refused, match=code):
            importing.examine(database, "hotspots", rows, wish=wish)
    with pytest.raises(OutsideScope):
        importing.examine(database, "hotspots", rows, actor=Actor(99, "nguoi.la"))
    nowhere = importing.examine(database, "hotspots", [({"A": "x"}, shapely.Point(9e9, 9e9))])
    assert (nowhere.accepted, nowhere.coordinates and nowhere.coordinates.reason) == (0, "not_here")


def test_a_layer_is_read_by_its_title_too(
    database: Database, doctor: Callable[..., Diagnosis], tmp_path: Path
) -> None:
    titles = ("Hẻm và đường", "Ranh giới phường")
    collection = (MESSY / "g_bad_geometries.geojson").read_text()
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for title in titles:
            archive.writestr(f"{encode(title, 'mojibake')}.geojson", collection)
    for title in titles:
        found = doctor(database, tmp_path / "a.zip", "hotspots", layer=title)
        assert (found.layer.name, found.title, found.features) == (encode(title, "mojibake"), title, 10)


def test_a_layer_is_chosen_by_name_or_because_it_is_the_only_one() -> None:
    one, two = (SourceLayer(name, "GPKG", "Point", (), 1, None, "utf-8") for name in ("a", "b"))
    assert choose_layer([one], None) is one
    assert choose_layer([one, two], "b") is two
    with pytest.raises(ImportRejected, match="import_layer_unclear"):
        choose_layer([one, two], None)
    for layers, name in (([], None), ([one], "c")):
        with pytest.raises(ImportRejected, match="import_no_layer"):
            choose_layer(layers, name)
