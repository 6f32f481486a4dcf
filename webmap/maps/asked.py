"""Owns what supervision asks of a place on a day, as the feed tells it; the twin of static/js/model/supervision.js."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from geo.formats.columns import unpack_integers
from webmap.maps.columns import OPEN_START, each_row, from_number, to_number
from webmap.maps.feed import Feed


class Asked(NamedTuple):
    """What supervision asks of a place: the last visit told, and codes of `webmap.maps.spec` DUE and REPLY."""

    last_visit: date | None = None
    due: tuple[str, ...] = ()
    reply: tuple[str, ...] = ()


def ask_places(feed: Feed, day: date, *, is_shown: bool) -> list[Asked] | None:
    """Return what is asked of each row of places; None where the map shows no supervision on that day."""
    told = feed.get("supervision")
    number = to_number(day)
    if not told or not is_shown or number < told["since"]:
        return None
    starts = unpack_integers(feed["hotspots"]["from"]).tolist()
    columns = [
        each_row(told[name]) if name in told else [None] * len(starts)
        for name in ("asked", "planned", "replies")
    ]
    return [
        _ask(told, number, _visits(start, turns or (), number), steps or (), replies or ())
        for start, turns, steps, replies in zip(starts, *columns, strict=True)
    ]


def _ask(
    told: Feed,
    day: int,
    visits: tuple[int | None, int | None],
    steps: Sequence[int],
    replies: Sequence[Any],
) -> Asked:
    last, due_in = visits
    is_planned = day >= told.get("plans_from", day) and any(plan >= day for plan in _days(steps))
    waiting, late = _replies(replies, day)
    is_overdue = due_in is not None and due_in < 0
    is_soon = due_in is not None and 0 <= due_in <= told.get("soon", 0)
    due = (("overdue", is_overdue), ("soon", is_soon), ("planned", is_planned))
    reply = (("waiting", waiting > 0), ("overdue", late > 0))
    return Asked(
        None if last is None else from_number(last),
        tuple(code for code, is_so in due if is_so),
        tuple(code for code, is_so in reply if is_so),
    )


def _visits(start: int, turns: Sequence[Any], day: int) -> tuple[int | None, int | None]:
    """Return the last visit up to a day, and in how many days the next is due: three numbers tell of each turn."""
    at, last, due = start, None, None
    for step, is_visit, wait in zip(*[iter(turns)] * 3, strict=True):
        at += step
        if at > day:
            break
        if is_visit:
            last = at
        due = None if wait is None else day if at == OPEN_START else at + wait
    return last, None if due is None else due - day


def _replies(replies: Sequence[Any], day: int) -> tuple[int, int]:
    """Return how many answers are awaited on a day, and how many of these are late."""
    waiting = late = 0
    for sent, due, ended in zip(*[iter(replies)] * 3, strict=True):
        if day >= sent and (ended is None or day < sent + ended):
            waiting += 1
            late += day > sent + due
    return waiting, late


def _days(steps: Sequence[int]) -> list[int]:
    at, days = 0, []
    for step in steps:
        at += step
        days.append(at)
    return days
