"""A calendar as a file: whatever stands in it is read back once and as it was, in the same bytes every time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.types import VIETNAM, LonLat
from tests.webmap.render.reading import read_events
from webmap.render.icalendar_file import Entry, write_calendar

DAY = Entry(
    "visit-1@dia-ban",
    date(2026, 11, 24),
    date(2026, 11, 25),
    "Lịch giám sát: Hẻm 1678 Phạm Thế Hiển",
    datetime(2026, 11, 20, 2, 30, tzinfo=UTC),
    3,
    categories=("Lịch giám sát", "Đang theo dõi"),
    url="https://dia-ban.example/visits/GS00001",
    at=LonLat(106.6484, 10.7391),
    place="Phường Bình Đông",
)
HOURS = replace(
    DAY,
    uid="plan-1@dia-ban",
    start=datetime(2026, 11, 24, 0, 30, tzinfo=UTC),
    end=datetime(2026, 11, 24, 11, 30, tzinfo=VIETNAM),
)

_words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1, max_size=120
)
_days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
_times = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Return an entry of whole days or of hours."""
    start = draw(_days | _times)
    return Entry(
        draw(st.uuids().map(str)),
        start,
        start + timedelta(days=draw(st.integers(1, 40))),
        draw(_words),
        draw(_times),
        draw(st.integers(0, 10**6)),
        tuple(draw(st.lists(_words, max_size=3))),
        at=draw(st.none() | st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90))),
        place=draw(st.none() | _words),
        is_cancelled=draw(st.booleans()),
    )


@given(st.lists(entries(), max_size=8, unique_by=lambda one: one.uid), _words)
def test_every_entry_is_read_back_once(listed: list[Entry], name: str) -> None:
    written = write_calendar(name, listed)
    read = {str(one["UID"]): one for one in read_events(written)}
    assert len(read) == written.count(b"BEGIN:VEVENT") == len(listed)
    for one in listed:
        event = read[one.uid]
        assert (event.start, event.end) == (one.start, one.end)
        assert str(event["SUMMARY"]) == one.title
        assert event["SEQUENCE"] == one.sequence
        assert event.decoded("DTSTAMP") == one.changed_at
        assert (str(event["STATUS"]) == "CANCELLED") == one.is_cancelled
        if one.at:
            assert event["GEO"].latitude == pytest.approx(one.at.lat, abs=1e-6)
            assert event["GEO"].longitude == pytest.approx(one.at.lon, abs=1e-6)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))


@given(st.lists(entries(), max_size=6, unique_by=lambda one: one.uid), st.randoms(use_true_random=False))
def test_the_same_entries_are_the_same_bytes_in_any_order(listed: list[Entry], random: Random) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert write_calendar("Lịch", shuffled) == write_calendar("Lịch", listed)


def test_a_whole_day_has_no_hours_and_no_zone() -> None:
    text = write_calendar("Việc của tôi", [DAY]).decode()
    assert "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261125" in text
    assert "VTIMEZONE" not in text
    assert "X-WR-CALNAME:Việc của tôi" in text
    assert "GEO:10.7391;106.6484" in text  # latitude first
    assert "CATEGORIES:Lịch giám sát,Đang theo dõi" in text
    assert "URL:https://dia-ban.example/visits/GS00001" in text


def test_hours_are_those_of_viet_nam() -> None:
    text = write_calendar("Lịch", [HOURS, DAY]).decode()
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Asia/Ho_Chi_Minh" in text
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T073000" in text
    assert "DTEND;TZID=Asia/Ho_Chi_Minh:20261124T113000" in text


def test_what_takes_nobodys_time_leaves_him_free() -> None:
    assert b"TRANSP:OPAQUE" in write_calendar("Lịch", [DAY])
    assert b"TRANSP:TRANSPARENT" in write_calendar("Lịch", [replace(DAY, is_busy=False)])


@pytest.mark.parametrize(
    "listed",
    [[DAY, replace(DAY, title="Khác")], [replace(DAY, end=date(2026, 11, 23))]],
    ids=["one identifier twice", "ends before it begins"],
)
def test_what_no_calendar_can_hold_is_refused(listed: list[Entry]) -> None:
    with pytest.raises(ValueError, match=r"identifier|ends"):
        write_calendar("Lịch", listed)
