"""Owns the GeoPackage geometry blob: a short header with the envelope, then WKB."""

import struct
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import GeometryCollection
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.types import BBox

_MAGIC: Final = b"GP"
_FIXED: Final = struct.Struct("<2sBBi")
_ENVELOPE: Final = struct.Struct("<4d")
_POINT: Final = struct.Struct("<dd")
_LITTLE_ENDIAN: Final = 0x01
_EMPTY: Final = 0x10
_EXTENDED: Final = 0x20
_WITH_XY_ENVELOPE: Final = 0x02
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
"""Size of the envelope by its code: none, XY, XYZ, XYM, XYZM."""
_USUAL_START: Final = bytes([*_MAGIC, 0, _LITTLE_ENDIAN | _WITH_XY_ENVELOPE])
_USUAL_HEADER_BYTES: Final = _FIXED.size + _ENVELOPE.size
_WKB_POINT: Final = b"\x01\x01\x00\x00\x00"


def encode(geometry: BaseGeometry | None, srs_id: int = 4326) -> bytes:
    """Return a GeoPackage 1.3 geometry blob.

    Parameters
    ----------
    geometry
        In the CRS that ``srs_id`` names, x (east, longitude) first. Heights and measures are
        dropped. None is written as an empty geometry.
    srs_id
        Row of ``gpkg_spatial_ref_sys``.

    Returns
    -------
    bytes
        Little-endian header with an XY envelope (no envelope and the empty flag where there is
        nothing to enclose), followed by little-endian 2D WKB.
    """
    shape = GeometryCollection() if geometry is None else geometry
    wkb: bytes = shapely.to_wkb(shape, output_dimension=2, byte_order=1, flavor="iso")
    if shape.is_empty:
        return _FIXED.pack(_MAGIC, 0, _LITTLE_ENDIAN | _EMPTY, srs_id) + wkb
    west, south, east, north = shape.bounds
    header = _FIXED.pack(_MAGIC, 0, _LITTLE_ENDIAN | _WITH_XY_ENVELOPE, srs_id)
    return header + _ENVELOPE.pack(west, east, south, north) + wkb


def decode(blob: bytes) -> BaseGeometry:
    """Return the geometry of a GeoPackage blob of any byte order, in two dimensions.

    Raises
    ------
    InvalidGeometry
        ``blob_invalid`` when it is not a GeoPackage geometry of a standard type.
    """
    try:
        return shapely.force_2d(shapely.from_wkb(bytes(blob[_wkb_offset(blob, len(blob)) :])))
    except ShapelyError as error:
        raise InvalidGeometry("blob_invalid", reason="wkb") from error


def decode_hex(blobs: Sequence[str]) -> npt.NDArray[np.object_]:
    """Return the geometries of many blobs at once, each written as hexadecimal digits.

    Raises
    ------
    InvalidGeometry
        ``blob_invalid`` as in `decode`.
    """
    # Python reads the digits: GEOS takes twelve times as long over them.
    read = map(bytes.fromhex, blobs)
    wkb = [blob[_wkb_offset(blob, len(blob)) :] for blob in read]
    try:
        return np.asarray(shapely.force_2d(shapely.from_wkb(np.array(wkb, dtype=object))))
    except ShapelyError as error:
        raise InvalidGeometry("blob_invalid", reason="wkb") from error


def envelope(blob: bytes) -> BBox | None:
    """Return the box around the geometry, in the CRS of the blob, or None when it is empty.

    The header answers where it holds an envelope; otherwise a point is read directly and
    anything else is decoded.

    Raises
    ------
    InvalidGeometry
        ``blob_invalid`` as in `decode`.
    """
    if blob[:4] == _USUAL_START and len(blob) > _USUAL_HEADER_BYTES:
        west, east, south, north = _ENVELOPE.unpack_from(blob, _FIXED.size)
        return BBox(west, south, east, north) if west == west else None  # noqa: PLR0124 - NaN, see below
    offset = _wkb_offset(blob, len(blob))
    if blob[3] & _EMPTY:
        return None
    if offset > _FIXED.size:
        order = "<" if blob[3] & _LITTLE_ENDIAN else ">"
        west, east, south, north = struct.unpack_from(f"{order}4d", blob, _FIXED.size)
    elif blob[offset : offset + 5] == _WKB_POINT and len(blob) == offset + 5 + _POINT.size:
        west, south = _POINT.unpack_from(blob, offset + 5)
        east, north = west, south
    else:
        west, south, east, north = decode(blob).bounds
    # Some writers mark an empty geometry only by an envelope of NaN.
    return BBox(west, south, east, north) if west == west else None  # noqa: PLR0124


def is_empty(blob: bytes) -> bool:
    """Tell whether the blob holds no coordinates.

    Raises
    ------
    InvalidGeometry
        ``blob_invalid`` as in `decode`.
    """
    return envelope(blob) is None


def _wkb_offset(blob: bytes, size: int) -> int:
    """Return where the WKB starts in a blob of this size, having checked the header, with which it begins."""
    if len(blob) < _FIXED.size or blob[:2] != _MAGIC:
        raise InvalidGeometry("blob_invalid", reason="magic")
    flags = blob[3]
    if blob[2] != 0 or flags & _EXTENDED:
        raise InvalidGeometry("blob_invalid", reason="version")
    code = (flags >> 1) & 0x07
    if code >= len(_ENVELOPE_BYTES):
        raise InvalidGeometry("blob_invalid", reason="envelope")
    offset = _FIXED.size + _ENVELOPE_BYTES[code]
    if size <= offset:
        raise InvalidGeometry("blob_invalid", reason="length")
    return offset
