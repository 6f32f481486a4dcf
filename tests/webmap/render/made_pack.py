"""A meeting pack made without a database: Quận 8 with a place of each state, letters and visits."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

from geo.types import Interval
from layers.planning.progress_figures import Totals
from layers.summaries.changes import Change
from layers.summaries.duties import Duties, Letters, Owed
from layers.summaries.lists import PlaceLine
from layers.summaries.questions import Question
from layers.summaries.rows import Described, Row
from layers.summaries.standing import Counts, Overlap
from tests.webmap.maps.made_feed import IMPRINT, ON, WARDS, make_sheet
from webmap.render.overview_figures import Line, Table
from webmap.render.pack_words import Pack, PackData, make_pack
from webmap.texts import Translator

SINCE = date(2026, 10, 22)
MOVED = PlaceLine(
    1, "DB00002", "Cầu Hiệp Ân", "bridge", "THEO_DOI", SINCE, "DE_XUAT", wards=("Phường Bình Đông",)
)


def make_letter(code: str = "KN00001", **told: Any) -> Any:
    """Return a recommendation that waits for an answer, as the ledger lists it."""
    usual = {
        "code": code,
        "kind": "handle",
        "hotspot_name": "Cầu Hiệp Ân",
        "body_name": "UBND phường",
        "sent_on": date(2026, 10, 1),
        "reply_due_on": date(2026, 10, 22),
        "answered_on": None,
        "closed_on": None,
    }
    return SimpleNamespace(**{**usual, **told})


def make_visits(count: int) -> Iterator[Any]:
    """Yield visits of a place, as they are listed."""
    for nth in range(count):
        yield SimpleNamespace(
            day=ON, code=f"GS{nth:05}", place="Cầu Hiệp Ân", wards=("Phường Bình Đông",), result="same"
        )


def make_data(**told: Any) -> PackData:
    """Return what a pack tells; ``told`` is told otherwise."""
    question = Question(ON, since=SINCE)
    usual = {
        "question": question,
        "table": _make_table(question),
        "moved": (MOVED,),
        "letters": (make_letter(), make_letter("KN00002", reply_due_on=ON)),
        "visits": tuple(make_visits(40)),
        "sheet": make_sheet(imprint=IMPRINT),
    }
    return PackData(**{**usual, **told})


def make_made_pack(locale: str = "vi", **told: Any) -> Pack:
    """Return a pack in words."""
    sheet = make_sheet(imprint=IMPRINT, title="Hồ sơ họp: Quận 8, ngày 22/11/2026", locale=locale)
    return make_pack(make_data(**{"sheet": sheet, **told}), Translator(locale, is_strict=True))


def say_nothing(_nth: int, _count: int, _title: str) -> None:
    """Hear how far the work is, and keep it to oneself."""


def _make_table(question: Question) -> Table:
    counts = Counts({"THEO_DOI": 3, "ON_DINH": 1})
    change = Change({("DE_XUAT", "THEO_DOI"): 1}, found=1)
    owed = Owed(visits=40, overdue=1, soon=0, unplanned=0, plan=Totals(0, 0, 0, 0, 0))
    lines = tuple(Line(_make_row(nth, ward.name), counts, change, owed) for nth, ward in enumerate(WARDS))
    duties = Duties(question, Interval(SINCE, ON), (), owed, Letters(2, 0, 2, 1, 0), 0, 0)
    described = Described("Quận 8", "Quận 8", None, "3 phường (từ 01/7/2025)")
    return Table(described, lines, Line(None, counts, change, owed), Overlap(1, 0), duties)


def _make_row(nth: int, name: str) -> Row:
    return Row(nth, f"w{nth}@start", f"w{nth}", name, name, "ward", None, is_partial=False, population=None)
