"""Owns the frame of a map on paper: which piece of the ground it holds, at which scale, and how metres become mm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import WGS84_LONLAT, Crs, transform_coordinates
from geo.types import BBox, LonLat

_Array = npt.NDArray[np.float64]

SCALES: Final = tuple(
    step * 10**power for power in range(3, 9) for step in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5)
)
"""Denominators that a reader can work with; a map takes the first that everything fits in."""

LARGEST_SCALE: Final = 4_000
"""No place is known well enough for a larger one."""

_FINEST_MM: Final = 0.02
"""A quarter of a dot at 300 dots per inch: what is finer is not seen."""

_DEGREE_M: Final = 111_320
_NICE: Final = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Room:
    """How much paper there is for a map, mm: its width, the least and most of its height, what stays free around."""

    width_mm: float
    least_height_mm: float
    most_height_mm: float
    padding_mm: float = 11.0


@dataclass(frozen=True)
class Frame:
    """A piece of the ground on paper.

    Attributes
    ----------
    crs
        Projected CRS of the grid.
    west_m, north_m
        Its upper left corner in that grid.
    width_mm, height_mm
        Its size on paper.
    scale
        Denominator.
    """

    crs: Crs
    west_m: float
    north_m: float
    width_mm: float
    height_mm: float
    scale: float

    @classmethod
    def around(cls, places: Iterable[LonLat], ways: Sequence[BaseGeometry], crs: Crs, room: Room) -> Self:
        """Return the frame that holds places and ways (WGS 84) in the middle, as large as the paper allows."""
        drawn = np.vstack([np.array(list(places)).reshape(-1, 2), shapely.get_coordinates(list(ways))])
        metres = transform_coordinates(drawn, WGS84_LONLAT, crs)
        (west, south), (east, north) = metres.min(axis=0), metres.max(axis=0)
        padding_mm = 2 * room.padding_mm
        across_mm, most_mm = room.width_mm - padding_mm, room.most_height_mm - padding_mm
        wanted = 1000 * max((east - west) / across_mm, (north - south) / most_mm)
        scale = next(one for one in SCALES if one >= max(wanted, LARGEST_SCALE))
        tall_mm = (north - south) * 1000 / scale + padding_mm
        height_mm = max(room.least_height_mm, min(tall_mm, room.most_height_mm))
        metres_wide, metres_high = room.width_mm * scale / 1000, height_mm * scale / 1000
        return cls(
            crs,
            float((west + east - metres_wide) / 2),
            float((south + north + metres_high) / 2),
            room.width_mm,
            float(height_mm),
            scale,
        )

    @property
    def box(self) -> BaseGeometry:
        """The frame in mm on paper, from its upper left corner, down."""
        return shapely.box(0, 0, self.width_mm, self.height_mm)

    def to_paper(self, lonlat: npt.ArrayLike) -> _Array:
        """Return mm from the upper left corner, right and down, for degrees (n, 2) in WGS 84."""
        metres = transform_coordinates(np.asarray(lonlat, dtype=float).reshape(-1, 2), WGS84_LONLAT, self.crs)
        return self.grid_to_paper(metres)

    def grid_to_paper(self, metres: npt.ArrayLike) -> _Array:
        """Return mm from the upper left corner for metres (n, 2) of the grid."""
        paper: _Array = (np.asarray(metres) - (self.west_m, self.north_m)) * (1, -1) * 1000 / self.scale
        return paper

    def draw(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return what of a geometry in WGS 84 lies in the frame, in mm."""
        (drawn,) = self.draw_all([geometry])
        return drawn

    def draw_all(self, geometries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Return what of each geometry in WGS 84 lies in the frame, in mm."""
        flat = shapely.force_2d(np.array(geometries, dtype=object))
        on_paper = shapely.simplify(shapely.transform(flat, self.to_paper), _FINEST_MM)
        drawn: list[BaseGeometry] = shapely.intersection(shapely.make_valid(on_paper), self.box).tolist()
        return drawn

    @property
    def extent(self) -> BBox:
        """About which part of the world it shows, WGS 84: true in its middle."""
        high_m, wide_m = self.height_mm * self.scale / 1000, self.width_mm * self.scale / 1000
        middle = [(self.west_m + wide_m / 2, self.north_m - high_m / 2)]
        ((lon, lat),) = transform_coordinates(middle, self.crs, WGS84_LONLAT)
        up, across = high_m / 2 / _DEGREE_M, wide_m / 2 / _DEGREE_M / cos(radians(lat))
        return BBox(lon - across, lat - up, lon + across, lat + up)

    def ticks(self) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
        """Return the grid's lines in the frame: mm from the left and metres east, mm down and metres north."""
        step = nice_length(self.width_mm * self.scale / 1000 / 3)
        east_m, south_m = self.west_m + self.width_mm * self.scale / 1000, self._south_m
        columns = np.arange(np.ceil(self.west_m / step) * step, east_m, step)
        rows = np.arange(np.ceil(south_m / step) * step, self.north_m, step)
        return (
            [(float((x - self.west_m) * 1000 / self.scale), round(x)) for x in columns],
            [(float((self.north_m - y) * 1000 / self.scale), round(y)) for y in rows],
        )

    def bar_m(self) -> int:
        """Return how many metres a scale bar of up to a fifth of the width stands for."""
        return round(nice_length(self.width_mm * self.scale / 1000 / 5))

    @property
    def _south_m(self) -> float:
        return self.north_m - self.height_mm * self.scale / 1000


def nice_length(most: float) -> float:
    """Return the largest of 1, 2 or 5 times a power of ten that is no more."""
    power = 10 ** np.floor(np.log10(most))
    return float(max(step for step in _NICE if step * power <= most) * power)
