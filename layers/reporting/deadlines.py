"""What is owed by when: the table of rules, the day each asks for, and what a day makes of something owed."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

from layers.reporting.report_periods import Period, list_periods

REMIND_DAYS = (1, 3, 7)
"""Days before its last day on which something owed is called to mind."""


@dataclass(frozen=True)
class Deadlines:
    """What the settings say of days.

    Attributes
    ----------
    report_day
        Day of the last month of a period on which its report is due.
    is_strict
        Whether what is wanted before a day has to be there the day before; else that day is still in time.
    """

    report_day: int = 25
    is_strict: bool = True


@dataclass(frozen=True)
class Rule:
    """Something that is owed again and again.

    Attributes
    ----------
    code
        Stable name.
    kind
        Kind of the period for which it is owed once.
    owed_by
        ``ward``, or ``above``: districts and groupings of wards.
    answer
        What settles it: a ``report`` of ours that was submitted, or the ``receipt`` of a paper.
    month, day
        Last day in the year of the period; None where it is the day of reports in the last month of the period.
    is_before
        Whether the source says "before" that day.
    """

    code: str
    kind: str
    owed_by: str
    answer: str
    month: int | None = None
    day: int | None = None
    is_before: bool = False

    def last_day(self, period: Period, deadlines: Deadlines) -> date:
        """Return the last day on which it is in time for a period."""
        if self.month is None or self.day is None:
            return period.last_day.replace(day=deadlines.report_day)
        named = date(period.year, self.month, self.day)
        return named - timedelta(days=1) if self.is_before and deadlines.is_strict else named


@lru_cache
def list_rules() -> tuple[Rule, ...]:
    """Return what is owed: ``layers/data/obligations.json``."""
    text = resources.files("layers.data").joinpath("obligations.json").read_text(encoding="utf-8")
    return tuple(Rule(**told) for told in json.loads(text)["rules"])


def list_owed(year: int, owed_by: str) -> tuple[tuple[Rule, Period], ...]:
    """Return everything that wards, or the areas above them, owe in a year."""
    rules = [rule for rule in list_rules() if rule.owed_by == owed_by]
    return tuple((rule, period) for rule in rules for period in list_periods(rule.kind, year))


def find_report_day(period: Period, owed_by: str, deadlines: Deadlines) -> date | None:
    """Return the last day on which the report on a period is in time; None where it is not owed."""
    rules = [rule for rule in list_rules() if rule.owed_by == owed_by and rule.answer == "report"]
    found = next((rule for rule in rules if rule.kind == period.kind), None)
    return found.last_day(period, deadlines) if found else None


def judge(last_on: date, received_on: date | None, today: date) -> str:
    """Return how something owed stands: overdue, soon, open (far off), late (but received), in_time."""
    if received_on is not None:
        return "late" if received_on > last_on else "in_time"
    if today > last_on:
        return "overdue"
    return "soon" if last_on - today <= timedelta(days=max(REMIND_DAYS)) else "open"


def find_reminder(last_on: date, today: date) -> int | None:
    """Return which of `REMIND_DAYS` was the last to come, 0 once it is overdue; None while it is far off."""
    if today > last_on:
        return 0
    return next((days for days in REMIND_DAYS if (last_on - today).days <= days), None)
