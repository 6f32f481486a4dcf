"""Owns the compact columns of the map feed: whole numbers as text, geometries as such numbers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry

_POINT, _LINE, _POLYGON = 0, 1, 2
_KIND_OF_TYPE: Final = {
    shapely.GeometryType.POINT: _POINT,
    shapely.GeometryType.MULTIPOINT: _POINT,
    shapely.GeometryType.LINESTRING: _LINE,
    shapely.GeometryType.LINEARRING: _LINE,
    shapely.GeometryType.MULTILINESTRING: _LINE,
    shapely.GeometryType.POLYGON: _POLYGON,
    shapely.GeometryType.MULTIPOLYGON: _POLYGON,
}
_MULTI: Final = (shapely.MultiPoint, shapely.MultiLineString)

_Integers = npt.NDArray[np.int64]

_BITS: Final = 5
_MORE: Final = 1 << _BITS
_FIRST_LETTER: Final = 63
_MOST: Final = 2**31 - 1
_SHIFTS: Final = _BITS * np.arange(7, dtype=np.int64)  # 7 groups of 5 bits hold 32 bits


def pack_integers(numbers: Sequence[int] | _Integers) -> str:
    """Return whole numbers as ASCII text: small ones take one letter each, and no sign or comma lies between.

    The code is that of the Encoded Polyline Algorithm Format: the sign goes into the lowest bit, then five
    bits to a letter from the lowest up, letters from ``?`` on, with 32 added where more follow.

    Raises
    ------
    OverflowError
        For a number of more than 31 bits.
    """
    values = np.asarray(numbers, dtype=np.int64)
    if values.size and np.abs(values).max() > _MOST:
        raise OverflowError("more than 31 bits")
    groups = ((values << 1) ^ (values >> 63))[:, np.newaxis] >> _SHIFTS
    is_more = np.pad(groups[:, 1:] > 0, ((0, 0), (0, 1)))
    letters = (groups & (_MORE - 1)) + is_more * _MORE + _FIRST_LETTER
    is_used = groups > 0
    is_used[:, 0] = True
    return letters[is_used].astype(np.uint8).tobytes().decode("ascii")


def unpack_integers(text: str) -> _Integers:
    """Return the whole numbers of `pack_integers`.

    Raises
    ------
    InvalidGeometry
        ``columns_invalid`` for other text.
    """
    letters = np.frombuffer(text.encode("utf-8"), dtype=np.uint8).astype(np.int64) - _FIRST_LETTER
    ends = np.flatnonzero(letters < _MORE)
    starts = np.concatenate([[0], ends[:-1] + 1]) if ends.size else ends
    groups = ends - starts + 1
    is_whole = ends.size == 0 if letters.size == 0 else ends.size > 0 and ends[-1] == letters.size - 1
    if not is_whole or (letters < 0).any() or (letters >= 2 * _MORE).any() or (groups > len(_SHIFTS)).any():
        raise InvalidGeometry("columns_invalid")
    if not letters.size:
        return letters
    place = np.arange(letters.size) - np.repeat(starts, groups)
    folded = np.add.reduceat((letters & (_MORE - 1)) << (_BITS * place), starts)
    return (folded >> 1) ^ -(folded & 1)


def pack(geometries: Sequence[BaseGeometry], *, decimals: int = 5) -> dict[str, str]:
    """Return geometries as columns of whole numbers (`pack_integers`) that JSON holds in little space.

    Parameters
    ----------
    geometries
        EPSG:4326, (lon, lat) in degrees; points, lines and polygons, single or multi.
    decimals
        Digits kept; 5 is about 1.1 m.

    Returns
    -------
    dict
        ``kind``: a string with one digit per geometry (0 point, 1 line, 2 polygon); ``parts``: parts per
        geometry; ``sizes``: vertices per part; ``xy``: dx, dy of every vertex against the one before it in
        the whole stream (the first against 0, 0), in degrees times ten to the power of ``decimals``.
        Every ring of a polygon is a part, closed; outer rings run counter-clockwise, each followed by
        its holes, clockwise.

    Raises
    ------
    InvalidGeometry
        ``geometry_type_unknown`` for a collection, ``coordinate_not_finite``.
    """
    array = np.array(geometries, dtype=object)
    kinds = _kinds(array)
    if array.size:
        array = shapely.orient_polygons(shapely.force_2d(array), exterior_cw=False)
    singles, owners = shapely.get_parts(array, return_index=True)
    filled = ~shapely.is_empty(singles)
    singles, owners = singles[filled], owners[filled]
    rings = _ring_counts(singles)
    return {
        "kind": "".join(map(str, kinds.tolist())),
        "parts": pack_integers(np.bincount(owners, weights=rings, minlength=len(array)).astype(np.int64)),
        "sizes": pack_integers(_sizes(singles, rings)),
        "xy": pack_integers(_deltas(shapely.get_coordinates(singles), decimals)),
    }


def unpack(packed: Mapping[str, str], *, decimals: int = 5) -> list[BaseGeometry]:
    """Return the geometries of `pack`, rounded to the decimals they were packed with.

    Raises
    ------
    InvalidGeometry
        ``columns_invalid`` when the columns do not fit together.
    """
    parts, sizes, steps = (unpack_integers(packed[name]) for name in ("parts", "sizes", "xy"))
    if (len(parts), len(sizes), len(steps)) != (len(packed["kind"]), parts.sum(), 2 * sizes.sum()):
        raise InvalidGeometry("columns_invalid")
    vertices = np.round(np.cumsum(steps.reshape(-1, 2), axis=0) / 10.0**decimals, decimals)
    lines = np.split(vertices, np.cumsum(sizes)[:-1]) if len(sizes) else []
    geometries: list[BaseGeometry] = []
    start = 0
    for kind, count in zip(packed["kind"], parts, strict=True):
        geometries.append(_build(int(kind), lines[start : start + count]))
        start += count
    return geometries


def _kinds(array: npt.NDArray[np.object_]) -> _Integers:
    kinds = np.full(len(array), -1, dtype=np.int64)
    types = shapely.get_type_id(array)
    for type_id, kind in _KIND_OF_TYPE.items():
        kinds[types == type_id.value] = kind
    if (kinds < 0).any():
        found = array[int(np.argmin(kinds))]
        raise InvalidGeometry("geometry_type_unknown", at="", type=getattr(found, "geom_type", "?"))
    return kinds


def _ring_counts(singles: npt.NDArray[np.object_]) -> _Integers:
    """Return how many parts of the feed each single geometry makes."""
    polygon = shapely.get_type_id(singles) == shapely.GeometryType.POLYGON.value
    return np.where(polygon, shapely.get_num_interior_rings(singles) + 1, 1).astype(np.int64)


def _sizes(singles: npt.NDArray[np.object_], rings: _Integers) -> _Integers:
    polygon = shapely.get_type_id(singles) == shapely.GeometryType.POLYGON.value
    sizes = np.zeros(int(rings.sum()), dtype=np.int64)
    of_polygon = np.repeat(polygon, rings)
    sizes[of_polygon] = shapely.get_num_coordinates(shapely.get_rings(singles[polygon]))
    sizes[~of_polygon] = shapely.get_num_coordinates(singles[~polygon])
    return sizes


def _deltas(xy: npt.NDArray[np.float64], decimals: int) -> _Integers:
    if not np.isfinite(xy).all():
        raise InvalidGeometry("coordinate_not_finite", at="")
    whole = np.round(xy * 10.0**decimals).astype(np.int64)
    return np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()


def _build(kind: int, parts: list[npt.NDArray[np.float64]]) -> BaseGeometry:
    if kind == _POLYGON:
        polygons = [shapely.Polygon(shell, holes) for shell, holes in _shells(parts)]
        return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    singles = [shapely.Point(part[0]) if kind == _POINT else shapely.LineString(part) for part in parts]
    return singles[0] if len(singles) == 1 else _MULTI[kind](singles)


def _shells(
    rings: list[npt.NDArray[np.float64]],
) -> Iterator[tuple[npt.NDArray[np.float64], list[npt.NDArray[np.float64]]]]:
    """Yield outer rings with their holes: a clockwise ring is a hole of the outer ring before it."""
    shell: npt.NDArray[np.float64] | None = None
    holes: list[npt.NDArray[np.float64]] = []
    for ring in rings:
        if shell is not None and _twice_area(ring) < 0:
            holes.append(ring)
            continue
        if shell is not None:
            yield shell, holes
        shell, holes = ring, []
    if shell is not None:
        yield shell, holes


def _twice_area(ring: npt.NDArray[np.float64]) -> float:
    x, y = (ring - ring[0]).T
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))
