"""Counts areas whose borders are not those of their neighbours, as of a nation, on several processors."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

_STRIPS: Final = 4


def count_misfits(areas: Sequence[BaseGeometry]) -> int:
    """Return how many areas have an edge that overlaps a neighbour or lies beside the edge that it should share.

    Whether an area fits depends on what is around it only: strips from south to north, each with its surroundings, are
    looked at side by side, since GEOS holds up no other thread.

    Parameters
    ----------
    areas
        Valid polygons or multipolygons, EPSG:4326.
    """
    shapes = np.array(areas, dtype=object)
    strips = np.array_split(np.argsort(shapely.bounds(shapes)[:, 1]), _STRIPS)
    with ThreadPoolExecutor(_STRIPS) as pool:
        return sum(pool.map(partial(_count_in, shapes, shapely.STRtree(shapes)), strips))


def _count_in(shapes: npt.NDArray[np.object_], tree: shapely.STRtree, strip: npt.NDArray[np.intp]) -> int:
    around = np.unique(tree.query(shapes[strip])[1])
    edges = shapely.coverage_invalid_edges(shapes[around])
    return int(np.isin(around[~shapely.is_empty(edges)], strip).sum())
