"""Writes the marks of a map on paper as SVG in millimetres: lines, words and squares, the same text every time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import shapely
from shapely.geometry.base import BaseGeometry

from webmap.render.paper.fonts import FAMILIES, ITALIC, REGULAR, SEMIBOLD, text_width
from webmap.render.paper.label_places import Size, Spot

INK: Final = "#1B2126"
MUTED: Final = "#5A656E"
PAPER: Final = "#FFFFFF"

_LINE: Final = 1.25
"""From one line of words to the next, in sizes."""

_MIDDLE: Final = 0.36
"""From the middle of a line of words down to its base line, in sizes."""


@dataclass(frozen=True)
class Lettering:
    """How words look: size in mm, cut of the type, colour, width of the white edge and extra space, mm."""

    size: float
    cut: str = REGULAR
    fill: str = INK
    halo: float = 0.7
    spacing: float = 0.0

    def room(self, *lines: str) -> Size:
        """Return how much room words take, in lines below each other."""
        widest = max(text_width(words, self.size, self.cut) + self.spacing * len(words) for words in lines)
        return Size(widest + 0.5, self.size * (1.1 + _LINE * (len(lines) - 1)))


def document(width_mm: float, height_mm: float, layers: Iterable[str]) -> str:
    """Return a whole drawing, framed; whatever shows it cuts it off at its frame."""
    width, height = number(width_mm), number(height_mm)
    return picture(
        width_mm,
        height_mm,
        [
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *layers,
            f'<rect x="0.15" y="0.15" width="{number(width_mm - 0.3)}" '
            f'height="{number(height_mm - 0.3)}" stroke="{INK}" stroke-width="0.3"/>',
        ],
    )


def picture(width_mm: float, height_mm: float, layers: Iterable[str]) -> str:
    """Return a drawing with nothing beneath and nothing around it."""
    width, height = number(width_mm), number(height_mm)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" font-family={quoteattr(", ".join(FAMILIES))} fill="none" '
        f'stroke-linejoin="round" stroke-linecap="round">\n' + "\n".join(layers) + "\n</svg>\n"
    )


def write(words: str, spot: Spot, look: Lettering) -> str:
    """Return words with their middle at a spot."""
    weight = ' font-weight="600"' if look.cut == SEMIBOLD else ""
    style = ' font-style="italic"' if look.cut == ITALIC else ""
    spaced = f' letter-spacing="{number(look.spacing)}"' if look.spacing else ""
    x, y = number(spot.x), number(spot.y)
    turned = f' transform="rotate({number(spot.turn)} {x} {y})"' if spot.turn else ""
    edge = f' stroke="{PAPER}" stroke-width="{number(look.halo)}" paint-order="stroke"' if look.halo else ""
    return (
        f'<text x="{x}" y="{number(spot.y + look.size * _MIDDLE)}" font-size="{number(look.size)}" '
        f'text-anchor="middle" fill="{look.fill}"{edge}{weight}{style}{spaced}{turned}>{escape(words)}</text>'
    )


def write_lines(lines: Sequence[str], spot: Spot, look: Lettering) -> str:
    """Return words in lines below each other, their middle at a spot."""
    step, first = look.size * _LINE, spot.y - look.size * _LINE * (len(lines) - 1) / 2
    return "".join(write(words, Spot(spot.x, first + nth * step), look) for nth, words in enumerate(lines))


def square(x: float, y: float, half: float, fill: str) -> str:
    """Return a square around a place."""
    return (
        f'<rect x="{number(x - half)}" y="{number(y - half)}" width="{number(2 * half)}" '
        f'height="{number(2 * half)}" fill="{fill}" stroke="{INK}" stroke-width="0.5"/>'
    )


def path(geometry: BaseGeometry, look: str) -> str:
    """Return lines and areas in mm as one path; of points and of nothing an empty one."""
    rings = [
        ring
        for part in shapely.get_parts(shapely.get_parts(geometry))
        for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])
    ]
    drawn = [shapely.get_coordinates(ring) for ring in rings if ring.geom_type != "Point"]
    steps = ("M" + " L".join(f"{number(x)} {number(y)}" for x, y in xy) for xy in drawn)
    return f'<path d="{" ".join(steps)}" {look}/>'


def number(value: float) -> str:
    """Write a length to a hundredth of a millimetre."""
    return f"{round(value, 2) + 0.0:g}"
