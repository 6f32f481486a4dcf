"""A sheet becomes a PDF: titled, in its language, tagged, and the same bytes every time."""

import pypdfium2
import pytest
import typst

from webmap.render.paper.typesetting import SHEETS, typeset

DATA = {
    "lang": "vi", "title": "Phiếu giám sát", "paper": "A5", "demo": "", "foot": "", "page": "", "slips": [],
}  # fmt: skip


def test_the_same_data_give_the_same_bytes_and_others_others() -> None:
    first = typeset("visit_slip", DATA)
    assert first == typeset("visit_slip", dict(DATA))
    assert first != typeset("visit_slip", {**DATA, "title": "Visit slip"})


def test_a_pdf_has_title_language_and_tags_and_tells_no_time() -> None:
    made = typeset("visit_slip", DATA)
    assert pypdfium2.PdfDocument(made).get_metadata_value("Title") == "Phiếu giám sát"
    assert b"/Lang(vi)" in made.replace(b"/Lang (vi)", b"/Lang(vi)")
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made
    assert b"CreationDate" not in made


def test_a_template_that_wants_more_than_it_is_given_is_a_fault() -> None:
    with pytest.raises(typst.TypstError):
        typeset("visit_slip", {"lang": "vi"})


def test_every_template_reads_what_all_share() -> None:
    # What is shared; a map that is no page; reports, whose layout a decree sets.
    alone = {"sheet.typ", "map_picture.typ", "report.typ"}
    for sheet in SHEETS.glob("*.typ"):
        assert sheet.name in alone or "import" in sheet.read_text(encoding="utf-8")
