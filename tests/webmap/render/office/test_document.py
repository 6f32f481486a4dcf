"""Reports as files of Word: the layout of Nghị định 30/2020, text as it was typed, the same bytes every time."""

import io
from zipfile import ZipFile

import docx
import pypdfium2
import pytest

from layers.errors import Refused
from tests.office import open_as_pdf
from tests.webmap.render.office.telling import WARDS, make_paper
from webmap.render.office.document import check_template, fill_document, own_template


def _read(*, above: bool = False, state: str = "submitted") -> docx.document.Document:
    return docx.Document(io.BytesIO(fill_document(own_template(), make_paper(above=above, state=state))))


def test_text_is_told_as_it_was_typed_and_figures_as_they_are_written() -> None:
    document = _read(above=True)
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Tình hình <ổn định> & không phát sinh." in words
    assert "Đoạn thứ hai: {{ subject }} {% raw %}." in words
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert ["1", "Đối tượng tội phạm **", "1.234", "600", "+634"] in rows
    assert ["2", "Hoạt động mại dâm ", "dưới 5", "dưới 5", "–"] in rows
    assert ["1", "Tỷ lệ giám sát đúng kế hoạch ", "87,5%", "80,0%", "+7,5"] in rows
    assert [row.cells[0].text for row in document.tables[2].rows[1:]] == [*WARDS, "Chung"]
    assert "Bản nháp" in "\n".join(paragraph.text for paragraph in _read(state="draft").paragraphs)


def test_the_bytes_are_the_same_and_tell_no_time() -> None:
    body = fill_document(own_template(), make_paper())
    assert body == fill_document(own_template(), make_paper())
    with ZipFile(io.BytesIO(body)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_a_template_is_a_file_of_word_without_macros() -> None:
    check_template(own_template(), make_paper())
    with pytest.raises(Refused, match="report_template_no_word"):
        check_template(b"PK\x03\x04 broken", make_paper())
    body = io.BytesIO(own_template())
    with ZipFile(body, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(Refused, match="report_template_macros"):
        check_template(body.getvalue(), make_paper())


def test_libreoffice_opens_it_with_the_page_number_in_the_top_margin() -> None:
    name = "report.docx"
    made = open_as_pdf({name: fill_document(own_template(), make_paper(above=True))})
    shown = pypdfium2.PdfDocument(made[name])
    pages = [page.get_textpage().get_text_range().replace("\r", "").strip() for page in shown]
    shown.close()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" in pages[0]
    assert not pages[0].startswith("1\n")
    assert pages[1].startswith("2\n")
    assert "Tiếp tục giám sát./." in "".join(pages)
