"""Owns cutting: an area becomes two along a line."""

from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from geo.errors import InvalidGeometry
from geo.shapes.validity import require_valid

_BESIDE: Final = 1e-6
"""Width in degrees, about 0.1 m, of the strip beside the line that tells on which side a piece lies."""


def cut_area(area: BaseGeometry, line: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the parts of an area left and right of a line, seen in the direction in which the line is drawn.

    Parameters
    ----------
    area
        Valid polygon or multipolygon, EPSG:4326.
    line
        LineString, EPSG:4326, that goes through the area from border to border and may end outside of it.

    Returns
    -------
    tuple of two Polygon or MultiPolygon
        Together the whole area. Pieces that the line does not touch, such as islands, go with the larger part.

    Raises
    ------
    InvalidGeometry
        ``geometry_invalid``, and ``split_line_misses`` where the line does not divide the area.
    """
    require_valid(area)
    if line.geom_type != "LineString" or line.is_empty or not line.is_simple:
        raise InvalidGeometry("split_line_misses")
    beside = (line.buffer(_BESIDE, single_sided=True), line.buffer(-_BESIDE, single_sided=True))
    sides: tuple[list[BaseGeometry], list[BaseGeometry]] = ([], [])
    apart: list[BaseGeometry] = []
    for piece in _pieces(area, line):
        on_left, on_right = (shapely.intersection(piece, strip).area for strip in beside)
        if on_left == on_right:
            apart.append(piece)
        else:
            sides[on_left < on_right].append(piece)
    if not all(sides):
        raise InvalidGeometry("split_line_misses")
    larger = max(sides, key=lambda pieces: sum(piece.area for piece in pieces))
    larger.extend(apart)
    return shapely.union_all(sides[0]), shapely.union_all(sides[1])


def _pieces(area: BaseGeometry, line: BaseGeometry) -> list[BaseGeometry]:
    return [piece for part in shapely.get_parts(area) for piece in split(part, line).geoms]
