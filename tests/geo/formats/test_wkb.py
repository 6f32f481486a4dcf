"""Well-known binary from bare coordinates: as shapely writes it, and of shapes that shapely refuses."""

import pytest
import shapely
from hypothesis import given
from shapely.geometry.base import BaseGeometry

from geo.formats.wkb import from_mapping
from tests.strategies import geometries


@given(geometries())
def test_it_is_what_shapely_writes(shape: BaseGeometry) -> None:
    assert from_mapping(shape.__geo_interface__) == shapely.to_wkb(shape, flavor="iso", byte_order=1)


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON EMPTY",
        "MULTIPOINT (1 2, 3 4)",
        "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
        "LINESTRING Z (1 2 3, 4 5 6)",
        "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))",
    ],
)
def test_every_kind_comes_back(text: str) -> None:
    shape = shapely.from_wkt(text)
    assert shapely.from_wkb(from_mapping(shape.__geo_interface__)) == shape


def test_broken_shapes_are_passed_on() -> None:
    ring = from_mapping({"type": "Polygon", "coordinates": [[(0, 0), (1, 1)]]})
    with pytest.raises(shapely.errors.GEOSException):
        shapely.from_wkb(ring)
    assert len(ring) == 1 + 4 + 4 + 4 + 4 * 8
    assert shapely.from_wkb(from_mapping({"type": "Point", "coordinates": ()})).is_empty
    with pytest.raises(KeyError):
        from_mapping({"type": "Circle", "coordinates": (0, 0)})
