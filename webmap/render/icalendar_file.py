"""Writes calendars as iCalendar files (RFC 5545): the same entries give the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDatetime, vText

from geo.types import VIETNAM, LonLat

MIMETYPE = "text/calendar; charset=utf-8"

_MAKER = "-//Dia ban//Giam sat dia ban//VI"
_ZONE = "Asia/Ho_Chi_Minh"
_ZONE_BEGAN = datetime(1975, 6, 13)  # noqa: DTZ001 - RFC 5545: the onset is a local time
_REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar.

    Attributes
    ----------
    uid
        Names the entry for good, here and in every calendar that takes it over.
    start, end
        Days, half-open, for an entry that takes whole days; aware times for one that has its hours.
    title
        What the calendar shows.
    changed_at
        Aware time at which the register last changed it: never the time of asking, which would make other bytes.
    sequence
        Raised by every change.
    categories
        Words by which a calendar filters and colours.
    url
        Address of the page.
    at
        Where it is.
    place
        The same in words.
    note
        Further lines.
    is_cancelled
        Calendars strike it out, or take it away.
    is_busy
        Whether it takes up the time of whoever has it; a day by which something is due does not.
    """

    uid: str
    start: date
    end: date
    title: str
    changed_at: datetime
    sequence: int = 0
    categories: tuple[str, ...] = ()
    url: str | None = None
    at: LonLat | None = None
    place: str | None = None
    note: str | None = None
    is_cancelled: bool = False
    is_busy: bool = True


def write_calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """Return a calendar as a file: UTF-8, lines folded and ended as RFC 5545 has it, sorted by start and identifier.

    Parameters
    ----------
    name
        What calendar programs call it.
    entries
        Those with hours are written in the time of Viet Nam, whatever zone they come in.

    Raises
    ------
    ValueError
        Two entries have the same identifier, or one ends before it begins.
    """
    listed = sorted(entries, key=lambda one: (_moment(one.start), one.uid))
    if len({one.uid for one in listed}) != len(listed):
        raise ValueError("an identifier stands for two entries")
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", _ZONE)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    if any(isinstance(one.start, datetime) for one in listed):
        calendar.add_component(_make_zone())
    for one in listed:
        calendar.add_component(_make_event(one))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _make_event(entry: Entry) -> Event:
    if _moment(entry.end) < _moment(entry.start):
        raise ValueError(f"{entry.uid} ends before it begins")
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    _add_time(event, "dtstart", entry.start)
    _add_time(event, "dtend", entry.end)
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    if entry.categories:
        event.add("categories", list(entry.categories))
    if entry.place:
        event.add("location", entry.place)
    if entry.at:
        event.add("geo", (round(entry.at.lat, 6), round(entry.at.lon, 6)))  # RFC 5545 has latitude first
    if entry.note:
        event.add("description", entry.note)
    if entry.url:
        event.add("url", entry.url)
    return event


def _add_time(event: Event, name: str, when: date) -> None:
    if not isinstance(when, datetime):
        event.add(name, when)
        return
    local = vDatetime(when.astimezone(VIETNAM).replace(microsecond=0, tzinfo=None))
    local.params["TZID"] = vText(_ZONE)
    event.add(name, local, encode=False)


def _make_zone() -> Timezone:
    """Return the time of Viet Nam as it has been since 1975: no summer time, one offset."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
    standard = TimezoneStandard()
    standard.add("dtstart", _ZONE_BEGAN)
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _moment(when: date) -> datetime:
    if isinstance(when, datetime):
        return when
    return datetime(when.year, when.month, when.day, tzinfo=VIETNAM)
