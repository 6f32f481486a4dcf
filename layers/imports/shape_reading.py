"""Reads the shapes of records: puts them where they lie, mends what is broken, and looks at many at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely import GeometryType as _Type
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.crs import WGS84_LONLAT, Crs, swap_axes, transform_geometry
from geo.shapes.validity import are_sound, repair, require_valid
from layers.files.sources import SourceRecord
from layers.imports.import_layers import Shape
from layers.imports.staged_rows import Fault, fault_of
from layers.places.drafts import COUNTRY

_SHAPES: Final[Mapping[Shape, frozenset[int]]] = {
    "any": frozenset(
        {_Type.POINT, _Type.LINESTRING, _Type.MULTILINESTRING, _Type.POLYGON, _Type.MULTIPOLYGON}
    ),
    "area": frozenset({_Type.POLYGON, _Type.MULTIPOLYGON}),
    "line_or_point": frozenset({_Type.POINT, _Type.LINESTRING, _Type.MULTILINESTRING}),
}

ReadShape = tuple[bytes | None, tuple[Fault, ...]]
"""A shape as WKB, WGS 84, lon lat, and what is wrong with it or was changed; no shape where that is fatal."""

_Shapes = npt.NDArray[np.object_]
_Drawn = TypeVar("_Drawn", BaseGeometry, _Shapes)


@dataclass(frozen=True)
class Placing:
    """Where the shapes of a layer lie.

    Attributes
    ----------
    crs, is_swapped
        What the coordinates of the file are, and whether north comes first against the rule.
    allowed
        What kinds of shapes the target takes; None where it takes none.
    """

    crs: Crs
    is_swapped: bool
    allowed: Shape | None


def read_shapes(records: Sequence[SourceRecord], placing: Placing) -> Iterator[ReadShape]:
    """Yield the shape of each record; what cannot be read is a fault, never an error."""
    if placing.allowed is None:
        yield from ((None, ()) for _ in records)
        return
    drawn = shapely.from_wkb([record.wkb for record in records], on_invalid="ignore")
    sound = shapely.to_wkb(_place_sound(drawn, placing), include_srid=False)
    for record, shape, wkb in zip(records, drawn, sound, strict=True):
        yield _read_shape(record, shape, placing) if wkb is None else (wkb, ())


def _place_sound(drawn: _Shapes, placing: Placing) -> _Shapes:
    """Return the shapes that need nothing, where they lie; None for those to be looked at one by one."""
    found = np.full(len(drawn), None, dtype=object)
    whole = ~(shapely.is_missing(drawn) | shapely.is_empty(drawn))
    try:
        placed = _single(_placed(drawn[whole], placing))
    except InvalidGeometry:  # one of them lies nowhere: each is to be told of by itself
        return found
    west, south, east, north = shapely.bounds(placed).T
    fits = (west >= COUNTRY.west) & (east <= COUNTRY.east)
    fits &= (south >= COUNTRY.south) & (north <= COUNTRY.north)
    fits &= np.isin(shapely.get_type_id(placed), list(_allowed(placing)))
    found[whole] = np.where(fits & are_sound(placed), placed, None)
    return found


def _placed(drawn: _Drawn, placing: Placing) -> _Drawn:
    if placing.is_swapped:
        drawn = swap_axes(drawn)
    return drawn if placing.crs == WGS84_LONLAT else transform_geometry(drawn, placing.crs, WGS84_LONLAT)


def _read_shape(record: SourceRecord, drawn: BaseGeometry | None, placing: Placing) -> ReadShape:
    fault = partial(Fault, record.nth)
    if drawn is None:
        return None, (fault("import_shape_missing" if record.wkb is None else "import_shape_broken"),)
    try:
        mended, changes = _mended(drawn, placing)
    except InvalidGeometry as error:
        return None, (fault_of(record.nth, error),)
    shape = _single(mended)
    if shapely.get_type_id(shape) not in _allowed(placing):
        return None, (fault("import_shape_wrong", {"geometry": shape.geom_type}),)
    told = (fault("import_shape_repaired", {"changes": changes}, is_fatal=False),) if changes else ()
    return shapely.to_wkb(shape, include_srid=False), told


def _allowed(placing: Placing) -> frozenset[int]:
    return _SHAPES[placing.allowed or "any"]


def _mended(shape: BaseGeometry, placing: Placing) -> tuple[BaseGeometry, list[str]]:
    """Return a shape of a file where it lies, mended, and what was done to it."""
    if shape.is_empty or not np.isfinite(shapely.bounds(shape)).all():
        require_valid(shape)
    shape, changes = repair(_placed(shape, placing))
    west, south, east, north = shapely.bounds(shape).tolist()
    if not (
        COUNTRY.west <= west and east <= COUNTRY.east and COUNTRY.south <= south and north <= COUNTRY.north
    ):
        raise InvalidGeometry("geometry_outside_country", lon=round(west, 3), lat=round(south, 3))
    return shape, list(changes)


def _single(shapes: _Drawn) -> _Drawn:
    """Return shapes without the frame of a collection around what is only one."""
    is_one = shapely.get_num_geometries(shapes) == 1
    single: _Drawn = np.where(is_one, shapely.get_geometry(shapes, 0), shapes)[()]
    return single
