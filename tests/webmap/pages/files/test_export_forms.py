"""The form of an export: what the address tells of is chosen, and only what can be chosen is offered."""

from datetime import date
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from layers.exports.export_layers import LAYERS
from webmap.pages.files.export_forms import ExportForm

UUID = "0b7e7f0e-5f3c-4b0a-9d0a-1f6d1c1d2e3f"


def _pairs(field: Any) -> list[tuple[str, str]]:
    return list(field.choices)


def _codes(field: Any) -> list[str]:
    return [code for code, _ in _pairs(field)]


def test_the_form_begins_with_the_map_or_the_place_of_its_address(app: Flask) -> None:
    with app.test_request_context("/exports"):
        seen = ExportForm.of_address(MultiDict({"on": "2020-05-01", "status": "THEO_DOI"}), UUID)
        seen.offer(list(LAYERS.values()), [("27424@2025-07-01", "Phường Bình Đông")])
        assert (seen.reach.data, seen.on.data) == ("map", date(2020, 5, 1))
        assert _codes(seen.reach) == ["map", "all"]
        assert seen.shown().status == ("THEO_DOI",)
        assert seen.map_params() == {"on": "2020-05-01", "status": "THEO_DOI"}
        seen.reach.data = "all"
        assert seen.shown() is None
        one = ExportForm.of_address(MultiDict({"place": "DB00003"}), UUID)
        one.offer(list(LAYERS.values()), [])
        assert _codes(one.reach) == ["place", "all"]
        assert one.order().codes == frozenset({"DB00003"})
        plain = ExportForm.of_address(MultiDict(), UUID)
        plain.offer(list(LAYERS.values()), [])
        assert (plain.reach.data, plain.order().codes) == ("all", None)


def test_systems_are_offered_with_the_provinces_that_use_them(app: Flask) -> None:
    with app.test_request_context("/exports"):
        form = ExportForm.of_address(MultiDict(), UUID)
        form.offer(list(LAYERS.values()), [])
        names = dict(_pairs(form.crs))
    assert "Hồ Chí Minh" in names["EPSG:9210"]
    assert "EPSG:3857" not in names
    assert len(names) == 22  # WGS 84, VN-2000 itself, 2 UTM, 18 TM-3 zones
