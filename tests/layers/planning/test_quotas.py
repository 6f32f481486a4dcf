"""How many visits a month wants: whole months under supervision, intervals that add up over the year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.types import DATE_MAX, DATE_MIN
from layers.planning.quotas import (
    MONTHS,
    Held,
    Quota,
    asks_for_visits,
    count_due,
    count_wanted,
    month_days,
    reference_day,
    usual_quota,
)

ALWAYS = [Held("THEO_DOI", DATE_MIN, DATE_MAX)]
YEARS = st.integers(2012, 2040)


@pytest.mark.parametrize(("days", "visits"), [(1, 30), (3, 10), (7, 4), (14, 2), (30, 1), (90, 1)])
def test_an_interval_is_told_as_visits_a_month(days: int, visits: int) -> None:
    assert usual_quota(days, 3) == Quota(per_month=visits, from_month=3)


@pytest.mark.parametrize(
    ("quota", "is_right"),
    [
        (Quota(per_month=1), True),
        (Quota(every_days=366, from_month=12), True),
        (Quota(), False),
        (Quota(per_month=1, every_days=1), False),
        (Quota(per_month=0), False),
        (Quota(per_month=32), False),
        (Quota(every_days=0), False),
        (Quota(every_days=367), False),
        (Quota(per_month=1, from_month=0), False),
        (Quota(per_month=1, from_month=13), False),
    ],
)
def test_a_quota_gives_one_of_the_two(quota: Quota, is_right: bool) -> None:
    assert quota.is_right == is_right


@given(every=st.integers(1, 366), year=YEARS)
def test_the_months_of_an_interval_add_up_to_the_year(every: int, year: int) -> None:
    months = [count_wanted(Quota(every_days=every), year, month, ALWAYS) for month in MONTHS]
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    assert sum(months) == length // every
    assert all(28 // every <= month <= -(-31 // every) for month in months)


@given(year=YEARS, month=st.integers(1, 12), first=st.integers(1, 12))
def test_months_before_the_first_one_and_places_in_no_plan_want_nothing(
    year: int, month: int, first: int
) -> None:
    quota = Quota(per_month=4, from_month=first)
    assert count_wanted(quota, year, month, ALWAYS) == (4 if month >= first else 0)
    assert count_wanted(None, year, month, ALWAYS) == 0


def test_only_months_wholly_under_supervision_count() -> None:
    states = [
        Held("DE_XUAT", date(2026, 1, 5), date(2026, 3, 2)),
        Held("THEO_DOI", date(2026, 3, 2), date(2026, 6, 10)),
        Held("DANG_CHUYEN_HOA", date(2026, 6, 10), date(2026, 9, 30)),
        Held("ON_DINH", date(2026, 9, 30), DATE_MAX),
    ]
    wanted = [count_wanted(Quota(per_month=2), 2026, month, states) for month in MONTHS]
    assert wanted == [0, 0, 0, 2, 2, 2, 2, 2, 0, 0, 0, 0]
    assert [asks_for_visits(one) for one in ("DE_XUAT", "CHUA_DAT", "ON_DINH", None)] == [
        False,
        True,
        False,
        False,
    ]


@given(
    wanted=st.integers(0, 40),
    year=YEARS,
    month=st.integers(1, 12),
    on=st.dates(date(2011, 1, 1), date(2041, 1, 1)),
)
def test_what_is_owed_grows_day_by_day_to_what_is_wanted(
    wanted: int, year: int, month: int, on: date
) -> None:
    first, last = month_days(year, month)
    owed = count_due(wanted, year, month, on)
    assert owed == 0 if on < first else owed == wanted if on >= last else 0 <= owed <= wanted
    assert owed <= count_due(wanted, year, month, date.fromordinal(on.toordinal() + 1))


def test_a_year_is_told_by_its_day_nearest_to_today() -> None:
    today = date(2026, 11, 22)
    assert [reference_day(year, today) for year in (2024, 2026, 2027)] == [
        date(2024, 12, 31), today, date(2027, 1, 1)
    ]  # fmt: skip
