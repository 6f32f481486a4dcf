"""Writes the names of places beside their signs, and leads from a sign that had to step aside to its place."""

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

import shapely

from webmap.render.paper import label_places
from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_svg import INK, Lettering, number, path, write

_LONGEST_NAME: Final = 36
_MOST_CROSSED_MM: Final = 4.0
"""A name with more of the lines under it is left to the table."""

_LETTERS: Final = Lettering(2.5)


def write_beside(labels: Labels, name: str, at: Spot, away_mm: float) -> Iterator[str]:
    """Yield a name beside a sign where there is room for it."""
    told = _shorten(name)
    size = _LETTERS.room(told)
    spots = label_places.beside(at.x, at.y, size, away_mm)
    spot = labels.find(spots, size, most_crossed_mm=_MOST_CROSSED_MM)
    if spot:
        yield write(told, spot, _LETTERS)


def find_near(labels: Labels, at: Spot, size: Size) -> Spot | None:
    """Take the nearest room for a sign; None where there is none within reach."""
    return labels.find(label_places.near(at.x, at.y, size.width), size)


def draw_leader(home: Spot, spot: Spot) -> Iterator[str]:
    """Yield the line from a place to a sign that does not stand on it."""
    if (home.x, home.y) != (spot.x, spot.y):
        leader = shapely.LineString([(home.x, home.y), (spot.x, spot.y)])
        yield path(leader, f'stroke="{INK}" stroke-width="0.3"')
        yield f'<circle cx="{number(home.x)}" cy="{number(home.y)}" r="0.6" fill="{INK}"/>'


def _shorten(name: str) -> str:
    short = shorten(name, _LONGEST_NAME, placeholder="…")
    return short.replace(",…", "…")
