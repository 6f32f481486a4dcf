"""Owns the ground that is known already, as files are held against it: its extent, its areas and their borders."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.types import BBox

_Array = npt.NDArray[np.float64]

_METRES_A_DEGREE: Final = 111_320.0
_MARGIN: Final = 0.01
"""About 1 km, degrees: a file may reach that far beyond the areas that are known."""
_MOST_VERTICES: Final = 500
_AREA: Final = 2


class Ground:
    """Where places should lie: a box, and the areas that make it up where they are known."""

    def __init__(self, known: BBox | Sequence[BaseGeometry]) -> None:
        self.areas = [] if isinstance(known, BBox) else keep_areas(known)
        self.box = known if isinstance(known, BBox) else _box(self.areas)
        self._tree = shapely.STRtree(self.areas)
        self._borders = shapely.STRtree(shapely.boundary(self.areas)) if self.areas else None

    @property
    def centre(self) -> _Array:
        """The middle of the box."""
        west, south, east, north = self.box
        return np.array([(west + east) / 2, (south + north) / 2])

    def share(self, places: _Array) -> float:
        """Return the part of the places that lie inside or at most 1 km outside; NaN lies outside."""
        west, south, east, north = self.box
        inside = (
            (places >= (west - _MARGIN, south - _MARGIN)) & (places <= (east + _MARGIN, north + _MARGIN))
        ).all(axis=1)
        if self.areas and inside.any():
            near = self._tree.query(shapely.points(places[inside]), predicate="dwithin", distance=_MARGIN)[0]
            return len(np.unique(near)) / len(places)
        return float(inside.mean())

    def cover(self, places: _Array) -> float:
        """Return the part of the box that lies within the extent of the places."""
        kept = places[np.isfinite(places).all(axis=1)]
        if len(kept) < len(places) / 2:
            return 0.0
        west, south, east, north = self.box
        low, high = np.percentile(kept, (2, 98), axis=0)
        width = min(east, high[0]) - max(west, low[0])
        height = min(north, high[1]) - max(south, low[1])
        whole = (east - west) * (north - south)
        return float(width * height / whole) if width > 0 and height > 0 and whole > 0 else 0.0

    def border_m(self, places: _Array) -> float | None:
        """Return how far places lie from the borders, or the borders from them, whichever is less (median)."""
        kept = places[np.isfinite(places).all(axis=1)]
        if self._borders is None or not len(kept):
            return None
        vertices = shapely.points(thin(shapely.get_coordinates(self.areas), _MOST_VERTICES))
        there = self._borders.query_nearest(
            shapely.points(thin(kept, _MOST_VERTICES)), return_distance=True, all_matches=False
        )[1]
        back = shapely.STRtree(shapely.points(kept)).query_nearest(
            vertices, return_distance=True, all_matches=False
        )[1]
        return min(float(np.median(there)), float(np.median(back))) * _METRES_A_DEGREE


def _box(areas: Sequence[BaseGeometry]) -> BBox:
    """Return the extent of areas; NaN, which holds nothing, where there are none."""
    return BBox(*shapely.total_bounds(list(areas)).tolist()) if areas else BBox(*[math.nan] * 4)


def keep_areas(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return the shapes that are valid areas."""
    return [
        shape
        for shape in shapes
        if shape.is_valid and not shape.is_empty and shapely.get_dimensions(shape) == _AREA
    ]


def thin(rows: _Array, most: int) -> _Array:
    """Return at most so many rows, evenly taken."""
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(int)]
