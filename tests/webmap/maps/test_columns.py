"""How the feed writes days and values, and reads them again."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from webmap.maps.columns import OPEN_START, each_once, each_row, from_number, to_number


@given(st.dates())
def test_a_day_comes_back(day: date) -> None:
    assert from_number(to_number(day)) == day
    assert to_number(day) >= OPEN_START


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_values_come_back_and_each_is_told_once(values: list[tuple[int, int]]) -> None:
    column = each_once(values)
    assert each_row(column) == values
    assert len(column["values"]) == len(set(values))
