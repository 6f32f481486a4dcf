"""Where places meet the roads, and parts of streets."""

import numpy as np
import pytest

from geo.geodesy.measure import distance_m
from geo.travel.modes import MOTORBIKE, WALKING
from geo.travel.road_graph import ModeGraph, PlacedGraph
from geo.travel.road_table import RoadTable
from tests.geo.travel.scenes import at
from tests.geo.travel.streets import street

_BENT = street((0, 0), (600, 0), (600, 400))


def test_a_place_meets_the_nearest_road_that_is_open_to_it() -> None:
    table = RoadTable.build([_BENT, street((0, 20), (600, 20), highway="footway")])
    place = np.array([at(150, 15)])
    (walker,), (rider,) = (ModeGraph(table, mode).snap(place) for mode in (WALKING, MOTORBIKE))
    assert walker.access_m == pytest.approx(5, rel=0.01)
    assert rider.access_m == pytest.approx(15, rel=0.01)
    assert rider.share == pytest.approx(0.15, rel=0.01)
    assert distance_m(rider.at, at(150, 0)) < 0.1


def test_a_place_far_from_every_road_meets_none() -> None:
    (lost,) = ModeGraph(RoadTable.build([_BENT]), WALKING).snap(np.array([at(0, 500)]))
    assert (lost.edge, lost.access_m) == (-1, 0)


def test_a_part_of_a_street_keeps_its_bends_in_the_direction_of_travel() -> None:
    ways = ModeGraph(RoadTable.build([_BENT]), WALKING)
    there, back = ways.step(0, 0.5, 0.8), ways.step(0, 0.8, 0.5)
    assert len(there.line) == 3
    assert np.allclose(there.line, back.line[::-1])
    assert there.length_m == pytest.approx(300, rel=0.01)
    assert there.seconds == pytest.approx(300 / WALKING.speed_m_s, rel=0.01)
    assert (ways.step(0, 0.5, 0.5).length_m, ways.step(0, 0.5, 0.5).seconds) == (0, 0)


def test_a_street_is_open_one_way_or_both() -> None:
    ways = ModeGraph(RoadTable.build([street((0, 0), (600, 0), oneway="yes")]), MOTORBIKE)
    assert ways.is_open(0, 0.0, 1.0)
    assert not ways.is_open(0, 1.0, 0.0)
    assert ways.is_open(0, 0.4, 0.4)


def test_a_long_way_adds_up_to_the_hundredth() -> None:
    """Time and length share one number: neither may lose digits to the other, over many edges."""
    count = 3000
    chain = [street((100.0 * index, 0), (100.0 * (index + 1), 0)) for index in range(count)]
    ways = ModeGraph(RoadTable.build(chain), WALKING)
    snaps = ways.snap(np.array([at(0, 0), at(100.0 * count, 0)]))
    seconds, metres = PlacedGraph(ways, snaps).search(0)
    exact_m = ways.table.lengths_m.sum()
    assert exact_m <= metres[1] <= exact_m + 0.01 * (count + 2)
    assert exact_m / WALKING.speed_m_s <= seconds[1] <= exact_m / WALKING.speed_m_s + 0.01 * (count + 2)
