"""Working days: weekends and holidays of real years, and that counting and adding agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.supervision.workdays import add_working_days, count_working_days, free_days, is_working_day

_DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01", "2026-02-16", "2026-02-17", "2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01",
        "2026-09-01", "2026-09-02", "2025-04-07", "2024-04-18", "2024-09-03", "2023-05-02", "2023-05-03",
        "2022-04-11", "2022-05-03", "2026-11-22", "2026-11-21",
    ],
)  # fmt: skip
def test_days_on_which_offices_were_closed(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2026-01-02", "2026-02-13", "2026-02-23", "2026-04-28", "2026-08-31", "2026-09-03", "2026-11-20"]
)
def test_days_on_which_offices_worked(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        ("2026-11-02", 15, "2026-11-23"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-04-24", 5, "2026-05-06"),
        ("2026-11-22", 0, "2026-11-22"),
    ],
)
def test_a_deadline_leaves_out_weekends_and_holidays(day: str, number: int, expected: str) -> None:
    assert add_working_days(date.fromisoformat(day), number) == date.fromisoformat(expected)


def test_outside_the_lunar_list_only_fixed_holidays_are_known() -> None:
    assert len([day for day in free_days(2011) if day.weekday() < 5]) == 5


@given(_DAYS, st.integers(1, 60))
def test_the_day_found_is_a_working_day_and_so_many_away(day: date, number: int) -> None:
    found = add_working_days(day, number)
    assert is_working_day(found)
    assert count_working_days(day, found) == number
    assert count_working_days(found, day) == -number
    assert timedelta(days=number) <= found - day <= timedelta(days=number * 2 + 16)


@given(_DAYS, st.integers(0, 30), st.integers(0, 30))
def test_two_deadlines_behind_each_other_are_one(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)
    assert add_working_days(day, first) <= add_working_days(day + timedelta(days=1), first)


@given(st.integers(2012, 2040))
def test_a_year_has_eleven_free_weekdays(year: int) -> None:
    assert len([day for day in free_days(year) if day.weekday() < 5]) == 11
