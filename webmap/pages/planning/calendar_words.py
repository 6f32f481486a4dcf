"""Says what stands in the calendar, on its page and in calendars elsewhere: place names and states, nothing else."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from flask import url_for

from geo.types import VIETNAM, LonLat
from layers.agenda.calendar_items import Item
from webmap.http.i18n import t
from webmap.render.icalendar_file import Entry, write_calendar

_IDLE = frozenset({"due", "peak", "term", "watch", "answer", "reply"})
"""Kinds that take up nobody's time: days by which something is to be done."""


def kind_words(item: Item, on: date) -> str:
    """Say what an item is, seen from a day: a visit planned for a day that is over was missed."""
    if item.kind == "planned" and item.start < on:
        return t("calendar.kind.missed")
    if item.kind == "plan" and item.hours:
        begins, ends = (f"{at.astimezone(VIETNAM):%H:%M}" for at in item.hours)
        return t("calendar.kind.plan_hours", start=begins, end=ends)
    if item.kind == "due" and (item.overdue_days or 0) > 0:
        return t("calendar.kind.overdue", n=item.overdue_days)
    return t(f"calendar.kind.{item.kind}")


def name_words(item: Item) -> str:
    """Say what an item is about."""
    if item.kind == "plan":
        return t("calendar.plan", code=item.name, n=item.stops)
    return ", ".join((item.name, *item.wards)) if item.kind == "peak" else item.name


def address(item: Item, *, is_absolute: bool = False) -> str:
    """Return the address of the page about an item."""
    if item.kind in {"planned", "made"}:
        return url_for("visits.show", code=item.code, _external=is_absolute)
    if item.kind == "reply":
        return url_for("recommendations.show", code=item.code, _external=is_absolute)
    if item.kind == "plan":
        return url_for("plan_page.show", code=item.code, _external=is_absolute)
    if item.kind == "peak":
        return url_for("peaks.index", _external=is_absolute)
    return url_for("hotspots.show", code=item.code, _external=is_absolute)


def write_items(name: str, items: Iterable[Item], positions: Mapping[str, LonLat]) -> bytes:
    """Return some items as an iCalendar file: the same whatever the day, as long as they are the same.

    Parameters
    ----------
    name
        Of the calendar.
    positions
        A point on each place, by its code.
    """
    host = urlsplit(url_for("home.show", _external=True)).hostname
    return write_calendar(name, (_entry(one, host or "", positions.get(one.hotspot or "")) for one in items))


def _entry(item: Item, host: str, at: LonLat | None) -> Entry:
    begins, ends = item.hours or (item.start, item.end)
    kind, status = t(f"calendar.kind.{item.kind}"), item.status and t(f"codes.status.{item.status}")
    return Entry(
        f"{item.uid}@{host}",
        begins,
        ends,
        t("calendar.entry", kind=kind, name=name_words(item)),
        item.changed_at,
        item.version,
        categories=(kind, status) if status else (kind,),
        url=address(item, is_absolute=True),
        at=at,
        place=", ".join(item.wards) or None,
        note=t("calendar.status", status=status) if status else None,
        is_cancelled=item.is_cancelled,
        is_busy=item.kind not in _IDLE,
    )
