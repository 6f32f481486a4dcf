"""The day and the intervals that pages go by."""

from datetime import UTC, date, datetime

from flask import Flask

from layers.supervision.due import Intervals
from tests.conftest import Clock
from webmap.http.today import today, visit_intervals


def test_a_day_begins_at_midnight_in_viet_nam(app: Flask, clock: Clock) -> None:
    with app.app_context():
        clock.at = datetime(2026, 11, 21, 16, 59, 0, tzinfo=UTC)
        assert today() == date(2026, 11, 21)
        clock.at = datetime(2026, 11, 21, 17, 0, 0, tzinfo=UTC)
        assert today() == date(2026, 11, 22)


def test_intervals_are_those_of_the_settings(app: Flask) -> None:
    with app.app_context():
        assert visit_intervals() == Intervals(7, 14, 30)
