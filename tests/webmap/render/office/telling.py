"""A report with odd texts and figures, for tests of its files."""

from datetime import date

from shapely import Point

from geo.types import Interval
from layers.reporting.fact_sheet import Fact, FactSheet, WardFacts
from layers.reporting.owners import Owner
from layers.reporting.report_periods import Period
from webmap.render.report_words import Reported, ReportPaper, tell_report

TEXTS = {
    "situation": "Tình hình <ổn định> & không phát sinh.\nĐoạn thứ hai: {{ subject }} {% raw %}.",
    "results": "Đã thực hiện 31 lượt giám sát.",
    "directions": "Tiếp tục giám sát.",
}
WARDS = ("Phường Bình Đông", "Phường Chánh Hưng", "Phường Phú Định")


def make_paper(*, above: bool = False, state: str = "submitted") -> ReportPaper:
    """Return a report of a ward, or of an area made of three."""
    names = ("Quận 8 (cũ)", "776@start", "grouping") if above else (WARDS[0], "27424@2025-07-01", "ward")
    name, public_id, level = names
    owner = Owner(1, public_id, name, f"{name}, Thành phố Hồ Chí Minh", level, Interval(), Point(0, 0))
    facts = (
        Fact("HS_ACTIVE", "places", 7, 8),
        Fact("VISIT_ONTIME", "visits", 87.5, 80.0),
        Fact("COMMEND", "recommendations", 1, None),
        Fact("TP", "counts", 1234, 600, *((2, 3) if above else (None, None))),
        Fact("MD", "counts", None, None, is_masked=True),
    )
    wards = tuple(
        WardFacts(f"2742{n}@2025-07-01", ward, {"HS_ACTIVE": n, "TP": 400}) for n, ward in enumerate(WARDS)
    )
    sheet = FactSheet(date(2026, 11, 22), facts, wards if above else ())
    return tell_report(Reported("BC00001", owner, Period(date(2026, 11, 1), "month"), state, TEXTS, sheet))
