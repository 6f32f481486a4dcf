"""Straight ways follow the register: a bridge that is closed, moved or drawn counts at once."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geo.errors import NoRoute
from geo.travel.modes import MOTORBIKE, WALKING
from geo.types import LonLat
from layers.actor import SYSTEM
from layers.store.database import Database
from layers.travel.crossings import add_landmark, change_landmark, remove_landmark
from layers.travel.landmarks import Drawing, list_landmarks
from layers.travel.straight import StraightWays, build_straight, open_straight

_NORTH, _SOUTH = LonLat(106.6563, 10.7435), LonLat(106.6563, 10.7400)
"""On both sides of Kênh Đôi, at Cầu Nhị Thiên Đường."""


def _open(database: Database) -> StraightWays:
    with database.read() as connection:
        return open_straight(connection)


def test_a_way_goes_over_the_bridge_of_the_register(database: Database) -> None:
    ways = _open(database)
    (route,) = ways.trace([_NORTH, _SOUTH], WALKING)
    assert [ways.crossing_names[index] for index in route.crossings] == ["Cầu Nhị Thiên Đường"]
    told = ways.matrix([_NORTH, _SOUTH], WALKING)
    assert told.metres[0, 1] == pytest.approx(route.length_m)
    assert ways.source == "straight"


def test_a_bridge_closed_to_motorbikes_sends_them_around(database: Database) -> None:
    before = _open(database)
    with database.read() as connection:
        bridge = next(one for one in list_landmarks(connection) if one.drawing.name == "Cầu Nhị Thiên Đường")
    closed = replace(bridge.drawing, modes=frozenset({"walking"}))
    with database.write(SYSTEM, "crossing.change") as change:
        change_landmark(change, bridge.uuid or "", closed, version=1, reason="cấm xe")
    after = _open(database)
    places = [_NORTH, _SOUTH]
    assert after.matrix(places, MOTORBIKE).metres[0, 1] > before.matrix(places, MOTORBIKE).metres[0, 1] + 500
    assert after.matrix(places, WALKING).metres[0, 1] == before.matrix(places, WALKING).metres[0, 1]


def test_a_bridge_that_is_removed_no_longer_carries(database: Database) -> None:
    before = _open(database).matrix([_NORTH, _SOUTH], WALKING).metres[0, 1]
    with database.read() as connection:
        bridge = next(one for one in list_landmarks(connection) if one.drawing.name == "Cầu Nhị Thiên Đường")
    with database.write(SYSTEM, "crossing.remove") as change:
        remove_landmark(change, bridge.uuid or "", version=1, reason="tháo dỡ")
    assert _open(database).matrix([_NORTH, _SOUTH], WALKING).metres[0, 1] > before + 500


def test_a_position_that_may_be_wrong_is_looked_for_as_far(database: Database) -> None:
    with database.write(SYSTEM, "test") as change:
        water = Drawing("canal", "Rạch", shapely.LineString([(106.60, 10.70), (106.61, 10.70)]), None, "thử")
        add_landmark(change, water, uuid="water")
    off = shapely.Point(106.605, 10.7009)  # about 100 m north of it
    near, vague = (Drawing("bridge", "Cầu", off, accuracy, "thử") for accuracy in (10.0, 150.0))
    assert build_straight([water, near]).network.idle_crossings == (0,)
    assert build_straight([water, vague]).network.idle_crossings == ()


def test_the_network_is_kept_while_the_register_says_the_same(database: Database) -> None:
    assert _open(database).network is _open(database).network


def test_places_in_the_middle_of_nowhere_are_told(empty_database: Database) -> None:
    ways = _open(empty_database)
    assert np.isfinite(ways.matrix([_NORTH, _SOUTH], WALKING).metres).all()
    ring = shapely.LineString(shapely.Point(_NORTH).buffer(0.001).exterior)
    island = build_straight([Drawing("canal", "Kênh vòng", ring, None, "thử")])
    assert island.matrix([_NORTH, _SOUTH], WALKING).unreachable == ((0, 1),)
    with pytest.raises(NoRoute):
        island.trace([_NORTH, _SOUTH], WALKING)
