"""Compares two days: what entered and left each state, what is new, closed, relapsed, gone or drawn anew."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import (
    Connection,
    Select,
    Subquery,
    case,
    cast,
    exists,
    false,
    func,
    null,
    select,
    true,
    union_all,
)

from layers.actor import Actor
from layers.conversion.states import STATES
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import known_at
from layers.store.schema import area_span, hotspot_area, hotspot_version, status_span
from layers.summaries.questions import ACTION, EVERYWHERE, Question, counted
from layers.summaries.rows import Row, holds_version, list_rows

Pair: TypeAlias = tuple[str | None, str | None]
"""States on the two days; None where the place did not count on that day."""

_BEFORE, _NOW = ("old_version_id", "old_span_id", "was"), ("version_id", "span_id", "state")

OPEN = tuple(code for code, state in STATES.items() if state.is_open)


@dataclass(frozen=True)
class Change:
    """What became of places between two days.

    Attributes
    ----------
    moves
        How many places went from one state to another; those that stayed are not here.
    found
        How many count on the second day and did not on the first.
    gone
        How many counted on the first day and no more on the second: they moved out of the area.
    closed
        How many were under supervision and no longer are: stable, not accepted, merged into another one.
    relapsed
        How many relapsed in between, whatever became of them since.
    redrawn
        How many are drawn otherwise than on the first day.
    """

    moves: Mapping[Pair, int] = field(default_factory=dict)
    found: int = 0
    gone: int = 0
    closed: int = 0
    relapsed: int = 0
    redrawn: int = 0

    def entered(self, state: str) -> int:
        """Return how many are in a state that were not in it before."""
        return sum(n for (_, now), n in self.moves.items() if now == state)

    def left(self, state: str) -> int:
        """Return how many are no longer in a state."""
        return sum(n for (was, _), n in self.moves.items() if was == state)

    def net(self, *states: str) -> int:
        """Return by how many some states grew."""
        return sum(self.entered(state) - self.left(state) for state in states)


@dataclass(frozen=True)
class RowChange:
    """What became of the places of an area: those that lie in it on the second day, or lay in it last."""

    row: Row
    change: Change


@dataclass(frozen=True)
class Changes:
    """What became of places between ``question.since`` and ``question.on``.

    Attributes
    ----------
    question
        What was asked.
    rows
        By area; a place in several areas counts in each.
    total
        Each place counted once.
    """

    question: Question
    rows: tuple[RowChange, ...]
    total: Change


def read_changes(connection: Connection, actor: Actor, question: Question) -> Changes:
    """Return what changed since a day, in one SQL for the rows and one for the total.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    question
        What is asked; without ``since`` nothing changed.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    NotFound
        ``boundary_not_found``.
    """
    scope.require(connection, actor, ACTION)
    rows = list_rows(connection, question)
    pairs = compare(connection, actor, question)
    sorts = (pairs.c.was, pairs.c.state, pairs.c.is_relapsed, pairs.c.is_redrawn)
    total = select(*sorts, func.count().label("places")).group_by(*sorts)
    a = hotspot_area.c
    by_row = (
        select(a.boundary_id, *sorts, func.count().label("places"))
        .join(pairs, pairs.c.hotspot_version_id == a.hotspot_version_id)
        .where(holds_version(question, rows))
        .group_by(a.boundary_id, *sorts)
    )
    told: dict[int, list[AnyRow]] = {}
    for row in connection.execute(by_row):
        told.setdefault(row.boundary_id, []).append(row)
    return Changes(
        question,
        tuple(RowChange(row, _sum_up(told.get(row.id, []))) for row in rows),
        _sum_up(list(connection.execute(total))),
    )


def compare(connection: Connection, actor: Actor, question: Question) -> Subquery:
    """Return the places that count on one of the two days of a question, one row each.

    Columns: ``hotspot_version_id, status_span_id`` (of the second day, else of the first), ``was, state`` (on the two
    days; empty where the place did not count), ``is_relapsed, is_redrawn``.
    """
    sides = union_all(
        _side(connection, actor, question, question.since or question.on, is_now=False),
        _side(connection, actor, question, question.on, is_now=True),
    ).subquery()
    one = (
        select(sides.c.hotspot_id, *(func.max(sides.c[name]).label(name) for name in _BEFORE + _NOW))
        .group_by(sides.c.hotspot_id)
        .subquery()
    )
    return select(
        func.coalesce(one.c.version_id, one.c.old_version_id).label("hotspot_version_id"),
        func.coalesce(one.c.span_id, one.c.old_span_id).label("status_span_id"),
        one.c.was,
        one.c.state,
        _relapsed(question, one.c.hotspot_id).label("is_relapsed"),
        _redrawn(one).label("is_redrawn"),
    ).subquery("pairs")


def _side(connection: Connection, actor: Actor, question: Question, on: date, *, is_now: bool) -> Select[Any]:
    """Return the places that count on a day, with nothing in the columns of the other one.

    Both days are laid over each other by grouping: of a full join of two questions, SQLite makes a loop in a loop.
    """
    a = area_span.c
    own = (a.hotspot_version_id, a.status_span_id, a.state)
    nothing = tuple(cast(null(), column.type) for column in own)
    columns = (*nothing, *own) if is_now else (*own, *nothing)
    told = (column.label(name) for column, name in zip(columns, _BEFORE + _NOW, strict=True))
    conditions = counted(connection, actor, question, on=on)
    return select(a.hotspot_id, *told).where(a.boundary_id == EVERYWHERE, *conditions)


def _relapsed(question: Question, place: Any) -> Any:
    s = status_span.c
    return exists().where(
        s.hotspot_id == place,
        s.state == "TAI_PHUC_TAP",
        s.valid_from > (question.since or question.on),
        s.valid_from <= question.on,
        known_at(status_span, question.known_at),
    )


def _redrawn(one: Subquery) -> Any:
    old, new = hotspot_version.alias("old"), hotspot_version.alias("new")
    is_other = exists().where(
        old.c.id == one.c.old_version_id, new.c.id == one.c.version_id, old.c.geojson != new.c.geojson
    )
    # Of nearly all places there is one version: their geometries are not looked at.
    is_kept = func.coalesce(one.c.old_version_id == one.c.version_id, true())
    return case((is_kept, false()), else_=is_other)


def _sum_up(rows: list[AnyRow]) -> Change:
    moves: Counter[Pair] = Counter()
    sums: Counter[str] = Counter()
    for row in rows:
        if row.was != row.state:
            moves[row.was, row.state] += row.places
        sums["found"] += row.places if row.was is None else 0
        sums["gone"] += row.places if row.state is None else 0
        sums["closed"] += (
            row.places if row.was in OPEN and row.state is not None and row.state not in OPEN else 0
        )
        sums["relapsed"] += row.places if row.is_relapsed else 0
        sums["redrawn"] += row.places if row.is_redrawn else 0
    return Change(moves, **sums)
