"""The register of places: opens them, keeps what they looked like over time, and never overwrites it."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from geo.types import DATE_MAX
from layers.conversion.status import StatusChange, record_status
from layers.errors import Refused
from layers.places.drafts import KINDS, TOPICS, Extent, Place, check_place
from layers.places.nearby import refuse_neighbour
from layers.places.versions import (
    add_version,
    believed_versions,
    raise_version,
    read_draft,
    require_reach,
    restate,
)
from layers.store.database import Write
from layers.store.periods import supersede
from layers.store.schema import hotspot, hotspot_version
from layers.store.wording import require_impersonal

__all__ = [
    "KINDS",
    "TOPICS",
    "Extent",
    "Place",
    "add_hotspot",
    "find_hotspot",
    "open_hotspot",
    "revise_hotspot",
]


@dataclass(frozen=True)
class Opened:
    """A place that was opened: its row and its code."""

    id: int
    code: str


def open_hotspot(
    change: Write,
    place: Place,
    first: StatusChange,
    *,
    least: Extent,
    uuid: str | None = None,
    is_different: bool = False,
) -> str:
    """Open a place with its first status and return its code; repeating a request returns the same code.

    Parameters
    ----------
    change
        The transaction.
    place
        What it is like.
    first
        Its first status.
    least
        The least it may measure.
    uuid
        Given by the recorder so that a repeated request is recognised.
    is_different
        The recorder has looked: it is not the place nearby.

    Raises
    ------
    Refused
        ``place_nearby`` (with the code and the distance), and what `record_status` refuses.
    InvalidGeometry
        ``extent_too_small``, ``kind_geometry_mismatch``, ``point_too_exact`` and what validity finds.
    OutsideScope
        Where the actor may not propose a place there.
    PersonalData
        Where the name or the note names a person.
    """
    known = find_hotspot(change.connection, uuid)
    if known is not None:
        change.note("hotspot", known.code)
        return known.code
    place = check_place(place, least)
    if not is_different:
        refuse_neighbour(change.connection, place.geometry)
    return add_hotspot(change, place, first, uuid=uuid).code


def add_hotspot(change: Write, place: Place, first: StatusChange, *, uuid: str | None) -> Opened:
    """Add a place that has been checked, with its first status.

    Raises
    ------
    OutsideScope
        Where the actor may not propose a place there.
    """
    code = f"DB{change.next_number('hotspot_code'):05d}"
    values = {"uuid": uuid or str(uuid4()), "code": code, "version": 1}
    added = insert(hotspot).values(**values, recorded_at=change.now, recorded_by=change.actor.account_id)
    hotspot_id = int(change.connection.execute(added.returning(hotspot.c.id)).scalar_one())
    version_id = add_version(change, hotspot_id, place, (place.valid_from, DATE_MAX), 1)
    require_reach(change, version_id, "hotspot.propose")
    change.note("hotspot", code, after=place.told())
    record_status(change, hotspot_id, first)
    change.touch("hotspots")
    return Opened(hotspot_id, code)


def revise_hotspot(change: Write, hotspot_id: int, place: Place, *, version: int, least: Extent) -> int:
    """Record what a place is like from a day on; what it was like before keeps its days. Return the new version.

    Parameters
    ----------
    change
        The transaction.
    hotspot_id
        Row of the place.
    place
        What it is like from ``place.valid_from`` on.
    version
        Version of the place that the caller started from.
    least
        The least it may measure.

    Raises
    ------
    StaleVersion
        ``version_stale``, with the present version.
    Refused
        ``place_removed``, ``lead_elsewhere``.
    InvalidGeometry, OutsideScope, PersonalData
        As `open_hotspot`.
    """
    place = check_place(place, least)
    if change.reason:
        change.reason = require_impersonal(change.reason, field="reason")
    code = raise_version(change, hotspot_id, version)
    believed = believed_versions(change.connection, hotspot_id)
    if not believed:
        raise Refused("place_removed", hotspot=code)
    was = read_draft(change.connection, hotspot_id, version)
    for old in believed:
        require_reach(change, old.id, "hotspot.edit")
    overtaken = [old for old in believed if old.valid_to > place.valid_from]
    supersede(change, hotspot_version, [old.id for old in overtaken])
    for old in overtaken:
        if old.valid_from < place.valid_from:
            restate(change, old, place.valid_from)
    version_id = add_version(change, hotspot_id, place, (place.valid_from, DATE_MAX), version + 1)
    require_reach(change, version_id, "hotspot.edit")  # nobody hands a place over to where he has no say
    change.note("hotspot", code, before=was.told() if was else None, after=place.told())
    change.touch("hotspots")
    return version + 1


def find_hotspot(connection: Connection, uuid: str | None) -> Opened | None:
    """Return the place that was opened by a request with this identifier."""
    if uuid is None:
        return None
    row = connection.execute(select(hotspot.c.id, hotspot.c.code).where(hotspot.c.uuid == uuid)).first()
    return Opened(*row) if row else None
