"""Hoàng Sa and Trường Sa: the same on paper as on the screen, and in every frame that shows the nation."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from geo.types import BBox
from webmap.maps.archipelagos import ARCHIPELAGOS, MAINLAND, plan_archipelagos, shows_nation

SCREEN = Path("webmap/static/js/sovereignty.js").read_text(encoding="utf-8")
QUAN_8 = BBox(106.59, 10.69, 106.69, 10.75)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def test_screen_and_paper_draw_the_same() -> None:
    told = SCREEN[SCREEN.index("ARCHIPELAGOS = ") : SCREEN.index("/** Tells whether a frame")]
    assert re.findall(r'label: \["(.+?)", "(.+?)"\]', told) == [one.label for one in ARCHIPELAGOS]
    boxes = re.findall(r"box: \[(.+?)\]", told)
    assert [tuple(_numbers(box)) for box in boxes] == [one.box for one in ARCHIPELAGOS]
    islands = re.findall(r"islands: \[\n(.+?)\n    \],", told, re.DOTALL)
    assert [_numbers(points) for points in islands] == [
        [number for island in one.islands for number in island] for one in ARCHIPELAGOS
    ]
    mainland = re.search(r"MAINLAND = \[(.+?)\]", SCREEN)
    assert mainland is not None
    assert tuple(_numbers(mainland[1])) == MAINLAND


@given(st.floats(0.5, 3), st.floats(-3, 3), st.floats(-3, 3))
def test_whatever_shows_the_nation_shows_both(larger: float, east: float, north: float) -> None:
    middle = BBox(MAINLAND.west + east, MAINLAND.south + north, MAINLAND.east + east, MAINLAND.north + north)
    wide, high = (larger - 1) * (middle.east - middle.west), (larger - 1) * (middle.north - middle.south)
    frame = BBox(
        middle.west - wide / 2, middle.south - high / 2, middle.east + wide / 2, middle.north + high / 2
    )
    if shows_nation(frame):
        assert [one.archipelago for one in plan_archipelagos(frame)] == list(ARCHIPELAGOS)


def test_a_district_shows_neither_and_the_sea_shows_them_in_their_place() -> None:
    assert plan_archipelagos(QUAN_8) == ()
    assert shows_nation(MAINLAND)
    assert all(one.is_inset for one in plan_archipelagos(MAINLAND))
    assert not any(one.is_inset for one in plan_archipelagos(BBox(100, 5, 118, 25)))
    (near,) = plan_archipelagos(BBox(111, 15, 112, 16))
    assert (near.archipelago.id, near.is_inset) == ("hoang_sa", False)
