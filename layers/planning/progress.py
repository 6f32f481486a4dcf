"""Reads visits wanted, made and planned, month by month: of the places of a ward in a year, and of all wards."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, case, extract, func, or_, select

from geo.types import Interval
from layers.actor import Actor
from layers.planning.progress_figures import MonthFigure, PlaceProgress, WardProgress
from layers.planning.quotas import (
    MONTHS,
    Held,
    Quota,
    asks_for_visits,
    count_due,
    count_wanted,
    reference_day,
)
from layers.store import scope
from layers.store.features import hotspot_conditions
from layers.store.identifiers import boundary_id
from layers.store.periods import held_during, held_on, known_at
from layers.store.query import FeatureQuery
from layers.store.schema import (
    boundary,
    hotspot_area,
    hotspot_version,
    status_span,
    supervision_plan,
    supervision_plan_place,
    visit,
    visit_version,
)
from layers.supervision.due import Due, list_places
from layers.supervision.intervals import Intervals


@dataclass(frozen=True)
class WardYear:
    """A ward in a year, as it is told on a day.

    Attributes
    ----------
    ward_row
        Row of ``boundary``.
    year
        Calendar year.
    today
        The present day.
    """

    ward_row: int
    year: int
    today: date


def read_year(
    connection: Connection, actor: Actor, year: int, today: date, intervals: Intervals
) -> tuple[WardProgress, ...]:
    """Return the wards of a year that lead a place which the actor sees, in Vietnamese order; five questions in all.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    year
        Calendar year.
    today
        The present day.
    intervals
        Days between visits.
    """
    on = reference_day(year, today)
    reader = _Reader(connection, actor, year, today, FeatureQuery(on))
    wards: defaultdict[tuple[str, str], list[PlaceProgress]] = defaultdict(list)
    for place in reader.read(intervals):
        if place.lead is not None:
            wards[place.lead, place.lead_name or ""].append(place)
    order = reader.order()
    return tuple(
        WardProgress(ward, name, tuple(places))
        for (ward, name), places in sorted(wards.items(), key=lambda item: order.get(item[0][0], ""))
    )


def read_ward(connection: Connection, actor: Actor, asked: WardYear, intervals: Intervals) -> WardProgress:
    """Return a ward in a year; a ward that ended is told by its last day.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who asks.
    asked
        Ward, year and today.
    intervals
        Days between visits.
    """
    b = boundary.c
    row = connection.execute(
        select(b.code, b.name, b.valid_from, b.valid_to).where(b.id == asked.ward_row)
    ).one()
    ward = boundary_id(row.code, row.valid_from)
    on = max(row.valid_from, reference_day(asked.year, asked.today))
    on = min(on, date.fromordinal(row.valid_to.toordinal() - 1))
    query = FeatureQuery(on, area=ward)
    told = _Reader(connection, actor, asked.year, asked.today, query).read(intervals)
    led = tuple(place for place in told if place.lead == ward)
    return WardProgress(ward, row.name, led, tuple(place for place in told if place.lead != ward))


def read_places(
    connection: Connection, actor: Actor, year: int, today: date, query: FeatureQuery, intervals: Intervals
) -> tuple[PlaceProgress, ...]:
    """Return the places of a year that answer a query and are to be visited, or are in a plan, in Vietnamese order.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    year
        Calendar year.
    today
        Day up to which visits are owed.
    query
        Which places.
    intervals
        Days between visits.
    """
    return tuple(_Reader(connection, actor, year, today, query).read(intervals))


@dataclass(frozen=True)
class _Reader:
    """Asks about the places that answer a query, one question for each thing that belongs to them."""

    connection: Connection
    actor: Actor
    year: int
    today: date
    query: FeatureQuery

    @property
    def span(self) -> Interval:
        return Interval(date(self.year, 1, 1), date(self.year + 1, 1, 1))

    def read(self, intervals: Intervals) -> list[PlaceProgress]:
        wanted, states, visits = self._quotas(), self._states(), self._visits()
        leads = self._leads()
        told = []
        for one in list_places(self.connection, self.actor, self.query, intervals):
            quota, plan_ward = wanted.get(one.hotspot_id, (None, None))
            if quota is None and not asks_for_visits(one.status):
                continue
            months = self._months(quota, states.get(one.hotspot_id, []), visits[one.hotspot_id])
            lead, lead_name = leads.get(one.hotspot_id, (None, None))
            told.append(_place(one, (lead, lead_name), (quota, plan_ward), months))
        return told

    def order(self) -> dict[str, str]:
        """Return the Vietnamese order of the wards of the day by their public identifiers."""
        b = boundary.c
        question = select(b.code, b.valid_from, b.sort_key).where(
            b.level == "ward", held_on(boundary, self.query.on)
        )
        return {
            boundary_id(row.code, row.valid_from): row.sort_key for row in self.connection.execute(question)
        }

    def _months(
        self, quota: Quota | None, states: list[Held], visits: Counter[tuple[str, int]]
    ) -> tuple[MonthFigure, ...]:
        figures = []
        for month in MONTHS:
            wanted = count_wanted(quota, self.year, month, states)
            owed = count_due(wanted, self.year, month, self.today)
            figures.append(MonthFigure(month, wanted, owed, visits["made", month], visits["planned", month]))
        return tuple(figures)

    def _seen(self, column: Any) -> Any:
        """Return the condition that a column names one of the places."""
        v, s = hotspot_version.c, status_span.c
        status = and_(
            s.hotspot_id == v.hotspot_id, held_on(status_span, self.query.on), known_at(status_span, None)
        )
        places = select(v.hotspot_id).select_from(hotspot_version).outerjoin(status_span, status)
        return column.in_(places.where(*hotspot_conditions(self.query, self.actor)))

    def _leads(self) -> dict[int, tuple[str, str]]:
        v, b, a = hotspot_version.c, boundary.c, hotspot_area.c
        question = (
            select(v.hotspot_id, b.code, b.valid_from, b.name)
            .select_from(hotspot_area)
            .join(boundary, b.id == a.boundary_id)
            .join(hotspot_version, v.id == a.hotspot_version_id)
            .where(
                a.is_lead,
                b.level == "ward",
                held_on(boundary, self.query.on),
                held_on(hotspot_version, self.query.on),
                known_at(hotspot_version, None),
                scope.sees_hotspot(hotspot_version, self.actor),
            )
        )
        return {
            row.hotspot_id: (boundary_id(row.code, row.valid_from), row.name)
            for row in self.connection.execute(question)
        }

    def _quotas(self) -> dict[int, tuple[Quota, str]]:
        """Return what the plans of the year say of each place, and whose plan: of several, the newest ward's."""
        e, p, b = supervision_plan_place.c, supervision_plan.c, boundary.c
        question = (
            select(e.hotspot_id, e.per_month, e.every_days, e.from_month, b.code, b.valid_from)
            .select_from(supervision_plan_place)
            .join(supervision_plan, p.id == e.supervision_plan_id)
            .join(boundary, b.id == p.boundary_id)
            .where(p.year == self.year, known_at(supervision_plan_place, None), self._seen(e.hotspot_id))
            .order_by(b.valid_from, b.code)
        )
        return {
            row.hotspot_id: (
                Quota(row.per_month, row.every_days, row.from_month),
                boundary_id(row.code, row.valid_from),
            )
            for row in self.connection.execute(question)
        }

    def _states(self) -> dict[int, list[Held]]:
        s = status_span.c
        question = (
            select(s.hotspot_id, s.state, s.valid_from, s.valid_to)
            .where(known_at(status_span, None), held_during(status_span, self.span), self._seen(s.hotspot_id))
            .order_by(s.hotspot_id)
        )
        rows = self.connection.execute(question).all()
        return {
            place: [Held(row.state, row.valid_from, row.valid_to) for row in spans]
            for place, spans in groupby(rows, key=lambda row: row.hotspot_id)
        }

    def _visits(self) -> defaultdict[int, Counter[tuple[str, int]]]:
        w = visit_version.c
        day = case((w.state == "made", w.visited_on), else_=w.planned_on)
        counts = or_(w.state == "made", and_(w.state == "planned", w.planned_on >= self.today))
        month = extract("month", day)
        question = (
            select(visit.c.hotspot_id, w.state, month.label("month"), func.count().label("n"))
            .join(visit_version, w.visit_id == visit.c.id)
            .where(known_at(visit_version, None), counts, day >= self.span.start, day < self.span.end)
            .where(self._seen(visit.c.hotspot_id))
            .group_by(visit.c.hotspot_id, w.state, month)
        )
        told: defaultdict[int, Counter[tuple[str, int]]] = defaultdict(Counter)
        for row in self.connection.execute(question):
            told[row.hotspot_id][row.state, int(row.month)] = row.n
        return told


def _place(
    one: Due,
    lead: tuple[str | None, str | None],
    wish: tuple[Quota | None, str | None],
    months: tuple[MonthFigure, ...],
) -> PlaceProgress:
    return PlaceProgress(
        hotspot_id=one.hotspot_id,
        code=one.code,
        name=one.name,
        kind=one.kind,
        status=one.status,
        status_since=one.status_since,
        lead=lead[0],
        lead_name=lead[1],
        quota=wish[0],
        plan_ward=wish[1],
        months=months,
        last_on=one.last_on,
        due_on=one.due_on,
        overdue_days=one.overdue_days,
        interval_days=one.interval_days,
    )
