import pytest

from geo.travel.modes import MODES, MOTORBIKE, WALKING, Mode


def test_seconds_follow_speed_and_detour() -> None:
    assert Mode("cart", speed_m_s=2.0, detour=1.5).seconds(100) == pytest.approx(75)


def test_the_modes_are_told_apart_by_their_codes() -> None:
    assert [mode.code for mode in MODES] == ["walking", "motorbike"]


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.code)
def test_no_way_is_quicker_than_the_straight_line(mode: Mode) -> None:
    assert mode.detour >= 1
    assert mode.seconds(0) == 0
    assert mode.seconds(1000) >= 1000 / mode.speed_m_s


def test_a_motorbike_is_faster_than_a_walk() -> None:
    assert MOTORBIKE.seconds(1000) < WALKING.seconds(1000)
