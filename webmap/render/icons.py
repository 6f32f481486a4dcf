"""Draws the sign of the product as pictures, which a telephone puts among its own applications."""

import io
from functools import cache

from PIL import Image, ImageDraw

SIZES = (192, 512)
"""Sides that the manifest offers, pixels."""

_UNITS = 32  # the sign is drawn on a square of so many units, as in static/icons/diaban.svg
_FINER = 4  # drawn so much larger and then made smaller, so that edges are smooth
_SAFE_SHARE = 0.72  # of a picture that the telephone may cut to a circle
_GROUND, _LINE, _PLACE = "#0B5D6B", "#FFFFFF", "#D55E00"
_WAY = ((7, 22.5), (13, 9), (19, 18), (25, 14))
_WAY_WIDTH, _CORNER = 3, 7
_PLACE_RADIUS, _PLACE_EDGE = 4.0, 2.4


@cache
def draw_icon(side_px: int, *, is_maskable: bool = False) -> bytes:
    """Return the sign as a PNG.

    Parameters
    ----------
    side_px
        Width and height.
    is_maskable
        Whether its ground fills the whole square and the sign keeps to the middle, so that it may be cut.
    """
    side = side_px * _FINER
    picture = Image.new("RGBA", (side, side), _GROUND if is_maskable else (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    share = _SAFE_SHARE if is_maskable else 1.0
    unit = side * share / _UNITS
    offset = side * (1 - share) / 2
    if not is_maskable:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=_CORNER * unit, fill=_GROUND)
    _draw_sign(pen, unit, offset)
    small = picture.resize((side_px, side_px), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_sign(pen: ImageDraw.ImageDraw, unit: float, offset: float) -> None:
    points = [(x * unit + offset, y * unit + offset) for x, y in _WAY]
    pen.line(points, fill=_LINE, width=round(_WAY_WIDTH * unit), joint="curve")
    for point in points:
        _draw_disc(pen, point, _WAY_WIDTH / 2 * unit, _LINE)
    _draw_disc(pen, points[0], _PLACE_RADIUS * unit, _LINE)
    _draw_disc(pen, points[0], _PLACE_EDGE * unit, _PLACE)


def _draw_disc(pen: ImageDraw.ImageDraw, middle: tuple[float, float], radius: float, color: str) -> None:
    x, y = middle
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
