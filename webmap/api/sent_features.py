"""Reads what programs send of any collection: GeoJSON features, whole or in part, and their pieces."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import orjson
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.formats.geojson import geometry_text
from geo.geodesy.crs import WGS84, WGS84_LONLAT, Crs, swap_axes, transform_geometry
from layers.errors import Refused
from layers.places.drafts import read_shape
from layers.sync.bodies import Body

PROPERTIES = "properties."
"""Where the properties stand in what was sent."""

_SAME_DEGREES = 2e-6  # coordinates are told to six decimals, and come back so


def open_feature(body: object) -> Mapping[str, Any]:
    """Return the members of a feature, or of the part of one that is to change (RFC 7396).

    Raises
    ------
    Refused
        ``feature_not_geojson``.
    """
    if not isinstance(body, dict) or body.get("type", "Feature") != "Feature":
        raise Refused("feature_not_geojson")
    return body


def read_properties(feature: Mapping[str, Any], names: Collection[str]) -> tuple[Mapping[str, Any], Body]:
    """Return the properties of a feature, as they were sent and to be read one by one.

    Raises
    ------
    Refused
        ``entry_malformed``, with a property that is not among the names.
    """
    sent = feature.get("properties") or {}
    return sent, Body(sent, names, PROPERTIES)


def require_given(sent: Mapping[str, Any], names: Iterable[str], *, is_whole: bool) -> None:
    """Refuse properties that are taken away, or that a whole feature lacks.

    Raises
    ------
    Refused
        ``feature_incomplete``, with the field.
    """
    for name in names:
        if sent.get(name) is None and (is_whole or name in sent):
            raise Refused("feature_incomplete", field=name)


def read_identifier(feature: Mapping[str, Any]) -> str | None:
    """Return the identifier that whoever creates a feature gives it, if he does."""
    return None if feature.get("id") is None else Body({"id": feature["id"]}, ("id",)).uuid("id")


def as_list(told: Body, name: str) -> Body:
    """Return a body with the list that a desktop program may have written as text."""
    value = told.get(name)
    try:
        listed = orjson.loads(value) if isinstance(value, str) else value
    except orjson.JSONDecodeError as error:
        raise Refused("entry_malformed", field=f"{PROPERTIES}{name}") from error
    return Body({name: listed}, (name,), PROPERTIES)


def read_geometry(value: object, crs: Crs) -> BaseGeometry:
    """Return a geometry in WGS 84, longitude first, from one in another CRS, in the axis order of its authority.

    Raises
    ------
    InvalidGeometry
        What `layers.places.drafts.read_shape` finds.
    """
    if crs == WGS84_LONLAT:
        return read_shape(value)
    try:
        drawn = shapely.from_geojson(orjson.dumps(value))
    except (GEOSException, TypeError) as error:
        raise InvalidGeometry("geometry_not_object", at="geometry") from error
    turned = swap_axes(drawn) if crs.north_first else drawn
    lonlat = turned if crs == WGS84 else transform_geometry(turned, crs, WGS84_LONLAT)
    return read_shape(orjson.loads(geometry_text(lonlat, decimals=9)))


def is_same_shape(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Tell whether a geometry is another one that went out and came back."""
    return bool(shapely.equals_exact(shapely.normalize(one), shapely.normalize(other), _SAME_DEGREES))
