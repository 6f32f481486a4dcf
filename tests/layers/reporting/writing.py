"""Reports that tests begin, write and hand on."""

from datetime import date

from layers.actor import SYSTEM, Actor
from layers.planning.frequencies import Planner
from layers.programme.figures import Sheet, enter_counts
from layers.reporting.report_periods import Period
from layers.reporting.report_records import Report, get_report
from layers.reporting.reports import begin_report, move_report, write_report
from layers.store.database import Database

BINH_DONG, CHANH_HUNG, QUAN_8 = "27424@2025-07-01", "27418@2025-07-01", "776@start"
NOVEMBER = Period(date(2026, 11, 1), "month")
TEXTS = {"situation": "Tình hình ổn định.", "directions": "Tiếp tục giám sát."}


def begin(database: Database, actor: Actor = SYSTEM, area: str = BINH_DONG, period: Period = NOVEMBER) -> str:
    """Begin a report and return its code."""
    with database.write(actor, "report.begin") as change:
        return begin_report(change, area, period)


def write(database: Database, actor: Actor, code: str, version: int, **texts: str) -> int:
    """Write a report and return its new version."""
    with database.write(actor, "report.write") as change:
        return write_report(change, code, texts or TEXTS, version=version)


def move(
    database: Database, actor: Actor, code: str, step: str, version: int, comment: str | None = None
) -> int:
    """Take a step with a report and return its new version."""
    with database.write(actor, f"report.{step}") as change:
        return move_report(change, code, step, Planner(), version=version, comment=comment)


def submit_report(database: Database, area: str) -> str:
    """Submit a report of May 2025 and return its code."""
    code = begin(database, SYSTEM, area, Period(date(2025, 5, 1), "month"))
    move(database, SYSTEM, code, "submit", write(database, SYSTEM, code, 1))
    return code


def read(database: Database, code: str, actor: Actor = SYSTEM) -> Report:
    """Return a report."""
    with database.read() as connection:
        return get_report(connection, actor, code)


def count(database: Database, counts: dict[str, int | None], unit: str = BINH_DONG, month: int = 11) -> None:
    """Enter counts of a month of 2026."""
    with database.write(SYSTEM, "count.enter") as change:
        enter_counts(change, Sheet(unit, date(2026, month, 1), counts, {}))
