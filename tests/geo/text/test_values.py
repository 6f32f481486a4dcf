from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text.values import read_day, read_days, read_flag, read_number, read_numbers, read_serial_day
from tests.strategies import texts

IDES = date(2024, 3, 15)


@pytest.mark.parametrize(
    "text",
    ["15/03/2024", "15-3-2024", "15.3.24", "15 3 2024", " 15/3/24 ", "2024-03-15", "2024/3/15", "20240315",
     "2024-03-15T08:30:00Z", "15/03/2024 08:30", "ngày 15 tháng 3 năm 2024", "Ngày  15 tháng 03 năm 2024"],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert read_day(text) == IDES


@pytest.mark.parametrize(
    "text", ["", "15/3", "31/02/2024", "2024", "202411", "15/3-2024", "0/1/2024", "9999999999", "x"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_column_tells_what_comes_first() -> None:
    ours = read_days(["3/4/2024", "13/4/2024", "", "x"])
    assert ours.values == (date(2024, 4, 3), date(2024, 4, 13), None, None)
    assert (ours.unread, ours.convention, ours.is_sure) == ((3,), "day_first", True)
    american = read_days(["3/4/2024", "4/13/2024"])
    assert american.values == (date(2024, 3, 4), date(2024, 4, 13))
    assert (american.convention, american.is_sure) == ("month_first", True)
    assert not read_days(["3/4/2024"]).is_sure
    assert read_days(["3/3/2024", "2024-04-05"]).is_sure
    assert read_days(["3/4/2024"], "month_first").values == (date(2024, 3, 4),)


def test_a_column_that_contradicts_itself_leaves_open_what_could_be_either() -> None:
    mixed = read_days(["3/4/2024", "4/13/2024", "13/4/2024"])
    assert mixed.values == (None, date(2024, 4, 13), date(2024, 4, 13))
    assert (mixed.unread, mixed.is_sure) == ((0,), False)


def test_numbers_of_spreadsheets_are_days_only_when_asked() -> None:
    assert read_days(["45366", "45366,5", "15/3/2024"], with_serials=True).values[::2] == (IDES, IDES)
    assert read_days(["45366"]).unread == (0,)
    assert [read_serial_day(number) for number in (60, 45366.7, 1e9)] == [None, IDES, None]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,5", 1234.5), ("1,234.5", 1234.5), ("10,7312", 10.7312), ("106.6512", 106.6512), ("1 234", 1234.0),
     ("1\u00a0234,5", 1234.5), ("1'234'567", 1234567.0), ("1.234.567", 1234567.0), ("-3e2", -300.0), ("−5", -5.0),
     ("0.123", 0.123), ("0,5", 0.5), ("007", 7.0)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "1.234", "1,234", "abc", "1,5,3", "12 m2", "e5", "1e999", "nan", "--1", "1.23.456"]
)
def test_what_is_no_number_or_one_of_two_is_none(text: str) -> None:
    assert read_number(text) is None


def test_a_column_tells_its_decimal_sign() -> None:
    comma, dot = read_numbers(["1.234", "5,5"]), read_numbers(["1.234", "2.5"])
    assert (comma.values, comma.convention, comma.is_sure) == ((1234.0, 5.5), "comma", True)
    assert (dot.values, dot.convention, dot.is_sure) == ((1.234, 2.5), "dot", True)
    either = read_numbers(["1.234", "2.000", "7"])
    assert (either.values, either.unread, either.is_sure) == ((None, None, 7.0), (0, 1), False)
    assert read_numbers(["1.234"], "dot").values == (1.234,)
    assert read_numbers(["1.234", "2.5", "3,25"]).values == (None, 2.5, 3.25)


@given(value=st.floats(-1e9, 1e9, allow_nan=False), decimals=st.integers(0, 6))
def test_written_numbers_come_back(value: float, decimals: int) -> None:
    written = f"{value:,.{decimals}f}"
    ours = written.translate(str.maketrans(",.", ".,"))
    assert read_number(written, "dot") == read_number(ours, "comma") == float(f"{value:.{decimals}f}")


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_written_days_come_back(day: date) -> None:
    assert {read_day(day.strftime(form)) for form in ("%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%Y%m%d")} == {day}


@given(st.lists(texts(), max_size=5))
def test_any_column_is_read_without_error(column: list[str]) -> None:
    for read in (read_days(column), read_numbers(column)):
        assert len(read.values) == len(column)
        assert all(read.values[at] is None and column[at].strip() for at in read.unread)


def test_yes_and_no() -> None:
    assert [read_flag(text) for text in ("Có", " x ", "KHÔNG", "no", "0", "", "maybe")] == [
        True, True, False, False, False, None, None,
    ]  # fmt: skip
