"""Owns GeoJSON geometries (RFC 7946): writing them compactly, reading them with every check."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely import geometry as shapes
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry

DEFAULT_MAX_VERTICES: Final = 100_000
"""More than any ward of the nation has; a request with more is refused before it is built."""

_MIN_LINE: Final = 2
_MIN_RING: Final = 4
_POSITION_SIZES: Final = (2, 3)
_SHOWN: Final = 40


def geometry_text(geometry: BaseGeometry | None, *, decimals: int = 6) -> str:
    """Return a GeoJSON geometry object as compact text.

    Parameters
    ----------
    geometry
        EPSG:4326, (lon, lat) in degrees. None gives ``null``.
    decimals
        Digits kept after the point; 6 is about 0.1 m.

    Returns
    -------
    str
        Outer rings counter-clockwise, holes clockwise; the same geometry always gives the same text.
    """
    return geometry_texts([geometry], decimals=decimals)[0]


def geometry_texts(
    geometries: Sequence[BaseGeometry | None] | npt.NDArray[np.object_], *, decimals: int = 6
) -> list[str]:
    """Return `geometry_text` of each geometry, computed in one pass.

    Raises
    ------
    InvalidGeometry
        ``coordinate_not_finite`` when a coordinate cannot be written as JSON.
    """
    array = np.array(geometries, dtype=object)
    if not array.size:
        return []
    turned = shapely.orient_polygons(shapely.force_2d(array), exterior_cw=False)
    xy = shapely.get_coordinates(turned)
    if not np.isfinite(xy).all():
        raise InvalidGeometry("coordinate_not_finite", at="coordinates")
    rounded = shapely.set_coordinates(turned, np.round(xy, decimals) + 0.0)  # + 0.0: no "-0.0"
    texts: list[str | None] = shapely.to_geojson(rounded).tolist()
    # GEOS writes an empty polygon as [[]]; RFC 7946 knows only an empty array.
    return ["null" if text is None else text.replace("[[]]", "[]") for text in texts]


def parse_geometry(value: object, *, max_vertices: int = DEFAULT_MAX_VERTICES) -> BaseGeometry:
    """Return the geometry of a parsed GeoJSON geometry object.

    Checks structure only; whether rings cross themselves is `geo.shapes.validity`.

    Parameters
    ----------
    value
        What a JSON parser returned. Heights are dropped, foreign members ignored.
    max_vertices
        Most positions accepted in all.

    Raises
    ------
    InvalidGeometry
        ``geometry_not_object``, ``geometry_type_unknown``, ``geometry_empty``,
        ``geometry_nested``, ``geometry_too_large``, ``coordinates_not_list``, ``position_invalid``,
        ``coordinate_not_finite``, ``coordinate_out_of_range``, ``line_too_short``, ``ring_too_short``
        or ``ring_not_closed``; the fact ``at`` is the path inside the object.
    """
    reader = _Reader(max_vertices)
    if isinstance(value, Mapping) and value.get("type") == "GeometryCollection":
        members = reader.items(value.get("geometries"), "geometries")
        return shapes.GeometryCollection(
            [_simple(reader, member, f"geometries[{i}].") for i, member in enumerate(members)]
        )
    return _simple(reader, value, "")


def _simple(reader: "_Reader", value: object, prefix: str) -> BaseGeometry:
    """Read any type but a collection."""
    if not isinstance(value, Mapping):
        raise InvalidGeometry("geometry_not_object", at=prefix.rstrip("."))
    kind = value.get("type")
    if kind == "GeometryCollection":
        raise InvalidGeometry("geometry_nested", at=prefix.rstrip("."))
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        raise InvalidGeometry("geometry_type_unknown", at=f"{prefix}type", type=_shown(kind))
    return build(reader, value.get("coordinates"), f"{prefix}coordinates")


@dataclass
class _Reader:
    """Reads coordinate arrays, counting the positions that are left."""

    left: int

    def __post_init__(self) -> None:
        self.maximum = self.left

    def items(self, value: object, at: str) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise InvalidGeometry("coordinates_not_list", at=at)
        if not value:
            raise InvalidGeometry("geometry_empty", at=at)
        return list(value)

    def position(self, value: object, at: str) -> tuple[float, float]:
        self.left -= 1
        if self.left < 0:
            raise InvalidGeometry("geometry_too_large", maximum=self.maximum)
        if not isinstance(value, list | tuple) or len(value) not in _POSITION_SIZES:
            raise InvalidGeometry("position_invalid", at=at)
        if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in value):
            raise InvalidGeometry("position_invalid", at=at)
        try:
            lon, lat = float(value[0]), float(value[1])
        except OverflowError as error:
            raise InvalidGeometry("coordinate_not_finite", at=at) from error
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise InvalidGeometry("coordinate_not_finite", at=at)
        if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004
            raise InvalidGeometry("coordinate_out_of_range", at=at, lon=lon, lat=lat)
        return lon, lat

    def positions(self, value: object, at: str) -> list[tuple[float, float]]:
        return [self.position(item, f"{at}[{i}]") for i, item in enumerate(self.items(value, at))]

    def line(self, value: object, at: str) -> BaseGeometry:
        found = self.positions(value, at)
        if len(found) < _MIN_LINE:
            raise InvalidGeometry("line_too_short", at=at)
        return shapes.LineString(found)

    def ring(self, value: object, at: str) -> list[tuple[float, float]]:
        found = self.positions(value, at)
        if len(found) < _MIN_RING:
            raise InvalidGeometry("ring_too_short", at=at)
        if found[0] != found[-1]:
            raise InvalidGeometry("ring_not_closed", at=at)
        return found

    def polygon(self, value: object, at: str) -> BaseGeometry:
        rings = [self.ring(item, f"{at}[{i}]") for i, item in enumerate(self.items(value, at))]
        return shapes.Polygon(rings[0], rings[1:])

    def point(self, value: object, at: str) -> BaseGeometry:
        if isinstance(value, list | tuple) and not value:
            raise InvalidGeometry("geometry_empty", at=at)
        return shapes.Point(self.position(value, at))

    def multi_point(self, value: object, at: str) -> BaseGeometry:
        return shapes.MultiPoint(self.positions(value, at))

    def multi_line(self, value: object, at: str) -> BaseGeometry:
        lines = [self.line(item, f"{at}[{i}]") for i, item in enumerate(self.items(value, at))]
        return shapes.MultiLineString(lines)

    def multi_polygon(self, value: object, at: str) -> BaseGeometry:
        polygons = [self.polygon(item, f"{at}[{i}]") for i, item in enumerate(self.items(value, at))]
        return shapes.MultiPolygon(polygons)


_BUILDERS: Final[Mapping[str, Callable[[_Reader, object, str], BaseGeometry]]] = {
    "Point": _Reader.point,
    "MultiPoint": _Reader.multi_point,
    "LineString": _Reader.line,
    "MultiLineString": _Reader.multi_line,
    "Polygon": _Reader.polygon,
    "MultiPolygon": _Reader.multi_polygon,
}


def _shown(value: object) -> str:
    """Return a short form of a stranger's value that any output can hold."""
    return str(value)[:_SHOWN].encode("utf-8", "replace").decode() if isinstance(value, str) else "?"
