"""What the overview reads."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webmap.pages.dashboard.board import SMALL_MAPS, choose_days


@given(st.integers(min_value=1, max_value=70))
def test_few_days_are_chosen_in_order_the_last_among_them(count: int) -> None:
    days = tuple(date(2026, 1, 1) + timedelta(days=nth) for nth in range(count))
    chosen = choose_days(days)
    assert len(chosen) == min(SMALL_MAPS, count)
    assert chosen[-1] == days[-1]
    assert list(chosen) == sorted(set(chosen))
