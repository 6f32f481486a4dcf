"""Rows without shapes are seen as a table, each cell as it would be written."""

from datetime import date

from flask import Flask

from layers.imports.staged_rows import Fault, StagedRow
from tests.webmap.pages.files.reports import FOUND, batch_of
from webmap.pages.files.import_table import preview_table


def test_rows_are_shown_as_they_would_be_written(app: Flask) -> None:
    mapping = {"result": "KETQUA", "hotspot": "MA", "visited_on": "NGAY", "head_count": "SO"}
    facts = {
        "hotspot": "DB00001",
        "visited_on": str(date(2026, 11, 5)),
        "result": "better",
        "head_count": 1200,
    }
    rows = [
        StagedRow(1, facts, None, ()),
        StagedRow(
            2, {"hotspot": "DB00002"}, None, (Fault(2, "import_field_missing", {"field": "visited_on"}),)
        ),
    ]
    with app.test_request_context():
        told = preview_table(batch_of(target="visits", diagnosis={**FOUND, "mapping": mapping}), rows)
    assert told["columns"] == ["Địa bàn", "Ngày giám sát", "Kết quả", "Số người"]
    assert [row["cells"] for row in told["rows"]] == [
        ["DB00001", "05/11/2026", "Tốt hơn", "1.200"],
        ["DB00002", "", "", ""],
    ]
    assert [row["is_fatal"] for row in told["rows"]] == [False, True]
