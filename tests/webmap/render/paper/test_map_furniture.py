"""Scale bar, north arrow and grid: true, and in a corner that is free."""

import re

import pytest

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_furniture import draw_bar, draw_north, draw_ticks
from webmap.render.paper.strip_frame import Frame, Room

FRAME = Frame.around([LonLat(106.64, 10.73), LonLat(106.66, 10.74)], [], VN2000_HCMC, Room(186, 60, 110))


def test_the_bar_is_as_long_as_it_says() -> None:
    drawn = "".join(draw_bar(FRAME, Labels(FRAME.box)))
    halves = [float(found) for found in re.findall(r'width="([\d.]+)" height="0.9"', drawn)]
    assert sum(halves) == pytest.approx(FRAME.bar_m() * 1000 / FRAME.scale, abs=0.02)
    assert f">{FRAME.bar_m()} m<" in drawn or " km<" in drawn


def test_both_move_to_another_corner_where_theirs_is_taken() -> None:
    free, taken = Labels(FRAME.box), Labels(FRAME.box)
    taken.take(Spot(10, FRAME.height_mm - 10), Size(30, 30))
    taken.take(Spot(FRAME.width_mm - 10, 10), Size(30, 30))
    assert list(draw_bar(FRAME, free)) != list(draw_bar(FRAME, taken))
    arrow, moved = "".join(draw_north(FRAME, free, "B")), "".join(draw_north(FRAME, taken, "B"))
    assert ">B<" in arrow
    assert arrow != moved


def test_ticks_are_named_in_metres_of_the_grid() -> None:
    drawn = "".join(draw_ticks(FRAME, Labels(FRAME.box)))
    columns, rows = FRAME.ticks()
    assert drawn.count("<path") == 2 * (len(columns) + len(rows))
    assert f"{columns[0][1]:,}".replace(",", "\N{THIN SPACE}") in drawn
