"""Shapes of records: sound ones many at a time, the others one by one, with what was mended or is wrong."""

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, Crs, swap_axes, transform_geometry
from layers.files.sources import SourceRecord
from layers.imports import shape_reading
from layers.imports.shape_reading import Placing, read_shapes
from layers.imports.staged_rows import Fault

_Read = tuple[BaseGeometry | None, tuple[Fault, ...]]

_LINE = shapely.LineString([(106.688, 10.745), (106.6885, 10.7455)])
_BOW = shapely.Polygon([(106.64, 10.73), (106.65, 10.74), (106.65, 10.73), (106.64, 10.74)])
_FAULTS: list[tuple[BaseGeometry | bytes | None, list[tuple[str, bool]]]] = [
    (_LINE, []),
    (None, [("import_shape_missing", True)]),
    (b"\x01\x02", [("import_shape_broken", True)]),
    (shapely.Polygon(), [("geometry_empty", True)]),
    (shapely.Point(0, 0), [("geometry_outside_country", True)]),
    (shapely.Point(float("inf"), 10), [("coordinate_not_finite", True)]),
    (shapely.MultiPoint([(106.6, 10.7), (106.7, 10.7)]), [("import_shape_wrong", True)]),
    (_BOW, [("import_shape_repaired", False)]),
    (shapely.force_3d(_LINE, 2.5), [("import_shape_repaired", False)]),
    (shapely.LineString([*_LINE.coords, _LINE.coords[1]]), [("import_shape_repaired", False)]),
    (shapely.MultiLineString([_LINE]), []),
]


def _read(
    *shapes: BaseGeometry | bytes | None, crs: Crs = WGS84_LONLAT, swapped: bool = False
) -> list[_Read]:
    given = [shape.wkb if isinstance(shape, BaseGeometry) else shape for shape in shapes]
    records = [SourceRecord(nth, wkb, {}) for nth, wkb in enumerate(given, 1)]
    read = read_shapes(records, Placing(crs, swapped, "any"))
    return [(None if wkb is None else shapely.from_wkb(wkb), faults) for wkb, faults in read]


def _codes(read: _Read) -> list[tuple[str, bool]]:
    return [(fault.code, fault.is_fatal) for fault in read[1]]


def test_every_shape_is_taken_mended_or_refused_by_itself_whatever_came_with_it() -> None:
    read = _read(*(shape for shape, _ in _FAULTS))
    assert [_codes(one) for one in read] == [faults for _, faults in _FAULTS]
    kept = [shape for shape, faults in read if not any(fault.is_fatal for fault in faults)]
    assert [(shape.is_valid, shape.has_z) for shape in kept if shape] == [(True, False)] * 5
    assert [_codes(*_read(shape)) for shape, _ in _FAULTS] == [faults for _, faults in _FAULTS]


def test_sound_shapes_are_not_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(shape_reading, "repair")
    metres = swap_axes(transform_geometry(_LINE, WGS84_LONLAT, VN2000_HCMC))
    for shape, _ in _read(metres, metres, crs=VN2000_HCMC, swapped=True):
        assert shape is not None
        assert shape.hausdorff_distance(_LINE) < 1e-7


def test_a_shape_out_of_its_system_does_not_spoil_the_others() -> None:
    metres = transform_geometry(_LINE, WGS84_LONLAT, VN2000_HCMC)
    first, second = _read(metres, shapely.Point(0, 0), crs=VN2000_HCMC)
    assert first[0] is not None
    assert _codes(second) == [("coordinate_out_of_area", True)]
