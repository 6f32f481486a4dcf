"""Rows of the audit in words: codes, days, measures; what has no words is told as it is."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from layers.store.changes import Drawing, FieldChange
from layers.store.log import LogRow
from webmap.http.i18n import tell_moment
from webmap.pages.overview.change_words import tell_row

_AT = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)


def _row(*changes: FieldChange, action: str = "hotspot.revise") -> LogRow:
    return LogRow(1, _AT, "lan", action, "hotspot", "DB00001", "đo lại", changes)


def _told(app: Flask, field: str, before: object, after: object) -> tuple[str, str, str]:
    with app.test_request_context():
        (change,) = tell_row(_row(FieldChange(field, before, after)))["changes"]
    return change["field"], change["before"], change["after"]


def test_times_are_those_of_viet_nam(app: Flask) -> None:
    with app.test_request_context():
        assert tell_moment(_AT) == "23/11/2026 03:05"


@pytest.mark.parametrize(
    ("field", "before", "after", "words"),
    [
        ("geometry", Drawing("line", 140), Drawing("line", 1160), ("Hình vẽ", "140 m", "1.160 m")),
        ("geometry", None, Drawing("area", 900), ("Hình vẽ", "", "900 m²")),
        ("state", "THEO_DOI", "made", ("Trạng thái", "Phức tạp, đang theo dõi", "đã thực hiện")),
        ("kind", "alley", "commend", ("Loại", "Hẻm", "đề nghị khen thưởng")),
        ("topics", ("ma_tuy",), ("ma_tuy", "toi_pham"), ("Lĩnh vực", "Ma túy", "Ma túy, Tội phạm")),
        ("valid_from", "2012-02-08", "0001-01-01", ("Từ ngày", "08/02/2012", "chưa xác định")),
        ("is_active", True, False, ("Đang dùng", "có", "không")),
        ("position_accuracy_m", 12.5, 5, ("Sai số vị trí (m)", "12,5", "5")),
        ("document_id", None, 1234, ("Văn bản căn cứ", "", "số 1234 trong sổ")),
        ("area", "*", "776", ("Khu vực", "Toàn bộ", "776")),
        ("device_at", None, "2026-11-22T02:00:00+00:00", ("Giờ trên máy", "", "22/11/2026 09:00")),
        ("no_such_field", None, "THEO_DOI", ("no_such_field", "", "THEO_DOI")),
    ],
)
def test_values_are_told_in_words(
    app: Flask, field: str, before: object, after: object, words: tuple[str, str, str]
) -> None:
    assert _told(app, field, before, after) == words


def test_a_long_text_is_cut(app: Flask) -> None:
    assert _told(app, "note", None, "x" * 1000)[2] == "x" * 300 + "…"


def test_a_field_inside_another_names_both(app: Flask) -> None:
    with app.test_request_context():
        (change,) = tell_row(_row(FieldChange("answers.camera", "yes", "no")))["changes"]
    assert (change["inside"], change["field"], change["after"]) == ("Trả lời", "Camera", "không")


def test_what_says_nothing_to_people_is_left_out(app: Flask) -> None:
    with app.test_request_context():
        assert tell_row(_row(FieldChange("version", 1, 2), FieldChange("uuid", None, "x")))["changes"] == []


def test_an_action_without_a_name_is_told_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        assert tell_row(_row(action="world.rule"))["action"] == "world.rule"
        assert tell_row(_row())["action"] == "Sửa địa bàn"
