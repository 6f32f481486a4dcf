"""How many visits a supervision plan wants of a place in each month of a year."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from layers.supervision.intervals import STATE_GROUPS

MONTHS = range(1, 13)
MOST_PER_MONTH = 31
MOST_DAYS = 366

_USUAL_MONTH_DAYS = 30
_ASKING = frozenset().union(*STATE_GROUPS.values())


@dataclass(frozen=True)
class Quota:
    """How often a place is to be visited: so many times a month, or every so many days; one of the two is given.

    Attributes
    ----------
    per_month
        Visits a month.
    every_days
        Days between two visits.
    from_month
        First month of the year that counts, 1 to 12.
    """

    per_month: int | None = None
    every_days: int | None = None
    from_month: int = 1

    @property
    def is_right(self) -> bool:
        """Whether one of the two is given, and within what makes sense."""
        if (self.per_month is None) == (self.every_days is None) or self.from_month not in MONTHS:
            return False
        if self.per_month is not None:
            return 1 <= self.per_month <= MOST_PER_MONTH
        return 1 <= (self.every_days or 0) <= MOST_DAYS

    @property
    def days(self) -> int:
        """Days between two visits at most, so that a month has as many as are wanted."""
        return self.every_days or max(1, _USUAL_MONTH_DAYS // (self.per_month or 1))


class Held(NamedTuple):
    """A state of a place, and the days on which it held, half-open."""

    state: str
    start: date
    end: date


def usual_quota(interval_days: int, from_month: int = 1) -> Quota:
    """Return the visits a month that come nearest to an interval, one at least."""
    return Quota(per_month=max(1, round(_USUAL_MONTH_DAYS / interval_days)), from_month=from_month)


def asks_for_visits(state: str | None) -> bool:
    """Tell whether places in a state are visited, so that they belong in a plan."""
    return state in _ASKING


def month_days(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def count_wanted(quota: Quota | None, year: int, month: int, states: Sequence[Held]) -> int:
    """Return how many visits are wanted in a month.

    A month counts from the quota's first one on, and only if the place was under supervision on its first and on its
    last day: what is opened or closed in the middle of a month owes nothing for it. An interval is laid out over the
    year from its first day on, so that its months add up to the year's.

    Parameters
    ----------
    quota
        What the plan says; None for a place that is in none.
    year, month
        The month.
    states
        States of the place.
    """
    first, last = month_days(year, month)
    if (
        quota is None
        or month < quota.from_month
        or not (_is_asked(first, states) and _is_asked(last, states))
    ):
        return 0
    if quota.per_month is not None:
        return quota.per_month
    every = quota.every_days or MOST_DAYS
    before = (first - date(year, 1, 1)).days
    return (before + (last - first).days + 1) // every - before // every


def count_due(wanted: int, year: int, month: int, on: date) -> int:
    """Return how many of the visits wanted in a month should have been made by the end of a day."""
    first, last = month_days(year, month)
    if on >= last:
        return wanted
    if on < first:
        return 0
    return wanted * ((on - first).days + 1) // ((last - first).days + 1)


def reference_day(year: int, today: date) -> date:
    """Return the day whose places and wards a year is told by: today in its own year, else its end nearest to today."""
    if year == today.year:
        return today
    return date(year + 1, 1, 1) - timedelta(days=1) if year < today.year else date(year, 1, 1)


def _is_asked(day: date, states: Sequence[Held]) -> bool:
    return any(held.start <= day < held.end and asks_for_visits(held.state) for held in states)
