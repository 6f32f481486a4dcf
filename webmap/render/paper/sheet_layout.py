"""Owns how a sheet is laid out: how much paper the heading, the map, and what stands beside or below it take."""

from dataclasses import dataclass
from typing import Final

from webmap.render.paper.strip_frame import Room

_SIDES: Final = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_MARGIN_MM: Final = 12.0
_FOOT_MM: Final = 3.0
_HEAD_MM: Final = 19.0
_FACTS_MM: Final = 9.5
_GAP_MM: Final = 4.0
_PADDING_MM: Final = 7.0
_LEAST_SHARE: Final = 0.45
"""Of its height that a map keeps for itself on an upright page, however flat what it shows is."""

_ASIDE: Final = {"A4": 58.0, "A3": 74.0}
_BELOW: Final = {"A4": 62.0, "A3": 72.0}
_INSET: Final = {"A4": 32.0, "A3": 46.0}
_TYPE: Final = {"A4": 7.5, "A3": 9.5}


@dataclass(frozen=True)
class Layout:
    """How much paper the parts of a page take, mm.

    Attributes
    ----------
    upright
        Whether the paper stands on its short side: the legend is below the map, not beside it.
    width
        Between the margins.
    head
        Height of the heading.
    map_width, map_height
        The map; on an upright page its height at most.
    aside, aside_height
        What stands beside it, or at the right below it.
    inset
        Height of the map that tells where it lies.
    type
        Size of the letters, pt.
    """

    upright: bool
    width: float
    head: float
    map_width: float
    map_height: float
    aside: float
    aside_height: float
    inset: float
    type: float

    def room(self, *, is_flexible: bool) -> Room:
        """Return the paper for the map; on an upright page it may be flatter where other things follow."""
        least = self.map_height * (_LEAST_SHARE if self.upright and is_flexible else 1)
        return Room(self.map_width, least, self.map_height, _PADDING_MM)


def lay_out(paper: str, orientation: str) -> Layout:
    """Return the layout of a paper that is known."""
    upright = orientation == "portrait"
    short, long = _SIDES[paper]
    width, height = (short, long) if upright else (long, short)
    inside = width - 2 * _MARGIN_MM
    left = height - 2 * _MARGIN_MM - _FOOT_MM - _HEAD_MM - _FACTS_MM
    aside, below = _ASIDE[paper], _BELOW[paper]
    return Layout(
        upright=upright,
        width=inside,
        head=_HEAD_MM,
        map_width=inside if upright else inside - aside - _GAP_MM,
        map_height=left - below - _GAP_MM if upright else left,
        aside=aside,
        aside_height=below if upright else left,
        inset=_INSET[paper],
        type=_TYPE[paper],
    )
