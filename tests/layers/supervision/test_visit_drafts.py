"""The distance from a device to a place, which no other check needs a database for."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.geodesy.measure import distance_m
from geo.types import LonLat
from layers.supervision.visit_drafts import FORMS, RESULTS, STATES, measure_distance_m
from layers.supervision.visit_records import Position

_ALLEY = shapely.LineString([(106.688, 10.745), (106.6885, 10.7455), (106.689, 10.7453)])
_lons, _lats = st.floats(-180, 180), st.floats(-89, 89)


def test_lists_have_no_doubles() -> None:
    assert all(len(set(codes)) == len(codes) for codes in (STATES, FORMS, RESULTS))


def test_inside_a_place_there_is_no_distance() -> None:
    area = shapely.box(106.68, 10.74, 106.69, 10.75)
    assert measure_distance_m(area, Position(106.685, 10.745)) == pytest.approx(0, abs=0.001)
    assert measure_distance_m(area, Position(106.685, 10.751)) == pytest.approx(110.6, abs=0.5)


@given(lon=_lons, lat=_lats)
def test_no_point_of_the_place_is_nearer(lon: float, lat: float) -> None:
    away_m = measure_distance_m(_ALLEY, Position(lon, lat))
    assert math.isfinite(away_m)
    if abs(lon - 106.688) < 1 and abs(lat - 10.745) < 1:
        along = [shapely.line_interpolate_point(_ALLEY, step / 50, normalized=True) for step in range(51)]
        nearest_m = min(distance_m(LonLat(at.x, at.y), LonLat(lon, lat)) for at in along)
        assert away_m <= nearest_m * 1.001 + 0.5


@given(east_m=st.floats(-500, 500), north_m=st.floats(-500, 500))
def test_near_the_place_the_distance_is_exact_to_half_a_metre(east_m: float, north_m: float) -> None:
    lon, lat = 106.688 + east_m / 109_400, 10.745 + north_m / 110_600
    away_m = measure_distance_m(_ALLEY, Position(lon, lat))
    along = [shapely.line_interpolate_point(_ALLEY, step / 400, normalized=True) for step in range(401)]
    nearest_m = min(distance_m(LonLat(at.x, at.y), LonLat(lon, lat)) for at in along)
    assert away_m == pytest.approx(nearest_m, abs=0.5)
