"""Maps by colour for pages."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import shapely

from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.render.choropleth import Canvas, Patch, draw_choropleth
from webmap.render.paper.map_figure import RANGE, SHADES, UNKNOWN, make_figure_map

WEST = Patch("w", "Phường <Tây>", "Phường Tây: 1", "/list?a=1&b=2", shapely.box(106.6, 10.7, 106.7, 10.8))
EAST = Patch("e", "Phường Đông", "Phường Đông: 2 – 5", "", shapely.box(106.7, 10.7, 106.8, 10.8))
NOWHERE = Patch("n", "Xã", "Xã: không có số", "", shapely.box(106.8, 10.7, 106.9, 10.8))
FIGURE = make_figure_map(AreaFigure("Số", {"w": FigureValue(1, 1), "e": FigureValue(2, 5)}))
SVG = "{http://www.w3.org/2000/svg}"


def _draw(*patches: Patch) -> ET.Element:
    return ET.fromstring(draw_choropleth(FIGURE, patches, "Bản đồ & số", Canvas(300, 200)))


def test_each_area_has_its_shade_its_words_and_its_number() -> None:
    drawn = _draw(WEST, EAST, NOWHERE)
    assert [one.text for one in drawn.iter("title")] == [WEST.told, EAST.told, NOWHERE.told]
    fills = [one.get("fill") for one in drawn.iter("path") if one.get("fill-rule")]
    assert fills == [SHADES[0], SHADES[-1], f"url(#{RANGE})", f"url(#{UNKNOWN})"]
    assert [one.text for one in drawn.iter("text") if "Phường" not in str(one.text)] == [
        "1",
        "2 – 5",
        "–",
        "Xã",
    ]
    (way,) = drawn.iter("a")
    assert way.get("href") == WEST.href


def test_metres_are_alike_in_both_directions() -> None:
    drawn = _draw(Patch("w", "", "", "", shapely.box(106.6, 10.0, 106.7, 10.1)))
    steps = next(one.get("d") for one in drawn.iter("path") if one.get("fill-rule"))
    assert steps is not None
    points = shapely.MultiPoint(
        [tuple(map(float, pair.split())) for pair in steps.removeprefix("M").split(" L")]
    )
    west, north, east, south = points.bounds
    assert (
        0.98 < (east - west) / (south - north) < 0.99
    )  # a degree of longitude is shorter at ten degrees north


def test_one_area_stands_out() -> None:
    plain, chosen = _draw(WEST, EAST), _draw(WEST, replace(EAST, is_chosen=True))
    edges = [one for one in chosen.iter("path") if one.get("fill") == "none"]
    assert [one.get("pointer-events") for one in edges] == ["none", "none"]
    assert len({one.get("stroke") for one in edges}) == 2  # seen on a light page and on a dark one
    assert len(list(chosen.iter())) == len(list(plain.iter())) + 2


def test_nothing_is_written_over_another() -> None:
    """Forty narrow areas side by side: numbers shrink, names stay away where there is no room."""
    patches = [
        Patch(
            f"p{nth}",
            f"Phường {nth}",
            "",
            "",
            shapely.box(106.6 + nth / 500, 10.7, 106.602 + nth / 500, 10.73),
        )
        for nth in range(40)
    ]
    figure = make_figure_map(AreaFigure("Số", {patch.id: FigureValue(1234, 1234) for patch in patches}))
    drawn = ET.fromstring(draw_choropleth(figure, patches, "", Canvas(600, 400)))
    boxes = []
    for one in drawn.iter("text"):
        x, y, size = (float(one.get(name) or 0) for name in ("x", "y", "font-size"))
        half = len(one.text or "") * size * 0.5 / 2
        boxes.append(shapely.box(x - half, y - size * 0.7, x + half, y))
        assert 0 <= x - half <= x + half <= 600
    assert 5 < len(boxes) < 40
    assert not any(a.intersects(b) for a, b in pairwise(boxes))


def test_nothing_to_draw_is_nothing() -> None:
    assert draw_choropleth(FIGURE, (), "") == ""
