"""The periods that are reported: months, quarters, halves and years, and how they are written."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from layers.errors import Refused

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How long each kind of period is, in months."""

KINDS = tuple(MONTHS)

FIRST_YEAR, LAST_YEAR = 2010, 2100

_LETTERS = {"quarter": "Q", "half": "H"}
_WRITTEN = {
    "month": re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII),
    "quarter": re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    "half": re.compile(r"(\d{4})-H([12])", re.ASCII),
    "year": re.compile(r"(\d{4})()", re.ASCII),
}


@dataclass(frozen=True, order=True)
class Period:
    """A period of which is reported.

    Attributes
    ----------
    start
        Its first day.
    kind
        One of `KINDS`.
    """

    start: date
    kind: str

    @property
    def year(self) -> int:
        """Calendar year."""
        return self.start.year

    @property
    def number(self) -> int:
        """Which of its kind it is in the year, from 1."""
        return (self.start.month - 1) // MONTHS[self.kind] + 1

    @property
    def end(self) -> date:
        """First day after it."""
        return _shift(self.start, MONTHS[self.kind])

    @property
    def last_day(self) -> date:
        """Last day of it."""
        return self.end - timedelta(days=1)

    @property
    def code(self) -> str:
        """How it is written: ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026``."""
        if self.kind == "year":
            return str(self.year)
        letter = _LETTERS.get(self.kind)
        return f"{self.year}-{letter}{self.number}" if letter else f"{self.start:%Y-%m}"

    def before(self) -> "Period":
        """Return the period of the same kind before it."""
        return Period(_shift(self.start, -MONTHS[self.kind]), self.kind)

    def after(self) -> "Period":
        """Return the period of the same kind after it."""
        return Period(self.end, self.kind)


def period_of(kind: str, day: date) -> Period:
    """Return the period of a kind that a day lies in."""
    months = MONTHS[kind]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), kind)


def read_period(kind: str, text: str) -> Period:
    """Return the period that is written so.

    Raises
    ------
    Refused
        ``period_invalid``, with an example of how such a period is written.
    """
    found = _WRITTEN[kind].fullmatch(text.strip().upper()) if kind in _WRITTEN else None
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        example = period_of(kind, date(2026, 11, 1)).code if kind in MONTHS else ""
        raise Refused("period_invalid", field="period", period=text, example=example)
    return Period(date(int(found[1]), (int(found[2] or 1) - 1) * MONTHS[kind] + 1, 1), kind)


def list_periods(kind: str, year: int) -> tuple[Period, ...]:
    """Return the periods of a kind in a year."""
    return tuple(Period(date(year, month, 1), kind) for month in range(1, 13, MONTHS[kind]))


def _shift(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
