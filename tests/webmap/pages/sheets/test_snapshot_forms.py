"""The form of a sheet and its address say the same."""

from flask import Flask

from webmap.pages.sheets.snapshot_forms import SheetForm

GIVEN = {
    "q": "hẻm 12",
    "on": "2026-11-20",
    "since": "2026-11-01",
    "area": "776@start",
    "paper": "A3",
    "title": "Họp",
}


def test_a_form_leads_back_to_its_address(app: Flask) -> None:
    with app.test_request_context("/"):
        form = SheetForm.of_address(GIVEN, "a")
        form.offer([("27424@2025-07-01", "Phường Bình Đông")])
        assert form.address() == GIVEN
        assert form.area.choices[-1] == ("776@start", "776@start")
        assert dict(form.show.choices)["overdue"] == "Quá hạn giám sát"
        assert (form.sheet.data, form.table.data) == ("status", "1")
