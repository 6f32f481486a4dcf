"""The days that a view of the calendar shows, and what stands on each of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from layers.agenda.calendar_items import Item

View = Literal["month", "week"]

VIEWS: tuple[View, ...] = ("month", "week")

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years whose days a calendar shows."""

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """The days of a view: whole weeks from Monday to Sunday.

    Attributes
    ----------
    view
        One of `VIEWS`.
    on
        The day asked for, which lies inside.
    start, end
        Days, half-open.
    """

    view: View
    on: date
    start: date
    end: date

    @classmethod
    def around(cls, view: View, on: date) -> Self:
        """Return the view that shows a day."""
        if view == "week":
            monday = _monday(on)
            return cls(view, on, monday, monday + _WEEK)
        first = on.replace(day=1)
        return cls(view, on, _monday(first), _monday(_next_month(first) - timedelta(days=1)) + _WEEK)

    @property
    def previous_on(self) -> date:
        """A day of the view before."""
        return (
            self.start - _WEEK
            if self.view == "week"
            else (self.on.replace(day=1) - timedelta(days=1)).replace(day=1)
        )

    @property
    def next_on(self) -> date:
        """A day of the view behind."""
        return self.end if self.view == "week" else _next_month(self.on)

    @property
    def last_on(self) -> date:
        """The last day."""
        return self.end - timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """One day of a view.

    Attributes
    ----------
    items
        What stands on it, except peak periods.
    peaks
        The peak periods that it lies in.
    is_outside
        It belongs to the month before or behind.
    is_past, is_today
        Seen from today.
    """

    day: date
    items: tuple[Item, ...]
    peaks: tuple[Item, ...]
    is_outside: bool
    is_past: bool
    is_today: bool

    @property
    def begins_peak(self) -> bool:
        """Whether a peak period begins on it."""
        return any(one.start == self.day for one in self.peaks)

    @property
    def is_open(self) -> bool:
        """Whether something on it can still be moved to another day."""
        return any(one.may_move for one in self.items)


def lay_out(span: Span, items: Iterable[Item], today: date) -> list[Sequence[Cell]]:
    """Return the weeks of a view, each of seven days."""
    by_day: dict[date, list[Item]] = defaultdict(list)
    peaks = []
    for one in items:
        if one.kind == "peak":
            peaks.append(one)
        else:
            by_day[one.start].append(one)
    count = (span.end - span.start).days
    cells = (
        Cell(
            day,
            tuple(by_day[day]),
            tuple(peak for peak in peaks if peak.start <= day < peak.end),
            is_outside=span.view == "month" and day.month != span.on.month,
            is_past=day < today,
            is_today=day == today,
        )
        for day in (span.start + timedelta(days=n) for n in range(count))
    )
    return list(_by_seven(cells))


def _by_seven(cells: Iterable[Cell]) -> Iterable[Sequence[Cell]]:
    listed = list(cells)
    return (listed[at : at + 7] for at in range(0, len(listed), 7))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
