import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given

from geo.errors import InvalidGeometry, NoRoute
from geo.geodesy.measure import distance_m, length_m
from geo.travel.banks import CROSSING_HALF_WIDTH_M, Crossing
from geo.travel.modes import MOTORBIKE, WALKING
from geo.travel.network import ASHORE_M, Route, WaterNetwork
from geo.types import LonLat
from tests.geo.quan8 import CROSSINGS, HOTSPOTS, WATER
from tests.geo.travel.scenes import Scene, at, canal, lake, metres, scenes

EAST_WEST = canal((-500, 0), (500, 0))
"""A canal of a kilometre."""
NORTH, SOUTH = at(0, 100), at(0, -100)
RING = lake(
    (-200, -200),
    (200, -200),
    (200, 200),
    (-200, 200),
    holes=(((-100, -100), (100, -100), (100, 100), (-100, 100)),),
)
"""Water all around an island."""
TINY_M = 1e-3


def _length(network: WaterNetwork, start: LonLat, end: LonLat) -> float:
    """Return the length of the shortest way, inf without one."""
    try:
        return network.route(start, end).length_m
    except NoRoute:
        return math.inf


def _drawn_over_water(scene: Scene, route: Route) -> float:
    """Return how many metres of a route lie on water away from crossings."""
    decks = [metres(crossing.place).buffer(CROSSING_HALF_WIDTH_M + 1.5) for crossing in scene.crossings]
    line = metres(route.line).difference(shapely.union_all(decks))
    lakes = [metres(drawn) for drawn in scene.water if drawn.geom_type == "Polygon"]
    spots = [(metres(one.place), one.reach_m) for one in scene.crossings if one.place.geom_type == "Point"]
    # A bridge that is told as a point leads over a lake in its reach from bank to bank, wherever that is.
    areas = [
        lake.buffer(-0.05) for lake in lakes if all(lake.distance(at) > reach_m for at, reach_m in spots)
    ]
    canals = [metres(drawn).buffer(0.5) for drawn in scene.water if drawn.geom_type == "LineString"]
    return float(line.intersection(shapely.union_all(areas + canals)).length)


@given(scenes(places=2))
def test_a_line_meets_water_at_crossings_only(scene: Scene) -> None:
    start, end = scene.places
    try:
        route = scene.network().route(start, end)
    except NoRoute as error:
        assert error.code == "no_route"
        return
    assert sum(route.ashore_m) == 0
    assert route.line.coords[0] == start
    assert route.line.coords[-1] == end
    assert _drawn_over_water(scene, route) == 0


@given(scenes(places=2))
def test_a_route_is_as_long_as_its_line_and_no_shorter_than_the_crow_flies(scene: Scene) -> None:
    start, end = scene.places
    network = scene.network()
    length = _length(network, start, end)
    assert length >= distance_m(start, end) - TINY_M
    if math.isfinite(length):
        assert length_m(network.route(start, end).line) == pytest.approx(length, abs=TINY_M)


@given(scenes(places=3))
def test_lengths_are_those_of_routes_and_a_metric(scene: Scene) -> None:
    network = scene.network()
    lengths = network.lengths_m(scene.places)
    routes = [[_length(network, start, end) for end in scene.places] for start in scene.places]
    np.testing.assert_allclose(lengths, routes, atol=TINY_M)
    assert (lengths == lengths.T).all()
    assert not np.diag(lengths).any()
    one, two, three = lengths[0, 1], lengths[1, 2], lengths[0, 2]
    assert three <= one + two + TINY_M


@given(scenes(places=2))
def test_one_crossing_more_never_makes_a_way_longer(scene: Scene) -> None:
    assert (
        _length(scene.network(), *scene.places)
        <= _length(scene.without_last_crossing(), *scene.places) + TINY_M
    )


@given(scenes(places=2))
def test_one_barrier_less_never_makes_a_way_longer(scene: Scene) -> None:
    assume(scene.opens_one_water_each())
    assert (
        _length(scene.without_last_water(), *scene.places) <= _length(scene.network(), *scene.places) + TINY_M
    )


def test_without_water_the_way_is_straight() -> None:
    route = WaterNetwork.build([]).route(NORTH, SOUTH)
    assert list(route.line.coords) == [NORTH, SOUTH]
    assert route.length_m == distance_m(NORTH, SOUTH)
    assert route.crossings == ()


def test_the_way_around_a_canal_is_the_shorter_of_two() -> None:
    route = WaterNetwork.build([EAST_WEST]).route(at(400, 100), at(400, -100))
    assert route.length_m == pytest.approx(2 * math.hypot(101, 100), abs=1)


