"""The rule of the next visit: the first day on which the interval in force has passed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from geo.types import DATE_MIN
from layers.conversion.states import STATES
from layers.supervision.intervals import (
    COMPLICATED,
    CONVERTED,
    IN_CONVERSION,
    STATE_GROUPS,
    Intervals,
    Pace,
    PaceBook,
    Traits,
    days_on,
    find_due_day,
)

ON = date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
NEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))
WATCHED = sorted(COMPLICATED | IN_CONVERSION | CONVERTED)


@st.composite
def paces(draw: st.DrawFn) -> Pace:
    """Make a pace that changes some times in 2026."""
    turns = sorted(draw(st.sets(NEAR, max_size=6)))
    return tuple((day, draw(st.integers(1, 40))) for day in (DATE_MIN, *turns))


def _pace(state: str | None) -> Pace:
    return Intervals(7, 14, 30).pace(Traits(state))


@given(state=st.sampled_from(WATCHED), since=DAYS, last=st.none() | DAYS, on=DAYS)
def test_the_visit_before_counts_and_else_the_start_of_the_state(
    state: str, since: date, last: date | None, on: date
) -> None:
    days = Intervals(7, 14, 30).days(state)
    assert find_due_day(_pace(state), since, last, on) == (last or since) + timedelta(days=days)


@given(state=st.sampled_from([None, *sorted(STATES.keys() - set(WATCHED))]), since=DAYS, last=DAYS, on=DAYS)
def test_other_states_ask_for_no_visit(state: str | None, since: date, last: date, on: date) -> None:
    assert find_due_day(_pace(state), since, last, on) is None
    assert days_on(_pace(state), on) is None


def test_an_unknown_start_is_due_on_the_day() -> None:
    assert find_due_day(_pace("THEO_DOI"), DATE_MIN, None, ON) == ON
    assert find_due_day(_pace("THEO_DOI"), None, None, ON) == ON


def test_every_open_state_but_a_proposal_has_an_interval() -> None:
    assert {code for code, state in STATES.items() if state.is_open} - set(WATCHED) == {"DE_XUAT"}
    assert frozenset().union(*STATE_GROUPS.values()) == set(WATCHED)


@given(pace=paces(), last=NEAR)
def test_a_visit_is_due_on_the_first_day_on_which_the_interval_of_that_day_has_passed(
    pace: Pace, last: date
) -> None:
    due = find_due_day(pace, None, last, ON)
    day = last
    while (day - last).days < (days_on(pace, day) or 0):
        day += timedelta(days=1)
    assert due == day


@given(pace=paces(), last=NEAR, later=st.integers(0, 60))
def test_a_later_visit_never_makes_the_next_one_due_earlier(pace: Pace, last: date, later: int) -> None:
    first, second = (find_due_day(pace, None, last + timedelta(days=more), ON) for more in (0, later))
    assert first is not None and second is not None
    assert first <= second


def test_a_peak_makes_due_at_its_start_what_has_waited_long_enough() -> None:
    pace = ((DATE_MIN, 14), (date(2026, 11, 10), 7), (date(2026, 11, 20), 14))
    assert find_due_day(pace, None, date(2026, 10, 30), ON) == date(2026, 11, 10), (
        "11 days have passed by then"
    )
    assert find_due_day(pace, None, date(2026, 11, 5), ON) == date(2026, 11, 12), "7 days, inside the peak"
    assert find_due_day(pace, None, date(2026, 11, 14), ON) == date(2026, 11, 28), (
        "its 7 days end after the peak"
    )


def test_places_that_are_alike_are_looked_up_once() -> None:
    class Counting(Intervals):
        asked: list[Traits] = []  # noqa: RUF012 - counts what is asked of the class

        def pace(self, traits: Traits) -> Pace:
            self.asked.append(traits)
            return super().pace(traits)

    book = PaceBook(Counting())
    for _ in range(3):
        assert book.find("THEO_DOI", "ma_tuy,mai_dam", "3,12") == ((DATE_MIN, 7),)
    assert book.find("THEO_DOI", None, None) == ((DATE_MIN, 7),)
    both = Traits("THEO_DOI", frozenset({"ma_tuy", "mai_dam"}), frozenset({3, 12}))
    assert Counting.asked == [both, Traits("THEO_DOI")]
