"""The days, texts, numbers and geometries that filters hold."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.crs import WGS84_LONLAT, Crs, transform_coordinates
from geo.text.names import to_nfc
from layers.store.conditions import Shape, Value
from webmap.http.cql2.faults import BadFilter
from webmap.http.days import is_moment, parse_day

_CORNERS = (4, 6)
_PARTS_OF_A_SIDE = 20  # a straight line of a projection is none on the globe


@dataclass(frozen=True)
class Literals:
    """Reads literals whose coordinates are of one system.

    Attributes
    ----------
    crs
        Of every geometry of the filter, in the axis order of its authority.
    """

    crs: Crs

    def text(self, text: str, at: str) -> Value:
        """Read a text."""
        return Value(to_nfc(text), at)

    def number(self, number: float, at: str) -> Value:
        """Read a number."""
        try:
            read = float(number)
        except OverflowError as error:
            raise BadFilter("filter_value", at, expected="filter_number") from error
        if not math.isfinite(read):
            raise BadFilter("filter_value", at, expected="filter_number")
        return Value(read, at)

    def day(self, text: str, at: str, *, is_time: bool) -> Value:
        """Read a date, or the day in Viet Nam of a time."""
        if is_moment(text) != is_time:
            raise BadFilter("filter_value", at, expected="filter_timestamp" if is_time else "filter_date")
        return Value(self._day(text, at), at)

    def end(self, text: str, at: str) -> Value | None:
        """Read the end of an interval: a date, a time, or ``..`` for an open end."""
        return None if text == ".." else Value(self._day(text, at), at)

    def wkt(self, text: str, at: str) -> Shape:
        """Read well-known text."""
        return self._shape(shapely.from_wkt(text, on_invalid="ignore"), at)

    def geojson(self, text: bytes, at: str) -> Shape:
        """Read a GeoJSON geometry."""
        return self._shape(shapely.from_geojson(text, on_invalid="ignore"), at)

    def box(self, numbers: Sequence[float], at: str) -> Shape:
        """Read a box of 4 or 6 numbers; with west greater than east it crosses the antimeridian."""
        if len(numbers) not in _CORNERS or not all(map(math.isfinite, numbers)):
            raise BadFilter("filter_value", at, expected="filter_bbox")
        half = len(numbers) // 2
        (x1, y1), (x2, y2) = numbers[:2], numbers[half : half + 2]
        if self.crs.north_first:
            x1, y1, x2, y2 = y1, x1, y2, x2
        if y1 > y2 or (x1 > x2 and self.crs.kind != "geographic"):
            raise BadFilter("filter_value", at, expected="filter_bbox")
        if x1 > x2:
            return self._placed(
                shapely.multipolygons([shapely.box(x1, y1, 180, y2), shapely.box(-180, y1, x2, y2)]), at
            )
        box = _box(x1, y1, x2, y2)
        if self.crs.kind != "geographic":
            box = shapely.segmentize(box, max(x2 - x1, y2 - y1, 1) / _PARTS_OF_A_SIDE)
        return self._placed(box, at)

    def _day(self, text: str, at: str) -> date:
        try:
            return parse_day(text)
        except (ValueError, OverflowError) as error:
            raise BadFilter("filter_value", at, expected="filter_date") from error

    def _shape(self, shape: BaseGeometry | None, at: str) -> Shape:
        if shape is None or shape.is_empty or not np.isfinite(shapely.get_coordinates(shape)).all():
            raise BadFilter("filter_value", at, expected="filter_geometry")
        plain = shapely.force_2d(shape)
        if self.crs.north_first:
            plain = shapely.transform(plain, lambda coordinates: coordinates[:, ::-1])
        return self._placed(plain, at)

    def _placed(self, shape: BaseGeometry, at: str) -> Shape:
        try:
            placed = shapely.transform(
                shape, lambda found: transform_coordinates(found, self.crs, WGS84_LONLAT)
            )
        except InvalidGeometry as error:
            raise BadFilter("filter_value", at, expected="filter_geometry") from error
        west, south, east, north = placed.bounds
        if not (west >= -180 and east <= 180 and south >= -90 and north <= 90 and placed.is_valid):  # noqa: PLR2004 - degrees
            raise BadFilter("filter_value", at, expected="filter_geometry")
        return Shape(placed, at)


def _box(x1: float, y1: float, x2: float, y2: float) -> BaseGeometry:
    if x1 == x2 and y1 == y2:
        return shapely.Point(x1, y1)
    if x1 == x2 or y1 == y2:
        return shapely.LineString([(x1, y1), (x2, y2)])
    return shapely.box(x1, y1, x2, y2)
