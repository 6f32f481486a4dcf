"""Reads a report as pages and files show it: what it says, its figures, the days that the settings name."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from layers.reporting.deadlines import Deadlines
from layers.reporting.fact_sheet import FactSheet
from layers.reporting.report_periods import FIRST_YEAR, LAST_YEAR
from layers.reporting.report_records import Report, get_report
from layers.reporting.reports import current_facts
from layers.reporting.templates import find_template, get_template
from layers.store.blobs import BlobStore
from layers.store.database import Reading
from webmap.config import Config
from webmap.errors import BadParameter
from webmap.http import auth
from webmap.http.demo_mark import demo_label
from webmap.http.i18n import t
from webmap.http.today import read_visit_rule, today
from webmap.render.report_words import Reported, ReportPaper, tell_report


@dataclass(frozen=True)
class Shown:
    """A report, and its figures as the reader sees them."""

    report: Report
    facts: FactSheet

    @property
    def paper(self) -> ReportPaper:
        """What its documents say."""
        head, label = self.report.head, demo_label()
        demo = f"{label}: {t('shell.demo')}" if label else ""
        texts = self.report.texts
        return tell_report(Reported(head.code, head.owner, head.period, head.state, texts, self.facts, demo))


def read_shown(connection: Reading, code: str) -> Shown:
    """Return a report as the reader may see it.

    Raises
    ------
    NotFound, OutsideScope
        As `layers.reporting.report_records.get_report`.
    """
    report = get_report(connection, auth.actor(), code)
    return Shown(report, current_facts(connection, report, today(), read_visit_rule(connection)))


def deadlines() -> Deadlines:
    """Return what the settings say of days."""
    config = cast(Config, current_app.config["DIABAN"])
    return Deadlines(config.report_day, config.strict_deadlines)


def blobs() -> BlobStore:
    """Return where the bytes of templates are kept."""
    return cast(BlobStore, current_app.extensions["files"])


def read_template(connection: Reading, report: Report | None) -> bytes | None:
    """Return the template in which a report was submitted, or that in force; None for that of the service."""
    if report is not None and report.sha256 is not None:
        found = get_template(connection, report.template) if report.template else None
    else:
        found = find_template(connection)
    return blobs().find_path(found.sha256).read_bytes() if found else None


def read_year(text: str | None) -> int:
    """Return the year that a page is asked for; the present one where none is.

    Raises
    ------
    BadParameter
        ``number_between``.
    """
    year = int(text) if text and text.isascii() and text.isdigit() and len(text) == len("2026") else 0
    if text is None:
        return today().year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadParameter("year", "number_between", minimum=FIRST_YEAR, maximum=LAST_YEAR)
    return year
