"""The map of a day: every stop is on it, numbered and inside, and the same day gives the same map."""

import re
from dataclasses import replace
from itertools import combinations
from math import hypot
from xml.etree import ElementTree as ET

import pytest
import shapely

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from tests.webmap.render.day import LONG_NAME, OFFICE, Day, make_papers
from webmap.render.ground import Named
from webmap.render.paper.strip_frame import Room
from webmap.render.paper.strip_map import Drawing, Pin, StripMap, draw_strip_map

SVG = {"s": "http://www.w3.org/2000/svg"}


def _strip(day: Day) -> StripMap:
    papers = make_papers(day)
    (team,) = papers.plan.teams
    office = Named(OFFICE.name, shapely.Point(OFFICE.at))
    pins = tuple(Pin(nth, stop.name, stop.at, "#D55E00") for nth, stop in papers.numbered(team))
    return StripMap(
        papers.ground, pins, office, office, papers.lines(team), VN2000_HCMC, Room(186, 60, 110), "B"
    )


def _words(drawing: Drawing) -> list[str]:
    return [text.text or "" for text in ET.fromstring(drawing.svg).iterfind(".//s:text", SVG)]


@pytest.mark.parametrize("count", [1, 9, 25])
def test_every_stop_is_on_the_map_and_none_on_another(count: int) -> None:
    drawing = draw_strip_map(_strip(Day((count,), seed=8)))
    assert [word for word in _words(drawing) if word in {str(nth) for nth in range(1, count + 1)}].count(
        "1"
    ) >= 1
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="2.5"', drawing.svg)
    places = [(float(x), float(y)) for x, y in circles]
    assert len(places) == count
    assert all(0 < x < 186 and 0 < y < drawing.height_mm for x, y in places)
    assert all(hypot(x - to_x, y - to_y) > 4.9 for (x, y), (to_x, to_y) in combinations(places, 2))


def test_stops_at_one_place_stand_beside_each_other_with_a_line_to_it() -> None:
    strip = _strip(Day((1,)))
    pin = strip.pins[0]
    drawing = draw_strip_map(replace(strip, pins=(pin, Pin(2, "B", pin.at), Pin(3, "C", pin.at))))
    assert drawing.svg.count('r="0.6"') == 2


def test_a_stop_at_the_edge_of_the_world_of_a_day_still_has_a_map() -> None:
    strip = _strip(Day((1,)))
    far = Pin(1, "Xa", LonLat(107.2, 11.2))
    drawing = draw_strip_map(replace(strip, pins=(far,), ways=()))
    assert drawing.scale > 100_000
    assert "Xa" in _words(drawing)


def test_the_same_day_gives_the_same_map_and_names_are_shortened() -> None:
    strip = _strip(Day((2,), names=(LONG_NAME,)))
    assert draw_strip_map(strip) == draw_strip_map(strip)
    names = [word for word in _words(draw_strip_map(strip)) if word.startswith("Hẻm 2683")]
    assert names
    assert all(len(name) <= 36 and name.endswith("…") for name in names)


def test_another_end_is_drawn_and_named() -> None:
    strip = _strip(Day((2,)))
    end = Named("Ban Công tác Mặt trận", shapely.Point(106.66, 10.73))
    drawing = draw_strip_map(replace(strip, end=end))
    assert {"Ban Công tác Mặt trận", OFFICE.name} <= set(_words(drawing))
