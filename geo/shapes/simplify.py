"""Draws areas with fewer vertices, so that neighbours still fit together."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

_METRES_A_DEGREE = 111_320.0


def simplify_coverage(
    areas: Sequence[BaseGeometry], tolerance_m: float, *, keeps_outline: bool = False
) -> tuple[BaseGeometry, ...]:
    """Return the areas with the vertices left out that matter least, each border the same on both sides.

    No area vanishes and none crosses another (Visvalingam and Whyatt, as GEOS has it for coverages). Borders that do
    not fit together beforehand are each simplified by themselves; mend them first (`geo.shapes.mending`).

    Parameters
    ----------
    areas
        Valid polygons or multipolygons, EPSG:4326.
    tolerance_m
        A vertex goes where the triangle with its neighbours is smaller than a square of this side.
    keeps_outline
        Whether borders with nobody on the other side stay as they are.
    """
    if not areas:
        return ()
    shapes = np.array(areas, dtype=object)
    _, south, _, north = shapely.total_bounds(shapes)
    stretch = math.cos(math.radians((south + north) / 2))
    squeezed = shapely.transform(shapes, lambda xy: xy * (stretch, 1.0))
    simple = shapely.coverage_simplify(
        squeezed, tolerance_m / _METRES_A_DEGREE, simplify_boundary=not keeps_outline
    )
    return tuple(_with_vertices(simple, shapely.get_coordinates(squeezed), shapely.get_coordinates(shapes)))


def _with_vertices(
    shapes: npt.NDArray[np.object_], squeezed: npt.NDArray[np.float64], exact: npt.NDArray[np.float64]
) -> npt.NDArray[np.object_]:
    """Return shapes with what their squeezed vertices were before, to the last digit: so do neighbours left alone."""
    keys = squeezed @ (1, 1j)
    order = np.argsort(keys)
    left = shapely.get_coordinates(shapes) @ (1, 1j)
    restored: npt.NDArray[np.object_] = shapely.set_coordinates(
        shapes, exact[order[np.searchsorted(keys, left, sorter=order)]]
    )
    return restored
