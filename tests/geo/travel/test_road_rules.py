"""Who may use a road: the tables of OpenStreetMap's access rules, case by case."""

import pytest

from geo.travel.modes import MODES, MOTORBIKE, WALKING
from geo.travel.road_rules import CLOSED, MOTORBIKE_M_S, Pace, find_pace, stops

_STREET = MOTORBIKE.speed_m_s


@pytest.mark.parametrize(
    ("told", "on_foot", "by_bike"),
    [
        ("highway=residential", True, True),
        ("highway=motorway", False, False),
        ("highway=construction", False, False),
        ("building=yes", False, False),
        ("highway=footway", True, False),
        ("highway=footway motorcycle=yes", True, True),
        ("highway=steps motorcycle=yes", True, False),
        ("highway=steps", True, False),
        ("highway=path", True, False),
        ("highway=path width=1.5", True, True),
        ("highway=path width=0.8", True, False),
        ("highway=service service=alley", True, True),
        ("highway=service service=alley width=0.7", True, False),
        ("highway=residential access=private", False, False),
        ("highway=residential access=no foot=yes", True, False),
        ("highway=residential motor_vehicle=no", True, False),
        ("highway=residential motor_vehicle=no motorcycle=yes", True, True),
        ("highway=residential vehicle=private", True, False),
        ("highway=residential foot=no", False, True),
        ("highway=living_street access=destination", True, True),
        ("route=ferry", True, True),
        ("route=ferry motor_vehicle=no", True, False),
    ],
)
def test_who_may_go_where(told: str, on_foot: bool, by_bike: bool) -> None:
    tags = dict(pair.split("=") for pair in told.split())
    assert [any(find_pace(tags, mode)) for mode in MODES] == [on_foot, by_bike]


@pytest.mark.parametrize(
    ("told", "forward", "backward"),
    [
        ("oneway=no", True, True),
        ("oneway=yes", True, False),
        ("oneway=true", True, False),
        ("oneway=1", True, False),
        ("oneway=-1", False, True),
        ("oneway=reversible", True, True),
        ("junction=roundabout", True, False),
        ("junction=roundabout oneway=no", True, True),
        ("oneway=yes oneway:motorcycle=no", True, True),
    ],
)
def test_one_ways_bind_motorbikes_only(told: str, forward: bool, backward: bool) -> None:
    tags = {"highway": "residential"} | dict(pair.split("=") for pair in told.split())
    assert find_pace(tags, MOTORBIKE) == Pace(_STREET * forward, _STREET * backward)
    assert find_pace(tags, WALKING) == Pace(WALKING.speed_m_s, WALKING.speed_m_s)


def test_speeds_follow_the_class_and_the_sign() -> None:
    assert MOTORBIKE_M_S["primary"] > MOTORBIKE_M_S["residential"] > MOTORBIKE_M_S["service"]
    assert find_pace({"highway": "primary"}, MOTORBIKE).forward == pytest.approx(1.7 * _STREET)
    assert find_pace({"highway": "primary", "maxspeed": "10"}, MOTORBIKE).forward == pytest.approx(10 / 3.6)
    assert find_pace({"highway": "primary", "maxspeed": "none"}, MOTORBIKE).forward == pytest.approx(
        1.7 * _STREET
    )
    assert find_pace({"highway": "steps"}, WALKING).forward == WALKING.speed_m_s / 2
    assert find_pace({}, WALKING) == CLOSED


@pytest.mark.parametrize(
    ("told", "on_foot", "by_bike"),
    [
        ("barrier=bollard", False, False),
        ("barrier=gate", False, False),
        ("barrier=gate access=private", True, True),
        ("barrier=gate motor_vehicle=no", False, True),
        ("barrier=gate access=no foot=yes", False, True),
        ("barrier=kissing_gate", False, True),
        ("barrier=wall", True, True),
        ("barrier=block motorcycle=yes", True, False),
        ("access=no", False, False),
    ],
)
def test_whom_a_barrier_stops(told: str, on_foot: bool, by_bike: bool) -> None:
    tags = dict(pair.split("=") for pair in told.split())
    assert [stops(tags, mode) for mode in MODES] == [on_foot, by_bike]
