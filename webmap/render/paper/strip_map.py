"""Draws the map of one team's day on paper: the ground, the way, and the numbered stops, as SVG in millimetres."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import Crs
from geo.types import LonLat
from webmap.render.ground import Ground, Named
from webmap.render.paper.fonts import SEMIBOLD
from webmap.render.paper.label_places import Labels, Size, Spot
from webmap.render.paper.map_furniture import draw_bar, draw_north, draw_ticks
from webmap.render.paper.map_ground import draw_ground, draw_way, name_ground
from webmap.render.paper.map_labels import draw_leader, find_near, write_beside
from webmap.render.paper.map_svg import INK, PAPER, Lettering, document, number, square, write
from webmap.render.paper.strip_frame import Frame, Room

_PIN_MM: Final = 2.5
_RING_MM: Final = 0.65
_END_MM: Final = 1.7
_EDGE_MM: Final = 0.8
_NUMBER_LETTERS: Final = Lettering(2.5, SEMIBOLD, halo=0)


@dataclass(frozen=True)
class Pin:
    """A stop: its number, its name, where it is, and the colour of its status."""

    number: int
    name: str
    at: LonLat
    color: str = INK


@dataclass(frozen=True)
class StripMap:
    """What one map shows.

    Attributes
    ----------
    ground
        What lies under it.
    pins
        In the order of the day.
    start, end
        Where the team sets out and comes back to, points, with what to write there.
    ways
        The way of each leg, WGS 84 lines, in order.
    crs
        Projected CRS of the grid.
    room
        The paper.
    north
        Letter at the head of the arrow.
    """

    ground: Ground
    pins: tuple[Pin, ...]
    start: Named
    end: Named
    ways: tuple[BaseGeometry, ...]
    crs: Crs
    room: Room
    north: str

    @property
    def ends(self) -> tuple[Named, ...]:
        """Start and end; once where they are the same place."""
        is_round = self.start.geometry.equals(self.end.geometry)
        return (self.start,) if is_round else (self.start, self.end)


class Drawing(NamedTuple):
    """A map as SVG, its height on paper (mm), and its scale's denominator."""

    svg: str
    height_mm: float
    scale: float


def draw_strip_map(strip: StripMap) -> Drawing:
    """Return the map: as large as the paper allows, north up along the grid, no word over another."""
    ends = [LonLat(*shapely.get_coordinates(end.geometry)[0]) for end in strip.ends]
    frame = Frame.around([*(pin.at for pin in strip.pins), *ends], strip.ways, strip.crs, strip.room)
    way = [frame.draw(line) for line in strip.ways]
    labels = Labels(frame.box.buffer(-_EDGE_MM), lines=way)
    marks = [*_draw_ends(strip.ends, frame, labels), *_draw_pins(strip.pins, frame, labels)]
    furniture = [
        *draw_bar(frame, labels),
        *draw_north(frame, labels, strip.north),
        *draw_ticks(frame, labels),
    ]
    names = [*_name_stops(strip, frame, labels), *name_ground(strip.ground, frame, labels)]
    layers = [*draw_ground(strip.ground, frame), *draw_way(way), *names, *marks, *furniture]
    return Drawing(document(frame.width_mm, frame.height_mm, layers), frame.height_mm, frame.scale)


def _draw_ends(ends: Sequence[Named], frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield a black square where the team starts, a white one where it ends if that is elsewhere."""
    for end, fill in zip(ends, (INK, PAPER), strict=False):
        ((x, y),) = frame.to_paper(shapely.get_coordinates(end.geometry))
        labels.take(Spot(x, y), Size(2 * _END_MM, 2 * _END_MM))
        yield square(x, y, _END_MM, fill)


def _draw_pins(pins: Sequence[Pin], frame: Frame, labels: Labels) -> Iterator[str]:
    """Yield the numbered stops; one that would lie on another stands beside it, with a line to its place."""
    size = Size(2 * _PIN_MM, 2 * _PIN_MM)
    on_lines = Labels(labels.frame, labels.taken)  # a stop lies on the way, so the way does not matter here
    for pin in pins:
        ((x, y),) = frame.to_paper(pin.at)
        home = Spot(x, y)
        spot = find_near(on_lines, home, size) or labels.take(home, size)
        yield from draw_leader(home, spot)
        middle = f'cx="{number(spot.x)}" cy="{number(spot.y)}"'
        inner = number(_PIN_MM - _RING_MM)
        yield f'<circle {middle} r="{_PIN_MM}" fill="{pin.color}" stroke="{INK}" stroke-width="0.3"/>'
        yield f'<circle {middle} r="{inner}" fill="{PAPER}" stroke="{INK}" stroke-width="0.15"/>'
        yield write(str(pin.number), spot, _NUMBER_LETTERS)


def _name_stops(strip: StripMap, frame: Frame, labels: Labels) -> Iterator[str]:
    places = [(end.name, shapely.get_coordinates(end.geometry)) for end in strip.ends]
    for told, at in [*places, *((pin.name, pin.at) for pin in strip.pins)]:
        ((x, y),) = frame.to_paper(at)
        yield from write_beside(labels, told, Spot(x, y), _PIN_MM + 0.3)
