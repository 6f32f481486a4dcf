"""The day and the intervals that pages go by."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from layers.supervision.due import Intervals
from tests.conftest import Clock
from webmap.http.today import add_months, today, visit_intervals


def test_a_day_begins_at_midnight_in_viet_nam(app: Flask, clock: Clock) -> None:
    with app.app_context():
        clock.at = datetime(2026, 11, 21, 16, 59, 0, tzinfo=UTC)
        assert today() == date(2026, 11, 21)
        clock.at = datetime(2026, 11, 21, 17, 0, 0, tzinfo=UTC)
        assert today() == date(2026, 11, 22)


def test_intervals_are_those_of_the_settings(app: Flask) -> None:
    with app.app_context():
        assert visit_intervals() == Intervals(7, 14, 30)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2018, 6, 1), 12, date(2019, 6, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2018, 10, 31), 1, date(2018, 11, 30)),
        (date(2018, 12, 15), 1, date(2019, 1, 15)),
        (date(2018, 12, 15), 0, date(2018, 12, 15)),
        (date(2026, 3, 31), -25, date(2024, 2, 29)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later
