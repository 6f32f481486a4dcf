"""Owns the figures that are told by area: each defined once, for pages, files and packs alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from layers.actor import Actor
from layers.conversion.states import STATES
from layers.store.database import Reading
from layers.summaries.changes import OPEN, Change, read_changes
from layers.summaries.duties import Duties, Owed, read_duties
from layers.summaries.questions import Question
from layers.summaries.rows import Described, Row, describe
from layers.summaries.standing import Counts, Overlap, read_overlap, read_standing
from layers.supervision.intervals import Intervals
from webmap.texts import Translator


@dataclass(frozen=True)
class Line:
    """An area of the table, or all of it.

    Attributes
    ----------
    row
        The area; None for the total.
    counts, change, owed
        Its places, what became of them, and visits.
    """

    row: Row | None
    counts: Counts
    change: Change
    owed: Owed


@dataclass(frozen=True)
class Column:
    """A figure.

    Attributes
    ----------
    name
        As addresses name it, and where there are places behind it, as `layers.summaries.questions.Figure` does.
    value
        Reads it.
    net
        Reads by how much it changed since the day compared with; None where that is not known.
    state
        State whose sign stands beside its name; None for none.
    has_places
        Whether there is a list of places behind it.
    """

    name: str
    value: Callable[[Line], int]
    net: Callable[[Line], int] | None = None
    state: str | None = None
    has_places: bool = True


@dataclass(frozen=True)
class Table:
    """Figures by area.

    Attributes
    ----------
    described
        What the table is about, in names.
    lines
        By area, in Vietnamese order.
    total
        All places, each counted once.
    overlap
        Why the rows do not add up to the total.
    duties
        What is owed.
    """

    described: Described
    lines: tuple[Line, ...]
    total: Line
    overlap: Overlap
    duties: Duties


def _state_column(code: str) -> Column:
    return Column(
        f"state.{code}", lambda line: line.counts.of(code), lambda line: line.change.net(code), state=code
    )


COUNTED: Final = tuple(code for code, state in STATES.items() if not state.is_final)
"""States of places that there are; the others were refused, merged or split, or were there twice."""

_ALL: Final = (
    Column("open", lambda line: line.counts.open, lambda line: line.change.net(*OPEN)),
    *(_state_column(code) for code in COUNTED),
    Column("overdue", lambda line: line.owed.overdue),
    Column("soon", lambda line: line.owed.soon),
    Column("unplanned", lambda line: line.owed.unplanned),
    Column("visits", lambda line: line.owed.visits, has_places=False),
)

COLUMNS: Final[Mapping[str, Column]] = {column.name: column for column in _ALL}

HEADLINE: Final = ("open", "state.DANG_CHUYEN_HOA", "state.DA_CHUYEN_HOA", "state.TAI_PHUC_TAP", "overdue")
"""The five figures that stand above everything else."""


def choose_columns(total: Line) -> tuple[Column, ...]:
    """Return the columns of a table: those of states without any place, now and before, are left out."""
    return tuple(
        column
        for column in _ALL
        if column.state is None
        or column.name in HEADLINE
        or column.value(total)
        or total.change.left(column.state)
    )


def column_name(column: Column, translator: Translator) -> str:
    """Return the name of a figure."""
    key = f"codes.status.{column.state}" if column.state else f"dashboard.column.{column.name}"
    return translator.text(key)


def signed(change: int | None) -> str:
    """Return a change with its sign, empty where there is none."""
    return "" if not change else f"+{change}" if change > 0 else f"−{-change}"  # noqa: RUF001 - a minus


def list_moves(change: Change) -> list[tuple[str, str, int]]:
    """Return state before, state after and number of places of each move, in the order of the states."""
    return [
        (was, now, change.moves[was, now]) for was in STATES for now in STATES if change.moves.get((was, now))
    ]


def read_table(connection: Reading, actor: Actor, question: Question, rule: Intervals) -> Table:
    """Return the figures by area.

    Parameters
    ----------
    connection
        A reading transaction, so that the parts never tell different things.
    actor
        Who asks.
    question
        What is asked.
    rule
        Days between visits.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    NotFound
        ``boundary_not_found``.
    """
    standing = read_standing(connection, actor, question)
    changes = read_changes(connection, actor, question)
    duties = read_duties(connection, actor, question, rule)
    parts = zip(standing.rows, changes.rows, duties.rows, strict=True)
    lines = (Line(one.row, one.counts, moved.change, owed.owed) for one, moved, owed in parts)
    total = Line(None, standing.total, changes.total, duties.total)
    overlap = read_overlap(connection, actor, standing)
    return Table(describe(connection, question), tuple(lines), total, overlap, duties)
