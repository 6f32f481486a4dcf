"""An SVG that stands alone: no file inside, no type needed, no name twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

from tests.webmap.maps.made_feed import make_sheet
from webmap.render.paper import svg_file
from webmap.render.paper.fonts import ITALIC, REGULAR, SEMIBOLD
from webmap.render.paper.map_sheet import make_map_sheet


def test_a_sheet_as_svg_needs_nothing_else() -> None:
    made = make_map_sheet(make_sheet(), "svg")
    told = made.decode()
    assert "<text" not in told
    assert "data:image" not in told
    root = ET.fromstring(made)
    assert root.tag.endswith("svg")
    ids = re.findall(r'\bid="([^"]+)"', told)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', told))
    assert used <= set(ids)
    assert made == make_map_sheet(make_sheet(), "svg")


def test_two_who_draw_at_once_read_the_letters_one_after_the_other() -> None:
    for cut in (REGULAR, ITALIC, SEMIBOLD, "signs"):
        svg_file._font(cut).close()
    svg_file._font.cache_clear()
    with ThreadPoolExecutor(3) as together:
        made = list(together.map(lambda _: make_map_sheet(make_sheet(), "svg"), range(3)))
    assert len(set(made)) == 1
