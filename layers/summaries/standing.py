"""Counts places by state, by kind and by topic: by area and in total, as of a date, on any set of boundaries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Column, Connection, func, select

from layers.actor import Actor
from layers.conversion.states import STATES
from layers.store import scope
from layers.store.schema import area_span, hotspot_topic, hotspot_version
from layers.summaries.questions import ACTION, EVERYWHERE, Question, counted
from layers.summaries.rows import Row, list_rows, within_rows, within_table


@dataclass(frozen=True)
class Counts:
    """How many places there are in each state; a state without places is missing."""

    states: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many places there are."""
        return sum(self.states.values())

    @property
    def open(self) -> int:
        """How many of them are still under supervision."""
        return sum(n for state, n in self.states.items() if STATES[state].is_open)

    def of(self, *states: str) -> int:
        """Return how many are in one of some states."""
        return sum(self.states.get(state, 0) for state in states)


@dataclass(frozen=True)
class RowCounts:
    """The places of an area; one that lies in several areas counts in each."""

    row: Row
    counts: Counts


@dataclass(frozen=True)
class Standing:
    """Where an area stands on a day.

    Attributes
    ----------
    question
        What was asked.
    rows
        Its areas, those without places too.
    total
        All its places, each counted once.
    """

    question: Question
    rows: tuple[RowCounts, ...]
    total: Counts


@dataclass(frozen=True)
class Overlap:
    """Why rows do not add up to the total.

    Attributes
    ----------
    shared
        How many places count in several rows.
    nowhere
        How many count in no row.
    """

    shared: int
    nowhere: int


@dataclass(frozen=True)
class Sorts:
    """How many places there are of each kind, or of each topic: a place counts in each of its topics.

    Attributes
    ----------
    rows
        By public identifier of an area; an area without places is missing.
    total
        Of all places, each counted once in a topic.
    """

    rows: Mapping[str, Mapping[str, int]]
    total: Mapping[str, int]


def read_standing(connection: Connection, actor: Actor, question: Question) -> Standing:
    """Return where an area stands, rows and total in one SQL.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks: only places that he sees are counted.
    question
        What is asked.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where he reads no places at all.
    NotFound
        ``boundary_not_found``.
    """
    scope.require(connection, actor, ACTION)
    rows = list_rows(connection, question)
    a = area_span.c
    asked = (
        select(a.boundary_id, a.state, func.count())
        .where(within_table(question, rows, a.boundary_id), *counted(connection, actor, question))
        .group_by(a.boundary_id, a.state)
    )
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for area, state, places in connection.execute(asked):
        counts[area][state] = places
    told = tuple(RowCounts(row, Counts(counts.get(row.id, {}))) for row in rows)
    return Standing(question, told, Counts(counts[EVERYWHERE]))


def read_overlap(connection: Connection, actor: Actor, standing: Standing) -> Overlap:
    """Return why the rows of a table do not add up to its total, in one SQL."""
    a, question = area_span.c, standing.question
    inside = within_rows(question, [one.row for one in standing.rows], a.boundary_id)
    by_place = (
        select(func.count().label("times"))
        .where(inside, *counted(connection, actor, question))
        .group_by(a.hotspot_version_id)
        .subquery()
    )
    asked = select(by_place.c.times, func.count()).group_by(by_place.c.times)
    reached: dict[int, int] = {times: places for times, places in connection.execute(asked)}
    return Overlap(
        shared=sum(places for times, places in reached.items() if times > 1),
        nowhere=standing.total.total - sum(reached.values()),
    )


def read_standings(
    connection: Connection, actor: Actor, question: Question, days: Sequence[date]
) -> tuple[Standing, ...]:
    """Return where an area stands on each of a few days, on the same set of boundaries.

    Raises
    ------
    OutsideScope, NotFound
        As `read_standing`.
    """
    fixed = replace(question, vintage=question.boundaries_on)
    return tuple(read_standing(connection, actor, replace(fixed, on=day)) for day in days)


def read_topics(connection: Connection, actor: Actor, question: Question) -> Sorts:
    """Return how many places there are of each topic, in one SQL.

    Raises
    ------
    OutsideScope, NotFound
        As `read_standing`.
    """
    return _read_sorts(connection, actor, question, hotspot_topic.c.topic, hotspot_topic.c.hotspot_version_id)


def read_kinds(connection: Connection, actor: Actor, question: Question) -> Sorts:
    """Return how many places there are of each kind, in one SQL.

    Raises
    ------
    OutsideScope, NotFound
        As `read_standing`.
    """
    return _read_sorts(connection, actor, question, hotspot_version.c.kind, hotspot_version.c.id)


def _read_sorts(
    connection: Connection, actor: Actor, question: Question, sort: Column[str], version_id: Column[int]
) -> Sorts:
    scope.require(connection, actor, ACTION)
    rows = list_rows(connection, question)
    a = area_span.c
    asked = (
        select(a.boundary_id, sort, func.count())
        .join(sort.table, version_id == a.hotspot_version_id)
        .where(within_table(question, rows, a.boundary_id), *counted(connection, actor, question))
        .group_by(a.boundary_id, sort)
    )
    told: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for area, name, places in connection.execute(asked):
        told[area][name] = places
    return Sorts({row.public_id: told[row.id] for row in rows if row.id in told}, told[EVERYWHERE])
