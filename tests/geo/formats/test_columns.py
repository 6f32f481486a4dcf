import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.formats.columns import pack, pack_integers, unpack, unpack_integers
from tests.geo.quan8 import HOTSPOTS, TO_2024
from tests.strategies import geometries


@given(st.lists(geometries(), max_size=5))
def test_what_is_packed_comes_back_within_half_a_unit(found: list[BaseGeometry]) -> None:
    packed = json.loads(json.dumps(pack(found)))
    again = unpack(packed)
    assert len(again) == len(found)
    for before, after in zip(found, again, strict=True):
        assert after.geom_type == before.geom_type
        turned = shapely.orient_polygons(before, exterior_cw=False)
        drift = np.abs(shapely.get_coordinates(after) - shapely.get_coordinates(turned))
        assert drift.max() <= 0.5001e-5
    assert pack(again) == packed


@given(st.lists(st.integers(-(2**31) + 1, 2**31 - 1)))
def test_whole_numbers_come_back_from_plain_ascii(numbers: list[int]) -> None:
    text = pack_integers(numbers)
    assert unpack_integers(text).tolist() == numbers
    assert all("?" <= letter <= "~" for letter in text)


def test_the_code_of_whole_numbers_is_the_published_one() -> None:
    # The example of the Encoded Polyline Algorithm Format: (38.5, -120.2), then the differences.
    assert (
        pack_integers([3850000, -12020000, 220000, -75000, 255200, -550300]) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    )


def test_small_numbers_take_one_letter_and_large_ones_are_refused() -> None:
    assert pack_integers([0, -1, 1, 15, -16, 47]) == "?@A]^}A"
    with pytest.raises(OverflowError):
        pack_integers([2**31])


@pytest.mark.parametrize("text", ["_", "?_", "é", "!", "_______@"])
def test_text_that_holds_no_whole_numbers_is_refused(text: str) -> None:
    with pytest.raises(InvalidGeometry, match="columns_invalid"):
        unpack_integers(text)


def test_the_stream_is_relative_from_vertex_to_vertex() -> None:
    packed = pack([shapely.Point(106.5, 10.5), shapely.LineString([(106.50001, 10.5), (106.5, 10.49998)])])
    assert packed == {
        "kind": "01",
        "parts": pack_integers([1, 1]),
        "sizes": pack_integers([1, 2]),
        "xy": pack_integers([10650000, 1050000, 1, 0, -1, -2]),
    }


def test_rings_are_parts_and_closed() -> None:
    holed = box(106, 10, 107, 11).difference(box(106.2, 10.2, 106.4, 10.4))
    two = shapely.MultiPolygon([holed, box(108, 10, 109, 11)])
    packed = pack([two, shapely.MultiPoint([(106, 10), (107, 10)]), shapely.Polygon(), shapely.Point()])
    assert packed["kind"] == "2020"
    assert unpack_integers(packed["parts"]).tolist() == [3, 2, 0, 0]
    assert unpack_integers(packed["sizes"]).tolist() == [5, 5, 5, 1, 1]
    again = unpack(packed)
    assert again[0].equals(two)
    assert [len(part.interiors) for part in again[0].geoms] == [1, 0]
    assert again[1].geom_type == "MultiPoint"
    assert again[2].is_empty


def test_decimals_are_kept_on_both_sides() -> None:
    point = shapely.Point(106.6543219, 10.7432198)
    assert unpack(pack([point], decimals=7), decimals=7)[0].equals(point)
    assert pack([point], decimals=0)["xy"] == pack_integers([107, 11])


def test_the_wards_of_quan_8_are_small_and_whole() -> None:
    shapes = [*TO_2024.values(), *HOTSPOTS.values()]
    packed = pack(shapes)
    assert len(json.dumps(packed, separators=(",", ":"))) < 4000
    assert all(a.equals(b) for a, b in zip(unpack(packed), shapes, strict=True))


def test_nothing_is_four_empty_columns() -> None:
    assert pack([]) == {"kind": "", "parts": "", "sizes": "", "xy": ""}
    assert unpack(pack([])) == []


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (shapely.GeometryCollection([shapely.Point(1, 2)]), "geometry_type_unknown"),
        (None, "geometry_type_unknown"),
        (shapely.Point(float("inf"), 2), "coordinate_not_finite"),
    ],
)
def test_what_does_not_fit_is_refused(geometry: BaseGeometry | None, code: str) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        pack([shapely.Point(1, 2), geometry])
    assert caught.value.code == code


@pytest.mark.parametrize("column", ["parts", "sizes", "xy"])
def test_columns_that_do_not_fit_together_are_refused(column: str) -> None:
    packed = pack([shapely.Point(106, 10), shapely.LineString([(106, 10), (107, 10)])])
    packed[column] = packed[column][:-1]
    with pytest.raises(InvalidGeometry) as caught:
        unpack(packed)
    assert caught.value.code == "columns_invalid"
