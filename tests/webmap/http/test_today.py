"""The day and the intervals that pages go by."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from layers.planning.frequencies import Planner
from layers.store.database import Database
from layers.supervision.intervals import Intervals
from tests.conftest import Clock
from tests.layers.planning.rules import PEAK, set_frequency, set_peak
from webmap.config import Config
from webmap.http.today import add_months, read_visit_rule, today, visit_intervals


def test_a_day_begins_at_midnight_in_viet_nam(app: Flask, clock: Clock) -> None:
    with app.app_context():
        clock.at = datetime(2026, 11, 21, 16, 59, 0, tzinfo=UTC)
        assert today() == date(2026, 11, 21)
        clock.at = datetime(2026, 11, 21, 17, 0, 0, tzinfo=UTC)
        assert today() == date(2026, 11, 22)


def test_intervals_are_those_of_the_settings() -> None:
    assert visit_intervals(Config()) == Intervals(7, 14, 30)
    assert visit_intervals(Config(visit_days_converted=60)) == Intervals(7, 14, 60)


def test_the_rule_holds_what_was_set_and_the_settings(app: Flask, store: Database, clock: Clock) -> None:
    before = clock()
    set_peak(store, PEAK)
    set_frequency(store, days=5)
    with app.app_context(), store.read() as connection:
        rule = read_visit_rule(connection)
        assert read_visit_rule(connection, known=before) == Planner(7, 14, 30)
        bare = read_visit_rule(connection, config=Config(peak_divisor=3))
    assert (rule.converted_days, [one.days for one in rule.frequencies]) == (30, [5])
    assert ([peak.name for peak in rule.peaks], rule.peak_divisor) == ([PEAK.name], 2)
    assert bare.peak_divisor == 3


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2018, 6, 1), 12, date(2019, 6, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2018, 10, 31), 1, date(2018, 11, 30)),
        (date(2018, 12, 15), 1, date(2019, 1, 15)),
        (date(2018, 12, 15), 0, date(2018, 12, 15)),
        (date(2026, 3, 31), -25, date(2024, 2, 29)),
        (date(1, 1, 15), -1, date.min),
        (date(9999, 12, 1), 1, date.max),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later
