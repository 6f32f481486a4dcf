"""Owns lengths, areas and distances, geodesic on the WGS 84 ellipsoid."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from geo.types import LonLat

_GEOD: Final = Geod(ellps="WGS84")


def length_m(geometry: BaseGeometry) -> float:
    """Return the geodesic length in metres.

    Parameters
    ----------
    geometry
        EPSG:4326, (lon, lat) in degrees. Lines count their length, areas the length of all their
        rings, points nothing; a collection is the sum of its parts.
    """
    total = 0.0
    for part in _parts(geometry):
        if part.geom_type == "Polygon":
            total += sum(_line_m(ring) for ring in (part.exterior, *part.interiors))
        elif part.geom_type != "Point":
            total += _line_m(part)
    return total


def perimeters_m(areas: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Return `length_m` of many polygons or multipolygons (n,) at once."""
    parts, owners = shapely.get_parts(areas, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    xy, of_ring = shapely.get_coordinates(rings, return_index=True)
    is_edge = of_ring[1:] == of_ring[:-1]
    edges_m = distances_m(xy[:-1][is_edge], xy[1:][is_edge])
    whose = owners[of_part[of_ring[1:][is_edge]]]
    return np.bincount(whose, edges_m, minlength=len(areas)).astype(np.float64)


def area_m2(geometry: BaseGeometry) -> float:
    """Return the geodesic area in square metres; lines and points have none.

    Parameters
    ----------
    geometry
        EPSG:4326, (lon, lat) in degrees; the direction of the rings does not matter.
    """
    total = 0.0
    for part in _parts(geometry):
        if part.geom_type == "Polygon":
            total += _ring_m2(part.exterior) - sum(_ring_m2(ring) for ring in part.interiors)
    return total


def distance_m(a: LonLat, b: LonLat) -> float:
    """Return the geodesic distance in metres between two places in EPSG:4326."""
    distance: float = _GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2]
    return distance


def distances_m(starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the geodesic distances in metres (n,) from starts to ends, each (n, 2) lon/lat in EPSG:4326."""
    distances: npt.NDArray[np.float64] = _GEOD.inv(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1])[2]
    return distances


def _parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the single geometries that are not empty, to any depth."""
    if hasattr(geometry, "geoms"):
        for member in geometry.geoms:
            yield from _parts(member)
    elif not geometry.is_empty:
        yield geometry


def _line_m(line: BaseGeometry) -> float:
    xy = shapely.get_coordinates(line)
    return float(_GEOD.line_length(xy[:, 0], xy[:, 1]))


def _ring_m2(ring: BaseGeometry) -> float:
    xy = shapely.get_coordinates(ring)
    return abs(float(_GEOD.polygon_area_perimeter(xy[:, 0], xy[:, 1])[0]))
