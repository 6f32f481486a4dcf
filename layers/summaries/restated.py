"""Reads the counts of a month on any set of boundaries; a small count stays hidden in every figure that holds it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from layers.actor import Actor
from layers.programme.figures import ENTER, MASKED_BELOW, READ
from layers.programme.units import Unit, list_units
from layers.store import scope
from layers.store.periods import known_at
from layers.store.schema import boundary, figure, figure_version, succession
from layers.summaries.questions import Question
from layers.summaries.restating import Bounds, Restated, Step, find_fates, restate
from layers.summaries.rows import SLIVER, Row, list_rows

HIDDEN = Bounds(0, MASKED_BELOW - 1, is_masked=True)
"""What a mere reader knows of a small count. Whatever is computed from it for him tells him no more than that."""


@dataclass(frozen=True)
class CountQuestion:
    """Which counts are asked for, and on which boundaries.

    Attributes
    ----------
    month
        First day of the month that was counted.
    vintage
        Day whose boundaries make up the rows.
    area
        Only what lies in this boundary or ward cluster (public identifier); None is all that the reader may read.
    known_at
        As the register knew it at this aware time; None is now.
    """

    month: date
    vintage: date
    area: str | None = None
    known_at: datetime | None = None

    def rows_on(self, day: date) -> Question:
        """Return the question for the wards of the area on a day."""
        return Question(day, area=self.area)


@dataclass(frozen=True)
class RestatedRow:
    """What was counted in an area.

    Attributes
    ----------
    row
        The area.
    count
        As it is known; None where nothing was counted there.
    missing
        Names of wards with land in it that told nothing, or that the reader may not read.
    divided
        Names of wards that were divided, a part of which lies in it: why the count is a range.
    """

    row: Row
    count: Bounds | None
    missing: tuple[str, ...]
    divided: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether the figure is that of the whole area."""
        return self.count is not None and self.count.is_exact and not self.missing


@dataclass(frozen=True)
class RestatedCounts:
    """The counts of a category on a set of boundaries; certain counts of the rows and ``unassigned`` add up to total.

    Attributes
    ----------
    category
        Code of what was counted.
    rows
        In the order of `layers.summaries.rows.list_rows`.
    unassigned
        What was counted in wards that were divided: nobody can say where it belongs.
    total
        All that was counted.
    missing
        Names of wards that told nothing, or that the reader may not read.
    """

    category: str
    rows: tuple[RestatedRow, ...]
    unassigned: Bounds
    total: Bounds
    missing: tuple[str, ...]


def read_restated(
    connection: Connection, actor: Actor, asked: CountQuestion, categories: Sequence[str]
) -> tuple[RestatedCounts, ...]:
    """Return the counts of some categories on a set of boundaries, in the order of the categories.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks: what he may not read counts as missing.
    asked
        Month, boundaries and area.
    categories
        Codes of `layers.programme.categories.list_categories`.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where he may read no counts at all.
    NotFound
        ``boundary_not_found``.
    """
    scope.require(connection, actor, READ)
    counted = list_rows(connection, asked.rows_on(asked.month))
    rows = list_rows(connection, asked.rows_on(asked.vintage))
    targets = _targets(connection, asked)
    fates = find_fates([one.id for one in counted], targets, _read_steps(connection))
    own = frozenset(row.id for row in rows)
    # What lies whole in an area that is no row belongs to a neighbour.
    names = {one.id: one.name for one in counted if not fates[one.id].is_whole or fates[one.id].areas <= own}
    values = _read_values(connection, actor, asked)
    told = []
    for category in categories:
        counts = {unit: values.get((unit, category)) for unit in names}
        told.append(_tell(category, rows, restate(counts, fates), counts, names))
    return tuple(told)


def find_last_month(connection: Connection) -> date | None:
    """Return the first day of the last month of which anything was counted; None where nothing was."""
    told = select(func.max(figure.c.month)).join(figure_version, figure_version.c.figure_id == figure.c.id)
    return connection.execute(
        told.where(figure_version.c.value.is_not(None), known_at(figure_version, None))
    ).scalar()


def _tell(
    category: str,
    rows: Sequence[Row],
    found: Restated,
    counts: Mapping[int, Bounds | None],
    names: Mapping[int, str],
) -> RestatedCounts:
    return RestatedCounts(
        category,
        tuple(
            RestatedRow(
                row,
                found.areas.get(row.id),
                _names_of(found.missing.get(row.id, ()), names),
                _names_of(found.divided.get(row.id, ()), names),
            )
            for row in rows
        ),
        found.unassigned,
        found.total,
        _names_of({unit for unit, count in counts.items() if count is None}, names),
    )


def _names_of(units: Collection[int], names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(name for unit, name in names.items() if unit in units)


def _targets(connection: Connection, asked: CountQuestion) -> set[int]:
    """Return all wards of the boundaries asked for: those outside the area take their part too."""
    return {row.id for row in list_rows(connection, Question(asked.vintage))}


def _read_steps(connection: Connection) -> list[Step]:
    s, new = succession.c, boundary.alias("new")
    question = select(s.from_id, s.to_id, s.kind, s.share_of_to, new.c.is_partial).join(
        new, new.c.id == s.to_id
    )
    # Of an area drawn in part, nobody knows where the rest of it came from.
    return [
        Step(
            row.from_id, row.to_id, row.kind == "whole", row.share_of_to >= 1 - SLIVER and not row.is_partial
        )
        for row in connection.execute(question)
    ]


def _read_values(connection: Connection, actor: Actor, asked: CountQuestion) -> dict[tuple[int, str], Bounds]:
    readable = _ids(list_units(connection, actor, READ, asked.month))
    counting = _ids(list_units(connection, actor, ENTER, asked.month))
    f, v = figure.c, figure_version.c
    question = (
        select(f.boundary_id, f.category, v.value)
        .join(figure_version, v.figure_id == f.id)
        .where(f.month == asked.month, v.value.is_not(None), known_at(figure_version, asked.known_at))
    )
    return {
        (row.boundary_id, row.category): HIDDEN
        if row.value < MASKED_BELOW and row.boundary_id not in counting
        else Bounds(row.value, row.value)
        for row in connection.execute(question)
        if row.boundary_id in readable
    }


def _ids(listed: Sequence[Unit]) -> frozenset[int]:
    return frozenset(unit.id for unit in listed)
