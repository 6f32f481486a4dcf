"""The data behind a sheet: what the map shows, numbers as numbers, days as days."""

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pyogrio

from tests.webmap.maps.made_feed import make_sheet
from webmap.maps.sheet import AreaFigure, FigureValue
from webmap.render.sheet_data import write_sheet_geopackage, write_sheet_workbook


def test_the_workbook_has_the_places_and_the_wards() -> None:
    figure = AreaFigure("Vụ", {"w0@start": FigureValue(3, 5)})
    book = openpyxl.load_workbook(io.BytesIO(write_sheet_workbook(replace(make_sheet(), figure=figure))))
    places, wards = book.worksheets
    head, first = (next(places.iter_rows(min_row=row, max_row=row, values_only=True)) for row in (3, 4))
    told = dict(zip(head, first, strict=True))
    assert (told["Mã"], told["Địa bàn"], told["Tình trạng"]) == (
        "DB00001",
        "Hẻm 1678 Phạm Thế Hiển",
        "Mới đề xuất",
    )
    assert told["Từ ngày"] == datetime(2026, 3, 1)
    assert (told["Dài (m)"], told["Diện tích (m²)"]) == (300, None)
    assert "22/11/2026" in str(places.cell(places.max_row - 3, 1).value)
    rows = list(wards.iter_rows(min_row=4, max_row=6, values_only=True))
    assert [row[0] for row in rows] == ["Phường Bình Đông", "Phường Chánh Hưng", "Phường Phú Định"]
    assert all(row[1] == sum(row[2:-2]) for row in rows), "every place of a ward is in one state"
    assert [row[-2:] for row in rows] == [(3, 5), (None, None), (None, None)]


def test_the_geopackage_has_them_with_their_geometry(tmp_path: Path) -> None:
    file = tmp_path / "map.gpkg"
    file.write_bytes(write_sheet_geopackage(make_sheet(area="w1")))
    places, wards = (pyogrio.read_dataframe(file, layer=layer) for layer in ("hotspots", "wards"))
    assert "w1@start" in places["wards"].iloc[0]
    assert set(places.columns) >= {"code", "name", "kind", "status", "status_since", "position_accuracy_m"}
    assert len(places) == wards.set_index("id").loc["w1@start", "places"]
    assert places.geometry.is_valid.all()
