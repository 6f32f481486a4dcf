"""Figures by area: few classes in order, what is not known left open, in grey as well."""

from itertools import pairwise

import pytest

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from tests.webmap.maps.made_feed import make_feed, make_sheet
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.maps.shown import choose
from webmap.render.paper.map_figure import (
    RANGE,
    SHADES,
    UNKNOWN,
    count_by_ward,
    define_hatches,
    draw_figure,
    make_figure_map,
    shade_of,
    tell_value,
)
from webmap.render.paper.strip_frame import Frame, Room
from webmap.texts import Translator

FRAME = Frame.around([LonLat(106.60, 10.70), LonLat(106.69, 10.75)], [], VN2000_HCMC, Room(200, 150, 150))
WARDS = choose(make_feed(), make_sheet().scene.spec).wards
FIGURE = AreaFigure(
    "Số", {"w0@start": FigureValue(3, 3), "w1@start": FigureValue(5, 9), "w2@start": FigureValue(None, None)}
)


def _luminance(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_more_is_darker_in_grey_too() -> None:
    grey = [_luminance(color) for color in SHADES]
    assert grey == sorted(grey, reverse=True)
    assert all(light - dark > 20 for light, dark in pairwise(grey))


@pytest.mark.parametrize("count", range(1, 6))
def test_few_classes_lie_far_apart(count: int) -> None:
    colors = [shade_of(nth, count) for nth in range(count)]
    assert len(set(colors)) == count
    assert [SHADES.index(color) for color in colors] == sorted(SHADES.index(color) for color in colors)


def test_each_area_has_its_class_a_range_its_hatch_and_no_figure_none() -> None:
    drawn = make_figure_map(FIGURE)
    assert [tuple(one) for one in drawn.classes] == [(3, 3), (7, 7)]
    marks = list(draw_figure(drawn, WARDS, FRAME))
    assert len(marks) == 4
    assert SHADES[0] in marks[0]
    assert SHADES[-1] in marks[1]
    assert f"url(#{RANGE})" in marks[2]
    assert f"url(#{UNKNOWN})" in marks[3]
    assert all(f'id="{name}"' in "".join(define_hatches()) for name in (RANGE, UNKNOWN))


def test_nought_everywhere_is_light() -> None:
    def shade(number: int) -> str:
        value = FigureValue(number, number)
        return make_figure_map(AreaFigure("Số", {"w0@start": value, "w1@start": value})).shade(value)

    assert shade(0) == SHADES[0]
    assert shade(3) != SHADES[0]


def test_without_any_figure_all_is_unknown() -> None:
    marks = list(draw_figure(make_figure_map(AreaFigure("Số")), WARDS, FRAME))
    assert all(f"url(#{UNKNOWN})" in mark for mark in marks)


def test_figures_are_told_with_their_bounds() -> None:
    values = (FigureValue(1234, 1234), FigureValue(3, 5), FigureValue(None, None))
    assert [tell_value(value, Translator("vi")) for value in values] == ["1.234", "3–5", "–"]


def test_places_are_counted_in_each_ward_that_they_touch() -> None:
    shown = choose(make_feed(), make_sheet().scene.spec)
    counted = count_by_ward(shown, "Số")
    held = [ward.id for place in shown.places for ward in place.wards]
    assert {area: value.low for area, value in counted.values.items()} == {
        ward.id: held.count(ward.id) for ward in shown.wards
    }
