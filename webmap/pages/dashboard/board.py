"""Reads all that the page shows, in one transaction: so its parts never tell different things."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from shapely.geometry.base import BaseGeometry

from layers.actor import Actor
from layers.areas.boundaries import read_shapes
from layers.store.database import Reading
from layers.summaries.breaks import Break, find_breaks
from layers.summaries.standing import Standing, read_standings
from layers.summaries.trends import Trend, month_ends, read_trend
from layers.supervision.intervals import Intervals
from webmap.pages.dashboard.asked import Asked
from webmap.render import overview_figures
from webmap.render.overview_figures import COLUMNS, Line, Table

SMALL_MAPS = 6


@dataclass(frozen=True)
class Board:
    """What the page shows.

    Attributes
    ----------
    table
        Figures by area.
    shapes
        Areas by row, WGS 84.
    trend
        Places by state over time.
    breaks
        When figures began to mean something else.
    past
        Where the area stood on a few days of the trend, the last of them the day itself.
    """

    table: Table
    shapes: Mapping[int, BaseGeometry]
    trend: Trend
    breaks: tuple[Break, ...]
    past: tuple[Standing, ...]


def read_table(connection: Reading, actor: Actor, asked: Asked, rule: Intervals) -> Table:
    """Return the figures by area, ordered as asked for; errors as `webmap.render.overview_figures.read_table`."""
    table = overview_figures.read_table(connection, actor, asked.question, rule)
    return replace(table, lines=_order(table.lines, asked.sort))


def read_board(connection: Reading, actor: Actor, asked: Asked, rule: Intervals) -> Board:
    """Return what the page shows.

    Raises
    ------
    OutsideScope, NotFound
        As `read_table`.
    """
    table, question = read_table(connection, actor, asked, rule), asked.question
    days = month_ends(asked.start, question.on)
    return Board(
        table,
        read_shapes(connection, [line.row.id for line in table.lines if line.row]),
        read_trend(connection, actor, question, days),
        find_breaks(connection, asked.start, question.on),
        read_standings(connection, actor, question, choose_days(days)),
    )


def choose_days(days: tuple[date, ...]) -> tuple[date, ...]:
    """Return a few of many days, evenly spread, the last among them."""
    last, few = len(days) - 1, min(SMALL_MAPS, len(days))
    return tuple(days[round(last - last * back / max(few - 1, 1))] for back in reversed(range(few)))


def _order(lines: tuple[Line, ...], sort: str) -> tuple[Line, ...]:
    if sort not in COLUMNS:
        return lines
    return tuple(sorted(lines, key=COLUMNS[sort].value, reverse=True))
