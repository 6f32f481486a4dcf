"""Workbooks: numbers as numbers, nothing that runs as a formula, names that Excel takes, the same bytes."""

import io
from datetime import date, datetime

import openpyxl

from webmap.render.office.workbook import Column, Table, write_workbook

COLUMNS = (Column("Tên"), Column("Số", "number"), Column("Tỷ lệ", "percent"), Column("Ngày", "day"))


def test_values_keep_their_kind() -> None:
    rows = [("=1+1", 1234, 87.5, date(2026, 11, 22)), ("@x", None, None, None), ("Chung", 1234, 87.5, None)]
    tables = [
        Table("Một/hai: [ba]?*" + "x" * 40, COLUMNS, rows, "Tiêu đề", ("Ghi chú",), has_total=True),
        Table("Phụ lục", COLUMNS, []),
        Table("phụ lục", COLUMNS, []),
    ]
    body = write_workbook(tables, title="Thử")
    assert body == write_workbook(tables, title="Thử")
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert len(book.sheetnames[0]) == 31
    assert book.sheetnames[1:] == ["Phụ lục", "phụ lục 2"]
    first = book.worksheets[0]
    assert [cell.value for cell in first[4]] == ["=1+1", 1234, 87.5, datetime(2026, 11, 22)]
    assert [cell.data_type for cell in first[4]] == ["s", "n", "n", "d"]
    assert (first["A6"].font.bold, first["A4"].font.bold) == (True, False)
    assert first["A8"].value == "Ghi chú"
