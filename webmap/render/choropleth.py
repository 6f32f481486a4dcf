"""Draws areas in the shades of their figures as SVG for pages: each a link with words, its number written on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import shapely
from shapely.geometry.base import BaseGeometry

from webmap.maps.sheet import FigureValue
from webmap.render.paper.label_places import Labels, Size, Spot, within
from webmap.render.paper.map_figure import RANGE, UNKNOWN, FigureMap, define_hatches
from webmap.render.paper.map_svg import INK, PAPER, number, path

_FINEST: Final = 0.4
_EDGE: Final = 4.0
_CHOSEN: Final = 6.0
_NUMBER_SIZE: Final = 0.034
_NAME_SIZE: Final = 0.019
_LETTER_WIDTH: Final = 0.58
"""About how wide a letter is, in sizes."""

_LEAST: Final = 0.9
"""How wide an area is at least on which a number is written, in sizes of the smallest letters."""

_LINE: Final = 1.15
_BASELINE: Final = 0.36
"""Height of a line, and how far below its middle letters stand, in sizes."""


@dataclass(frozen=True)
class Patch:
    """An area of the map.

    Attributes
    ----------
    id
        Public identifier, by which the figure has its value.
    name
        Its name.
    told
        What it tells, in words, for screen readers and for whoever points at it.
    href
        Where it leads; empty for nowhere.
    shape
        Polygon or multipolygon, WGS 84, lon lat.
    is_chosen
        Whether it stands out among the others.
    """

    id: str
    name: str
    told: str
    href: str
    shape: BaseGeometry
    is_chosen: bool = False


@dataclass(frozen=True)
class Canvas:
    """How large the map may be, px, and whether names are written on it."""

    width: float = 640
    height: float = 520
    has_names: bool = True


def draw_choropleth(drawn: FigureMap, patches: Sequence[Patch], title: str, canvas: Canvas = Canvas()) -> str:
    """Return the map as an SVG element that scales to the width of its place; without patches an empty text.

    Parameters
    ----------
    drawn
        The figure with its classes.
    patches
        The areas, in the order of the table beside the map: that is the order of the tab key.
    title
        What the map shows, for screen readers.
    canvas
        Its size.
    """
    if not patches:
        return ""
    shapes, height = _project([patch.shape for patch in patches], canvas)
    size = f"{number(canvas.width)} {number(height)}"
    pairs = list(zip(patches, shapes, strict=True))
    return (
        f'<svg class="choropleth" viewBox="0 0 {size}" role="group" aria-label={quoteattr(title)}>'
        f"<defs>{''.join(define_hatches())}</defs>"
        + "".join(_draw_patch(drawn, patch, shape) for patch, shape in pairs)
        + "".join(_outline(shape) for patch, shape in pairs if patch.is_chosen)
        + "".join(_write_all(drawn, pairs, canvas, height))
        + "</svg>"
    )


def _project(shapes: Sequence[BaseGeometry], canvas: Canvas) -> tuple[list[BaseGeometry], float]:
    """Return shapes in px from the upper left, and the height that they take; metres are alike in both directions."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    stretch = cos(radians((south + north) / 2))
    wide, high = max((east - west) * stretch, 1e-9), max(north - south, 1e-9)
    scale = min((canvas.width - 2 * _EDGE) / wide, (canvas.height - 2 * _EDGE) / high)
    left = (canvas.width - wide * scale) / 2

    def to_px(xy: object) -> object:
        return ((xy - (west, north)) * (stretch * scale, -scale)) + (left, _EDGE)  # type: ignore[operator]

    px = shapely.simplify(shapely.transform(list(shapes), to_px), _FINEST)
    return list(px), high * scale + 2 * _EDGE


def _draw_patch(drawn: FigureMap, patch: Patch, shape: BaseGeometry) -> str:
    value = drawn.figure.values.get(patch.id, FigureValue(None, None))
    fill = f"url(#{UNKNOWN})" if value.low is None else drawn.shade(value)
    area = path(shape, f'fill="{fill}" fill-rule="evenodd" stroke="{INK}" stroke-width="1"')
    if value.low != value.high:
        area += path(shape, f'fill="url(#{RANGE})" fill-rule="evenodd" pointer-events="none"')
    inside = f"<title>{escape(patch.told)}</title>{area}"
    if not patch.href:
        return f'<g role="img" aria-label={quoteattr(patch.told)}>{inside}</g>'
    return f"<a href={quoteattr(patch.href)} aria-label={quoteattr(patch.told)}>{inside}</a>"


def _outline(shape: BaseGeometry) -> str:
    """Return an edge that stands out on a light page and on a dark one."""
    return "".join(
        path(shape, f'fill="none" stroke="{color}" stroke-width="{number(width)}" pointer-events="none"')
        for color, width in ((PAPER, _CHOSEN + 4), (INK, _CHOSEN))
    )


def _write_all(
    drawn: FigureMap, pairs: Sequence[tuple[Patch, BaseGeometry]], canvas: Canvas, height: float
) -> Iterator[str]:
    """Yield the number of each area, then the names for which there is room; nothing is written over another."""
    room = Labels(shapely.box(0, 0, canvas.width, height))
    small = canvas.width * _NAME_SIZE
    placed = []
    for patch, shape in pairs:
        told = _tell(drawn.figure.values.get(patch.id, FigureValue(None, None)))
        at, radius = _find_widest(shape)
        if 2 * radius < small * _LEAST:
            continue
        letters = _fit(told, radius, canvas)
        size = _room(told, letters)
        spot = room.find([at], size) or room.find(within(shape, size), size)
        if spot:
            placed.append((patch.name, shape, spot, letters))
            yield _text(told, spot, letters)
    for name, shape, spot, letters in placed if canvas.has_names else ():
        west, _, east, _ = shape.bounds
        size, away = _room(name, small), (letters + small) * _LINE / 2
        if size.width < east - west:
            found = room.find([Spot(spot.x, spot.y + away), Spot(spot.x, spot.y - away)], size)
            yield _text(name, found, small) if found else ""


def _find_widest(shape: BaseGeometry) -> tuple[Spot, float]:
    """Return the widest place of an area, and how far its edge is from there."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=_FINEST)
    x, y = circle.coords[0]
    return Spot(x, y), circle.length


def _tell(value: FigureValue) -> str:
    """Return a number as text; a range says both ends."""
    if value.low is None:
        return "–"
    return " – ".join(f"{end:g}" for end in dict.fromkeys((value.low, value.high)))


def _fit(told: str, radius: float, canvas: Canvas) -> float:
    """Return the size of letters with which a text fits into a circle, within what can be read."""
    fitting = 2 * radius / max(1, _LETTER_WIDTH * len(told))
    return min(canvas.width * _NUMBER_SIZE, max(canvas.width * _NAME_SIZE, fitting))


def _room(words: str, letters: float) -> Size:
    return Size(len(words) * letters * _LETTER_WIDTH, letters)


def _text(words: str, spot: Spot, letters: float) -> str:
    return (
        f'<text x="{number(spot.x)}" y="{number(spot.y + letters * _BASELINE)}" font-size="{number(letters)}" '
        f'text-anchor="middle" fill="{INK}" stroke="{PAPER}" stroke-width="{number(letters / 5)}" '
        f'paint-order="stroke" font-weight="600" aria-hidden="true" pointer-events="none">{escape(words)}</text>'
    )