def test_a_bridge_is_told_with_the_way_over_it() -> None:
    bridges = [Crossing(shapely.Point(at(-400, 0))), Crossing(shapely.Point(at(30, 8)))]
    route = WaterNetwork.build([EAST_WEST], bridges).route(NORTH, SOUTH)
    assert route.crossings == (1,)
    assert route.length_m == pytest.approx(2 * math.hypot(25, 100), abs=1)


@pytest.mark.parametrize("start", [at(0, 0), at(-500, 0), at(0, 0.9)], ids=["middle", "end", "side"])
def test_a_place_on_a_canal_goes_ashore_on_one_bank(start: LonLat) -> None:
    network = WaterNetwork.build([EAST_WEST])
    route = min((network.route(start, end) for end in (NORTH, SOUTH)), key=lambda route: route.length_m)
    other = network.route(NORTH, SOUTH)
    assert 0 < route.ashore_m[0] < 1.5
    assert route.ashore_m[1] == 0
    assert route.line.coords[0] == start
    assert route.length_m == pytest.approx(distance_m(start, NORTH), abs=2.5)
    assert length_m(route.line) == pytest.approx(route.length_m, abs=TINY_M)
    ways = network.lengths_m([NORTH, start, SOUTH])
    assert ways[0, 1] + ways[1, 2] >= other.length_m  # the place is no bridge


@pytest.mark.parametrize("start", [at(0, 0), at(-500, 0)], ids=["edge", "corner"])
def test_a_place_exactly_on_a_bank_is_on_land(start: LonLat) -> None:
    network = WaterNetwork.build([lake((-500, 0), (500, 0), (500, 50), (-500, 50))])
    route = network.route(start, SOUTH)
    assert route.ashore_m[0] == pytest.approx(0, abs=0.02)
    assert route.length_m == pytest.approx(distance_m(start, SOUTH), abs=0.03)


def test_a_place_far_out_in_the_water_has_no_way() -> None:
    middle = at(150, 0)
    wide = lake((-1000, 0), (1000, 0), (1000, 3 * ASHORE_M), (-1000, 3 * ASHORE_M))
    network = WaterNetwork.build([wide])
    out = at(0, 1.5 * ASHORE_M)
    with pytest.raises(NoRoute) as refused:
        network.route(middle, out)
    assert refused.value.code == "no_route_in_water"
    assert (refused.value.facts["lon"], refused.value.facts["lat"]) == out
    np.testing.assert_array_equal(np.isinf(network.lengths_m([middle, out])), [[False, True], [True, False]])


def test_an_island_without_a_bridge_is_told_with_both_ends() -> None:
    with pytest.raises(NoRoute) as refused:
        WaterNetwork.build([RING]).route(at(0, 0), at(300, 0))
    assert refused.value.code == "no_route"
    told = {
        "start_lon": at(0, 0).lon,
        "start_lat": at(0, 0).lat,
        "end_lon": at(300, 0).lon,
        "end_lat": at(300, 0).lat,
    }
    assert refused.value.facts == told


@pytest.mark.parametrize(
    "bridge",
    [
        shapely.Point(at(150, 0)),
        shapely.Point(at(199, 0)),
        shapely.Point(at(215, 0)),
        canal((90, 0), (210, 0)),
    ],
    ids=["on the water", "near the bank", "beside the water", "as a line"],
)
def test_a_bridge_reaches_from_bank_to_bank_of_an_area(bridge: shapely.Geometry) -> None:
    route = WaterNetwork.build([RING], [Crossing(bridge)]).route(at(0, 0), at(300, 0))
    assert route.length_m == pytest.approx(300, abs=1)
    assert route.crossings == (0,)


def test_a_bridge_over_water_narrower_than_it_is_told_opens_it() -> None:
    ditch = lake((-500, 0), (500, 0), (500, 0.1), (-500, 0.1))
    route = WaterNetwork.build([ditch], [Crossing(shapely.Point(at(0, 5)))]).route(NORTH, SOUTH)
    assert route.length_m == pytest.approx(200, abs=1)


def test_a_bridge_open_to_walkers_only_sends_motorbikes_around() -> None:
    footbridge = Crossing(shapely.Point(at(0, 0)), modes=frozenset({WALKING.code}))
    network = WaterNetwork.build([EAST_WEST], [footbridge])
    assert network.route(NORTH, SOUTH, WALKING).length_m == pytest.approx(200, abs=1)
    around = network.route(NORTH, SOUTH, MOTORBIKE)
    assert around.length_m == pytest.approx(2 * math.hypot(501, 100), abs=2)
    assert around.crossings == ()


