"""Counts what is owed: visits planned and due, answers to recommendations, ends of terms, suspected relapses."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select, union_all

from geo.types import Interval
from layers.actor import Actor
from layers.conversion.status import suspects_relapse
from layers.planning.progress import read_places
from layers.planning.progress_figures import PlaceProgress, Totals
from layers.store import scope
from layers.store.features import hotspot_conditions
from layers.store.periods import known_at
from layers.store.schema import (
    area_span,
    hotspot_area,
    hotspot_version,
    recommendation,
    recommendation_version,
    status_event,
    status_span,
    visit,
    visit_version,
)
from layers.summaries.questions import ACTION, EVERYWHERE, Question, counted, of_versions
from layers.summaries.rows import Row, holds_version, list_rows, within_rows
from layers.supervision.due import SOON_DAYS
from layers.supervision.intervals import Intervals

TERM_DAYS = 30
"""Days ahead within which the end of a conversion term is told."""


@dataclass(frozen=True)
class Letters:
    """Recommendations about places; what was sent and answered is that of a period, what waits that of its last day.

    Attributes
    ----------
    sent, answered
        How many that ask for something were sent, and how many answers came.
    waiting, overdue
        How many wait for their answer, and how many of these too long.
    commended
        How many commendations were sent.
    """

    sent: int
    answered: int
    waiting: int
    overdue: int
    commended: int


@dataclass(frozen=True)
class Owed:
    """Visits to some places.

    Attributes
    ----------
    visits
        How many were made in the period.
    overdue, soon
        How many places should have been visited before the day, and how many are to be visited within
        `layers.supervision.due.SOON_DAYS`.
    unplanned
        How many are to be visited and stand in no supervision plan of the year.
    plan
        Visits that the supervision plans of the year want, made and missing by the day.
    """

    visits: int
    overdue: int
    soon: int
    unplanned: int
    plan: Totals


@dataclass(frozen=True)
class RowOwed:
    """Visits to the places of an area; one that lies in several areas counts in each."""

    row: Row
    owed: Owed


@dataclass(frozen=True)
class Duties:
    """What is owed on a day.

    Attributes
    ----------
    question
        What was asked.
    period
        Days for which visits and letters are counted, half-open: after ``since``, else from the first of the year.
    rows
        Visits by area.
    total
        Visits to all places, each counted once.
    letters
        Recommendations.
    term_ends
        How many conversion terms end within `TERM_DAYS`.
    suspected
        At how many converted places a visit saw a relapse.
    """

    question: Question
    period: Interval
    rows: tuple[RowOwed, ...]
    total: Owed
    letters: Letters
    term_ends: int
    suspected: int


def read_duties(connection: Connection, actor: Actor, question: Question, intervals: Intervals) -> Duties:
    """Return what is owed on a day, inside the actor's scope.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    question
        What is asked.
    intervals
        Days between visits.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    NotFound
        ``boundary_not_found``.
    """
    scope.require(connection, actor, ACTION)
    rows = list_rows(connection, question)
    period = period_of(question)
    places = list_places_owed(connection, actor, question, intervals)
    inside = _places_by_row(connection, actor, question, rows)
    visits = count_visits(connection, actor, question, rows)
    return Duties(
        question,
        period,
        tuple(
            RowOwed(row, _sum_up((one for one in places if one.hotspot_id in inside[row.id]), visits[row.id]))
            for row in rows
        ),
        _sum_up(places, visits[EVERYWHERE]),
        _count_letters(connection, actor, question),
        _count_places(connection, actor, question, term_ends(question)),
        _count_places(connection, actor, question, is_suspected(question)),
    )


def period_of(question: Question) -> Interval:
    """Return the days for which visits and letters are counted."""
    start = Interval.instant(question.since).end if question.since else date(question.on.year, 1, 1)
    return Interval(start, Interval.instant(question.on).end)


def list_places_owed(
    connection: Connection, actor: Actor, question: Question, intervals: Intervals
) -> tuple[PlaceProgress, ...]:
    """Return the places that are to be visited, or are in a plan of the year, in Vietnamese order of their names."""
    return read_places(connection, actor, question.on.year, question.on, question.query(), intervals)


def count_visits(
    connection: Connection, actor: Actor, question: Question, rows: Sequence[Row]
) -> Mapping[int, int]:
    """Return how many visits were made in the period, where the place lay on the day of each.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    question
        What is asked.
    rows
        What `layers.summaries.rows.list_rows` returned.

    Returns
    -------
    mapping
        By row of ``boundary``; in all by `layers.summaries.questions.EVERYWHERE`.
    """
    w, v, a = visit_version.c, hotspot_version.c, hotspot_area.c
    period = period_of(question)
    query = replace(question.query(), valid=period)
    made = (
        select(visit.c.id, v.id.label("hotspot_version_id"))
        .join(visit_version, w.visit_id == visit.c.id)
        .join(
            hotspot_version,
            and_(v.hotspot_id == visit.c.hotspot_id, known_at(hotspot_version, query.known_at)),
        )
        .where(w.state == "made", w.visited_on >= period.start, w.visited_on < period.end)
        .where(
            known_at(visit_version, query.known_at), v.valid_from <= w.visited_on, v.valid_to > w.visited_on
        )
        .where(*of_versions(connection, actor, query, v.id))
        .cte("made")
    )
    by_row = (
        select(a.boundary_id, func.count())
        .join(made, made.c.hotspot_version_id == a.hotspot_version_id)
        .where(holds_version(question, rows))
        .group_by(a.boundary_id)
    )
    everywhere = select(literal(EVERYWHERE), func.count()).select_from(made)
    told: Counter[int] = Counter()
    for area, visits in connection.execute(union_all(by_row, everywhere)):
        told[area] = visits
    return told


def is_overdue(place: PlaceProgress) -> bool:
    """Tell whether a place should have been visited before the day."""
    return place.overdue_days is not None and place.overdue_days > 0


def is_soon(place: PlaceProgress) -> bool:
    """Tell whether a place is to be visited within `layers.supervision.due.SOON_DAYS`."""
    return place.overdue_days is not None and -SOON_DAYS <= place.overdue_days <= 0


def term_ends(question: Question) -> ColumnElement[bool]:
    """Return the condition that a row of ``area_span`` is a conversion whose term ends within `TERM_DAYS`."""
    s, e = status_span.c, status_event.c
    last = question.on + timedelta(days=TERM_DAYS)
    ends = exists().where(
        s.id == area_span.c.status_span_id, e.id == s.event_id, e.term_to.between(question.on, last)
    )
    return and_(area_span.c.state == "DANG_CHUYEN_HOA", ends.correlate(area_span))


def is_suspected(question: Question) -> ColumnElement[bool]:
    """Return the condition that a row of ``area_span`` is a conversion since which a visit saw a relapse."""
    s = status_span.c
    return (
        exists()
        .where(s.id == area_span.c.status_span_id, suspects_relapse(question.on, question.known_at))
        .correlate(area_span)
    )


def _sum_up(places: Iterable[PlaceProgress], visits: int) -> Owed:
    told = list(places)
    return Owed(
        visits,
        overdue=sum(map(is_overdue, told)),
        soon=sum(map(is_soon, told)),
        unplanned=sum(one.is_missing for one in told),
        plan=Totals.of(told),
    )


def _places_by_row(
    connection: Connection, actor: Actor, question: Question, rows: Sequence[Row]
) -> Mapping[int, set[int]]:
    a = area_span.c
    asked = select(a.boundary_id, a.hotspot_id).where(
        within_rows(question, rows, a.boundary_id), *counted(connection, actor, question)
    )
    inside: defaultdict[int, set[int]] = defaultdict(set)
    for area, place in connection.execute(asked):
        inside[area].add(place)
    return inside


def _count_letters(connection: Connection, actor: Actor, question: Question) -> Letters:
    r, v = recommendation.c, recommendation_version.c
    period, on = period_of(question), question.on
    asks, waits = r.kind == "handle", _waits(on)
    sent, answered = (and_(day >= period.start, day < period.end) for day in (v.sent_on, v.answered_on))
    sorts = (and_(asks, sent), and_(asks, answered), and_(asks, waits), and_(asks, waits, v.reply_due_on < on),
             and_(~asks, sent))  # fmt: skip
    places = select(hotspot_version.c.hotspot_id).where(
        *hotspot_conditions(replace(question.query(), valid=Interval()), actor)
    )
    told = (
        select(*(func.count().filter(sort) for sort in sorts))
        .select_from(recommendation)
        .join(recommendation_version, v.recommendation_id == r.id)
        .where(known_at(recommendation_version, question.known_at), r.hotspot_id.in_(places))
    )
    counts: Sequence[int] = connection.execute(told).one()
    return Letters(*counts)


def _waits(on: date) -> ColumnElement[bool]:
    v = recommendation_version.c
    is_open = (or_(day.is_(None), day > on) for day in (v.answered_on, v.closed_on))
    return and_(v.sent_on <= on, *is_open)


def _count_places(connection: Connection, actor: Actor, question: Question, sort: Any) -> int:
    asked = select(func.count()).where(
        area_span.c.boundary_id == EVERYWHERE, *counted(connection, actor, question), sort
    )
    return int(connection.execute(asked).scalar_one())
