import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.measure import area_m2
from geo.shapes.validity import are_sound, explain, repair, require_extent, require_valid
from tests.geo.quan8 import HOTSPOTS
from tests.strategies import geometries, lonlats

BOW_TIE = shapely.Polygon([(106, 10), (106.01, 10.01), (106.01, 10), (106, 10.01)])
SPIKE = shapely.Polygon(
    [(106, 10), (106.01, 10), (106.01, 10.01), (106.01, 10.02), (106.01, 10.01), (106, 10.01)]
)
HOLE_OUTSIDE = shapely.Polygon(box(106, 10, 106.01, 10.01).exterior, [box(107, 10, 107.01, 10.01).exterior])
OVERLAPPING = shapely.MultiPolygon([box(106, 10, 106.02, 10.02), box(106.01, 10.01, 106.03, 10.03)])


@given(geometries())
def test_sound_geometries_have_no_faults_and_stay_as_they_are(geometry: BaseGeometry) -> None:
    assert explain(geometry) == ()
    assert require_valid(geometry) is geometry
    mended = repair(geometry)
    assert mended.changes == ()
    assert mended.geometry is geometry


def test_a_ring_that_is_one_place_is_no_shape_and_spoils_none_beside_it() -> None:
    spot, square = box(106, 10, 106, 10), box(106, 10, 106.01, 10.01)
    with pytest.raises(InvalidGeometry, match="geometry_beyond_repair"):
        repair(spot)
    mended = repair(shapely.MultiPolygon([spot, square]))
    assert mended.geometry.equals(square)
    assert mended.changes
    assert are_sound(np.array([spot, square])).tolist() == [False, True]


def test_faults_have_a_kind_and_a_place() -> None:
    (fault,) = explain(BOW_TIE)
    assert fault.kind == "self_crossing"
    assert fault.at == pytest.approx((106.005, 10.005))
    assert [fault.kind for fault in explain(HOLE_OUTSIDE)] == ["hole_outside"]
    assert [fault.kind for fault in explain(shapely.MultiPolygon([BOW_TIE, SPIKE]))] == ["self_crossing"] * 2
    assert [fault.kind for fault in explain(OVERLAPPING)] == ["self_crossing"]
    nested = shapely.MultiPolygon([box(106, 10, 106.03, 10.03), box(106.01, 10.01, 106.02, 10.02)])
    assert [fault.kind for fault in explain(nested)] == ["nested"]
    assert [fault.kind for fault in explain(shapely.LineString([(106, 10), (106, 10)]))] == ["too_few_points"]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (shapely.Polygon(), "geometry_empty"),
        (shapely.Point(math.inf, 10), "coordinate_not_finite"),
        (shapely.LineString([(106, 10), (math.inf, 10)]), "coordinate_not_finite"),
        (BOW_TIE, "geometry_invalid"),
    ],
)
def test_unsound_geometries_are_refused(geometry: BaseGeometry, code: str) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        require_valid(geometry)
    assert caught.value.code == code
    if code == "geometry_invalid":
        assert caught.value.facts == {"reason": "self_crossing", "lon": 106.005, "lat": 10.005}
    else:
        with pytest.raises(InvalidGeometry):
            repair(geometry)


def test_a_bow_tie_becomes_two_triangles() -> None:
    mended = repair(BOW_TIE)
    assert mended.changes == ("rings_rebuilt",)
    assert mended.geometry.geom_type == "MultiPolygon"
    assert len(mended.geometry.geoms) == 2
    assert mended.geometry.is_valid


def test_spikes_go_and_overlapping_parts_become_one() -> None:
    assert repair(SPIKE).geometry.equals(box(106, 10, 106.01, 10.01))
    assert repair(OVERLAPPING).geometry.equals(shapely.union_all(list(OVERLAPPING.geoms)))


def test_heights_repeats_and_empty_parts_are_told() -> None:
    mended = repair(shapely.LineString([(106, 10, 5), (106, 10, 5), (106.01, 10, 6)]))
    assert mended.changes == ("height_dropped", "duplicates_removed")
    assert mended.geometry.equals_exact(shapely.LineString([(106, 10), (106.01, 10)]))
    with_empty = shapely.from_wkt("MULTILINESTRING ((106 10, 107 10), EMPTY)")
    assert repair(with_empty).changes == ("parts_dropped",)


def test_parts_of_a_lower_dimension_are_told_when_rings_are_rebuilt() -> None:
    mended = repair(shapely.GeometryCollection([BOW_TIE, shapely.Point(106, 10)]))
    assert mended.changes == ("rings_rebuilt", "parts_dropped")
    assert mended.geometry.geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.Polygon([(106, 10), (106.01, 10), (106.02, 10), (106, 10)]),
        shapely.LineString([(106, 10), (106, 10)]),
    ],
)
def test_what_has_no_extent_is_beyond_repair(geometry: BaseGeometry) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        repair(geometry)
    assert caught.value.code == "geometry_beyond_repair"


@given(st.lists(lonlats(), min_size=3, max_size=9, unique=True))
def test_any_ring_is_mended_or_refused(vertices: list[tuple[float, float]]) -> None:
    ring = shapely.Polygon(vertices)
    try:
        mended = repair(ring).geometry
    except InvalidGeometry as error:
        assert error.code == "geometry_beyond_repair"
        return
    assert mended.is_valid
    assert mended.geom_type in ("Polygon", "MultiPolygon")
    assert area_m2(mended) > 0


def test_places_smaller_than_the_minimum_are_refused() -> None:
    house = box(106.66, 10.74, 106.66005, 10.74005)
    with pytest.raises(InvalidGeometry) as caught:
        require_extent(house, min_length_m=20, min_area_m2=200)
    assert caught.value.code == "extent_too_small"
    assert caught.value.facts == {"measured": 30.2, "minimum": 200, "unit": "m2"}
    with pytest.raises(InvalidGeometry) as caught:
        require_extent(
            shapely.LineString([(106.66, 10.74), (106.6601, 10.74)]), min_length_m=20, min_area_m2=200
        )
    assert caught.value.facts == {"measured": 10.9, "minimum": 20, "unit": "m"}
    for hotspot in HOTSPOTS.values():
        assert require_extent(hotspot, min_length_m=20, min_area_m2=200) is hotspot
    point = shapely.Point(106.66, 10.74)
    assert require_extent(point, min_length_m=20, min_area_m2=200) is point
