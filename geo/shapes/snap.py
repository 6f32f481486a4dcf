"""Owns snapping: the vertices of a drawing move onto lines and vertices that lie close by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, Crs, transform_coordinates
from geo.types import LonLat

ON_M: Final = 0.1
"""A vertex as near as this lies on its target already: stored coordinates have six decimals."""

_Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Move:
    """A vertex that was snapped: where it lies now (EPSG:4326), and how far it came, m."""

    to: LonLat
    distance_m: float


def snap_vertices(
    geometry: BaseGeometry,
    references: Sequence[BaseGeometry],
    *,
    tolerance_m: float,
    crs: Crs = VN2000_HCMC,
) -> BaseGeometry:
    """Return the geometry with its vertices moved onto references that are near.

    A vertex goes to the nearest vertex of a reference within the tolerance, else to the nearest place on an edge
    within it; one that lies on a reference already (`ON_M`) stays, so that snapping again changes nothing. Where the
    result would not be a valid geometry of the same type, the geometry comes back as it was.

    Parameters
    ----------
    geometry
        Any type, EPSG:4326.
    references
        What to snap to, EPSG:4326: points, lines, and areas by their rings.
    tolerance_m
        How far a vertex may move.
    crs
        Projected CRS in metres in which distances are measured.

    Returns
    -------
    geometry
        EPSG:4326, two-dimensional where something moved. Neighbouring vertices that met are one.

    Raises
    ------
    InvalidGeometry
        ``coordinate_out_of_area`` where the CRS does not reach.
    """
    if geometry.is_empty or not geometry.is_valid:
        return geometry
    targets = [line for reference in references for line in _lines(reference)]
    if not targets:
        return geometry
    before = shapely.get_coordinates(geometry)
    after = _snapped(before, targets, tolerance_m, crs)
    if np.array_equal(before, after):
        return geometry
    moved = shapely.set_coordinates(shapely.force_2d(geometry), after)
    return shapely.remove_repeated_points(moved) if moved.is_valid else geometry


def find_moves(before: BaseGeometry, after: BaseGeometry, *, crs: Crs = VN2000_HCMC) -> tuple[Move, ...]:
    """Return which vertices of a geometry snapping moved, each place once, in order.

    Parameters
    ----------
    before, after
        What `snap_vertices` was given and what it returned, EPSG:4326.
    crs
        Projected CRS in metres in which distances are measured.
    """
    old, new = shapely.get_coordinates(before), shapely.get_coordinates(after)
    stayed = set(map(tuple, new.tolist()))
    moved = [xy for xy in dict.fromkeys(map(tuple, old.tolist())) if xy not in stayed]
    if not moved or not len(new):
        return ()
    here = shapely.points(transform_coordinates(np.array(moved), WGS84_LONLAT, crs))
    there = shapely.points(transform_coordinates(new, WGS84_LONLAT, crs))
    met, away_m = shapely.STRtree(there).query_nearest(here, return_distance=True, all_matches=False)
    goals = new[met[1]].tolist()
    return tuple(Move(LonLat(*xy), m) for xy, m in zip(goals, away_m.tolist(), strict=True))


def regain_vertices(
    geometry: BaseGeometry, references: Sequence[BaseGeometry], *, decimals: int = 6
) -> BaseGeometry:
    """Return the geometry with the exact vertices of references where its own agree with them to some decimals.

    What is stored with all its digits and comes back from a page is rounded, so that neighbours no longer meet.

    Parameters
    ----------
    geometry, references
        Any type, EPSG:4326.
    decimals
        Digits after the point that came back. Where the result would not be valid, the geometry stays as it is.
    """
    exact = {key: xy for one in references for key, xy in _by_digits(one, decimals)}
    before = shapely.get_coordinates(geometry)
    after = np.array([exact.get(key, xy) for key, xy in _by_digits(geometry, decimals)]).reshape(before.shape)
    if np.array_equal(before, after):
        return geometry
    moved = shapely.set_coordinates(shapely.force_2d(geometry), after)
    return moved if moved.is_valid else geometry


def _by_digits(shape: BaseGeometry, decimals: int) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    xy = shapely.get_coordinates(shape)
    return zip(map(tuple, np.round(xy, decimals).tolist()), map(tuple, xy.tolist()), strict=True)


def _lines(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield what there is to snap to: points, and lines of at least two vertices."""
    for part in shapely.get_parts(shape):
        if part.is_empty:
            continue
        if part.geom_type == "GeometryCollection":
            yield from _lines(part)
        elif part.geom_type == "Polygon":
            yield from (shapely.LineString(ring.coords) for ring in (part.exterior, *part.interiors))
        else:
            yield shapely.force_2d(part)


def _snapped(lonlat: _Array, targets: list[BaseGeometry], tolerance_m: float, crs: Crs) -> _Array:
    corners_lonlat = shapely.get_coordinates(targets)
    corners = transform_coordinates(corners_lonlat, WGS84_LONLAT, crs)
    lines = shapely.set_coordinates(np.array(targets, dtype=object), corners)
    points = shapely.points(transform_coordinates(lonlat, WGS84_LONLAT, crs))
    line_of, line_m = _nearest(points, lines, tolerance_m)
    corner_of, corner_m = _nearest(points, shapely.points(corners), tolerance_m)
    is_off = line_m > ON_M
    to_corner = is_off & (corner_m <= tolerance_m)
    to_edge = is_off & ~to_corner & (line_m <= tolerance_m)
    result = lonlat.copy()
    result[to_corner] = corners_lonlat[corner_of[to_corner]]
    if to_edge.any():
        edges = lines[line_of[to_edge]]
        feet = shapely.line_interpolate_point(edges, shapely.line_locate_point(edges, points[to_edge]))
        result[to_edge] = transform_coordinates(shapely.get_coordinates(feet), crs, WGS84_LONLAT)
    return result


def _nearest(
    points: npt.NDArray[np.object_], targets: npt.NDArray[np.object_], tolerance_m: float
) -> tuple[npt.NDArray[np.intp], _Array]:
    """Return for each point the nearest target (of equally near ones the first) and its distance, else infinity."""
    found = np.zeros(len(points), dtype=np.intp)
    away_m = np.full(len(points), np.inf)
    pairs, distances = shapely.STRtree(targets).query_nearest(
        points, max_distance=tolerance_m, return_distance=True, all_matches=True
    )
    for point, target, distance in zip(*pairs.tolist(), distances.tolist(), strict=True):
        if (distance, target) < (away_m[point], found[point]):
            found[point], away_m[point] = target, distance
    return found, away_m
