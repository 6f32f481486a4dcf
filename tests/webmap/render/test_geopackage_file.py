"""GeoPackages by GDAL: read back as they were written, empty fields empty, the same bytes whenever they are made."""

from pathlib import Path

import pyogrio
import shapely

from webmap.render.geopackage_file import Layer, write_geopackage

LAYERS = (
    Layer("points", "Unknown", [shapely.Point(106.65, 10.735), shapely.box(0, 0, 1, 1)],
          {"name": ["Hẻm", None], "size": [3, None], "share": [0.5, 2]}),
    Layer("wards", "MultiPolygon", [shapely.box(0, 0, 1, 1)], {"name": ["Phường"], "none": [None]}),
    Layer("empty", "Unknown", [], {"name": []}),
)  # fmt: skip


def test_layers_come_back(tmp_path: Path) -> None:
    made = write_geopackage(LAYERS)
    assert made == write_geopackage(LAYERS)
    file = tmp_path / "map.gpkg"
    file.write_bytes(made)
    assert [name for name, _ in pyogrio.list_layers(file)] == ["points", "wards", "empty"]
    points = pyogrio.read_dataframe(file, layer="points")
    assert points.crs.to_epsg() == 4326
    assert points["name"].iloc[0] == "Hẻm"
    assert points["name"].isna().tolist() == [False, True]
    assert points["size"].iloc[0] == 3
    assert points["size"].isna().tolist() == [False, True]
    assert points["share"].tolist() == [0.5, 2]
    assert points.geometry.iloc[0].equals(shapely.Point(106.65, 10.735))
    assert pyogrio.read_dataframe(file, layer="wards").geometry.iloc[0].geom_type == "MultiPolygon"
    assert len(pyogrio.read_dataframe(file, layer="empty")) == 0
