"""Tells in which wards visits are due: how many places of each, and a spot in its middle from which to set out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from geo.types import LonLat
from layers.store.columns import AnyRow
from layers.store.identifiers import boundary_id
from layers.store.periods import held_on
from layers.store.schema import boundary, hotspot_area
from layers.supervision.due import Due

_AT_ONCE = 10_000
"""Places asked about in one question; SQLite takes some 30,000 values in one."""


@dataclass(frozen=True)
class WardDue:
    """A ward with open places.

    Attributes
    ----------
    public_id, name
        Such as ``27418@2025-07-01``, Phường Chánh Hưng.
    middle
        Where its name is written on maps: the middle of its widest part.
    overdue, soon, total
        How many of its places should have been visited before the day, how many are to be visited within some days,
        and how many it has.
    """

    public_id: str
    name: str
    middle: LonLat
    overdue: int
    soon: int
    total: int


def list_wards_due(
    connection: Connection, places: Sequence[Due], on: date, *, soon_days: int
) -> tuple[WardDue, ...]:
    """Return the wards of a day that hold some of the places, those with the most overdue first.

    A place that lies in several wards counts in each.

    Parameters
    ----------
    connection
        A transaction.
    places
        As `layers.supervision.due.list_due` tells them; their days are counted from the day that it was asked about.
    on
        Day whose wards are told.
    soon_days
        Days within which a visit is due soon.
    """
    by_version = {one.version_id: one for one in places}
    held: dict[int, list[Due]] = {}
    wards: dict[int, AnyRow] = {}
    for row in _rows(connection, list(by_version), on):
        wards[row.id] = row
        held.setdefault(row.id, []).append(by_version[row.hotspot_version_id])
    told = [(_tell(row, held[row.id], soon_days), row.sort_key) for row in wards.values()]
    return tuple(ward for ward, _ in sorted(told, key=lambda one: (-one[0].overdue, -one[0].soon, one[1])))


def _rows(connection: Connection, version_ids: Sequence[int], on: date) -> Iterable[AnyRow]:
    b, a = boundary.c, hotspot_area.c
    told = (
        b.id,
        b.code,
        b.valid_from,
        b.name,
        b.sort_key,
        b.label_lon,
        b.label_lat,
        a.hotspot_version_id,
    )
    question = select(*told).join(hotspot_area).where(b.level == "ward", held_on(boundary, on))
    for first in range(0, len(version_ids), _AT_ONCE):
        some = version_ids[first : first + _AT_ONCE]
        yield from connection.execute(question.where(a.hotspot_version_id.in_(some)))


def _tell(row: AnyRow, places: Sequence[Due], soon_days: int) -> WardDue:
    days = [one.overdue_days for one in places if one.overdue_days is not None]
    return WardDue(
        boundary_id(row.code, row.valid_from),
        row.name,
        LonLat(row.label_lon, row.label_lat),
        sum(late > 0 for late in days),
        sum(-soon_days <= late <= 0 for late in days),
        len(places),
    )
