"""The form of monthly counts: every category once, and what was left empty is not told."""

from datetime import UTC, date, datetime

from flask import Flask
from werkzeug.datastructures import MultiDict

from layers.programme.categories import list_categories
from layers.programme.figures import Figure
from webmap.pages.programme import count_form

MONTH = date(2026, 11, 1)


def _figure(category: str, value: int | None, version: int = 1) -> Figure:
    return Figure(category, value, version, False, datetime(2026, 11, 3, tzinfo=UTC))


def test_what_is_left_empty_is_not_told(app: Flask) -> None:
    with app.test_request_context():
        sent = MultiDict(
            {"count_TP": "0", "none_MD": "y", "count_CVNL": " ", "version_TP": "2", "reason": "Sửa"}
        )
        sheet = count_form.read_sheet(count_form.make_count_form()(sent), "27424@start", MONTH)
    assert sheet.counts == {"TP": 0, "MD": None}
    assert (sheet.versions, sheet.reason) == ({"TP": 2}, "Sửa")


def test_what_was_entered_stands_in_the_form(app: Flask) -> None:
    present = {"TP": _figure("TP", 7, 3), "MD": _figure("MD", None)}
    with app.test_request_context():
        form = count_form.make_count_form()(data=count_form.first_values(present))
        sheet = count_form.read_sheet(form, "27424@start", MONTH)
    assert (sheet.counts, sheet.versions) == ({"TP": 7, "MD": None}, {"TP": 3, "MD": 1})


def test_groups_hold_every_category_once_with_its_two_months(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        groups = list(count_form.list_groups({"TP": _figure("TP", 4)}, {"TP": _figure("TP", 9)}, None))
    rows = [row for _, rows in groups for row in rows]
    assert [row.code for row in rows] == [one.code for one in list_categories()]
    assert (rows[0].text, rows[0].is_jump, rows[1].is_jump) == ("Offenders", True, False)
