"""Owns how areas lie to each other: faults of a coverage, membership, and where to put a label."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.measure import area_m2, length_m
from geo.shapes.union import unite
from geo.shapes.validity import require_valid
from geo.types import LonLat

TOUCH_M: Final = 0.2
"""An overlap narrower (areas) or shorter (lines) than this is a touch: stored coordinates have six
decimals, so two drawings of one border differ by up to that much."""

_METRES_A_DEGREE: Final = 111_320.0

_SAME_DEGREES: Final = 1e-9
"""A tenth of a millimetre: where lines cross is rounded, so that a hole need not quite touch those around it."""

_POINTS, _LINES, _AREAS = 0, 1, 2


@dataclass(frozen=True, order=True)
class Member:
    """One area that holds (part of) a geometry.

    Attributes
    ----------
    index
        Place of the area in the sequence that was given.
    share
        Part of the geometry that it holds, above 0 and at most 1.
    """

    index: int
    share: float


class CoverageFault(NamedTuple):
    """A place where areas that should fit together do not.

    Attributes
    ----------
    kind
        ``overlap``: two areas cover it; ``gap``: a hole between areas that none covers.
    indexes
        The areas concerned, ascending: the two that overlap, or those around the gap.
    geometry
        The place, EPSG:4326.
    area_m2
        Its geodesic area.
    """

    kind: Literal["gap", "overlap"]
    indexes: tuple[int, ...]
    geometry: BaseGeometry
    area_m2: float


def coverage_faults(areas: Sequence[BaseGeometry], *, min_area_m2: float = 0.01) -> tuple[CoverageFault, ...]:
    """Return the gaps and overlaps between areas, overlaps first, each in the order of the areas.

    Parameters
    ----------
    areas
        Valid polygons or multipolygons, EPSG:4326.
    min_area_m2
        Smaller faults come from rounding and are not reported.

    Raises
    ------
    InvalidGeometry
        ``geometry_invalid`` when an area crosses itself.
    """
    if not areas:
        return ()
    shapes = np.array(areas, dtype=object)
    for area in shapes[~shapely.is_valid(shapes)]:
        require_valid(area)
    tree, edges = shapely.STRtree(shapes), shapely.coverage_invalid_edges(shapes)
    is_fit = shapely.is_empty(edges)
    return (
        *_overlaps(shapes, tree, edges[~is_fit], np.flatnonzero(~is_fit), min_area_m2),
        *_gaps(shapes, tree, is_fit, min_area_m2),
    )


def find_members(geometry: BaseGeometry, areas: Sequence[BaseGeometry]) -> tuple[Member, ...]:
    """Return which areas hold the geometry, and how much of it.

    Parameters
    ----------
    geometry
        Point, line or area (single, multi or a collection), EPSG:4326. Of a collection, the parts
        of the highest dimension decide.
    areas
        Valid polygons or multipolygons, EPSG:4326; they may overlap (a ward and its district).

    Returns
    -------
    tuple of Member
        Ascending by index. ``share`` is the part of the geometry's geodesic length or area, or of its
        number of points, that lies in the area: 0 < share <= 1. To touch a border is no
        membership, but a line that runs along a border belongs to both sides, with that stretch
        counted in each. A point on a border belongs to the area of lowest index.
    """
    array = np.array(areas, dtype=object)
    if geometry.is_empty or not array.size:
        return ()
    shape = _of_dimension(geometry, _dimension(geometry))
    candidates = _near(shape, array)
    if _dimension(shape) == _POINTS:
        return _point_members(shape, array, candidates)
    return _measured_members(shape, array, candidates)


def lost_and_gained(
    before: Sequence[BaseGeometry], after: Sequence[BaseGeometry]
) -> tuple[tuple[BaseGeometry, ...], tuple[BaseGeometry, ...]]:
    """Return the land that the areas before covered and those after do not, and the reverse.

    Parameters
    ----------
    before, after
        Valid polygons or multipolygons, EPSG:4326.

    Returns
    -------
    tuple of two tuples of Polygon
        Lost, gained; slivers as drawings of one border make them are left out, the largest part comes first.
    """
    old, new = unite(before), unite(after)
    return _solid_parts(shapely.difference(old, new)), _solid_parts(shapely.difference(new, old))


def _solid_parts(land: BaseGeometry) -> tuple[BaseGeometry, ...]:
    parts = shapely.get_parts(_of_dimension(land, _AREAS)).tolist()
    solid = [part for part in parts if 2 * _flat_area_m2(part) > TOUCH_M * length_m(part)]
    return tuple(sorted(solid, key=lambda part: (-area_m2(part), part.bounds)))


def label_point(area: BaseGeometry) -> LonLat:
    """Return the place inside the area that is farthest from its border: the widest place.

    Parameters
    ----------
    area
        Polygon or multipolygon, EPSG:4326. Of anything else, a point on it is returned.
    """
    if _dimension(area) != _AREAS:
        point = shapely.point_on_surface(area)
        return LonLat(point.x, point.y)
    west, south, east, north = area.bounds
    stretch = math.cos(math.radians((south + north) / 2))  # so that both axes have the same metres
    squeezed = shapely.transform(area, lambda xy: xy * (stretch, 1.0))
    tolerance = max((east - west) * stretch, north - south) / 1000
    radius = shapely.maximum_inscribed_circle(squeezed, tolerance=tolerance)
    x, y = shapely.get_coordinates(radius)[0].tolist()
    return LonLat(x / stretch, y)


def _flat_area_m2(area: BaseGeometry) -> float:
    """Return about how much lies between straight lines on the map (EPSG:4326).

    Where a border has a corner on one side only, nothing lies between its two drawings on the map; on the ellipsoid
    the long line and the two short ones are different geodesics, some square metres apart.
    """
    _, south, _, north = area.bounds
    return float(area.area * _METRES_A_DEGREE**2 * math.cos(math.radians((south + north) / 2)))


def _flat_areas_m2(areas: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Return `_flat_area_m2` of each geometry; of a collection, of the areas in it."""
    _, south, _, north = shapely.bounds(areas).T
    flat: npt.NDArray[np.float64] = (
        shapely.area(areas) * _METRES_A_DEGREE**2 * np.cos(np.radians((south + north) / 2))
    )
    return flat


