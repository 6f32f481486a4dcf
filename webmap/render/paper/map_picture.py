"""Makes a picture of a map alone, for files that show no drawings."""

from typing import Final

from webmap.render.paper.sheet_map import MapDrawing
from webmap.render.paper.strip_frame import Frame
from webmap.render.paper.typesetting import typeset

_DPI: Final = 150
"""Of a picture that fills two thirds of a screen of 1920 dots."""


def picture_map(drawing: MapDrawing, frame: Frame) -> bytes:
    """Return a map as PNG, as large as its frame."""
    told = {"map": drawing.svg, "width": frame.width_mm, "height": frame.height_mm}
    return typeset("map_picture", told, form="png", dpi=_DPI)
