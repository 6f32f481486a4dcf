"""Periods of reports: how they are written, and how they follow one another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.errors import Refused
from layers.reporting.report_periods import KINDS, list_periods, period_of, read_period

DAYS = st.dates(date(2010, 1, 1), date(2100, 12, 31))


@given(day=DAYS, kind=st.sampled_from(KINDS))
def test_every_day_lies_in_one_period_of_each_kind(day: date, kind: str) -> None:
    period = period_of(kind, day)
    assert period.start <= day <= period.last_day < period.end
    assert read_period(kind, period.code) == period == list_periods(kind, day.year)[period.number - 1]
    assert period.after().before() == period
    assert period.before().end == period.start == period_of(kind, period.start - timedelta(days=1)).end


@pytest.mark.parametrize(
    ("kind", "text"),
    [("month", "2026-13"), ("month", "2026"), ("quarter", "2026-Q5"), ("half", "2026-Q1"), ("year", "1999"),
     ("year", "２０２６"), ("week", "2026-01"), ("month", "")],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_an_example(kind: str, text: str) -> None:
    with pytest.raises(Refused, match="period_invalid"):
        read_period(kind, text)
