"""Well-known binary from bare coordinates, unchecked: even a ring of two points, which shapely refuses, passes."""

import struct
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

_CODES = {
    "Point": 1,
    "LineString": 2,
    "Polygon": 3,
    "MultiPoint": 4,
    "MultiLineString": 5,
    "MultiPolygon": 6,
    "GeometryCollection": 7,
}
_Z = 1000
_FLAT, _HIGH = 2, 3  # how many numbers a position has
_PARTS = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}
_HEAD = struct.Struct("<BI")
_COUNT = struct.Struct("<I")


def from_mapping(shape: Mapping[str, Any]) -> bytes:
    """Encode a shape given as GeoJSON gives it.

    Parameters
    ----------
    shape
        ``type`` with ``coordinates`` or ``geometries``; positions of two or three numbers, all alike.

    Returns
    -------
    bytes
        ISO well-known binary, little endian (OGC 06-103r4, 8.2). A point without coordinates has two NaN.

    Raises
    ------
    KeyError
        The type is none of the seven of RFC 7946.
    struct.error
        A coordinate is no number.
    """
    kind = shape["type"]
    if kind == "GeometryCollection":
        parts = [from_mapping(part) for part in shape["geometries"]]
        return _HEAD.pack(1, _CODES[kind]) + _COUNT.pack(len(parts)) + b"".join(parts)
    return _encode(kind, shape["coordinates"])


def _encode(kind: str, coordinates: Sequence[Any]) -> bytes:
    size = _dimension(coordinates)
    head = _HEAD.pack(1, _CODES[kind] + (_Z if size == _HIGH else 0))
    if kind in _PARTS:
        return (
            head
            + _COUNT.pack(len(coordinates))
            + b"".join(_encode(_PARTS[kind], part) for part in coordinates)
        )
    if kind == "Point":
        return head + struct.pack(f"<{size}d", *(coordinates[:size] or (float("nan"),) * size))
    if kind == "LineString":
        return head + _line(coordinates, size)
    return head + _COUNT.pack(len(coordinates)) + b"".join(_line(ring, size) for ring in coordinates)


def _line(positions: Sequence[Sequence[float]], size: int) -> bytes:
    numbers = chain.from_iterable(position[:size] for position in positions)
    return _COUNT.pack(len(positions)) + struct.pack(f"<{len(positions) * size}d", *numbers)


def _dimension(coordinates: Sequence[Any]) -> int:
    """Give 2 or 3: how many numbers the first position has."""
    first: Any = coordinates
    while isinstance(first, list | tuple) and first and isinstance(first[0], list | tuple):
        first = first[0]
    return _HIGH if len(first) >= _HIGH else _FLAT
