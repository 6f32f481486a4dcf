"""Words and numbers of the overview."""

from datetime import date

from flask import Flask

from layers.summaries.breaks import CRITERIA, Break
from layers.summaries.questions import Figure
from layers.summaries.trends import Trend
from webmap.pages.dashboard import told


def test_figures_and_breaks_have_words(app: Flask) -> None:
    with app.test_request_context("/"):
        words = [told.figure_words(figure) for text in ("state.THEO_DOI", "kind.alley", "moved.THEO_DOI", "overdue",
                                                        "moved.THEO_DOI.CHO_KE_HOACH")
                 if (figure := Figure.find(text))]  # fmt: skip
        criteria = told.break_words(CRITERIA[0])
        vintage = told.break_words(Break(date(2025, 7, 1), "boundaries", "3 phường", "1685/NQ-UBTVQH15"))
    assert words == ["Phức tạp, đang theo dõi", "Hẻm", "Chuyển sang: Phức tạp, đang theo dõi", "Quá hạn giám sát",
                     "Phức tạp, đang theo dõi → Chờ kế hoạch chuyển hóa"]  # fmt: skip
    assert "28/2025/QĐ-TTg" in criteria
    assert "3 phường (1685/NQ-UBTVQH15)" in vintage


def test_a_trend_leaves_out_places_that_are_none(app: Flask) -> None:
    days = (date(2026, 1, 31), date(2026, 2, 28))
    trend = Trend(days, {"TRUNG": (1, 1), "ON_DINH": (0, 2), "THEO_DOI": (3, 1)})
    with app.test_request_context("/"):
        chart = told.chart(trend, CRITERIA)
    assert [(one["name"], one["values"]) for one in chart["series"]] == [
        ("Phức tạp, đang theo dõi", (3, 1)),
        ("Ổn định, kết thúc theo dõi", (0, 2)),
    ]
    assert chart["days"] == ["2026-01-31", "2026-02-28"]
    assert chart["breaks"][0]["on"] == "2025-08-24"
