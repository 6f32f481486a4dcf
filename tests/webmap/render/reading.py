"""Reads what our renderers wrote, as the programs do that get it."""

from icalendar import Calendar, Event


def read_events(body: bytes) -> list[Event]:
    """Return the events of an iCalendar file, in their order."""
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    return calendar.events
