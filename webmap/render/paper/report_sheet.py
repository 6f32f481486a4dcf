"""Sets a periodic report in type: the PDF of what the file of Word says."""

from dataclasses import asdict
from typing import Final

from webmap.render.paper.typesetting import typeset
from webmap.render.report_words import LANGUAGE, ReportPaper, paper_words

_WORDS: Final = (
    "standing",
    "nation",
    "motto",
    "number",
    "heading",
    "wards_title",
    "recipients_title",
    "authority",
    "signer",
)
_COLUMNS: Final = ("number", "name", "value", "previous", "change")


def make_report(paper: ReportPaper) -> bytes:
    """Return a report as a PDF, the same bytes for the same report."""
    t = paper_words().text
    told = asdict(paper)
    del told["sheet"]
    head = {
        "lang": LANGUAGE,
        "title": f"{t('report_paper.fixed.heading')}: {paper.subject}",
        "dated": t("report_paper.dated", place=paper.place, year=paper.year),
        "columns": [t(f"report_paper.column.{name}") for name in _COLUMNS],
    }
    words = {name: t(f"report_paper.fixed.{name}") for name in _WORDS}
    return typeset("report", {**told, **head, **words, "standing": words["standing"].upper()})
