"""How a status looks on paper: as on the screen, and told apart without its colour."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import shapely

from layers.places.hotspots import KINDS
from webmap.maps.symbols import DASHES_PX, DRAWN_STATES, SYMBOLS
from webmap.render.paper import status_marks
from webmap.render.paper.label_places import Spot
from webmap.render.paper.map_svg import INK, picture
from webmap.render.paper.status_marks import (
    define_fills,
    define_signs,
    draw_areas,
    draw_dots,
    draw_lines,
    draw_mouths,
    draw_outline,
    draw_sign,
)

SCREEN = Path("webmap/static/js/draw/symbols.js").read_text(encoding="utf-8")
LINE, AREA = shapely.LineString([(0, 0), (20, 0)]), shapely.box(0, 0, 10, 10)


def _plain(steps: str) -> str:
    """Return a path without noughts that mean nothing."""
    return re.sub(r"(\.\d*?)0+(?!\d)", r"\1", steps)


def test_signs_and_dashes_are_those_of_the_screen() -> None:
    told = dict(re.findall(r'"(.)": "(M.+?)"', SCREEN))
    assert {sign: _plain(steps) for sign, steps in told.items()} == status_marks._GLYPHS
    dashes = re.findall(r'"?([a-z-]+)"?: \[([\d, ]+)\]', SCREEN[: SCREEN.index("const TILE")])
    assert {name: tuple(map(int, steps.split(","))) for name, steps in dashes} == DASHES_PX


@pytest.mark.parametrize("state", DRAWN_STATES)
def test_every_state_is_drawn_with_its_casing_and_its_pattern(state: str) -> None:
    lines, areas = list(draw_lines([LINE], state)), list(draw_areas([AREA], state))
    assert INK in lines[0], "the casing lies below"
    assert any(SYMBOLS[state].color in line for line in lines)
    assert ("stroke-dasharray" in "".join(lines)) == (SYMBOLS[state].line in DASHES_PX)
    fills = list(define_fills([state]))
    assert (f"url(#fill-{state})" in areas[0]) == bool(fills)
    ET.fromstring(picture(10, 10, [f"<defs>{''.join(fills)}</defs>", *lines, *areas]))


def test_no_two_states_look_alike_in_grey() -> None:
    without_color = {
        re.sub(r"#[0-9A-F]{6}", "", "".join(draw_lines([LINE], state))) for state in DRAWN_STATES
    }
    signs = {SYMBOLS[state].sign for state in DRAWN_STATES}
    assert len(signs) == len(DRAWN_STATES)
    assert len(without_color) >= len(DRAWN_STATES) - 1, "only DA_CHUYEN_HOA and ON_DINH are both plain"


def test_every_kind_has_its_outline_and_a_sign_is_used_by_its_name() -> None:
    assert len({draw_outline(kind, INK) for kind in KINDS}) == len(KINDS)
    (defined,) = define_signs([("THEO_DOI", "bridge")])
    used = draw_sign("THEO_DOI", "bridge", Spot(3, 4))
    assert f'id="{ET.fromstring(used).attrib["href"][1:]}"' in defined


def test_points_are_dots_and_alleys_have_mouths() -> None:
    below, above = draw_dots([Spot(1, 1), Spot(5, 5)], "THEO_DOI")
    assert below.count("M") == above.count("M") == 2
    assert len(list(draw_mouths([Spot(0, 0), Spot(1, 1)]))) == 2
