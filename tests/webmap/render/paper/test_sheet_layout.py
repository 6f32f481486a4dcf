"""How a sheet is laid out: everything within the margins of the paper."""

import pytest

from webmap.maps.sheet import ORIENTATIONS, PAPERS
from webmap.render.paper.sheet_layout import lay_out

HEIGHTS = {"A4": {"landscape": 210, "portrait": 297}, "A3": {"landscape": 297, "portrait": 420}}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_what_stands_on_a_page_fits_it(paper: str, orientation: str) -> None:
    layout = lay_out(paper, orientation)
    below = layout.aside_height if layout.upright else 0
    beside = 0 if layout.upright else layout.aside
    assert layout.head + layout.map_height + below + 27 < HEIGHTS[paper][orientation]
    assert layout.map_width + beside <= layout.width
    assert layout.map_height > 100
    fixed, flexible = layout.room(is_flexible=False), layout.room(is_flexible=True)
    assert fixed.least_height_mm == fixed.most_height_mm == layout.map_height
    assert (flexible.least_height_mm < layout.map_height) == layout.upright
