"""The report of a batch as a workbook."""

from io import BytesIO

from flask import Flask
from openpyxl import load_workbook

from tests.webmap.pages.files.reports import batch_of
from webmap.pages.files.import_report import write_report


def test_the_workbook_tells_what_was_found_and_every_fault(app: Flask) -> None:
    with app.test_request_context():
        body = write_report(batch_of())
        assert body == write_report(batch_of())
    summary, faults = load_workbook(BytesIO(body)).worksheets
    cells = [cell.value for row in summary.iter_rows() for cell in row]
    assert "VN-2000 / TM-3 105-45 (EPSG:9210)" in cells
    assert "Ph\xad\xeang 1 → Phường 1" in cells
    rows = [tuple(cell.value for cell in row) for row in faults.iter_rows()]
    assert [row[0] for row in rows if isinstance(row[0], int)] == [1, 2]
    assert [row[2] for row in rows if isinstance(row[0], int)] == ["đã sửa", "không nhập"]
    assert any("Còn 3 lỗi nữa" in str(row[0]) for row in rows)
