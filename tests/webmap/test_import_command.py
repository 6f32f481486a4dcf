"""``flask import``: a file from the command line into the register."""

import json
import os
from pathlib import Path
from zipfile import ZipFile

import geopandas
import pytest
import shapely
from flask import Flask

from layers.actor import SYSTEM
from layers.files import reading
from layers.imports.batch_records import get_batch
from tests.conftest import START, Clock
from tests.layers.imports.reading_here import frames_here
from tests.webmap.command_line import run
from webmap.config import Config
from webmap.factory import create_app


@pytest.fixture
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return a service with the four places of Quận 8, which reads files in this process."""
    monkeypatch.setattr(reading, "_frames", frames_here)
    app = create_app(Config(data_dir=tmp_path, secret_key="k" * 32, testing=True), clock=Clock(START))
    run(app, "init-db")
    return app


def _write(path: Path, *rows: tuple[dict[str, str], shapely.Geometry]) -> Path:
    features = [
        {"type": "Feature", "properties": values, "geometry": shapely.geometry.mapping(shape)}
        for values, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_file_is_read_then_written_with_its_report_and_its_bytes(ready: Flask, tmp_path: Path) -> None:
    line = shapely.LineString([(106.66, 10.74), (106.661, 10.74)])
    file = _write(tmp_path / "hem.geojson", ({"TEN": "Hẻm 12 Phạm Thế Hiển"}, line), ({"TEN": ""}, line))
    report = tmp_path / "report.json"
    words = ("import", str(file), "--layer", "hotspots", "--report", str(report))
    assert "Chưa ghi gì" in run(ready, *words, "--dry-run")
    told = json.loads(report.read_bytes())
    assert (told["crs"], told["crs_reason"], told["encodings"]) == (
        "EPSG:4326",
        "declared_fits",
        {"TEN": "utf-8"},
    )
    assert (told["features"], told["accepted"], told["repaired"]) == (2, 1, 0)
    assert [(one["nth"], one["code"]) for one in told["faults"]] == [(2, "import_field_missing")]
    answer = json.loads(run(ready, *words, "--json"))
    assert (answer["batch"], answer["written"], answer["faulty"]) == ("NT00001", 1, 1)
    with ready.extensions["database"].read() as connection:
        batch = get_batch(connection, SYSTEM, "NT00001")
    assert ready.extensions["files"].find_path(batch.sha256).read_bytes() == file.read_bytes()
    assert "không có dòng nào" in run(ready, *words, code=1).casefold()


def test_a_map_that_an_old_program_unpacked_is_kept_whole_under_the_name_it_means(
    ready: Flask, tmp_path: Path
) -> None:
    line = shapely.LineString([(106.66, 10.74), (106.661, 10.74)])
    geopandas.GeoDataFrame({"TEN": ["Hẻm 12"]}, geometry=[line], crs="EPSG:4326").to_file(tmp_path / "a.shp")
    stem = os.fsdecode(b"H\xcem v\xb5 \xae\xad\xeang")  # "Hẻm và đường" in TCVN3
    for part in tmp_path.glob("a.*"):
        part.rename(tmp_path / f"{stem}{part.suffix}")
    run(ready, "import", str(tmp_path / f"{stem}.shp"), "--layer", "hotspots")
    with ready.extensions["database"].read() as connection:
        batch = get_batch(connection, SYSTEM, "NT00001")
    assert batch.file_name == "Hẻm và đường.shp"
    with ZipFile(ready.extensions["files"].find_path(batch.sha256)) as kept:
        assert {Path(name).suffix for name in kept.namelist()} >= {".shp", ".shx", ".dbf"}


def test_boundaries_wait_as_a_draft_and_nonsense_is_told(ready: Flask, tmp_path: Path) -> None:
    area = shapely.box(106.7, 10.7, 106.71, 10.71)
    file = _write(tmp_path / "ranh.geojson", ({"MA": "90001", "TEN": "Phường Một"}, area))
    words = ("import", str(file), "--layer", "boundaries")
    assert "cần ngày" in run(ready, *words, code=1)
    assert "bản nháp ranh giới số 1" in run(ready, *words, "--valid-from", "2026-10-01")
    assert "9999" in run(ready, *words, "--crs", "EPSG:9999", code=1)
    (tmp_path / "x.vrt").write_text("<OGRVRTDataSource/>")
    run(ready, "import", str(tmp_path / "x.vrt"), "--layer", "hotspots", code=1)
    run(ready, "import", str(file), "--layer", "persons", code=2)
