"""Tables for spreadsheets: what a cell holds is never run as a formula."""

from datetime import date

import pytest

from webmap.render.spreadsheet import write_csv


def test_days_numbers_and_empty_cells_are_what_they_are() -> None:
    assert write_csv([["Tên", "Ngày"], ["Hẻm, 12", date(2026, 11, 22)], [None, 3]]) == (
        '\ufeffTên,Ngày\r\n"Hẻm, 12",2026-11-22\r\n,3\r\n'
    )


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "\tx"])
def test_what_would_run_as_a_formula_is_marked_as_text(text: str) -> None:
    assert write_csv([[text]]).removeprefix("\ufeff").strip('"\r\n').startswith("'")
