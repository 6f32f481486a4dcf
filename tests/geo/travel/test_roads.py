"""Ways by road: never shorter than the geodesic, bound by one-ways, bridges and barriers; gaps are told."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InvalidGeometry, NoRoute
from geo.geodesy.measure import distance_m, length_m
from geo.travel.matrix import NO_WAY_S
from geo.travel.modes import MODES, MOTORBIKE, WALKING, Mode
from geo.travel.road_graph import SNAP_M
from geo.travel.road_table import Road
from geo.types import LonLat
from tests.geo.travel.scenes import at
from tests.geo.travel.streets import barrier, grid, network, spots, street, towns

_CM = 0.02
"""Costs are rounded up to the centimetre, edge by edge."""

_BANKS = tuple(street((-500, y), (0, y), (300, y), (500, y)) for y in (50, -50))
"""Two streets that a bridge may join where they have a vertex, as it is in OpenStreetMap."""
_BRIDGE = street((300, 50), (300, -50), bridge="yes", name="Cầu Mới", highway="tertiary")
_NORTH, _SOUTH = at(0, 55), at(0, -55)
modes = st.sampled_from(MODES)


@settings(max_examples=60)
@given(towns(), st.lists(spots, min_size=2, max_size=4), modes)
def test_no_way_is_shorter_than_the_geodesic(town: list[Road], places: list[LonLat], mode: Mode) -> None:
    told = network(*town).matrix(places, mode)
    for row, start in enumerate(places):
        for column, end in enumerate(places):
            assert told.metres[row, column] >= distance_m(start, end) - 1e-6
            assert (told.seconds[row, column] == NO_WAY_S) == np.isinf(told.metres[row, column])


@settings(max_examples=60)
@given(towns(), st.lists(spots, min_size=2, max_size=4))
def test_walking_there_is_as_far_as_walking_back(town: list[Road], places: list[LonLat]) -> None:
    told = network(*town).matrix(places, WALKING)
    assert np.allclose(told.metres, told.metres.T, atol=_CM)
    assert (np.abs(told.seconds - told.seconds.T) <= 1).all()


@settings(max_examples=60)
@given(towns(), spots, spots, modes)
def test_the_line_is_the_way_of_the_matrix(town: list[Road], start: LonLat, end: LonLat, mode: Mode) -> None:
    roads = network(*town)
    told = roads.matrix([start, end], mode)
    if np.isinf(told.metres[0, 1]):
        with pytest.raises(NoRoute):
            roads.route(start, end, mode)
        return
    route = roads.route(start, end, mode)
    assert route.line.coords[0] == start
    assert route.line.coords[-1] == end
    assert route.length_m == pytest.approx(length_m(route.line))
    assert told.metres[0, 1] == pytest.approx(route.length_m, abs=0.5)


@settings(max_examples=40)
@given(towns(), st.lists(spots, min_size=3, max_size=3), modes)
def test_a_way_by_a_third_place_is_no_quicker(town: list[Road], places: list[LonLat], mode: Mode) -> None:
    told = network(*town).matrix(places, mode)
    seconds = np.where(told.seconds == NO_WAY_S, np.inf, told.seconds)
    assert seconds[0, 2] <= seconds[0, 1] + seconds[1, 2] + 1


def test_a_street_is_as_long_as_it_is_drawn() -> None:
    roads = network(street((0, 0), (300, 0), (300, 400)))
    start, end = at(0, 0), at(300, 400)
    told = roads.matrix([start, end], WALKING)
    assert told.metres[0, 1] == pytest.approx(700, rel=0.002)
    assert told.seconds[0, 1] == pytest.approx(700 / 1.2, rel=0.003)
    assert distance_m(start, end) == pytest.approx(500, rel=0.002)


def test_a_one_way_street_binds_a_motorbike_and_nobody_on_foot() -> None:
    ring = [(0, 0), (400, 0), (400, 400), (0, 400), (0, 0)]
    roads = network(street(*ring, oneway="yes"))
    here, there = at(100, 0), at(300, 0)
    by_bike, on_foot = roads.matrix([here, there], MOTORBIKE), roads.matrix([here, there], WALKING)
    assert by_bike.metres[0, 1] == pytest.approx(200, rel=0.01)
    assert by_bike.metres[1, 0] == pytest.approx(1400, rel=0.01)
    assert on_foot.metres[1, 0] == pytest.approx(200, rel=0.01)
    back = roads.route(there, here, MOTORBIKE)
    assert back.length_m == pytest.approx(1400, rel=0.01)


def test_a_one_way_street_drawn_against_its_direction() -> None:
    roads = network(street((0, 0), (400, 0), oneway="-1"), street((0, 0), (0, 300), (400, 300), (400, 0)))
    told = roads.matrix([at(100, 0), at(300, 0)], MOTORBIKE)
    assert told.metres[1, 0] == pytest.approx(200, rel=0.01)
    assert told.metres[0, 1] == pytest.approx(1200, rel=0.01)


def test_a_bridge_is_the_only_way_over_and_is_named() -> None:
    roads = network(*_BANKS, _BRIDGE)
    route = roads.route(_NORTH, _SOUTH, WALKING)
    assert route.length_m == pytest.approx(700 + 10, rel=0.01)
    assert [roads.crossing_names[index] for index in route.crossings] == ["Cầu Mới"]
    along = roads.route(_NORTH, at(200, 55), WALKING)
    assert along.crossings == ()


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.code)
def test_an_island_is_told_and_not_guessed(mode: Mode) -> None:
    roads = network(*_BANKS)
    told = roads.matrix([_NORTH, _SOUTH, at(100, 55)], mode)
    assert told.unreachable == ((0, 1), (1, 2))
    assert told.seconds[0, 1] == NO_WAY_S
    assert np.isfinite(told.metres[0, 2])
    with pytest.raises(NoRoute) as refused:
        roads.route(_NORTH, _SOUTH, mode)
    assert refused.value.code == "no_route"


def test_a_footway_is_walked_and_not_ridden() -> None:
    short = street((0, 50), (0, -50), highway="footway")
    roads = network(*_BANKS, _BRIDGE, short)
    assert roads.matrix([_NORTH, _SOUTH], WALKING).metres[0, 1] == pytest.approx(110, rel=0.05)
    assert roads.matrix([_NORTH, _SOUTH], MOTORBIKE).metres[0, 1] == pytest.approx(710, rel=0.01)


def test_a_barrier_stops_whom_it_stops_and_not_the_ways_to_it() -> None:
    bridge = street((300, 50), (300, 0), (300, -50))
    roads = network(*_BANKS, bridge, barriers=[barrier(300, 0, barrier="gate", motor_vehicle="no")])
    assert np.isinf(roads.matrix([_NORTH, _SOUTH], MOTORBIKE).metres[0, 1])
    assert np.isfinite(roads.matrix([_NORTH, _SOUTH], WALKING).metres[0, 1])
    assert np.isfinite(roads.matrix([_NORTH, at(300, 10)], MOTORBIKE).metres[0, 1])


def test_the_quicker_way_is_taken_though_it_is_longer() -> None:
    slow = street((0, 0), (1000, 0), highway="service")
    quick = street((0, 0), (0, 150), (1000, 150), (1000, 0), highway="primary")
    told = network(slow, quick).matrix([at(0, 0), at(1000, 0)], MOTORBIKE)
    assert told.metres[0, 1] == pytest.approx(1300, rel=0.01)
    on_foot = network(slow, quick).matrix([at(0, 0), at(1000, 0)], WALKING)
    assert on_foot.metres[0, 1] == pytest.approx(1000, rel=0.01)


def test_the_walk_to_the_road_is_part_of_the_way_and_has_a_limit() -> None:
    roads = network(street((0, 0), (1000, 0)))
    near, far = at(200, 100), at(500, SNAP_M + 20)
    told = roads.matrix([near, at(800, 0), far], MOTORBIKE)
    assert told.metres[0, 1] == pytest.approx(700, rel=0.01)
    assert told.seconds[0, 1] == pytest.approx(WALKING.seconds(100) + 600 / MOTORBIKE.speed_m_s, rel=0.01)
    assert told.unreachable == ((0, 2), (1, 2))
    assert roads.route(near, at(800, 0), MOTORBIKE).ashore_m == pytest.approx((100, 0), rel=0.01, abs=0.1)
    with pytest.raises(NoRoute) as refused:
        roads.route(near, far, MOTORBIKE)
    assert (refused.value.code, refused.value.facts["lon"]) == ("no_route_off_road", far.lon)


def test_places_at_one_spot_are_no_way_apart() -> None:
    roads = network(street((0, 0), (1000, 0)))
    spot, nowhere = at(200, 100), at(0, 5000)
    told = roads.matrix([spot, spot, nowhere, nowhere], WALKING)
    assert (told.metres[0, 1], told.seconds[0, 1], told.seconds[2, 3]) == (0, 0, 0)
    assert roads.route(nowhere, nowhere, WALKING).length_m == 0


def test_two_places_on_one_edge_go_straight_along_it() -> None:
    roads = network(street((0, 0), (1000, 0), oneway="yes"), street((1000, 0), (1000, 300), (0, 300), (0, 0)))
    told = roads.matrix([at(400, 0), at(600, 0), at(500, 0)], MOTORBIKE)
    assert told.metres[0, 1] == pytest.approx(200, rel=0.01)
    assert told.metres[0, 2] == pytest.approx(100, rel=0.01)
    assert told.metres[1, 0] == pytest.approx(2600 - 200, rel=0.01)


def test_a_closed_ring_is_gone_round_either_way() -> None:
    roads = network(street((0, 0), (200, 0), (200, 200), (0, 200), (0, 0)))
    told = roads.matrix([at(100, 0), at(0, 150), at(200, 150)], WALKING)
    assert told.metres[0, 1] == pytest.approx(250, rel=0.01)
    assert told.metres[0, 2] == pytest.approx(250, rel=0.01)


def test_a_scrap_of_road_holds_nobody_captive() -> None:
    scrap = street((490, 30), (510, 30))
    roads = network(street((0, 0), (1000, 0)), scrap)
    assert np.isfinite(roads.matrix([at(500, 31), at(0, 0)], WALKING).metres[0, 1])
    assert roads.snap([at(500, 31)], WALKING)[0].access_m == pytest.approx(31, rel=0.02)


def test_a_town_of_blocks_is_walked_round_the_corner() -> None:
    roads = network(*grid(6, 6, one_way_every=2))
    told = roads.matrix([at(0, 0), at(500, 500), at(250, 300)], WALKING)
    assert told.metres[0, 1] == pytest.approx(1000, rel=0.005)
    assert told.metres[0, 2] == pytest.approx(550, rel=0.005)


def test_where_no_road_is_open_to_a_mode_nothing_is_reached() -> None:
    roads = network(street((0, 0), (1000, 0), highway="steps"))
    told = roads.matrix([at(0, 0), at(500, 0)], MOTORBIKE)
    assert told.unreachable == ((0, 1),)
    assert roads.matrix([], WALKING).metres.shape == (0, 0)


def test_the_order_of_the_roads_does_not_matter() -> None:
    town = grid(4, 4)
    places = [at(20, 130), at(290, 10), at(150, 200)]
    one, other = network(*town).matrix(places, WALKING), network(*town[::-1]).matrix(places, WALKING)
    assert np.array_equal(one.seconds, other.seconds)


def test_places_off_the_globe_are_refused() -> None:
    with pytest.raises(InvalidGeometry, match="coordinate_out_of_range"):
        network(street((0, 0), (1000, 0))).matrix([LonLat(200, 10)], WALKING)


def test_a_line_of_a_route_lies_on_the_streets() -> None:
    town = grid(5, 5)
    route = network(*town).route(at(0, 0), at(400, 300), WALKING)
    drawn = shapely.union_all([road.line for road in town]).buffer(1e-6)
    assert drawn.contains(route.line)
