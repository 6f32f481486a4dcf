"""Styles of QGIS: the real one opens an exported GeoPackage in our colours, patterns, signs and words."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from layers.actor import SYSTEM
from layers.exports.export_order import ExportOrder
from layers.exports.exports import export_layer
from layers.store.database import Database
from layers.store.query import FeatureQuery
from tests.layers.places.supervised import add_visited
from tests.qgis import run_in_qgis
from webmap.maps.looks import LOOKS, SHAPES
from webmap.maps.symbols import DRAWN_STATES, SYMBOLS
from webmap.render.export_words import dress_export
from webmap.render.qgis_styles import write_qml
from webmap.texts import Translator

VI = Translator("vi")

LOOK = """
for name, path in asked["layers"].items():
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    renderer = layer.renderer()
    told[name] = {
        "count": layer.featureCount(),
        "crs": layer.crs().authid(),
        "column": renderer.classAttribute(),
        "labels": layer.labeling().settings().fieldName if layer.labelsEnabled() else "",
        "widget": layer.editorWidgetSetup(layer.fields().indexOf(renderer.classAttribute())).type(),
        "drawn": find_categories(layer),
        "looks": {
            one.value(): [one.label(), one.symbol().color().name(), [part.layerType() for part in one.symbol()]]
            for one in renderer.categories()
        },
    }
"""


@pytest.mark.parametrize("shape", SHAPES)
def test_every_status_has_a_look_in_every_shape(shape: str) -> None:
    root = ET.fromstring(write_qml("hotspots", shape, VI).split("\n", 1)[1])
    told = [one.get("value") for one in root.iter("category")]
    assert told == list(DRAWN_STATES)
    assert len(root.findall("renderer-v2/symbols/symbol")) == len(told)
    assert {one.get("chr") for one in root.iter() if one.get("chr")} == set()
    signs = {one.get("value") for one in root.iter("Option") if one.get("name") == "chr"}
    assert signs == {SYMBOLS[state].sign for state in DRAWN_STATES}


def test_every_look_can_be_written_in_every_shape_and_labels_what_has_a_name() -> None:
    for name, look in LOOKS.items():
        for shape in look.shapes:
            root = ET.fromstring(write_qml(name, shape, VI).split("\n", 1)[1])
            told = [(one.get("value"), one.get("render") == "true") for one in root.iter("category")]
            assert told == [(entry.code, entry.is_shown) for entry in look.entries]
            assert all(len(one) for one in root.findall("renderer-v2/symbols/symbol"))
            assert root.get("labelsEnabled") == str(int(look.label == "name"))
            assert {one.get("name") for one in root.findall("fieldConfiguration/field")} == set(look.codes)


def _export(store: Database, layer: str, folder: Path) -> str:
    order = ExportOrder(layer, FeatureQuery(date(2026, 11, 22)), "gpkg")
    with store.read() as connection:
        return str(export_layer(connection, SYSTEM, order, folder, dress_export(order, VI)))


@pytest.mark.databases("geopackage")
def test_qgis_opens_exports_as_our_map_looks(store: Database, tmp_path: Path) -> None:
    add_visited(store)
    parts = ("lines", "areas", "points")
    files = {layer: _export(store, layer, tmp_path) for layer in ("hotspots", "visits", "crossings")}
    layers = {f"{layer}_{part}": files[layer] for layer in ("hotspots", "crossings") for part in parts}
    told = run_in_qgis(LOOK, tmp_path, layers={**layers, "visits": files["visits"]})
    names = [f"hotspots_{part}" for part in parts]
    assert [told[name]["count"] for name in names] == [3, 1, 0]
    for name in names:
        assert (told[name]["crs"], told[name]["column"], told[name]["labels"]) == (
            "EPSG:4326",
            "status",
            "name",
        )
        assert told[name]["widget"] == "ValueMap"
        assert len(told[name]["drawn"]) == told[name]["count"]
        assert set(told[name]["looks"]) == set(DRAWN_STATES)
        assert told[name]["looks"]["THEO_DOI"][0] == "Phức tạp, đang theo dõi"
    assert told["hotspots_lines"]["looks"]["THEO_DOI"][2] == ["SimpleLine", "SimpleLine", "MarkerLine"]
    assert told["hotspots_areas"]["looks"]["DANG_CHUYEN_HOA"][2][:2] == ["SimpleFill", "SimpleFill"]
    assert told["hotspots_points"]["looks"]["THEO_DOI"][2] == ["SimpleMarker", "FontMarker"]
    visits = told["visits"]
    assert sorted(visits["drawn"]) == ["better", "better", "better", "overdue"]
    assert visits["looks"]["better"] == ["Tốt hơn", "#ffffff", ["SimpleMarker", "FontMarker"]]
    assert {kind for part in parts for kind in told[f"crossings_{part}"]["drawn"]} == {"bridge", "canal"}
