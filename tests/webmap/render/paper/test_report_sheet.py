"""Reports as PDF: the same words as the file of Word, the same bytes every time."""

import pypdfium2

from tests.webmap.render.office.telling import make_paper
from webmap.render.paper.report_sheet import make_report


def test_a_report_is_set_in_type() -> None:
    body = make_report(make_paper(above=True))
    assert body == make_report(make_paper(above=True))
    shown = pypdfium2.PdfDocument(body)
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in shown)
    first = shown[0].get_textpage().get_text_range()
    shown.close()
    for told in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: ……/BC-MTTQ-BTT",
        "Tình hình <ổn định> & không phát sinh.",
        "Tiếp tục giám sát./.",
        "- Lưu: VT.",
        "1.234 600 +634",
    ):
        assert told in words, told
    assert not first.strip().startswith("1\n")
    assert len(make_report(make_paper())) < 150_000
