"""Words and looks of exports: titles, colours, and the note that says what a shapefile cannot hold."""

from dataclasses import replace
from datetime import date

from geo.geodesy.crs import VN2000_HCMC
from layers.exports.export_layers import LAYERS
from layers.exports.export_order import ExportOrder, ReadMe
from layers.store.query import FeatureQuery
from webmap.render.export_words import dress_export, name_layer
from webmap.texts import Translator

ORDER = ExportOrder("hotspots", FeatureQuery(date(2026, 11, 22)), "shp", VN2000_HCMC, "tcvn3")


def test_the_note_says_what_the_files_are_and_what_is_shortened() -> None:
    dress = dress_export(ORDER, Translator("vi"), "DỮ LIỆU MẪU")
    assert dress.title == "DỮ LIỆU MẪU · Địa bàn, ngày 22/11/2026"
    names = {"name": "name", "position_accuracy_m": "accuracy_m"}
    note = dress.write_note(ReadMe(ORDER, names, {"hotspots_lines.shp": 3})).splitlines()
    assert note[:2] == ["DỮ LIỆU MẪU", "Địa bàn – hiện trạng ngày 22/11/2026"]
    assert "VN-2000 / TM-3 105-45 (EPSG:9210)" in note[2]
    assert "    hotspots_lines.shp: 3 đối tượng" in note
    assert note[-1] == "    accuracy_m  position_accuracy_m"
    english = dress_export(ORDER, Translator("en")).write_note(ReadMe(ORDER, names, {"a.shp": 1}))
    assert "    a.shp: 1 feature\n" in english


def test_every_layer_has_a_name_and_a_look_in_each_of_its_shapes() -> None:
    for layer in LAYERS:
        assert all(name_layer(layer, Translator(locale)) for locale in ("vi", "en"))
        looks = dress_export(replace(ORDER, layer=layer), Translator("vi")).symbols[layer]
        assert set(looks.qml) == set(LAYERS[layer].shapes)
        assert looks.colors


def test_rows_are_coloured_by_the_legend_as_of_the_day_of_the_export() -> None:
    visits = dress_export(replace(ORDER, layer="visits"), Translator("vi")).symbols["visits"]
    planned = {"state": "planned", "day": "2026-11-21", "result": None}
    assert visits.find_code(planned) == "overdue"
    assert visits.find_code({**planned, "day": "2026-11-22"}) == "planned"
    assert (
        visits.colors[visits.find_code({**planned, "state": "made", "result": "better"}) or ""] == "#009E73"
    )
    places = dress_export(ORDER, Translator("vi")).symbols["hotspots"]
    assert (places.find_code({"status": "THEO_DOI"}), places.find_code({"status": "TRUNG"})) == (
        "THEO_DOI",
        None,
    )
