import struct

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.formats.gpkg import decode, encode, envelope, is_empty
from tests.strategies import geometries

EMPTY = (
    shapely.Point(),
    shapely.LineString(),
    shapely.Polygon(),
    shapely.MultiPolygon(),
    shapely.GeometryCollection(),
)


@given(geometries())
def test_what_is_encoded_comes_back_with_its_envelope(geometry: BaseGeometry) -> None:
    blob = encode(geometry)
    assert decode(blob).equals_exact(geometry)
    assert envelope(blob) == geometry.bounds
    assert not is_empty(blob)


def test_the_header_is_that_of_the_standard() -> None:
    blob = encode(shapely.LineString([(106, 10), (107, 11)]), srs_id=9210)
    assert blob[:4] == b"GP\x00\x03"  # version 1, little endian with an XY envelope
    assert struct.unpack_from("<i4d", blob, 4) == (9210, 106, 107, 10, 11)
    assert blob[40:45] == b"\x01\x02\x00\x00\x00"


@pytest.mark.parametrize("geometry", EMPTY, ids=lambda geometry: geometry.geom_type)
def test_empty_geometries_are_flagged_and_have_no_envelope(geometry: BaseGeometry) -> None:
    blob = encode(geometry)
    assert blob[3] == 0x11
    assert is_empty(blob)
    assert envelope(blob) is None
    assert decode(blob).is_empty


def test_nothing_is_an_empty_geometry() -> None:
    assert is_empty(encode(None))
    assert decode(encode(None)).is_empty


def test_heights_are_dropped() -> None:
    blob = encode(shapely.Point(106, 10, 5))
    assert blob == encode(shapely.Point(106, 10))


def _foreign(wkb: bytes, *, flags: int, rest: bytes = b"", order: str = "<") -> bytes:
    return struct.pack(f"{order}2sBBi", b"GP", 0, flags, 4326) + rest + wkb


def test_blobs_of_other_writers_are_read() -> None:
    point = shapely.Point(106.5, 10.5)
    line = shapely.LineString([(106, 10), (107, 11)])
    bare_point = _foreign(point.wkb, flags=0x01)  # GDAL writes points without an envelope
    assert envelope(bare_point) == (106.5, 10.5, 106.5, 10.5)
    assert envelope(_foreign(line.wkb, flags=0x01)) == line.bounds
    big = _foreign(
        shapely.to_wkb(line, byte_order=0), flags=0x02, rest=struct.pack(">4d", 106, 107, 10, 11), order=">"
    )
    assert envelope(big) == line.bounds
    assert decode(big).equals(line)
    high = shapely.LineString([(106, 10, 1), (107, 11, 2)])
    xyz = _foreign(
        shapely.to_wkb(high, flavor="iso"), flags=0x05, rest=struct.pack("<6d", 106, 107, 10, 11, 1, 2)
    )
    assert envelope(xyz) == line.bounds
    assert decode(xyz).equals_exact(line)


def test_empties_of_other_writers_are_seen() -> None:
    unflagged = _foreign(shapely.Point().wkb, flags=0x01)
    assert is_empty(unflagged)
    nan = struct.pack("<4d", *[float("nan")] * 4)
    assert is_empty(_foreign(shapely.Polygon().wkb, flags=0x03, rest=nan))
    assert is_empty(_foreign(shapely.Polygon().wkb, flags=0x01))


@pytest.mark.parametrize(
    ("blob", "reason"),
    [
        (b"", "magic"),
        (b"GP", "magic"),
        (b"XX" + encode(shapely.Point(1, 2))[2:], "magic"),
        (b"GP\x01" + encode(shapely.Point(1, 2))[3:], "version"),
        (b"GP\x00\x21" + encode(shapely.Point(1, 2))[4:], "version"),
        (b"GP\x00\x0f" + encode(shapely.Point(1, 2))[4:], "envelope"),
        (encode(shapely.Point(1, 2))[:40], "length"),
        (encode(shapely.Point(1, 2))[:-1], "wkb"),
    ],
)
def test_anything_else_is_refused(blob: bytes, reason: str) -> None:
    with pytest.raises(InvalidGeometry) as caught:
        decode(blob)
    assert (caught.value.code, caught.value.facts["reason"]) == ("blob_invalid", reason)


@given(st.binary(max_size=80), st.sampled_from([b"", b"GP\x00\x01", b"GP\x00\x03"]))
def test_noise_is_refused_and_never_crashes(noise: bytes, start: bytes) -> None:
    for read in (decode, envelope, is_empty):
        try:
            read(start + noise)
        except InvalidGeometry as error:
            assert error.code == "blob_invalid"
