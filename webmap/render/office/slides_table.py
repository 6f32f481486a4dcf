"""Sets tables on slides: real tables, in black on white, as many slides as it takes."""

from typing import Any, Final

from webmap.render.office.slides import INK, LINE, Box, Style, add_frame, fill_text
from webmap.render.text_table import TextTable

PADDING_MM: Final = 1.2

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_RULE_PT, _STRONG_PT = 0.5, 1.25
_EMU_PER_PT: Final = 12_700


def height_of(table: TextTable, width_mm: float, size: float) -> float:
    """Return about how high a table of some width is, mm."""
    return sum(table.heights_mm(width_mm, size, PADDING_MM))


def add_table(slide: Any, table: TextTable, box: Box, size: float) -> None:
    """Add a table into a box, in letters of some size, pt."""
    from pptx.util import Mm  # noqa: PLC0415 - only a download needs slides

    made = add_frame(slide, len(table.rows) + 1, len(table.heads), box)
    made.horz_banding = False
    made._tbl.tblPr.find(f"{{{made._tbl.nsmap['a']}}}tableStyleId").text = _NO_STYLE
    for column, width in zip(made.columns, table.widths_mm(box.width), strict=True):
        column.width = Mm(width)
    heights = table.heights_mm(box.width, size, PADDING_MM)
    last = len(table.rows) if table.has_total else None
    for line, (words, high) in enumerate(zip((table.heads, *table.rows), heights, strict=True)):
        made.rows[line].height = Mm(high)
        for number, word in enumerate(words):
            side = "right" if table.is_number(number) else "left"
            _fill(made.cell(line, number), word, size, side=side, is_strong=line in {0, last})


def _fill(cell: Any, words: str, size: float, *, side: str, is_strong: bool) -> None:
    from pptx.enum.text import MSO_ANCHOR  # noqa: PLC0415 - only a download needs slides
    from pptx.util import Mm  # noqa: PLC0415 - as above

    fill_text(cell.text_frame, [words], Style(size, is_bold=is_strong, side=side))
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Mm(PADDING_MM)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _rule(cell, INK if is_strong else LINE, _STRONG_PT if is_strong else _RULE_PT)


def _rule(cell: Any, color: str, width_pt: float) -> None:
    """Draw the rule below a cell."""
    from pptx.oxml import parse_xml  # noqa: PLC0415 - only a download needs slides
    from pptx.oxml.ns import nsdecls  # noqa: PLC0415 - as above

    line = parse_xml(
        f'<a:lnB {nsdecls("a")} w="{round(width_pt * _EMU_PER_PT)}" cmpd="sng">'
        f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:prstDash val="solid"/></a:lnB>'
    )
    cell._tc.get_or_add_tcPr().insert(0, line)
