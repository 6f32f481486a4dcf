"""Says times, lengths and faults of a day's plan in the words of a language: for pages, paper and files alike."""

from datetime import date
from typing import Final

from geo.travel.problem import Fault
from layers.outings.day_shapes import PlannedTeam
from webmap.texts import Translator

_MINUTE_S: Final = 60
_HOUR_MIN: Final = 60
_DAY_H: Final = 24
_KM_M: Final = 1000
_TEN_M: Final = 10


def write_clock(time_s: int) -> str:
    """Write a time of the day, from seconds since midnight, to the minute: 08:12."""
    hours, minutes = divmod(round(time_s / _MINUTE_S), _HOUR_MIN)
    return f"{hours % _DAY_H:02}:{minutes:02}"


def say_day(words: Translator, day: date) -> str:
    """Write a day with its name in the week."""
    return words.text(f"plans.weekday.{day.weekday()}", day=day)


def say_span(words: Translator, length_s: int) -> str:
    """Say how long something takes; what takes any time at all takes a minute."""
    minutes = max(round(length_s / _MINUTE_S), 1 if length_s > 0 else 0)
    hours, rest = divmod(minutes, _HOUR_MIN)
    if hours:
        return words.text("plans.hours_minutes", hours=hours, minutes=f"{rest:02}")
    return words.text("plans.minutes", n=minutes)


def say_length(words: Translator, length_m: float) -> str:
    """Say how far it is: in tens of metres, in kilometres from one on."""
    rounded_m = round(length_m / _TEN_M) * _TEN_M
    if rounded_m < _KM_M:
        return words.text("plans.metres", m=rounded_m)
    return words.text("plans.kilometres", km=words.number(rounded_m / _KM_M, decimals=1))


def say_fault(words: Translator, team: PlannedTeam, fault: Fault) -> str:
    """Say what the order of a team breaks, and where."""
    at = fault.stop
    name = team.stops[at].name if at is not None and at < len(team.stops) else team.name
    return words.text(f"plans.fault.{fault.code}", name=name, span=say_span(words, fault.by_s))
