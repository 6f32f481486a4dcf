"""Reads the calendar days of RFC 3339 texts."""

import re
from datetime import date, datetime

from geo.types import local_day

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"

_DATE = re.compile(DAY)
_MOMENT = re.compile(DAY + TIME)


def is_moment(text: str) -> bool:
    """Tell whether the text is written as a time with its offset."""
    return bool(_MOMENT.fullmatch(text))


def parse_moment(text: str) -> datetime:
    """Return an aware time; ValueError or OverflowError where the calendar knows none such."""
    return datetime.fromisoformat(text.upper().replace(" ", "T"))


def parse_day(text: str) -> date:
    """Return a calendar day from a date, or from a time with its offset (its day in Viet Nam).

    Raises
    ------
    ValueError, OverflowError
        The text is neither, or the calendar knows no such day.
    """
    if is_moment(text):
        return local_day(parse_moment(text))
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    raise ValueError(text)
