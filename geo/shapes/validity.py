"""Owns whether a geometry may be stored: what is wrong with it, how it was mended, how large it is."""

from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.measure import area_m2, length_m
from geo.types import LonLat

FaultKind = Literal[
    "empty",
    "not_finite",
    "self_crossing",
    "hole_outside",
    "nested",
    "duplicate_rings",
    "interior_split",
    "too_few_points",
    "not_closed",
    "other",
]
ChangeKind = Literal["height_dropped", "duplicates_removed", "rings_rebuilt", "parts_dropped"]

_REASONS: Final[tuple[tuple[str, FaultKind], ...]] = (
    ("self-intersection", "self_crossing"),
    ("hole lies outside", "hole_outside"),
    ("nested", "nested"),
    ("duplicate rings", "duplicate_rings"),
    ("disconnected", "interior_split"),
    ("too few points", "too_few_points"),
    ("not closed", "not_closed"),
    ("invalid coordinate", "not_finite"),
)


class Fault(NamedTuple):
    """What is wrong, and where (EPSG:4326) when it has a place."""

    kind: FaultKind
    at: LonLat | None


class Repair(NamedTuple):
    """A mended geometry and what was done to it, in order; nothing done means it was sound."""

    geometry: BaseGeometry
    changes: tuple[ChangeKind, ...]


def explain(geometry: BaseGeometry) -> tuple[Fault, ...]:
    """Return what makes the geometry unusable, one fault per broken part; nothing when it is valid.

    Parameters
    ----------
    geometry
        Any type, EPSG:4326.
    """
    if geometry.is_empty:
        return (Fault("empty", None),)
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return (Fault("not_finite", None),)
    if geometry.is_valid:
        return ()
    broken = [part for part in shapely.get_parts(geometry) if not part.is_valid]
    return tuple(_fault(part) for part in (broken or [geometry]))


