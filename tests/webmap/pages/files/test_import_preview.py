"""The map of a file before anything is written."""

from typing import Any

import pytest
import shapely
from flask import Flask

from geo.geodesy.measure import distance_m
from geo.types import LonLat
from layers.imports.staged_rows import Fault, StagedRow
from tests.webmap.pages.files.reports import FOUND
from webmap.pages.files.import_preview import name_row, place_before, preview_config

PLACE = shapely.Point(106.676, 10.744)
ROW = StagedRow(1, {"name": "Phường 1"}, PLACE.wkb)


def test_vn2000_that_calls_itself_wgs84_is_shown_where_it_would_lie() -> None:
    before = place_before(ROW, FOUND)
    assert before is not None
    moved_m = distance_m(LonLat(PLACE.x, PLACE.y), LonLat(before.x, before.y))
    assert moved_m == pytest.approx(226, abs=2)


@pytest.mark.parametrize(
    "told",
    [
        {"declared": None},
        {"declared": "EPSG:9210"},
        {"crs": None},
        {"crs": "EPSG:4326", "declared": "EPSG:4326", "is_swapped": True},  # 106 degrees north
    ],
    ids=["not declared", "right", "no positions", "no place on earth"],
)
def test_where_the_file_says_nothing_else_there_is_no_before(told: dict[str, Any]) -> None:
    assert place_before(ROW, {**FOUND, **told}) is None


def test_the_map_draws_what_has_a_shape_and_marks_what_has_a_fault(app: Flask) -> None:
    faulty = StagedRow(2, {}, PLACE.wkb, (Fault(2, "import_shape_repaired", {}, is_fatal=False),))
    with app.test_request_context():
        config = preview_config([ROW, faulty, StagedRow(3, {"name": "không hình"}, None)], FOUND)
        empty = preview_config([], FOUND)
    assert [(one["nth"], one["name"], one["faulty"]) for one in config["rows"]] == [
        (1, "Phường 1", False),
        (2, "Dòng 2", True),
    ]
    assert set(config["boxes"]) == {"after", "before", "faulty"}
    assert config["boxes"]["before"] != config["boxes"]["after"]
    assert (empty["rows"], empty["boxes"]) == ([], {})


def test_a_row_is_called_by_the_first_that_names_it() -> None:
    assert name_row({"code": "27394", "title": "Kế hoạch"}) == "Kế hoạch"
    assert name_row({}) == ""
