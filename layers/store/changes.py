"""Tells the difference between what an object was and what it became, field by field, as people speak of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson
import shapely
from shapely.errors import GEOSException
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.geodesy.measure import area_m2, length_m

GEOMETRIES = frozenset({"geometry", "geojson", "geom"})
"""Fields that hold a drawing, as GeoJSON or as its text."""


@dataclass(frozen=True)
class Drawing:
    """What a drawing measures; where it lies is for the map.

    Attributes
    ----------
    kind
        ``line``, ``area`` or ``point``.
    size
        Geodesic length of a line (m) or area (m2), rounded; how many points there are.
    """

    kind: Literal["line", "area", "point"]
    size: int


@dataclass(frozen=True)
class FieldChange:
    """A field that changed.

    Attributes
    ----------
    field
        Its name; of a value inside another, the names joined by dots.
    before, after
        None where it was not there, or is no more; a `Drawing` for geometries; lists are tuples.
    """

    field: str
    before: object
    after: object


def describe_change(before: object, after: object) -> tuple[FieldChange, ...]:
    """Return the fields in which two states of an object differ, by name.

    Parameters
    ----------
    before, after
        What the audit holds: mappings of fields to JSON values; None where there was nothing, or is nothing any more.
        A value that is no mapping is taken for a field without a name.
    """
    old, new = _fields(before), _fields(after)
    changes: list[FieldChange] = []
    for name in sorted(old.keys() | new.keys()):
        if _same(old.get(name), new.get(name)):
            continue
        told = _told(name, old.get(name)), _told(name, new.get(name))
        changes.append(FieldChange(name, *told))
    return tuple(changes)


def _fields(state: object, inside: str = "") -> dict[str, Any]:
    if state is None:
        return {}
    if not isinstance(state, Mapping):
        return {inside: state}
    found: dict[str, Any] = {}
    for name, value in state.items():
        path = f"{inside}.{name}" if inside else str(name)
        if isinstance(value, Mapping) and name not in GEOMETRIES:
            found |= _fields(value, path)
        else:
            found[path] = value
    return found


def _same(old: Any, new: Any) -> bool:
    # JSON knows true and 1 as two things, Python does not.
    return type(old) is type(new) and bool(old == new)


def _told(name: str, value: Any) -> object:
    if name.rpartition(".")[2] in GEOMETRIES:
        return _measured(value)
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    return value


def _plain(item: Any) -> object:
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode() if isinstance(item, list | dict) else item


def _measured(value: Any) -> object:
    try:
        drawn = shape(orjson.loads(value) if isinstance(value, str) else value)
    except (orjson.JSONDecodeError, GEOSException, AttributeError, KeyError, TypeError, ValueError):
        return None if value is None else "?"
    return _drawing(drawn)


def _drawing(drawn: BaseGeometry) -> Drawing:
    dimensions = shapely.get_dimensions(drawn)
    if dimensions == 0:
        return Drawing("point", int(shapely.get_num_geometries(drawn)))
    if dimensions == 1:
        return Drawing("line", round(length_m(drawn)))
    return Drawing("area", round(area_m2(drawn)))
