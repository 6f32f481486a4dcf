"""Turns the events of one place into the spans during which each state held: values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from geo.types import DATE_MAX

EXPIRES_INTO = {"DANG_CHUYEN_HOA": "CHO_DANH_GIA"}
"""States with a term, and what follows by itself on the day after its last day."""


@dataclass(frozen=True)
class Event:
    """A recorded change of status, as far as spans are concerned.

    Attributes
    ----------
    id
        Grows with the order of recording.
    state
        State it brings.
    valid_from
        Day from which the state holds.
    term_to
        Last day of the term, where the state has one.
    corrects_id
        Earlier event that this one replaces.
    """

    id: int
    state: str
    valid_from: date
    term_to: date | None = None
    corrects_id: int | None = None


@dataclass(frozen=True, order=True)
class Span:
    """A state during ``[valid_from, valid_to)``, and the event it follows from."""

    valid_from: date
    valid_to: date
    state: str
    event_id: int


def effective_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events that stand, oldest first: those that no later event replaces.

    On one day, what was recorded later comes later.
    """
    recorded = tuple(events)
    replaced = {event.corrects_id for event in recorded}
    standing = (event for event in recorded if event.id not in replaced)
    return tuple(sorted(standing, key=lambda event: (event.valid_from, event.id)))


def derive_spans(events: Iterable[Event]) -> tuple[Span, ...]:
    """Return the spans that the events amount to, oldest first, without gap or overlap.

    A term that ends before the next event turns into the state that follows by itself
    (`EXPIRES_INTO`) on the day after its last day; an event that is overtaken on its own day leaves no span.
    """
    standing = effective_events(events)
    spans: list[Span] = []
    for position, event in enumerate(standing):
        end = standing[position + 1].valid_from if position + 1 < len(standing) else DATE_MAX
        turn = _expiry(event, end)
        if event.valid_from < turn:
            spans.append(Span(event.valid_from, turn, event.state, event.id))
        if turn < end:
            spans.append(Span(turn, end, EXPIRES_INTO[event.state], event.id))
    return tuple(spans)


def state_on(spans: Iterable[Span], day: date) -> str | None:
    """Return the state on a day, or None before the first event."""
    return next((span.state for span in spans if span.valid_from <= day < span.valid_to), None)


def _expiry(event: Event, end: date) -> date:
    if event.state in EXPIRES_INTO and event.term_to is not None:
        return max(event.valid_from, min(event.term_to + timedelta(days=1), end))
    return end
