"""Months and weeks as whole weeks from Monday on, and what stands on their days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.agenda.calendar_items import DAY, Item
from webmap.pages.planning.calendar_days import FIRST_YEAR, LAST_YEAR, VIEWS, Span, View, lay_out

TODAY = date(2026, 11, 22)
ONE = Item("planned", "visit-1", "GS00001", TODAY, TODAY + DAY, "Hẻm 1678", datetime(2026, 11, 1, tzinfo=UTC))


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)), st.sampled_from(VIEWS))
def test_a_view_holds_its_day_in_whole_weeks_and_steps_lead_there_and_back(on: date, view: View) -> None:
    span = Span.around(view, on)
    assert span.start <= on < span.end
    assert span.start.weekday() == span.end.weekday() == 0
    assert (span.end - span.start).days in ({7} if view == "week" else {28, 35, 42})
    before, behind = Span.around(view, span.previous_on), Span.around(view, span.next_on)
    assert before.start < span.start and before.end >= span.start  # no day between is left out
    assert behind.start <= span.end and behind.end > span.end
    assert (
        Span.around(view, behind.previous_on).start == span.start == Span.around(view, before.next_on).start
    )


@pytest.mark.parametrize(
    ("on", "start", "end"),
    [
        (TODAY, date(2026, 10, 26), date(2026, 12, 7)),
        (date(2027, 2, 15), date(2027, 2, 1), date(2027, 3, 1)),
        (date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 4)),
    ],
)
def test_a_month_is_shown_with_the_days_around_it(on: date, start: date, end: date) -> None:
    span = Span.around("month", on)
    assert (span.start, span.end, span.last_on) == (start, end, end - DAY)


def test_each_thing_stands_on_its_day_and_a_peak_on_all_of_its_days() -> None:
    peak = replace(ONE, kind="peak", start=date(2026, 11, 15), end=date(2026, 11, 25))
    items = [ONE, replace(ONE, uid="visit-2"), replace(ONE, start=date(2026, 12, 6)), peak]
    weeks = lay_out(Span.around("month", TODAY), items, TODAY)
    assert [len(week) for week in weeks] == [7] * 6
    cells = {cell.day: cell for week in weeks for cell in week}
    assert [len(cells[day].items) for day in (TODAY, TODAY + DAY, date(2026, 12, 6))] == [2, 0, 1]
    assert [day.day for day, cell in cells.items() if cell.peaks] == list(range(15, 25))
    assert [day.day for day, cell in cells.items() if cell.begins_peak] == [15]
    assert [cell.day for cell in cells.values() if cell.is_today] == [TODAY]
    assert cells[TODAY - DAY].is_past and not cells[TODAY].is_past
    assert cells[date(2026, 10, 31)].is_outside and not cells[date(2026, 11, 1)].is_outside


def test_a_day_is_open_while_something_on_it_can_be_moved() -> None:
    [week] = lay_out(Span.around("week", TODAY), [replace(ONE, may_move=True)], TODAY)
    assert [cell.is_open for cell in week] == [False] * 6 + [True]
    assert not any(cell.is_outside for cell in week)
    [week] = lay_out(Span.around("week", TODAY + timedelta(7)), [ONE], TODAY)
    assert not any(cell.items for cell in week)
