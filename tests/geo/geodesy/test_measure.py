import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given

from geo.geodesy.crs import VN2000_HCMC, WGS84, transform_geometry
from geo.geodesy.measure import area_m2, distance_m, distances_m, length_m, perimeters_m
from geo.types import LonLat
from tests.geo.quan8 import HOTSPOTS, JULY_2025, TO_2024
from tests.strategies import lines, lonlats, polygons


def test_a_degree_of_the_equator_and_of_a_meridian() -> None:
    assert distance_m(LonLat(106, 0), LonLat(107, 0)) == pytest.approx(math.radians(1) * 6378137, abs=1e-6)
    assert distance_m(LonLat(106, 0), LonLat(106, 1)) == pytest.approx(110574.389, abs=0.001)


@given(lonlats(), lonlats())
def test_distance_is_symmetric_and_zero_only_at_home(first: LonLat, second: LonLat) -> None:
    assert distance_m(first, second) == pytest.approx(distance_m(second, first), abs=1e-6)
    assert (distance_m(first, second) == 0) == (first == second)


@given(lines())
def test_many_distances_are_those_of_each_pair(line: shapely.LineString) -> None:
    xy = np.array(line.coords)
    expected = [distance_m(LonLat(*a), LonLat(*b)) for a, b in pairwise(xy.tolist())]
    np.testing.assert_allclose(distances_m(xy[:-1], xy[1:]), expected, rtol=1e-12)


def test_many_perimeters_are_those_of_each_area() -> None:
    ward = next(iter(JULY_2025.values()))
    holed = ward.difference(ward.centroid.buffer(0.0005))
    areas = [*TO_2024.values(), holed, shapely.MultiPolygon([holed, shapely.box(106, 10, 106.1, 10.1)])]
    expected = [length_m(area) for area in areas]
    np.testing.assert_allclose(perimeters_m(np.array(areas, dtype=object)), expected, rtol=1e-12)
    assert perimeters_m(np.array([], dtype=object)).shape == (0,)


@given(lines())
def test_length_is_the_sum_of_the_steps_in_either_direction(line: shapely.LineString) -> None:
    steps = [LonLat(*vertex) for vertex in line.coords]
    total = sum(distance_m(a, b) for a, b in pairwise(steps))
    assert length_m(line) == pytest.approx(total, rel=1e-12)
    assert length_m(line.reverse()) == pytest.approx(total, rel=1e-9)
    assert area_m2(line) == 0


@given(polygons())
def test_area_takes_holes_away_whatever_the_direction(polygon: shapely.Polygon) -> None:
    outer = area_m2(shapely.Polygon(polygon.exterior))
    holes = sum(area_m2(shapely.Polygon(ring)) for ring in polygon.interiors)
    assert area_m2(polygon) == pytest.approx(outer - holes, rel=1e-9)
    for clockwise in (True, False):
        turned = shapely.orient_polygons(polygon, exterior_cw=clockwise)
        assert area_m2(turned) == pytest.approx(area_m2(polygon), rel=1e-9)


def test_measures_agree_with_the_plane_of_vn2000() -> None:
    ward = JULY_2025["Phường Chánh Hưng"]
    plane = transform_geometry(ward, WGS84, VN2000_HCMC)
    assert area_m2(ward) == pytest.approx(plane.area, rel=1e-4)
    assert length_m(ward) == pytest.approx(plane.length, rel=1e-4)
    assert area_m2(ward) == pytest.approx(4.66e6, rel=0.01)


def test_the_sixteen_wards_are_nineteen_square_kilometres() -> None:
    wards = [area for name, area in TO_2024.items() if name.startswith("Phường")]
    assert len(wards) == 16
    assert sum(map(area_m2, wards)) == pytest.approx(19.0e6, rel=0.001)


def test_collections_add_up_and_points_and_nothing_measure_zero() -> None:
    alley, bridge = HOTSPOTS["Hẻm 1678 Phạm Thế Hiển"], HOTSPOTS["Cầu Hiệp Ân"]
    both = shapely.GeometryCollection([alley, shapely.GeometryCollection([bridge, shapely.Point(106, 10)])])
    assert length_m(both) == pytest.approx(length_m(alley) + length_m(bridge))
    assert area_m2(both) == pytest.approx(area_m2(bridge))
    for empty in (shapely.Point(), shapely.Polygon(), shapely.LineString(), shapely.GeometryCollection()):
        assert length_m(empty) == 0
        assert area_m2(empty) == 0
