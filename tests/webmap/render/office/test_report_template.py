"""The template of the service: the layout that Nghị định 30/2020 asks for."""

import io

import docx
from docx.shared import Mm

from tests.webmap.render.office.telling import make_paper
from webmap.render.office.document import fill_document
from webmap.render.office.report_template import make_template


def test_the_layout_is_that_of_the_decree() -> None:
    document = docx.Document(io.BytesIO(fill_document(make_template(), make_paper())))
    page = document.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round((margin or 0) / Mm(1)) for margin in (*margins, page.page_width, page.page_height)] == [
        20,
        20,
        30,
        20,
        210,
        297,
    ]
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml
    assert document.styles["Normal"].font.name == "Times New Roman"
    left, right = (cell.text for cell in document.tables[0].rows[0].cells)
    assert left.splitlines() == [
        "ỦY BAN MTTQ VIỆT NAM",
        "THÀNH PHỐ HỒ CHÍ MINH",
        "ỦY BAN MTTQ VIỆT NAM",
        "PHƯỜNG BÌNH ĐÔNG",
        "BAN THƯỜNG TRỰC",
    ]
    assert right.splitlines()[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    number, dated = (cell.text for cell in document.tables[0].rows[1].cells)
    assert (number, dated) == ("Số: ……/BC-MTTQ-BTT", "Bình Đông, ngày …… tháng …… năm 2026")
    words = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert words[:2] == ["BÁO CÁO", "Kết quả giám sát, chuyển hóa địa bàn tháng 11 năm 2026"]
    assert [word for word in words if word.split(". ")[0] in {"I", "II", "III", "IV", "V"}][
        1
    ] == "II. KẾT QUẢ THỰC HIỆN"
    assert words[-1] == "Tiếp tục giám sát./."
    recipients, signature = (cell.text.split("\n") for cell in document.tables[-1].rows[0].cells)
    assert (recipients[0], recipients[-1]) == ("Nơi nhận:", "- Lưu: VT.")
    assert signature[:2] == ["TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"]