def _overlaps(
    areas: npt.NDArray[np.object_],
    tree: shapely.STRtree,
    edges: npt.NDArray[np.object_],
    owners: npt.NDArray[np.intp],
    min_area_m2: float,
) -> Iterator[CoverageFault]:
    """Yield the overlaps; of two that overlap, one at least has edges that fit no neighbour's and meet the other."""
    met, others = tree.query(edges, predicate="intersects")
    pairs = np.unique(np.sort(np.column_stack([owners[met], others]), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    shared = shapely.intersection(areas[pairs[:, 0]], areas[pairs[:, 1]])
    for at in np.flatnonzero(_flat_areas_m2(shared) >= min_area_m2):
        first, second = pairs[at].tolist()
        land = _of_dimension(shared[at], _AREAS)
        yield CoverageFault("overlap", (first, second), land, area_m2(land))


def _gaps(
    areas: npt.NDArray[np.object_], tree: shapely.STRtree, is_fit: npt.NDArray[np.bool_], min_area_m2: float
) -> Iterator[CoverageFault]:
    """Yield the holes of the whole."""
    whole = unite(areas, is_fit=is_fit)
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    holes = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
    holes = holes[_flat_areas_m2(holes) >= min_area_m2]
    met, indexes = tree.query(holes, predicate="dwithin", distance=_SAME_DEGREES)
    groups = np.split(indexes, np.searchsorted(met, np.arange(1, len(holes))))
    around = [tuple(sorted(group.tolist())) for group in groups[: len(holes)]]
    for found, hole in sorted(zip(around, holes, strict=True), key=lambda pair: (pair[0], pair[1].bounds)):
        yield CoverageFault("gap", found, hole, area_m2(hole))


def _near(shape: BaseGeometry, areas: npt.NDArray[np.object_]) -> list[int]:
    """Return the indexes of the areas that meet the shape; prepared once, areas answer fast again."""
    west, south, east, north = shape.bounds
    boxes = shapely.bounds(areas)
    close = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    indexes = np.flatnonzero(close)
    shapely.prepare(areas[indexes])
    return [int(index) for index in indexes[shapely.intersects(areas[indexes], shape)]]


def _point_members(
    shape: BaseGeometry, areas: npt.NDArray[np.object_], candidates: list[int]
) -> tuple[Member, ...]:
    points = shapely.get_parts(shape)
    counts: dict[int, int] = {}
    for point in points:
        owner = next((index for index in candidates if areas[index].covers(point)), None)
        if owner is not None:
            counts[owner] = counts.get(owner, 0) + 1
    return tuple(Member(index, count / len(points)) for index, count in sorted(counts.items()))


def _measured_members(
    shape: BaseGeometry, areas: npt.NDArray[np.object_], candidates: list[int]
) -> tuple[Member, ...]:
    dimension = _dimension(shape)
    measure: Callable[[BaseGeometry], float] = area_m2 if dimension == _AREAS else length_m
    total = measure(shape)
    members: list[Member] = []
    touches: list[Member] = []
    for index in candidates:
        if areas[index].covers(shape):
            members.append(Member(index, 1.0))
            continue
        inside = _of_dimension(areas[index].intersection(shape), dimension)
        measured = measure(inside)
        if measured <= 0 or total <= 0:
            continue
        width_m = 2 * measured / length_m(inside) if dimension == _AREAS else measured
        (members if width_m >= TOUCH_M else touches).append(Member(index, min(1.0, measured / total)))
    if not members and touches:  # a shape smaller than the tolerance still lies somewhere
        members = [max(touches, key=lambda member: (member.share, -member.index))]
    return tuple(members)


def _dimension(shape: BaseGeometry) -> int:
    return int(shapely.get_dimensions(shape))


def _of_dimension(shape: BaseGeometry, dimension: int) -> BaseGeometry:
    """Return the parts that have exactly this dimension, as one geometry."""
    if shape.geom_type != "GeometryCollection":
        return shape if _dimension(shape) == dimension else shapely.GeometryCollection()
    parts = [_of_dimension(part, dimension) for part in shape.geoms]
    kept = [single for part in parts for single in shapely.get_parts(part)]
    build = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)[dimension]
    return build(kept) if kept else shapely.GeometryCollection()
