"""Owns how the feed of the map writes a column: days as whole numbers, and values of which many are alike once."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from geo.formats.columns import pack_integers, unpack_integers

_EPOCH: Final = date(1970, 1, 1).toordinal()


def to_number(day: date) -> int:
    """Return days since 1970-01-01; an open start or end is the first or last date there is."""
    return day.toordinal() - _EPOCH


def from_number(number: int) -> date:
    """Return the day of `to_number`."""
    return date.fromordinal(number + _EPOCH)


OPEN_START: Final = to_number(date.min)


def each_once(values: Iterable[Hashable]) -> dict[str, Any]:
    """Return values of which many are alike: each once, and which of them every row has."""
    place: dict[Hashable, int] = {}
    rows = [place.setdefault(value, len(place)) for value in values]
    return {"values": list(place), "row": pack_integers(rows)}


def each_row(column: Mapping[str, Any]) -> list[Any]:
    """Return for every row its value, from what `each_once` wrote."""
    return [column["values"][at] for at in unpack_integers(column["row"])]
