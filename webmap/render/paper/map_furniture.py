"""Draws what every map on paper carries: the scale bar, the arrow to the north, and the ticks of the grid."""

from collections.abc import Iterator
from math import ceil, floor
from typing import Final

from geo.geodesy.crs import VIET_NAM
from webmap.render.paper.fonts import SEMIBOLD
from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_svg import INK, MUTED, PAPER, Lettering, number, write
from webmap.render.paper.strip_frame import Frame

_BAR_MM: Final = 0.9
_EDGE_MM: Final = 4.0
_ROOM_FOR_HALF_MM: Final = 15.0
_KM: Final = 1000
CORNERS: Final = ("bottom left", "bottom right", "top left", "top right")
_MOST_MERIDIANS: Final = 4
_MINUTES: Final = (0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
"""Between meridians and between parallels."""

_BAR_LETTERS: Final = Lettering(2.1)
_NORTH_LETTERS: Final = Lettering(3, SEMIBOLD)
_TICK_LETTERS: Final = Lettering(1.7, fill=MUTED)


def draw_bar(frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield the scale bar in the first corner that is free: two halves, black and white."""
    metres = frame.bar_m()
    long = metres * 1000 / frame.scale
    size = Size(long + 13, 6.4)
    corner = find_corner(frame, labels, size)
    x, y = corner.x - long / 2 - 2, corner.y + 1.4
    yield (
        f'<rect x="{number(corner.x - size.width / 2)}" y="{number(corner.y - size.height / 2)}" '
        f'width="{number(size.width)}" height="{number(size.height)}" fill="{PAPER}" fill-opacity="0.85"/>'
    )
    for half, fill in ((0, INK), (1, PAPER)):
        yield (
            f'<rect x="{number(x + half * long / 2)}" y="{number(y)}" width="{number(long / 2)}" '
            f'height="{_BAR_MM}" fill="{fill}" stroke="{INK}" stroke-width="0.2"/>'
        )
    unit, factor = ("km", _KM) if metres >= _KM else ("m", 1)
    has_half = long > _ROOM_FOR_HALF_MM and metres % (2 * factor) == 0
    for share in (0, 0.5, 1) if has_half else (0, 1):
        told = f"{metres * share / factor:g}" + (f" {unit}" if share == 1 else "")
        yield write(told, Spot(x + share * long, y - 1.5), _BAR_LETTERS)


def draw_north(frame: Frame, labels: Labels, letter: str) -> Iterator[str]:
    """Yield the arrow in the first corner that is free: north of the grid."""
    corners = ("top right", "top left", "bottom right", "bottom left")
    x, y, _ = find_corner(frame, labels, Size(6, 13), corners)
    yield (
        f'<path d="M{number(x)} {number(y - 1.6)} l2 7 l-2 -1.6 l-2 1.6 Z" fill="{INK}" stroke="{PAPER}" '
        f'stroke-width="0.3"/>'
    )
    yield write(letter, Spot(x, y - 3.6), _NORTH_LETTERS)


def draw_ticks(frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield ticks of the grid along the frame, with the metres that they stand for."""
    columns, rows = frame.ticks()
    for x, metres in columns:
        yield from _column((x, x), _metres(metres), frame, labels)
    for y, metres in rows:
        yield from _row((y, y), _metres(metres), frame, labels)


def draw_graticule(frame: Frame, labels: Labels, letters: tuple[str, str]) -> Iterator[str]:
    """Yield ticks of the meridians and parallels along the frame; ``letters`` stand for east and for north."""
    west, south = max(frame.extent.west, VIET_NAM.west), max(frame.extent.south, VIET_NAM.south)
    east, north = min(frame.extent.east, VIET_NAM.east), min(frame.extent.north, VIET_NAM.north)
    step = next((one for one in _MINUTES if one >= 60 * (east - west) / _MOST_MERIDIANS), _MINUTES[-1]) / 60
    for lon in _multiples(west, east, step):
        ends = frame.to_paper([(lon, north), (lon, south)])[:, 0]
        yield from _column((ends[0], ends[1]), _degrees(lon, letters[0]), frame, labels)
    for lat in _multiples(south, north, step):
        ends = frame.to_paper([(west, lat), (east, lat)])[:, 1]
        yield from _row((ends[0], ends[1]), _degrees(lat, letters[1]), frame, labels)


def find_corner(frame: Frame, labels: Labels, size: Size, corners: tuple[str, ...] = CORNERS) -> Spot:
    """Take the first corner of the frame that is free, or else the first, and return its spot."""
    across = size.width / 2 + _EDGE_MM / 2
    down = size.height / 2 + _EDGE_MM / 2
    places = {"left": across, "right": frame.width_mm - across, "top": down, "bottom": frame.height_mm - down}
    spots = [Spot(places[side], places[end]) for end, side in (corner.split() for corner in corners)]
    return labels.find(spots, size) or labels.take(spots[0], size)


def _tick(x: float, y: float, across: float, down: float) -> str:
    return f'<path d="M{number(x)} {number(y)} l{number(across)} {number(down)}" stroke="{INK}" stroke-width="0.25"/>'


def _column(ends: tuple[float, float], told: str, frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield the ticks of a line from the top of the frame to its bottom, and its name at the top."""
    yield _tick(ends[0], 0, 0, 1.6)
    yield _tick(ends[1], frame.height_mm, 0, -1.6)
    yield from _name(told, Spot(ends[0], 2.9), labels)


def _row(ends: tuple[float, float], told: str, frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield the ticks of a line from the left of the frame to its right, and its name on the left."""
    yield _tick(0, ends[0], 1.6, 0)
    yield _tick(frame.width_mm, ends[1], -1.6, 0)
    yield from _name(told, Spot(2.9, ends[0], -90), labels)


def _metres(metres: int) -> str:
    return f"{metres:,}".replace(",", "\N{THIN SPACE}")


def _multiples(least: float, most: float, step: float) -> Iterator[float]:
    for nth in range(ceil(least / step), floor(most / step) + 1):
        yield nth * step


def _degrees(degrees: float, letter: str) -> str:
    """Write an angle to the second, without parts that are nought at its end."""
    minutes, seconds = divmod(round(degrees * 3600), 60)
    whole, minutes = divmod(minutes, 60)
    told = f"{whole}°"
    if minutes or seconds:
        told += f"{minutes:02}\N{PRIME}"
    if seconds:
        told += f"{seconds:02}\N{DOUBLE PRIME}"
    return told + letter


def _name(told: str, spot: Spot, labels: Labels) -> Iterator[str]:
    if labels.find([spot], _TICK_LETTERS.room(told)):
        yield write(told, spot, _TICK_LETTERS)
