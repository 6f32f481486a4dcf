import json
import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.formats.geojson import geometry_text, geometry_texts, parse_geometry
from tests.strategies import geometries

RING = [[106, 10], [107, 10], [107, 11], [106, 10]]


@given(geometries())
def test_what_is_written_is_read_again_within_the_rounding(geometry: BaseGeometry) -> None:
    text = geometry_text(geometry)
    again = parse_geometry(json.loads(text))
    assert again.geom_type == geometry.geom_type
    drift = np.abs(shapely.get_coordinates(again.normalize()) - shapely.get_coordinates(geometry.normalize()))
    assert again.equals_exact(shape(json.loads(text)))
    assert drift.max() <= 5.1e-7 or again.hausdorff_distance(geometry) <= 1e-6
    assert geometry_text(again) == text


@given(st.lists(geometries(), max_size=5))
def test_many_are_written_as_one_by_one(found: list[BaseGeometry]) -> None:
    assert geometry_texts(found) == [geometry_text(geometry) for geometry in found]
    array = np.array([*found, None], dtype=object)
    assert geometry_texts(array)[-1] == "null"


def test_text_is_compact_and_turns_right() -> None:
    clockwise = shapely.Polygon(
        [(106, 10), (106, 11), (107, 11), (107, 10)],
        [[(106.2, 10.2), (106.8, 10.2), (106.8, 10.8), (106.2, 10.8)]],
    )
    text = geometry_text(clockwise)
    assert " " not in text
    outer, hole = (shapely.LinearRing(ring) for ring in json.loads(text)["coordinates"])
    assert outer.is_ccw
    assert not hole.is_ccw
    assert geometry_text(shapely.reverse(clockwise)).count("[") == text.count("[")


def test_rounding_and_the_sign_of_zero() -> None:
    assert (
        geometry_text(shapely.Point(106.12345678, -0.0000001))
        == '{"type":"Point","coordinates":[106.123457,0.0]}'
    )
    assert (
        geometry_text(shapely.Point(106.12345678, 10), decimals=2)
        == '{"type":"Point","coordinates":[106.12,10.0]}'
    )
    assert geometry_text(shapely.Point(106, 10, 5)) == '{"type":"Point","coordinates":[106.0,10.0]}'


def test_nothing_and_empty_geometries() -> None:
    assert geometry_text(None) == "null"
    assert geometry_texts([]) == []
    for empty in (shapely.Point(), shapely.LineString(), shapely.Polygon(), shapely.MultiPolygon()):
        assert json.loads(geometry_text(empty)) == {"type": empty.geom_type, "coordinates": []}


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidGeometry) as caught:
        geometry_text(shapely.Point(math.inf, 10))
    assert caught.value.code == "coordinate_not_finite"


@pytest.mark.parametrize(
    "value",
    [
        {"type": "Point", "coordinates": [106.5, 10.5]},
        {"type": "Point", "coordinates": [106.5, 10.5, 3.0], "crs": {}, "bbox": []},
        {"type": "MultiPoint", "coordinates": [[106.5, 10.5]]},
        {"type": "LineString", "coordinates": [[106, 10], [107, 10]]},
        {"type": "MultiLineString", "coordinates": [[[106, 10], [107, 10]]]},
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "MultiPolygon", "coordinates": [[RING], [RING]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [106.5, 10.5]}]},
    ],
    ids=lambda value: value["type"],
)
def test_every_type_is_read(value: dict[str, Any]) -> None:
    geometry = parse_geometry(value)
    assert geometry.geom_type == value["type"]
    assert not geometry.has_z
    assert not geometry.is_empty


def _polygon(*ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(ring)]}


@pytest.mark.parametrize(
    ("value", "code", "at"),
    [
        (None, "geometry_not_object", ""),
        ("POINT (1 2)", "geometry_not_object", ""),
        ([1, 2], "geometry_not_object", ""),
        ({}, "geometry_type_unknown", "type"),
        ({"type": ["Point"]}, "geometry_type_unknown", "type"),
        ({"type": "Feature", "geometry": None}, "geometry_type_unknown", "type"),
        ({"type": "Point"}, "position_invalid", "coordinates"),
        ({"type": "Point", "coordinates": []}, "geometry_empty", "coordinates"),
        ({"type": "Point", "coordinates": [1]}, "position_invalid", "coordinates"),
        ({"type": "Point", "coordinates": [1, 2, 3, 4]}, "position_invalid", "coordinates"),
        ({"type": "Point", "coordinates": ["1", "2"]}, "position_invalid", "coordinates"),
        ({"type": "Point", "coordinates": [True, 2]}, "position_invalid", "coordinates"),
        ({"type": "Point", "coordinates": [None, 2]}, "position_invalid", "coordinates"),
        ({"type": "Point", "coordinates": [math.nan, 2]}, "coordinate_not_finite", "coordinates"),
        ({"type": "Point", "coordinates": [10**400, 2]}, "coordinate_not_finite", "coordinates"),
        ({"type": "Point", "coordinates": [180.1, 2]}, "coordinate_out_of_range", "coordinates"),
        ({"type": "Point", "coordinates": [10.7, 106.6]}, "coordinate_out_of_range", "coordinates"),
        ({"type": "LineString", "coordinates": [[1, 2]]}, "line_too_short", "coordinates"),
        ({"type": "LineString", "coordinates": {"0": 1}}, "coordinates_not_list", "coordinates"),
        ({"type": "LineString", "coordinates": []}, "geometry_empty", "coordinates"),
        ({"type": "LineString", "coordinates": [[1, 2], 3]}, "position_invalid", "coordinates[1]"),
        (_polygon([1, 2], [3, 4], [1, 2]), "ring_too_short", "coordinates[0]"),
        (_polygon([1, 2], [3, 4], [5, 2], [1, 3]), "ring_not_closed", "coordinates[0]"),
        ({"type": "MultiPolygon", "coordinates": [[RING], [[]]]}, "geometry_empty", "coordinates[1][0]"),
        ({"type": "GeometryCollection"}, "coordinates_not_list", "geometries"),
        ({"type": "GeometryCollection", "geometries": [7]}, "geometry_not_object", "geometries[0]"),
        (
            {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}]},
            "geometry_nested",
            "geometries[0]",
        ),
        (
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1]}]},
            "position_invalid",
            "geometries[0].coordinates",
        ),
    ],
)
def test_everything_wrong_is_told_with_its_place(value: object, code: str, at: str) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        parse_geometry(value)
    assert caught.value.code == code
    assert caught.value.facts["at"] == at


def test_too_many_vertices_are_refused_before_they_are_built() -> None:
    line = {"type": "LineString", "coordinates": [[106, 10 + i / 1000] for i in range(11)]}
    assert len(parse_geometry(line, max_vertices=11).coords) == 11
    with pytest.raises(InvalidGeometry) as caught:
        parse_geometry(line, max_vertices=10)
    assert (caught.value.code, caught.value.facts) == ("geometry_too_large", {"maximum": 10})


def test_a_strangers_type_is_shown_short_and_printable() -> None:
    with pytest.raises(InvalidGeometry) as caught:
        parse_geometry({"type": "\ud800" * 500})
    assert caught.value.facts["type"] == "?" * 40


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner)
    ),
    max_leaves=12,
)
TYPES = st.sampled_from(["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"])


@given(st.fixed_dictionaries({"type": TYPES, "coordinates": JSON}) | JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        geometry = parse_geometry(value)
    except InvalidGeometry:
        return
    assert not geometry.is_empty