def test_crossings_that_touch_no_water_are_named() -> None:
    far, dry = Crossing(shapely.Point(at(0, 31 + 5))), Crossing(canal((0, 50), (0, 90)))
    network = WaterNetwork.build([EAST_WEST], [far, Crossing(shapely.Point(at(0, 0))), dry])
    assert network.idle_crossings == (0, 2)


def test_canals_in_parts_and_canals_that_meet_leave_no_way_through() -> None:
    parts = shapely.MultiLineString(
        [canal((-500, 0), (0, 0)), canal((0, 0), (500, 300)), canal((0, 0), (100, -400))]
    )
    route = WaterNetwork.build([parts]).route(at(-50, 50), at(-50, -50))
    assert route.length_m > 900


def test_the_way_into_a_bay_bends_at_its_corners() -> None:
    bay = canal((0, 0), (200, 0), (200, 200), (0, 200))
    route = WaterNetwork.build([bay]).route(at(100, 100), at(300, 100))
    assert route.length_m == pytest.approx(200 + 2 * math.hypot(100, 100), abs=5)
    assert len(route.line.coords) == 5  # the end of a canal has two corners


def test_quan_8_goes_over_kenh_doi_by_a_bridge() -> None:
    network = WaterNetwork.build(list(WATER.values()), [Crossing(bridge) for bridge in CROSSINGS.values()])
    alley = LonLat(*HOTSPOTS["Hẻm 1678 Phạm Thế Hiển"].interpolate(0.5, normalized=True).coords[0])
    across = LonLat(*HOTSPOTS["Hẻm 690 Nguyễn Duy"].interpolate(0.5, normalized=True).coords[0])
    route = network.route(alley, across)
    names = [list(CROSSINGS)[index] for index in route.crossings]
    assert names == ["Cầu Nhị Thiên Đường"]
    assert route.line.crosses(WATER["Kênh Đôi"])
    assert not route.line.intersects(WATER["Kênh Tàu Hủ"])
    bridge = LonLat(*CROSSINGS["Cầu Nhị Thiên Đường"].coords[0])
    assert route.length_m == pytest.approx(distance_m(alley, bridge) + distance_m(bridge, across), abs=15)
    assert route.length_m > 1.05 * distance_m(alley, across)
    assert network.idle_crossings == ()


def test_quan_8_reaches_the_city_by_cau_chu_y_over_both_canals() -> None:
    network = WaterNetwork.build(list(WATER.values()), [Crossing(bridge) for bridge in CROSSINGS.values()])
    route = network.route(LonLat(106.6825, 10.7485), LonLat(106.6835, 10.7525))
    assert [list(CROSSINGS)[index] for index in route.crossings] == ["Cầu Chữ Y"]
    assert route.line.crosses(WATER["Kênh Đôi"]) or route.line.crosses(WATER["Kênh Tàu Hủ"])


@pytest.mark.parametrize(
    ("water", "code"),
    [
        (shapely.Point(106.6, 10.7), "water_kind"),
        (shapely.GeometryCollection([EAST_WEST]), "water_kind"),
        (shapely.Polygon(), "geometry_empty"),
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "geometry_invalid"),
        (shapely.LineString([(0, 0), (200, 0)]), "coordinate_out_of_range"),
    ],
    ids=["point", "collection", "empty", "bow-tie", "off the globe"],
)
def test_water_that_is_none_is_refused(water: shapely.Geometry, code: str) -> None:
    with pytest.raises(InvalidGeometry) as refused:
        WaterNetwork.build([water])
    assert refused.value.code == code


def test_crossings_and_places_that_are_none_are_refused() -> None:
    with pytest.raises(InvalidGeometry, match="geometry_empty"):
        WaterNetwork.build([EAST_WEST], [Crossing(shapely.Point())])
    with pytest.raises(InvalidGeometry, match="coordinate_out_of_range"):
        WaterNetwork.build([EAST_WEST], [Crossing(shapely.Point(0, 91))])
    network = WaterNetwork.build([EAST_WEST])
    with pytest.raises(InvalidGeometry, match="coordinate_out_of_range"):
        network.route(NORTH, LonLat(181, 0))
    with pytest.raises(InvalidGeometry, match="coordinate_not_finite"):
        network.lengths_m([NORTH, LonLat(math.nan, 0)])
