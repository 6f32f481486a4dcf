"""Owns where words stand on a map: beside what they name, inside the frame, and never one over another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import atan2, cos, degrees, hypot, inf, radians, sin
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

_Shapes = npt.NDArray[np.object_]

_GAP: Final = 0.5
"""Between two things, mm."""

_RINGS: Final = (0.0, 1.0, 2.0, 3.0, 4.0)
_TURNS: Final = tuple(range(0, 360, 30))


class Spot(NamedTuple):
    """Where something stands: its middle, mm, and its turn, degrees clockwise."""

    x: float
    y: float
    turn: float = 0.0


class Size(NamedTuple):
    """How much room something takes, mm."""

    width: float
    height: float


@dataclass
class Labels:
    """The room on a map that is still free.

    Attributes
    ----------
    frame
        What may be written on, mm.
    taken
        What is written on already.
    lines
        What words had better not cross.
    """

    frame: BaseGeometry
    taken: list[BaseGeometry] = field(default_factory=list)
    lines: list[BaseGeometry] = field(default_factory=list)

    def take(self, spot: Spot, size: Size) -> Spot:
        """Take room whether it is free or not, and return where."""
        self.taken.extend(_boxes([spot], size))
        return spot

    def holds(self, spot: Spot, size: Size) -> bool:
        """Tell whether something lies wholly inside the frame, whatever else lies there."""
        return bool(shapely.covers(self.frame, _boxes([spot], size)).all())

    def find(self, spots: Iterable[Spot], size: Size, *, most_crossed_mm: float = inf) -> Spot | None:
        """Take the spot with room that covers least of the lines, the first of equals; None where none is good enough.

        Parameters
        ----------
        most_crossed_mm
            How much of the lines may lie under it.
        """
        wanted = list(spots)
        boxes = _boxes(wanted, size)
        free = np.flatnonzero(self._are_free(boxes))
        if not len(free):
            return None
        crossed = self._crossed_mm(boxes[free])
        best = int(np.argmin(crossed))
        return None if crossed[best] > most_crossed_mm else self.take(wanted[free[best]], size)

    def _are_free(self, boxes: _Shapes) -> npt.NDArray[np.bool_]:
        """Tell which boxes lie in the frame and on nothing that is there; the sides of boxes tell most of it."""
        inside: npt.NDArray[np.bool_] = shapely.covers(self.frame, boxes)
        west, south, east, north = shapely.bounds(boxes).T[:, :, np.newaxis]
        other_west, other_south, other_east, other_north = shapely.bounds(self.taken).T[:, np.newaxis, :]
        across = (west < other_east + _GAP) & (other_west < east + _GAP)
        near_by = inside[:, np.newaxis] & across & (south < other_north + _GAP) & (other_south < north + _GAP)
        mine, theirs = np.nonzero(near_by)
        there = np.array(self.taken, dtype=object)[theirs]
        hit = shapely.distance(boxes[mine], there) < _GAP
        inside[mine[hit]] = False
        return inside

    def _crossed_mm(self, boxes: _Shapes) -> npt.NDArray[np.float64]:
        """Return how much of the lines lies under each box, to a hundredth."""
        crossed = np.zeros(len(boxes))
        if self.lines:
            mine, lines = shapely.STRtree(self.lines).query(boxes, predicate="intersects")
            under = shapely.intersection(boxes[mine], np.array(self.lines, dtype=object)[lines])
            np.add.at(crossed, mine, shapely.length(under))
        return np.round(crossed, 2)


def near(x: float, y: float, size: float) -> Iterator[Spot]:
    """Yield the spots for a sign of a place: on it, and then around it farther and farther."""
    yield Spot(x, y)
    for ring in _RINGS:
        away = size * (1.1 + ring / 2)
        for turn in _TURNS:
            yield Spot(x + away * cos(radians(turn)), y - away * sin(radians(turn)))


def beside(x: float, y: float, size: Size, away: float) -> Iterator[Spot]:
    """Yield the spots for the name of a sign: to its right first, as one reads, then all around it."""
    across, down = size.width / 2 + away, size.height / 2 + away
    for ring in (0.0, 1.5):
        yield Spot(x + across + ring, y)
        yield Spot(x - across - ring, y)
        yield Spot(x + across + ring, y - down / 2)
        yield Spot(x + across + ring, y + down / 2)
        yield Spot(x - across - ring, y - down / 2)
        yield Spot(x - across - ring, y + down / 2)
        for slide in (0.0, 0.5, -0.5, 0.25, -0.25):
            yield Spot(x + slide * size.width, y - down - ring)
            yield Spot(x + slide * size.width, y + down + ring)


def along(line: BaseGeometry, size: Size) -> Iterator[Spot]:
    """Yield the spots for a name on a line, the middle first, turned as the line runs and never upside down."""
    half = size.width / 2
    for part in sorted(shapely.get_parts(line), key=shapely.length, reverse=True):
        if part.length < size.width:
            return
        for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9):
            middle = half + share * (part.length - size.width)
            before, after = part.interpolate(middle - half), part.interpolate(middle + half)
            on = shapely.intersection(part, part.interpolate(middle).buffer(half)).centroid
            turn = _upright(shapely.LineString([before, after]))
            yield Spot(on.x, on.y, turn)


def within(area: BaseGeometry, size: Size) -> Iterator[Spot]:
    """Yield the spots for the name of an area: those that hold all of it, nearest to its widest place, then that."""
    if area.is_empty or area.area < size.width * size.height:
        return
    widest = shapely.get_point(shapely.maximum_inscribed_circle(area, tolerance=0.5), 0)
    west, north, east, south = area.bounds
    steps = [(across / 8, down / 8) for across in range(1, 8) for down in range(1, 8)]
    grid = [Spot(west + across * (east - west), north + down * (south - north)) for across, down in steps]
    middle = Spot(widest.x, widest.y)
    shapely.prepare(area)
    wanted = [middle, *grid]
    held = [wanted[nth] for nth in np.flatnonzero(shapely.covers(area, _boxes(wanted, size)))]
    yield from sorted(held, key=lambda spot: (round(hypot(spot.x - middle.x, spot.y - middle.y), 3), spot))
    yield middle


def _boxes(spots: Sequence[Spot], size: Size) -> _Shapes:
    """Return the room of something at each of the spots."""
    x, y, turn = np.array(spots, dtype=float).reshape(-1, 3).T
    half_width, half_height = size.width / 2, size.height / 2
    boxes: _Shapes = np.atleast_1d(
        shapely.box(x - half_width, y - half_height, x + half_width, y + half_height)
    )
    for nth in np.flatnonzero(turn):
        boxes[nth] = affinity.rotate(boxes[nth], turn[nth])
    return boxes


def _upright(line: BaseGeometry) -> float:
    """Return the turn of a line in degrees clockwise, between -90 and 90."""
    (x, y), (to_x, to_y) = line.coords[0], line.coords[-1]
    if to_x < x:
        (x, y), (to_x, to_y) = (to_x, to_y), (x, y)
    return degrees(atan2(to_y - y, to_x - x))
