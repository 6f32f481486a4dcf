"""The sign of the product as pictures."""

import io

from PIL import Image

from webmap.render.icons import draw_icon


def opened(body: bytes) -> Image.Image:
    """Return the picture."""
    return Image.open(io.BytesIO(body)).convert("RGBA")


def test_it_is_the_same_each_time_and_as_large_as_asked() -> None:
    draw_icon.cache_clear()
    first = draw_icon(192)
    draw_icon.cache_clear()
    assert draw_icon(192) == first
    assert opened(first).size == (192, 192)


def test_corners_are_clear_unless_it_may_be_cut() -> None:
    corner = (0, 0)
    assert opened(draw_icon(192)).getpixel(corner)[3] == 0
    assert opened(draw_icon(192, is_maskable=True)).getpixel(corner) == (11, 93, 107, 255)


def test_the_sign_of_one_that_may_be_cut_keeps_to_the_middle() -> None:
    picture = opened(draw_icon(512, is_maskable=True))
    ground = picture.getpixel((0, 0))
    drawn = [(x, y) for x in range(0, 512, 4) for y in range(0, 512, 4) if picture.getpixel((x, y)) != ground]
    assert drawn
    assert max(((x - 256) ** 2 + (y - 256) ** 2) ** 0.5 for x, y in drawn) < 0.4 * 512
