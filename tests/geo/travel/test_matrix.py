import math

import numpy as np
import pytest
import shapely
from hypothesis import given

from geo.travel.banks import Crossing
from geo.travel.matrix import NO_WAY_S, travel_matrix
from geo.travel.modes import MODES, MOTORBIKE, WALKING
from geo.travel.network import WaterNetwork
from geo.types import LonLat
from tests.geo.quan8 import CROSSINGS, WATER
from tests.geo.travel.scenes import Scene, at, lake, scenes

RING = lake(
    (-200, -200),
    (200, -200),
    (200, 200),
    (-200, 200),
    holes=(((-100, -100), (100, -100), (100, 100), (-100, 100)),),
)


@given(scenes(places=3))
def test_seconds_are_whole_symmetric_and_keep_the_triangle(scene: Scene) -> None:
    matrix = travel_matrix(scene.places, scene.network(), MOTORBIKE)
    reached = np.isfinite(matrix.metres)
    assert matrix.seconds.dtype == np.int64
    assert (matrix.seconds == matrix.seconds.T).all()
    assert ((matrix.seconds == NO_WAY_S) == ~reached).all()
    if reached.all():
        assert matrix.seconds[0, 2] <= matrix.seconds[0, 1] + matrix.seconds[1, 2]


def test_an_island_is_told_pair_by_pair() -> None:
    matrix = travel_matrix([at(300, 0), at(0, 0), at(0, 300), at(50, 0)], WaterNetwork.build([RING]), WALKING)
    assert matrix.unreachable == ((0, 1), (0, 3), (1, 2), (2, 3))
    assert math.isinf(matrix.metres[0, 1])
    assert matrix.seconds[0, 1] == NO_WAY_S
    assert matrix.metres[1, 3] == pytest.approx(50, abs=0.1)


def test_a_mode_is_as_fast_as_its_speed_and_detour_say() -> None:
    matrix = travel_matrix([at(0, 0), at(1200, 0)], WaterNetwork.build([]), WALKING)
    assert matrix.metres[0, 1] == pytest.approx(1200, rel=1e-3)
    assert matrix.seconds[0, 1] == math.ceil(matrix.metres[0, 1] * 1.3 / 1.2)
    assert all(mode.detour >= 1 for mode in MODES)
    assert WALKING.seconds(1000) > MOTORBIKE.seconds(1000)


def test_a_bridge_closed_to_motorbikes_strands_them_only() -> None:
    footbridge = Crossing(shapely.Point(at(150, 0)), modes=frozenset({"walking"}))
    network = WaterNetwork.build([RING], [footbridge])
    places = [at(0, 0), at(300, 0)]
    assert travel_matrix(places, network, WALKING).unreachable == ()
    assert travel_matrix(places, network, MOTORBIKE).unreachable == ((0, 1),)


@pytest.mark.parametrize("count", [0, 1])
def test_few_places_make_a_small_matrix(count: int) -> None:
    matrix = travel_matrix([at(0, 0)] * count, WaterNetwork.build([RING]), WALKING)
    assert matrix.metres.shape == matrix.seconds.shape == (count, count)
    assert not matrix.seconds.any()
    assert matrix.unreachable == ()


def test_a_hundred_stops_of_quan_8_are_as_far_apart_as_their_routes_are_long() -> None:
    rng = np.random.default_rng(8)
    places = [LonLat(*place) for place in rng.uniform((106.60, 10.70), (106.69, 10.755), (100, 2)).tolist()]
    network = WaterNetwork.build(list(WATER.values()), [Crossing(bridge) for bridge in CROSSINGS.values()])
    matrix = travel_matrix(places, network, WALKING)
    assert matrix.unreachable == ()
    for first, second in [(0, 1), (17, 63), (99, 5)]:
        route = network.route(places[first], places[second])
        assert route.length_m == pytest.approx(matrix.metres[first, second], abs=1e-3)
