"""Marks as SVG: escaped, rounded, and the same text every time."""

from xml.etree import ElementTree as ET

import pytest
import shapely

from webmap.render.paper.fonts import ITALIC, SEMIBOLD
from webmap.render.paper.label_places import Spot
from webmap.render.paper.map_svg import Lettering, document, number, path, square, write


@pytest.mark.parametrize(
    ("value", "told"), [(1.0, "1"), (1.234, "1.23"), (-0.001, "0"), (186.4567, "186.46"), (1e-9, "0")]
)
def test_lengths_are_rounded_to_a_hundredth(value: float, told: str) -> None:
    assert number(value) == told


def test_words_are_escaped_and_carry_their_look() -> None:
    text = ET.fromstring(write("Hẻm <1> & 2", Spot(10, 5, 30), Lettering(2.5, SEMIBOLD, spacing=0.35)))
    assert text.text == "Hẻm <1> & 2"
    assert (text.get("font-weight"), text.get("letter-spacing")) == ("600", "0.35")
    assert text.get("transform") == "rotate(30 10 5)"
    assert text.get("paint-order") == "stroke"
    plain = ET.fromstring(write("1", Spot(0, 0), Lettering(2.5, ITALIC, halo=0)))
    assert plain.get("stroke") is None
    assert plain.get("font-style") == "italic"


def test_areas_keep_their_holes_and_points_draw_nothing() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    assert ET.fromstring(path(ring, "")).get("d", "").count("M") == 2
    assert ET.fromstring(path(shapely.Point(1, 1), "")).get("d") == ""
    assert ET.fromstring(path(shapely.LineString([(0, 0), (1.005, 2)]), "")).get("d") == "M0 0 L1 2"


def test_a_document_is_whole_and_in_millimetres() -> None:
    root = ET.fromstring(document(186, 90.5, [square(5, 5, 1.5, "#000")]))
    assert (root.get("width"), root.get("viewBox")) == ("186mm", "0 0 186 90.5")
    assert "Be Vietnam Pro" in root.get("font-family", "")
