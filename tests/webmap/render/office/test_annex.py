"""The annex of a report: its figures as tables."""

import io

import openpyxl

from tests.webmap.render.office.telling import make_paper
from webmap.render.office.annex import write_annex


def test_an_annex_names_wards_by_code_and_first_day() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_annex(make_paper(above=True))))
    assert book.sheetnames == ["Số liệu trong kỳ", "Theo phường"]
    facts = {row[2]: row[3:] for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)}
    assert facts["TP"] == ("Đối tượng tội phạm", "số đếm", 1234, 600, 634, "2 trên 3 phường có số liệu")
    assert facts["MD"][2:] == (None, None, None, "số nhỏ, không nêu")
    wards = list(book.worksheets[1].iter_rows(min_row=4, max_row=7, values_only=True))
    assert wards[0][:4] == ("27420", "2025-07-01", "Phường Bình Đông", 0)
    assert wards[3][2:] == ("Chung", 7, 1234)
    assert len(openpyxl.load_workbook(io.BytesIO(write_annex(make_paper()))).sheetnames) == 1
