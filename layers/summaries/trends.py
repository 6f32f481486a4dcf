"""Counts places by state over many dates, and what entered each state month by month."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select, union_all

from geo.types import Interval
from layers.actor import Actor
from layers.store import scope
from layers.store.periods import held_during, known_at
from layers.store.schema import area_span, status_span
from layers.summaries.questions import ACTION, EVERYWHERE, Question, of_versions


@dataclass(frozen=True)
class Trend:
    """Places by state over time.

    Attributes
    ----------
    days
        Ascending.
    states
        How many places were in a state on each day; a state that never was is missing.
    """

    days: tuple[date, ...]
    states: Mapping[str, tuple[int, ...]]

    @property
    def totals(self) -> tuple[int, ...]:
        """How many places there were on each day."""
        return tuple(map(sum, zip(*self.states.values(), strict=True))) or (0,) * len(self.days)


@dataclass(frozen=True)
class Flow:
    """How many places entered each state in each month.

    Attributes
    ----------
    months
        First days, ascending.
    entered
        By state; a state that none entered is missing.
    """

    months: tuple[date, ...]
    entered: Mapping[str, tuple[int, ...]]


def month_ends(start: date, end: date) -> tuple[date, ...]:
    """Return the last day of each month from a day on, and at the end the last day itself."""
    firsts = (first for first in month_starts(start, end) if first > start)
    days = {first - timedelta(days=1) for first in firsts} | {end}
    return tuple(sorted(day for day in days if start <= day <= end))


def month_starts(start: date, end: date) -> tuple[date, ...]:
    """Return the first days of the months from that of one day to that of another."""
    numbers = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def read_trend(connection: Connection, actor: Actor, question: Question, days: Sequence[date]) -> Trend:
    """Return how many places were in each state on each of some days, each place counted once, in one SQL.

    What is asked of the database grows with the days on which a state began or ended, not with the days of the trend.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    question
        What is asked; its day does not count here.
    days
        Days of the trend, ascending.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    scope.require(connection, actor, ACTION)
    if not days:
        return Trend((), {})
    steps: dict[str, Counter[int]] = defaultdict(Counter)
    for state, day, by in connection.execute(
        _turns(connection, actor, question, Interval(days[0], _next(days[-1])))
    ):
        steps[state][bisect_left(days, day)] += by
    told = {
        state: tuple(accumulate(changed[at] for at in range(len(days))))
        for state, changed in sorted(steps.items())
    }
    return Trend(tuple(days), {state: counts for state, counts in told.items() if any(counts)})


def read_flow(connection: Connection, actor: Actor, question: Question, months: Sequence[date]) -> Flow:
    """Return how many places entered each state in each of some months, in one SQL; a new place enters its first.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    question
        What is asked; its day does not count here.
    months
        First days of months that follow one another.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    scope.require(connection, actor, ACTION)
    if not months:
        return Flow((), {})
    a, s = area_span.c, status_span.c
    span = Interval(months[0], _next_month(months[-1]))
    began = (
        select(a.state, a.valid_from, func.count())
        .join(status_span, and_(s.id == a.status_span_id, s.valid_from == a.valid_from))
        .where(a.boundary_id == EVERYWHERE, known_at(area_span, question.known_at))
        .where(a.valid_from >= span.start, a.valid_from < span.end)
        .where(*_of_span(connection, actor, question, span))
        .group_by(a.state, a.valid_from)
    )
    entered: dict[str, Counter[date]] = defaultdict(Counter)
    for state, day, places in connection.execute(began):
        entered[state][day.replace(day=1)] += places
    return Flow(
        tuple(months),
        {state: tuple(by_month[month] for month in months) for state, by_month in sorted(entered.items())},
    )


def _turns(connection: Connection, actor: Actor, question: Question, span: Interval) -> Any:
    """Return the question on which days how many places entered (more) and left (fewer) each state."""
    a = area_span.c
    held = [
        a.boundary_id == EVERYWHERE,
        known_at(area_span, question.known_at),
        held_during(area_span, span),
        *_of_span(connection, actor, question, span),
    ]
    entered = select(a.state, a.valid_from.label("day"), func.count().label("by")).where(*held)
    left = select(a.state, a.valid_to, -func.count()).where(*held, a.valid_to < span.end)
    return union_all(entered.group_by(a.state, a.valid_from), left.group_by(a.state, a.valid_to))


def _of_span(
    connection: Connection, actor: Actor, question: Question, span: Interval
) -> list[ColumnElement[bool]]:
    query = replace(question.query(), valid=span)
    return of_versions(connection, actor, query, area_span.c.hotspot_version_id)


def _next(day: date) -> date:
    return Interval.instant(day).end


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
