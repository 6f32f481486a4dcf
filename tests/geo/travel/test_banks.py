import numpy as np
import pytest
import shapely
from hypothesis import given

from geo.geodesy.measure import distance_m
from geo.travel.banks import CANAL_HALF_WIDTH_M, CROSSING_HALF_WIDTH_M, Banks, Crossing, Plane, require_lonlat
from geo.types import LonLat
from tests.geo.travel.scenes import at, canal, lake
from tests.strategies import lines

CANAL = canal((-500, 0), (500, 0))
LAKE = lake((-100, 0), (100, 0), (100, 80), (-100, 80))


@given(lines())
def test_the_plane_is_in_metres_and_leads_back(line: shapely.LineString) -> None:
    plane = Plane.around([line])
    lonlat = np.array(line.coords)
    flat = plane.to_plane(lonlat)
    np.testing.assert_allclose(plane.to_lonlat(flat), lonlat, atol=1e-12)
    straight = float(np.hypot(*(flat[-1] - flat[0])))
    assert straight == pytest.approx(distance_m(LonLat(*lonlat[0]), LonLat(*lonlat[-1])), rel=2e-3)


def test_a_canal_is_as_wide_as_is_said() -> None:
    banks = Banks.build([CANAL], [])
    _, low, _, high = banks.water.bounds
    assert high - low == pytest.approx(2 * CANAL_HALF_WIDTH_M)
    assert banks.closed(frozenset()).equals(banks.water)


def test_a_point_opens_a_canal_at_its_nearest_place_to_the_modes_it_names() -> None:
    banks = Banks.build([CANAL], [Crossing(shapely.Point(at(0, 20)), modes=frozenset({"walking"}))])
    (deck,) = banks.decks
    assert deck.centroid.distance(shapely.Point(0, 0)) < 0.5
    assert banks.open_to("walking") == {0}
    assert banks.open_to("motorbike") == frozenset()
    halves = shapely.get_parts(banks.closed(frozenset({0})))
    assert len(halves) == 2
    assert halves[0].distance(halves[1]) == pytest.approx(2 * CROSSING_HALF_WIDTH_M, rel=0.05)


def test_the_reach_of_a_crossing_is_its_own() -> None:
    place = shapely.Point(at(0, 100))
    near, far = Banks.build([CANAL], [Crossing(place), Crossing(place, reach_m=101)]).decks
    assert near.is_empty
    assert not far.is_empty


def test_a_bridge_where_two_canals_run_side_by_side_is_over_both() -> None:
    banks = Banks.build([CANAL, canal((-500, 25), (500, 25))], [Crossing(shapely.Point(at(0, 5)))])
    assert len(shapely.get_parts(banks.closed(frozenset({0})))) == 4


@pytest.mark.parametrize(
    "place", [(0, 10), (0, 0), (0, -20), (30, 75)], ids=["in", "on the bank", "off", "far bank"]
)
def test_a_point_opens_an_area_straight_to_the_other_bank(place: tuple[float, float]) -> None:
    banks = Banks.build([LAKE], [Crossing(shapely.Point(at(*place)))])
    (deck,) = banks.decks
    west, south, east, north = deck.bounds
    assert north - south == pytest.approx(80 + 2 * CROSSING_HALF_WIDTH_M, abs=0.5)
    assert east - west == pytest.approx(2 * CROSSING_HALF_WIDTH_M, abs=0.5)
    assert len(shapely.get_parts(banks.closed(frozenset({0})))) == 2


def test_places_off_the_globe_are_told_where() -> None:
    with pytest.raises(Exception, match=r"coordinate_out_of_range.*at='here'"):
        require_lonlat(shapely.Point(181, 0), "here")
