"""Counts working days: Monday to Friday without the public holidays of Viet Nam."""

import json
from datetime import date, timedelta
from functools import cache
from importlib import resources

_DAY = timedelta(days=1)
_FRIDAY = 4
_FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
_DAYS_OF_TET = 5


def add_working_days(day: date, number: int) -> date:
    """Return the day that lies so many working days behind another one, which itself is not counted.

    Free are Saturdays, Sundays and the holidays of article 112 of the Labour Code (45/2019/QH14): 1/1, 30/4, 1/5,
    2/9 with the day before it (the day after, where that one is no weekday), Hùng Kings, and Tết as the last day of
    the old year with the first four of the new one; a holiday on a weekend is made up for on the next weekday.
    The lunar days stand in ``layers/data/lunar_holidays.json``, 2012 to 2040; outside these years they are not
    counted. Nor is what is decided from year to year: other days around Tết, weekdays exchanged for a Saturday,
    days of mourning.

    Parameters
    ----------
    day
        Any day.
    number
        0 or more; 0 returns the day itself.
    """
    while number > 0:
        day += _DAY
        number -= is_working_day(day)
    return day


def count_working_days(start: date, end: date) -> int:
    """Return how many working days lie behind ``start``, up to and with ``end``; less than 0 where it is earlier."""
    if end < start:
        return -count_working_days(end, start)
    return sum(is_working_day(start + _DAY * step) for step in range(1, (end - start).days + 1))


def is_working_day(day: date) -> bool:
    """Tell whether offices work on that day, as `add_working_days` counts it."""
    return day.weekday() <= _FRIDAY and day not in free_days(day.year)


@cache
def free_days(year: int) -> frozenset[date]:
    """Return the public holidays of a year, with the weekdays that make up for those on a weekend."""
    free: set[date] = set()
    for holiday in sorted(_holidays(year)):
        while holiday in free or holiday.weekday() > _FRIDAY:
            free.add(holiday)
            holiday += _DAY  # noqa: PLW2901 - the next weekday takes its place
        free.add(holiday)
    return frozenset(free)


def _holidays(year: int) -> list[date]:
    fixed = [date(year, month, day) for month, day in _FIXED]
    before = date(year, 9, 1)
    lunar = _read_lunar()
    kings = [day for day in lunar["hung_kings"] if day.year == year]
    first_days = [day for day in lunar["tet"] if day.year == year]
    tet = [first + _DAY * step for first in first_days for step in range(-1, _DAYS_OF_TET - 1)]
    return [*fixed, before if before.weekday() <= _FRIDAY else date(year, 9, 3), *kings, *tet]


@cache
def _read_lunar() -> dict[str, list[date]]:
    text = resources.files("layers.data").joinpath("lunar_holidays.json").read_text(encoding="utf-8")
    return {name: [date.fromisoformat(day) for day in days] for name, days in json.loads(text).items()}
