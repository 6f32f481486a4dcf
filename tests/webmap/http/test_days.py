"""Days in texts."""

from datetime import date

import pytest

from webmap.http.days import is_moment, parse_day


def test_a_time_counts_as_its_day_in_viet_nam() -> None:
    assert parse_day("2025-07-01") == parse_day("2025-06-30T17:00:00Z") == date(2025, 7, 1)
    assert parse_day("2025-06-30 16:59:59.5z") == date(2025, 6, 30)
    assert is_moment("2025-06-30T17:00:00+07:00")
    assert not is_moment("2025-06-30")


@pytest.mark.parametrize(
    "text",
    ["", "2025", "2025-02-30", "20250701", "2025-07-01T00:00:00", "9999-12-31T23:00:00Z", "２025-07-01"],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        parse_day(text)