def require_valid(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry when it is valid.

    Raises
    ------
    InvalidGeometry
        ``geometry_empty``, ``coordinate_not_finite`` or ``geometry_invalid`` with ``reason`` (a
        fault kind), ``lon`` and ``lat``.
    """
    faults = explain(geometry)
    if not faults:
        return geometry
    kind, at = faults[0]
    if kind == "empty":
        raise InvalidGeometry("geometry_empty", at="")
    if kind == "not_finite":
        raise InvalidGeometry("coordinate_not_finite", at="")
    lon, lat = (round(at.lon, 6), round(at.lat, 6)) if at else (None, None)
    raise InvalidGeometry("geometry_invalid", reason=kind, lon=lon, lat=lat)


def repair(geometry: BaseGeometry) -> Repair:
    """Return a valid 2D geometry of the same dimension, and what had to be changed.

    Rings that cross themselves are rebuilt so that every part they enclose stays (a bow-tie
    becomes two triangles, parts that overlap become one); spikes and folds of no width go. Parts
    that are empty or of a lower dimension than the rest are dropped, and this is told.

    Parameters
    ----------
    geometry
        Any type, EPSG:4326.

    Raises
    ------
    InvalidGeometry
        ``geometry_empty`` or ``coordinate_not_finite`` when there is nothing to mend, and
        ``geometry_beyond_repair`` when nothing of its dimension is left.
    """
    changes: list[ChangeKind] = []
    shape = geometry
    faults = explain(shape)
    if faults and faults[0].kind in ("empty", "not_finite"):
        require_valid(shape)
    if shape.has_z or getattr(shape, "has_m", False):
        shape = shapely.force_2d(shape)
        changes.append("height_dropped")
    shape, dropped = _without_empty_parts(shape)
    if dropped:
        changes.append("parts_dropped")
    shape, repeated = _without_repeats(shape)
    if repeated:
        changes.append("duplicates_removed")
    if not shape.is_valid:
        shape, scraps = _rebuilt(shape)
        changes.append("rings_rebuilt")
        if scraps:
            changes.append("parts_dropped")
    return Repair(shape, tuple(changes))


def are_sound(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Tell of many geometries, EPSG:4326, which `repair` would leave as they are."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    has_empty_part = np.bincount(owners, weights=shapely.is_empty(parts), minlength=len(shapes)) > 0
    is_valid = shapely.is_valid(shapes)
    valid = np.where(is_valid, shapes, np.array(None))  # a ring that is one place cannot be thinned
    thinned = shapely.remove_repeated_points(valid)
    is_flat = shapely.get_coordinate_dimension(shapes) == 2  # noqa: PLR2004 - neither height nor measure
    is_thin = shapely.get_num_coordinates(thinned) == shapely.get_num_coordinates(shapes)
    sound: npt.NDArray[np.bool_] = is_flat & is_thin & ~has_empty_part & ~shapely.is_empty(shapes) & is_valid
    return sound


def require_extent(geometry: BaseGeometry, *, min_length_m: float, min_area_m2: float) -> BaseGeometry:
    """Return the geometry when it is large enough not to single out a house.

    Parameters
    ----------
    geometry
        EPSG:4326. Lines are held to the length, areas to the area; points have no extent and
        pass, since their accuracy circle is what is drawn.
    min_length_m, min_area_m2
        Least geodesic length and area.

    Raises
    ------
    InvalidGeometry
        ``extent_too_small`` with ``measured``, ``minimum`` and ``unit`` (``m`` or ``m2``).
    """
    dimension = int(shapely.get_dimensions(geometry))
    if dimension <= 0:
        return geometry
    measured, minimum, unit = (
        (length_m(geometry), min_length_m, "m") if dimension == 1 else (area_m2(geometry), min_area_m2, "m2")
    )
    if measured < minimum:
        raise InvalidGeometry("extent_too_small", measured=round(measured, 1), minimum=minimum, unit=unit)
    return geometry


def _fault(part: BaseGeometry) -> Fault:
    """Translate what GEOS says, such as ``Self-intersection[106.65 10.74]``."""
    reason, _, place = shapely.is_valid_reason(part).partition("[")
    words = reason.lower()
    kind: FaultKind = next((kind for text, kind in _REASONS if text in words), "other")
    numbers = place.rstrip("]").split()
    return Fault(kind, LonLat(float(numbers[0]), float(numbers[1])) if len(numbers) > 1 else None)


def _without_empty_parts(shape: BaseGeometry) -> tuple[BaseGeometry, bool]:
    if not hasattr(shape, "geoms"):
        return shape, False
    parts = list(shape.geoms)
    kept = [part for part in parts if not part.is_empty]
    return (shape, False) if len(kept) == len(parts) else (type(shape)(kept), True)


def _without_repeats(shape: BaseGeometry) -> tuple[BaseGeometry, bool]:
    before = shapely.get_num_coordinates(shape)
    try:
        cleaned = shapely.remove_repeated_points(shape)
    except shapely.GEOSException:  # a ring that is one place: nothing thinner is a ring
        return shape, False
    return (cleaned, True) if shapely.get_num_coordinates(cleaned) < before else (shape, False)


def _rebuilt(shape: BaseGeometry) -> tuple[BaseGeometry, bool]:
    """Return a valid geometry of the same dimension, and whether parts of a lower one were dropped."""
    dimension = int(shapely.get_dimensions(shape))
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in _singles(mended) if not part.is_empty]
    kept = [part for part in parts if int(shapely.get_dimensions(part)) == dimension]
    if not kept:
        raise InvalidGeometry("geometry_beyond_repair")
    build = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)[dimension]
    return (kept[0] if len(kept) == 1 else build(kept)), len(kept) < len(parts)


def _singles(shape: BaseGeometry) -> list[BaseGeometry]:
    if hasattr(shape, "geoms"):
        return [single for part in shape.geoms for single in _singles(part)]
    return [shape]
