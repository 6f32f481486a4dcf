"""Reads positions that people type, one on a line, north before east as sheets and phones have them."""

import re
from typing import Final, cast

import shapely
from flask import current_app
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.crs import VIET_NAM, WGS84_LONLAT, Crs, find_crs, transform_coordinates
from webmap.config import Config
from webmap.http.i18n import t

MOST_LINES: Final = 1000

LONGEST_LINES: Final = 3_000_000
"""Characters that are read at all: enough for 50,000 lines, which are to be told that they are too many."""

_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
_LETTERS = re.compile(r"[XYNSEWBĐxynsewbđ:·°]|vĩ độ|kinh độ", re.IGNORECASE)
_DMS = re.compile(
    r"(\d{1,3})\s*°\s*(\d{1,2})\s*[\u2032']\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:\u2033|\"|'')\s*([NSEWBĐ]?)",
    re.IGNORECASE,
)
_PAIR = 2
_LEAST = {"alley": 2, "bridge": 3, "area": 3, "point": 1}


def coordinate_systems() -> list[tuple[str, str]]:
    """Return the systems in which positions may be typed: code, and name with the order of the numbers."""
    zone = find_crs(cast(Config, current_app.config["DIABAN"]).vn2000_zone)
    return [("EPSG:4326", t("drawing.crs_wgs84")), (zone.code, t("drawing.crs_vn2000", name=zone.name))]


def read_coordinates(
    text: str, crs: Crs, *, kind: str | None = None, field: str = "coordinates"
) -> BaseGeometry:
    """Return the geometry that typed positions draw.

    Parameters
    ----------
    text
        A position on each line: latitude and longitude, or northing (X) and easting (Y), apart by a space, a
        semicolon or a comma; decimal point or decimal comma. Degrees, minutes, seconds are understood as well.
    crs
        WGS 84 or a grid of VN-2000.
    kind
        ``alley`` makes a line, ``bridge`` and ``area`` a polygon, ``point`` a point; None: one position is a
        point, a line that ends where it began a polygon.
    field
        Form field that an error names.

    Returns
    -------
    geometry
        EPSG:4326, longitude first.

    Raises
    ------
    InvalidGeometry
        ``coordinates_unreadable``, ``coordinates_swapped`` or ``coordinates_outside`` with the line;
        ``coordinates_too_few`` with the count and the minimum, ``coordinates_too_many``.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise InvalidGeometry("coordinates_too_many", field=field, maximum=MOST_LINES)
    positions = [_place(_pair(line, number, field), crs, number, field) for number, line in lines]
    return _build(positions, kind, field)


def _pair(line: str, number: int, field: str) -> tuple[float, float]:
    """Return the two numbers of a line, north first."""
    angles = _DMS.findall(line)
    if len(angles) == _PAIR:
        (north, east) = (_angle(angle) for angle in angles)
        return (east, north) if angles[0][3].upper() in {"E", "Đ"} else (north, east)
    bare = _LETTERS.sub(" ", line).strip()
    for parted in (re.split(r"[;\s]+", bare), re.split(r"\s*[;,]\s+", bare), bare.split(",")):
        parts = [part.strip(" ,;") for part in parted]
        parts = [part for part in parts if part]
        if len(parts) == _PAIR and all(_NUMBER.fullmatch(part) for part in parts):
            values = [_number(part) for part in parts]
            if None not in values:
                return values[0], values[1]  # type: ignore[return-value]
    raise InvalidGeometry("coordinates_unreadable", field=field, line=number)


def _angle(parts: tuple[str, str, str, str]) -> float:
    degrees, minutes, seconds, side = parts
    value = int(degrees) + int(minutes) / 60 + float(seconds.replace(",", ".")) / 3600
    return -value if side.upper() in {"S", "W"} else value


def _number(text: str) -> float | None:
    """Return a number with its decimal point or comma; of both marks, or of one that repeats, the last is decimal."""
    marks = [mark for mark in text if mark in ".,"]
    if len(set(marks)) > 1:
        groups = marks[0]
        text = text.replace(groups, "")
        marks = [mark for mark in marks if mark != groups]
    if len(marks) > 1:
        text = text.replace(marks[0], "")
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _place(pair: tuple[float, float], crs: Crs, number: int, field: str) -> tuple[float, float]:
    """Return a position as longitude and latitude."""
    north, east = pair
    found = _to_lonlat(east, north, crs)
    if found is not None:
        return found
    code = "coordinates_swapped" if _to_lonlat(north, east, crs) else "coordinates_outside"
    raise InvalidGeometry(code, field=field, line=number)


def _to_lonlat(east: float, north: float, crs: Crs) -> tuple[float, float] | None:
    try:
        ((lon, lat),) = transform_coordinates([(east, north)], crs, WGS84_LONLAT).tolist()
    except InvalidGeometry:
        return None
    inside = VIET_NAM.west <= lon <= VIET_NAM.east and VIET_NAM.south <= lat <= VIET_NAM.north
    return (round(lon, 7), round(lat, 7)) if inside else None


def _build(positions: list[tuple[float, float]], kind: str | None, field: str) -> BaseGeometry:
    is_closed = len(positions) > _LEAST["area"] and positions[0] == positions[-1]
    shape = kind or ("point" if len(positions) == 1 else "area" if is_closed else "alley")
    ring = positions[:-1] if is_closed and shape in {"area", "bridge"} else positions
    least = _LEAST.get(shape, 1)
    if len(ring) < least:
        raise InvalidGeometry("coordinates_too_few", field=field, count=len(ring), minimum=least)
    if shape == "point":
        if len(ring) > 1:
            raise InvalidGeometry("coordinates_only_one", field=field, count=len(ring))
        return shapely.Point(ring[0])
    return shapely.LineString(ring) if shape == "alley" else shapely.Polygon(ring)
