"""The folder in which a file is read: laid out under names that GDAL understands."""

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from layers.errors import ImportRejected
from layers.files.limits import Limits
from layers.files.workplace import lay_out

MESSY = Path(__file__).resolve().parents[2] / "data" / "messy"


def test_a_file_brings_its_neighbours_whatever_the_case_of_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "came"
    folder.mkdir()
    for path in (MESSY / "a_vn2000_shp").iterdir():
        shutil.copy(path, folder / path.name.upper())
    (folder / "khac.dbf").write_bytes(b"")
    for came in (folder / "PHUONG.SHP", folder):
        (place := tmp_path / f"out{came.suffix}").mkdir()
        (source,) = lay_out(came, place, Limits())
        assert source.form.driver == "ESRI Shapefile"
        names = sorted(path.name for path in source.path.parent.iterdir())
        assert names == [f"PHUONG.{suffix}" for suffix in ("cpg", "dbf", "prj", "shp", "shx")]


def test_a_table_of_mapinfo_is_copied_with_a_neutral_charset(tmp_path: Path) -> None:
    path = tmp_path / "a.TAB"
    path.write_bytes(
        b'!table\n!version 300\n!charset WindowsLatin1\nDefinition Table\n Type NATIVE Charset "WindowsLatin1"\n'
    )
    (tmp_path / "out").mkdir()
    (source,) = lay_out(path, tmp_path / "out", Limits())
    assert source.path.read_bytes().count(b"Neutral") == 2
    assert b"WindowsLatin1" in path.read_bytes()


def test_an_archive_of_several_files_gives_what_can_be_read(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("đọc/a.geojson", '{"type": "FeatureCollection", "features": []}')
        archive.writestr("đọc/b.dxf", b"AC1027 a drawing of AutoCAD")
        archive.writestr("c.csv", "a,b\n1,2\n")
    (tmp_path / "out").mkdir()
    assert [source.form.driver for source in lay_out(tmp_path / "a.zip", tmp_path / "out", Limits())] == [
        "CSV",
        "GeoJSON",
    ]
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.dxf", b"AC1027 a drawing of AutoCAD")
    (tmp_path / "out2").mkdir()
    with pytest.raises(ImportRejected, match="import_driver_refused"):
        lay_out(tmp_path / "a.zip", tmp_path / "out2", Limits())
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(tmp_path / "a.zip", "a.kml")
    (tmp_path / "out3").mkdir()
    with pytest.raises(ImportRejected, match="import_archive_unsafe"):
        lay_out(tmp_path / "b.zip", tmp_path / "out3", Limits())
