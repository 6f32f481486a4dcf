"""Draws the figures of a report from the register: never typed, those of the period before beside them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from layers.actor import SYSTEM
from layers.planning.frequencies import Planner
from layers.programme.categories import list_categories
from layers.reporting.fact_sheet import Fact, FactSheet, WardFacts
from layers.reporting.owners import Owner, list_wards_of
from layers.reporting.report_periods import Period
from layers.store.periods import known_at
from layers.store.schema import figure, figure_version
from layers.summaries.changes import read_changes
from layers.summaries.duties import list_places_owed, read_duties
from layers.summaries.questions import Question
from layers.summaries.standing import read_standing

WATCHED = ("THEO_DOI", "CHO_KE_HOACH", "TAI_PHUC_TAP")
CONVERTING = ("DANG_CHUYEN_HOA", "CHO_DANH_GIA", "CHUA_DAT")
CONVERTED = ("DA_CHUYEN_HOA", "ON_DINH")
"""States of the places that each figure counts."""

_GROUP_OF = {
    "HS_ACTIVE": "places",
    "HS_CONV": "places",
    "HS_DONE": "places",
    "HS_RELAPSE": "places",
    "CONV_RATE": "places",
    "VISITS": "visits",
    "VISIT_ONTIME": "visits",
    "PROP_SENT": "recommendations",
    "PROP_ANS": "recommendations",
    "PROP_LATE": "recommendations",
    "COMMEND": "recommendations",
}


@dataclass(frozen=True)
class _Span:
    """The days that figures tell of: from the first to the last."""

    first: date
    last: date

    @property
    def eve(self) -> date:
        """Day before the first, with which the last is compared."""
        return self.first - timedelta(days=1)


def draw_facts(
    connection: Connection, owner: Owner, period: Period, cut_off: date, planner: Planner
) -> FactSheet:
    """Return the figures of an area in a period.

    They are those of all that is recorded there, whoever asks: a report says the same to everybody who may read it.

    Parameters
    ----------
    connection
        A transaction.
    owner
        The area.
    period
        The period.
    cut_off
        Last day that they tell of: the last of the period, or an earlier one.
    planner
        Days between visits, by which is told what was owed.
    """
    drawing = _Drawing(connection, planner)
    before = period.before()
    wards = list_wards_of(connection, owner, cut_off)
    span, earlier = _Span(period.start, cut_off), _Span(before.start, before.last_day)
    present, previous = drawing.figures(owner, period, span), drawing.figures(owner, before, earlier)
    counts, counts_before = drawing.counts(owner, span.last), drawing.counts(owner, earlier.last)
    by_ward = {ward.id: drawing.counts(ward, span.last) for ward in wards} if not owner.is_ward else {}
    told = [Fact(code, _GROUP_OF[code], value, previous.get(code)) for code, value in present.items()]
    for category in list_categories():
        counted = [one.get(category.code) for one in by_ward.values()]
        there = sum(value is not None for value in counted)
        whole = (there, len(counted)) if by_ward else (None, None)
        value, was = counts.get(category.code), counts_before.get(category.code)
        told.append(Fact(category.code, "counts", value, was, *whole))
    rows = tuple(
        WardFacts(ward.public_id, ward.name, {**drawing.figures(ward, period, span), **by_ward[ward.id]})
        for ward in (wards if by_ward else ())
    )
    return FactSheet(cut_off, tuple(told), rows)


@dataclass(frozen=True)
class _Drawing:
    """What figures are drawn from."""

    connection: Connection
    planner: Planner

    def figures(self, owner: Owner, period: Period, span: _Span) -> dict[str, float | None]:
        """Return the figures of an area that the register tells of itself, by code: those of the dashboard."""
        asked = Question(span.last, area=owner.public_id, since=span.eve)
        counts = read_standing(self.connection, SYSTEM, asked).total
        changed = read_changes(self.connection, SYSTEM, asked).total
        duties = read_duties(self.connection, SYSTEM, asked, self.planner)
        figures: dict[str, float | None] = {
            "HS_ACTIVE": counts.of(*WATCHED),
            "HS_CONV": counts.of(*CONVERTING),
            "HS_DONE": counts.of(*CONVERTED),
            "HS_RELAPSE": changed.relapsed,
            "VISITS": duties.total.visits,
            "VISIT_ONTIME": self._on_time(asked, span),
            "PROP_SENT": duties.letters.sent,
            "PROP_ANS": duties.letters.answered,
            "PROP_LATE": duties.letters.overdue,
            "COMMEND": duties.letters.commended,
        }
        if period.kind == "year" and not owner.is_ward:
            converted = changed.entered("DA_CHUYEN_HOA")
            figures["CONV_RATE"] = _percent(converted, converted + counts.of(*CONVERTING))
        return figures

    def counts(self, owner: Owner, last: date) -> dict[str, float | None]:
        """Return what was counted in the last month, by category; of an area above wards, the sum of its wards."""
        f, v = figure.c, figure_version.c
        wards = [ward.id for ward in list_wards_of(self.connection, owner, last)]
        summed = (
            select(f.category, func.sum(v.value))
            .join(figure_version, v.figure_id == f.id)
            .where(f.boundary_id.in_(wards), f.month == last.replace(day=1), known_at(figure_version, None))
            .group_by(f.category)
        )
        found = {category: value for category, value in self.connection.execute(summed)}
        return {one.code: _number(found.get(one.code)) for one in list_categories()}

    def _on_time(self, asked: Question, span: _Span) -> float | None:
        """Return how much of what supervision plans wanted in the months of the span was made, per cent."""
        months = range(span.first.month, span.last.month + 1)
        places = list_places_owed(self.connection, SYSTEM, asked, self.planner)
        told = [month for place in places if place.quota for month in place.months if month.month in months]
        owed = sum(month.owed for month in told)
        return _percent(owed - sum(month.short for month in told), owed)


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _number(value: object) -> float | None:
    return None if value is None else int(str(value))
