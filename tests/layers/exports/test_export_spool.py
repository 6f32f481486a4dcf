"""The spool of an export: rows come back in their order, flat and in the coordinates of the file."""

from pathlib import Path

import pytest
import shapely

from geo.errors import InvalidGeometry
from geo.geodesy.crs import VN2000_HCMC, WGS84, find_crs
from layers.exports.export_rows import ExportRow
from layers.exports.export_spool import Spool

POINT = '{"type":"Point","coordinates":[106.65,10.73]}'
LINE = '{"type":"LineString","coordinates":[[106.65,10.73],[106.66,10.74]]}'


def test_rows_come_back_as_they_were_and_as_tables_hold_them(tmp_path: Path) -> None:
    wards = [{"code": "27427", "name": "Phường 7"}, {"code": "27418", "name": "Phường 8"}]
    rows = [
        ExportRow(LINE, {"code": "B", "wards": wards}),
        ExportRow(POINT, {"code": "A", "wards": []}),
        ExportRow(None, {"code": "Đ", "wards": ["x", "y"]}),
    ]
    with Spool(tmp_path, "point") as spool:
        for row in rows:
            spool.add(row)
        assert (spool.count, spool.counts) == (3, {"line": 1, "point": 2})
        assert spool.longest == {"code": 2, "wards": len("Phường 7, Phường 8".encode())}
        assert list(spool.texts()) == rows
        told = [values["wards"] for _, values in spool.shaped(WGS84)]
        assert told == ["Phường 7, Phường 8", "", "x, y"]
        points = [geometry for geometry, _ in spool.shaped(VN2000_HCMC, "point")]
        assert points[1] is None
        assert shapely.get_coordinates(points[0])[0].tolist() == pytest.approx([598_300, 1_186_700], abs=200)
    assert not list(tmp_path.iterdir())


def test_a_place_beyond_a_coordinate_system_is_not_moved_into_it(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        spool.add(ExportRow('{"type":"Point","coordinates":[2.35,48.85]}', {}))
        with pytest.raises(InvalidGeometry):
            list(spool.shaped(find_crs(4756)))
