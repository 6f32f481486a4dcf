from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from geo.types import DATE_MAX, DATE_MIN, VIETNAM, BBox, Interval, LonLat, local_day


def test_coordinates_come_longitude_first() -> None:
    assert LonLat(106.66, 10.74).lat == 10.74
    assert BBox(102, 8, 110, 24) == (102, 8, 110, 24)


def test_an_instant_is_one_day_and_the_last_day_stays_open() -> None:
    day = Interval.instant(date(2025, 7, 1))
    assert day == Interval(date(2025, 7, 1), date(2025, 7, 2))
    assert Interval.instant(DATE_MAX).end == DATE_MAX
    assert Interval().start == DATE_MIN


@given(st.dates(), st.dates(), st.dates())
def test_intervals_are_half_open(a: date, b: date, day: date) -> None:
    start, end = sorted((a, b))
    span = Interval(start, end)
    assert span.holds(day) == (start <= day < end)
    assert not span.holds(end)
    assert not span.meets(Interval(end, DATE_MAX))
    if day != DATE_MAX and start < end:
        assert span.meets(Interval.instant(day)) == span.holds(day)


def test_the_day_of_viet_nam_begins_seven_hours_before_that_of_greenwich() -> None:
    assert local_day(datetime(2025, 6, 30, 16, 59, tzinfo=UTC)) == date(2025, 6, 30)
    assert local_day(datetime(2025, 6, 30, 17, 0, tzinfo=UTC)) == date(2025, 7, 1)
    assert local_day(datetime(2025, 7, 1, tzinfo=VIETNAM)) == date(2025, 7, 1)
