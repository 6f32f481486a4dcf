"""A picture of a map alone."""

import io

from PIL import Image

from tests.webmap.maps.made_feed import make_sheet
from webmap.render.paper.map_picture import picture_map
from webmap.render.paper.map_sheet import SheetPages
from webmap.render.paper.strip_frame import Room


def test_a_picture_is_as_large_as_its_map_and_shows_its_colours() -> None:
    drawing, frame, _ = SheetPages(make_sheet()).draw(None, Room(100, 60, 60, 5))
    with Image.open(io.BytesIO(picture_map(drawing, frame))) as picture:
        assert picture.size == (round(100 / 25.4 * 150), round(60 / 25.4 * 150))
        colors = {color for _, color in picture.convert("RGB").getcolors(10**6)}
    assert {(0xD5, 0x5E, 0x00), (0xDC, 0xE8, 0xEE)} <= colors
