"""Spans: the events of a place as the times during which each state held."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geo.types import DATE_MAX
from layers.conversion.spans import EXPIRES_INTO, Event, Span, derive_spans, effective_events, state_on
from layers.conversion.states import STATES

_START = date(2012, 1, 1)
_days = st.integers(0, 400).map(lambda n: _START + timedelta(days=n))


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Draw up to twelve events, some of them corrections of earlier ones."""
    events: list[Event] = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        standing = [event.id for event in effective_events(events)]
        corrects = draw(st.one_of(st.none(), st.sampled_from(standing))) if standing else None
        term_to = draw(st.one_of(st.none(), _days))
        events.append(Event(number, draw(st.sampled_from(sorted(STATES))), draw(_days), term_to, corrects))
    return events


def state_by_replay(events: list[Event], day: date) -> str | None:
    """Find the state on a day the plain way: the last standing event, and whether its term is over."""
    begun = [event for event in effective_events(events) if event.valid_from <= day]
    if not begun:
        return None
    last = begun[-1]
    if last.state in EXPIRES_INTO and last.term_to is not None and day > last.term_to:
        return EXPIRES_INTO[last.state]
    return last.state


@given(histories(), _days)
def test_spans_say_what_replaying_the_events_says(events: list[Event], day: date) -> None:
    assert state_on(derive_spans(events), day) == state_by_replay(events, day)


@given(histories())
def test_spans_follow_each_other_without_gap_or_overlap(events: list[Event]) -> None:
    spans = derive_spans(events)
    assert all(span.valid_from < span.valid_to for span in spans)
    assert all(before.valid_to == after.valid_from for before, after in pairwise(spans))
    if events:
        assert spans[-1].valid_to == DATE_MAX


def test_a_term_that_is_over_waits_for_evaluation_by_itself() -> None:
    term = Event(1, "DANG_CHUYEN_HOA", date(2017, 3, 20), term_to=date(2017, 5, 20))
    assert derive_spans([term]) == (
        Span(date(2017, 3, 20), date(2017, 5, 21), "DANG_CHUYEN_HOA", 1),
        Span(date(2017, 5, 21), DATE_MAX, "CHO_DANH_GIA", 1),
    )


def test_a_decision_before_the_end_of_the_term_leaves_no_evaluation_span() -> None:
    term = Event(1, "DANG_CHUYEN_HOA", date(2017, 3, 20), term_to=date(2017, 5, 20))
    done = Event(2, "DA_CHUYEN_HOA", date(2017, 5, 1))
    assert [span.state for span in derive_spans([term, done])] == ["DANG_CHUYEN_HOA", "DA_CHUYEN_HOA"]


def test_a_correction_replaces_the_event_it_names() -> None:
    wrong = Event(1, "THEO_DOI", date(2012, 2, 8))
    right = Event(2, "THEO_DOI", date(2012, 3, 8), corrects_id=1)
    assert derive_spans([wrong, right]) == (Span(date(2012, 3, 8), DATE_MAX, "THEO_DOI", 2),)
