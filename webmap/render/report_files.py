"""The files of a report: Word to go on working with, PDF to be signed, and Excel for its annex."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from webmap.render.office import annex, document, workbook
from webmap.render.paper import report_sheet
from webmap.render.paper.typesetting import PDF
from webmap.render.report_words import ReportPaper


@dataclass(frozen=True)
class ReportFile:
    """A kind of file: its media type, and what writes one of a report in a template of Word."""

    mimetype: str
    write: Callable[[ReportPaper, bytes | None], bytes]


REPORT_FILES: Final = {
    "docx": ReportFile(
        document.MIMETYPE,
        lambda paper, template: document.fill_document(template or document.own_template(), paper),
    ),
    "pdf": ReportFile(PDF, lambda paper, _template: report_sheet.make_report(paper)),
    "xlsx": ReportFile(workbook.MIMETYPE, lambda paper, _template: annex.write_annex(paper)),
}
"""By suffix. Without a template that of the service is filled in."""
