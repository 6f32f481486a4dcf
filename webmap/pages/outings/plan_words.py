"""Says what stands in the plan of a day: times, ways, faults and reasons, in the words of the reader."""

from datetime import date, datetime
from typing import Final

from geo.travel.problem import Fault
from geo.types import local_day
from layers.outings.day_shapes import Ground, PlannedStop, PlannedTeam
from webmap.http.i18n import t, translator
from webmap.render.day_words import say_day, say_fault, say_length, say_span, write_clock

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""A team is told apart on the map and in lists by its letter and the pattern of its line, never by colour alone."""

LOOKS: Final = 6
"""Colours with patterns of lines that plans.css has."""

_YEAR_DAYS = 365
_TOLD_OTHERWISE = frozenset({"state", "named"})
_WORDED_GROUNDS = {"topic": "codes.topic.", "result": "codes.visit_result."}


def words() -> dict[str, object]:
    """Return what templates of a plan say things with."""
    return {
        "clock": write_clock,
        "span": span,
        "way": way,
        "letter": letter,
        "look": look,
        "fault_words": fault_words,
        "ground_words": ground_words,
        "day_title": day_title,
    }


def letter(number: int) -> str:
    """Return the letter of a team by its number, from 1."""
    return LETTERS[(number - 1) % len(LETTERS)]


def look(number: int) -> int:
    """Return which look a team has, from 1; from the seventh team on, looks are met again."""
    return (number - 1) % LOOKS + 1


def span(length_s: int) -> str:
    """Say how long something takes."""
    return say_span(translator(), length_s)


def way(length_m: float) -> str:
    """Say how far it is."""
    return say_length(translator(), length_m)


def day_title(day: date) -> str:
    """Write a day with its name in the week."""
    return say_day(translator(), day)


def recorded_day(moment: datetime) -> date:
    """Return the day in Viet Nam of a moment."""
    return local_day(moment)


def fault_words(team: PlannedTeam, fault: Fault) -> str:
    """Say what the order of a team breaks, and where."""
    return say_fault(translator(), team, fault)


def ground_words(stop: PlannedStop) -> str:
    """Say why a place is pressing, what weighs most first, but for what signs and marks tell already."""
    return " · ".join(_ground(one) for one in stop.grounds if one.code not in _TOLD_OTHERWISE)


def _ground(one: Ground) -> str:
    if one.code in _WORDED_GROUNDS:
        return t(f"plans.ground.{one.code}", what=t(f"{_WORDED_GROUNDS[one.code]}{one.value}"))
    if one.code == "due" and one.value == 0:
        return t("plans.ground.today")
    if one.code == "overdue" and isinstance(one.value, int) and one.value > _YEAR_DAYS:
        return t("plans.ground.overdue_years", n=one.value // _YEAR_DAYS)
    if one.code in {"overdue", "due"}:
        return t(f"plans.ground.{one.code}", n=one.value)
    return t(f"plans.ground.{one.code}")
