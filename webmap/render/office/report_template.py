"""Makes the template of reports that the service brings along: a file of Word laid out as Nghị định 30/2020 asks.

The office may take it, change it in Word, and send it back: what stands in double braces is filled in.
"""

from functools import cache
from io import BytesIO
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from webmap.render.office.fixed_zip import fix_times
from webmap.render.report_words import WARD_COLUMNS, paper_words

_FACE: Final = "Times New Roman"
_TEXT: Final = "Report text"
_TEXT_MM: Final = 160
_SIDES: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_FIGURE_COLUMNS: Final[tuple[tuple[float, str, str, str], ...]] = (
    (12, "number", "{{ row.number }}", "center"),
    (74, "name", "{{ row.name }} {{ row.mark }}", "left"),
    (26, "value", "{{ row.value }}", "right"),
    (26, "previous", "{{ row.previous }}", "right"),
    (22, "change", "{{ row.change }}", "right"),
)


@cache
def make_template() -> bytes:
    """Return the template, a file of Word; made once in the life of the process."""
    document = docx.Document()
    _set_page(document.sections[0])
    _set_styles(document)
    _write_head(document)
    _write_subject(document)
    _write_body(document)
    _write_wards(document)
    _write_end(document)
    body = BytesIO()
    document.save(body)
    return fix_times(body.getvalue())


def _set_page(page: Any) -> None:
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(20)
    page.header_distance = Mm(10)
    page.different_first_page_header_footer = True  # the first page bears no number
    paragraph = page.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in (_field("begin"), _field_code("PAGE"), _field("end")):
        paragraph.add_run()._r.append(part)


def _set_styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FACE)
    normal.paragraph_format.space_after = Pt(0)
    text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = normal
    text.paragraph_format.first_line_indent = Mm(12.7)
    text.paragraph_format.space_after = Pt(6)
    text.paragraph_format.line_spacing = 1.15
    text.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _write_head(document: Any) -> None:
    table = _add_table(document, 2, (64, 96))  # the name of the nation stands on one line
    left, right = table.rows[0].cells
    _write(left, "{{ parent }}", 12, "center")
    _write(left, "{{ body }}", 12, "center", "bold")
    _write(left, _fixed("standing").upper(), 12, "center", "bold")
    _rule(left, 21)
    _write(right, _fixed("nation"), 12, "center", "bold")
    _write(right, _fixed("motto"), 13, "center", "bold")
    _rule(right, 16)
    left, right = table.rows[1].cells
    _write(left, _fixed("number"), 13, "center")
    date = paper_words().text("report_paper.dated", place="{{ place }}", year="{{ year }}")
    _write(right, date, 13, "center", "italic")


def _write_subject(document: Any) -> None:
    _tag(document, "{%p if draft %}")
    _write(document, "{{ draft }}", 12, "center", "italic", space_before=8)
    _tag(document, "{%p endif %}")
    _write(document, _fixed("heading"), 14, "center", "bold", space_before=14)
    _write(document, "{{ subject }}", 14, "center", "bold")
    _rule(document, 55)


def _write_body(document: Any) -> None:
    document.add_paragraph("{{ opening }}", _TEXT).paragraph_format.space_before = Pt(8)
    _tag(document, "{%p for section in sections %}")
    heading = _write(
        document, "{{ section.numeral }}. {{ section.heading }}", 14, look="bold", space_before=6
    )
    heading.paragraph_format.space_after = Pt(6)
    heading.paragraph_format.keep_with_next = True
    _tag(document, "{%p for paragraph in section.paragraphs %}")
    document.add_paragraph("{{ paragraph }}", _TEXT)
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p if section.has_figures %}")
    _write_figures(document)
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endfor %}")


def _write_figures(document: Any) -> None:
    table = _add_table(document, 7, tuple(column[0] for column in _FIGURE_COLUMNS), "Table Grid")
    _repeat_head(table)
    tags = {1: "for group in groups", 3: "for row in group.rows", 5: "endfor", 6: "endfor"}
    for line, tag in tags.items():
        _write(table.cell(line, 0), f"{{%tr {tag} %}}")
    whole = table.cell(2, 0).merge(table.cell(2, len(_FIGURE_COLUMNS) - 1))
    title = _write(whole, "{{ group.title }}", 12, look="bold")
    title.paragraph_format.keep_with_next = True
    for number, (_, head, value, side) in enumerate(_FIGURE_COLUMNS):
        _write(table.cell(0, number), paper_words().text(f"report_paper.column.{head}"), 12, "center", "bold")
        _write(table.cell(4, number), value, 12, side)
    _tag(document, "{%p for note in notes %}")
    _write(document, "{{ note }}", 11, look="italic", space_before=2)
    _tag(document, "{%p endfor %}")


def _write_wards(document: Any) -> None:
    _tag(document, "{%p if wards %}")
    title = _write(document, _fixed("wards_title"), 13, "center", "bold", space_before=8)
    title.paragraph_format.keep_with_next = True
    widths = (34.0, *[12.6] * WARD_COLUMNS)
    table = _add_table(document, 4, widths, "Table Grid")
    _repeat_head(table)
    for number in range(len(widths)):
        _write(table.cell(0, number), f"{{{{ wards.heads[{number}] }}}}", 9, "center", "bold")
        _write(table.cell(2, number), f"{{{{ row[{number}] }}}}", 11, "right" if number else "left")
    _write(table.cell(1, 0), "{%tr for row in wards.rows %}")
    _write(table.cell(3, 0), "{%tr endfor %}")
    _tag(document, "{%p endif %}")


def _write_end(document: Any) -> None:
    _write(document, "", 8)
    left, right = _add_table(document, 1, (_TEXT_MM / 2, _TEXT_MM / 2)).rows[0].cells
    _write(left, _fixed("recipients_title"), 12, look="bold italic")
    _tag(left, "{%p for recipient in recipients %}")
    _write(left, "{{ recipient }}", 11)
    _tag(left, "{%p endfor %}")
    _write(right, _fixed("authority"), 14, "center", "bold")
    _write(right, _fixed("signer"), 14, "center", "bold")
    for _ in range(5):
        _write(right, "", 14)


def _fixed(name: str) -> str:
    """Return words that stand in every report."""
    return paper_words().text(f"report_paper.fixed.{name}")


def _write(
    holder: Any,
    words: str,
    size: float = 14,
    side: str = "left",
    look: str = "",
    space_before: float = 0,
) -> Any:
    """Add a paragraph and return it; ``look`` names bold and italic. The empty one that a cell begins with is taken."""
    present = holder.paragraphs
    is_fresh = len(present) == 1 and not present[0].runs
    paragraph = present[0] if is_fresh else holder.add_paragraph()
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.bold, run.italic = "bold" in look, "italic" in look
    paragraph.alignment = _SIDES[side]
    paragraph.paragraph_format.space_before = Pt(space_before)
    return paragraph


def _tag(holder: Any, words: str) -> None:
    """Add a paragraph that only steers how the template is filled in, and is gone then."""
    _write(holder, words, 6)


def _rule(holder: Any, inset_mm: float) -> None:
    """Add a thin rule below what stands above it, shorter by an inset on both sides."""
    paragraph = _write(holder, "", 2, "center")
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(inset_mm)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _add_table(document: Any, rows: int, widths_mm: tuple[float, ...], style: str | None = None) -> Any:
    table = document.add_table(rows, len(widths_mm), style)
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _repeat_head(table: Any) -> None:
    """Let the first row stand on every page that the table runs over."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _field(kind: str) -> Any:
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


def _field_code(code: str) -> Any:
    part = OxmlElement("w:instrText")
    part.text = code
    return part
