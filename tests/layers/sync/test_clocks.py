"""The clock of a device set right, whatever it told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.types import local_day
from layers.sync.clocks import TOLERANCE_S, Clocks

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
SPANS = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))


@given(SPANS, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_an_entry_is_placed_where_it_was_made_however_wrong_the_clock(
    wrong: timedelta, ago: timedelta
) -> None:
    clocks = Clocks(NOW - ago + wrong, NOW + wrong, NOW)
    assert abs(clocks.made_at - (NOW - ago)) <= timedelta(seconds=TOLERANCE_S + 1)
    assert abs(clocks.true_day(None) - local_day(NOW - ago)) <= timedelta(days=1)


@given(SPANS, SPANS)
def test_nothing_was_made_after_it_came(device: timedelta, sent: timedelta) -> None:
    clocks = Clocks(NOW + device, NOW + sent, NOW)
    assert clocks.made_at <= NOW
    assert clocks.true_day(local_day(clocks.device_at)) <= local_day(NOW)


@pytest.mark.parametrize("seconds", [-TOLERANCE_S, -1, 0, 30, TOLERANCE_S])
def test_the_time_on_the_way_is_no_wrong_clock(seconds: int) -> None:
    late = datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)  # a second before midnight in Viet Nam
    clocks = Clocks(late, late, late + timedelta(seconds=seconds))
    assert not clocks.is_wrong
    assert clocks.true_day(date(2026, 11, 22)) == date(2026, 11, 22)
