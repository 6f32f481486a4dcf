"""``flask export``: a layer written from the command line, the same bytes for the same arguments."""

import json
import zipfile
from pathlib import Path

import orjson
from flask import Flask

from tests.webmap.command_line import run


def test_a_layer_is_written_in_the_form_of_its_name_or_the_one_named(ready: Flask, tmp_path: Path) -> None:
    one, other = tmp_path / "one.gpkg", tmp_path / "other.dat"
    told = json.loads(run(ready, "export", "hotspots", "--out", str(one), "--crs", "EPSG:9210", "--json"))
    assert told == {"layer": "hotspots", "day": "2026-11-22", "size": one.stat().st_size, "file": str(one)}
    run(ready, "export", "hotspots", "--format", "gpkg", "--out", str(other), "--crs", "9210")
    assert one.read_bytes() == other.read_bytes()
    shapes = tmp_path / "lop.shp.zip"
    run(ready, "export", "boundaries", "--out", str(shapes), "--at", "2024-01-01", "--encoding", "tcvn3")
    with zipfile.ZipFile(shapes) as archive:
        note = archive.read("DOC_TRUOC.txt").decode("utf-8-sig")
    assert "Ranh giới hành chính – hiện trạng ngày 01/01/2024" in note
    assert "TCVN3" in note
    assert "legal       legal_basis" in note
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lop.shp.zip", "one.gpkg", "other.dat"]


def test_who_asks_sees_his_own_and_what_is_wrong_is_said(ready: Flask, tmp_path: Path) -> None:
    run(ready, "user", "add", "chanh_hung", "--role", "viewer", "--area", "27418@2025-07-01")
    out = tmp_path / "his.geojson"
    run(ready, "export", "hotspots", "--out", str(out), "--as", "chanh_hung")
    everything = tmp_path / "all.geojson"
    run(ready, "export", "hotspots", "--out", str(everything))
    seen, known = (len(orjson.loads(path.read_bytes())["features"]) for path in (out, everything))
    assert 0 < seen < known
    alleys = tmp_path / "alleys.geojson"
    run(ready, "export", "hotspots", "--out", str(alleys), "--filter", "kind = 'alley'")
    kinds = {one["properties"]["kind"] for one in orjson.loads(alleys.read_bytes())["features"]}
    assert kinds == {"alley"}
    for wrong in (
        ("hotspots", "--out", str(tmp_path / "x.gpkg"), "--filter", "kind = "),
        ("crossings", "--out", str(tmp_path / "x.gpkg"), "--filter", "kind = 'canal'"),
        ("hotspots", "--out", str(tmp_path / "x.kml"), "--crs", "EPSG:9210"),
        ("hotspots", "--out", str(tmp_path / "x.shp")),
        ("hotspots", "--out", str(tmp_path / "x.gpkg"), "--crs", "EPSG:6956"),
        ("hotspots", "--out", str(tmp_path / "x.gpkg"), "--encoding", "tcvn3"),
    ):
        result = ready.test_cli_runner().invoke(args=["export", *wrong])
        assert result.exit_code != 0
        assert "Traceback" not in result.output
    assert not list(tmp_path.glob("x.*"))
