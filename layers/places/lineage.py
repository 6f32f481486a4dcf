"""What becomes of places: removed and put back, merged into one, split in two; their history outlives them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import split
from sqlalchemy import Connection, Select, and_, func, insert, select

from layers.actor import Actor
from layers.conversion.status import StatusChange, record_status
from layers.errors import NotFound, Refused, StaleVersion
from layers.places.drafts import Extent, Place, check_place
from layers.places.hotspots import Opened, add_hotspot, find_hotspot
from layers.places.nearby import refuse_neighbour
from layers.places.references import PlaceRef
from layers.places.versions import believed_versions, raise_version, require_reach, restate
from layers.store import scope
from layers.store.columns import MOMENT_MAX, AnyRow
from layers.store.database import Write
from layers.store.periods import supersede
from layers.store.schema import audit, hotspot, hotspot_lineage, hotspot_version
from layers.store.wording import require_impersonal

LEAST_MERGED = 2
HALVES = 2


@dataclass(frozen=True)
class Removed:
    """A place that the register no longer tells of.

    Attributes
    ----------
    code, name, version
        Public code, last name and the version from which it can be put back.
    removed_at
        Aware UTC time.
    removed_by
        Sign-in name.
    reason
        Why, in words.
    """

    code: str
    name: str
    version: int
    removed_at: datetime
    removed_by: str
    reason: str


@dataclass(frozen=True)
class Successor:
    """A place that goes on instead of others.

    Attributes
    ----------
    place
        What it is like; it stands for the others from ``place.valid_from`` on.
    first
        Its first status.
    uuid
        Given by the recorder so that a repeated request is recognised.
    """

    place: Place
    first: StatusChange
    uuid: str | None = None


def close_hotspot(change: Write, hotspot_id: int, *, version: int) -> int:
    """Remove a place that should not be in the register; what it said until now stays known. Return the new version.

    The change needs a reason (`Write.reason`). A place that has ended is not removed: its status says so.

    Raises
    ------
    Refused
        ``evidence_missing`` without a reason, ``place_removed``.
    StaleVersion
        ``version_stale``.
    OutsideScope
        Where the actor may not edit it.
    """
    _require_reason(change)
    code = raise_version(change, hotspot_id, version)
    believed = believed_versions(change.connection, hotspot_id)
    if not believed:
        raise Refused("place_removed", hotspot=code)
    for row in believed:
        require_reach(change, row.id, "hotspot.edit")
    supersede(change, hotspot_version, [row.id for row in believed])
    change.note(
        "hotspot", code, before={"name": believed[-1].name, "version": version}, after={"removed": True}
    )
    change.touch("hotspots")
    return version + 1


def restore_hotspot(change: Write, code: str, *, version: int) -> int:
    """Put a removed place back as it was when it was removed; return the new version.

    Raises
    ------
    NotFound
        ``hotspot_not_found``, also where the actor may not edit it or it was not removed.
    StaleVersion
        ``version_stale``.
    """
    question = _removed_rows(change.actor).where(hotspot.c.code == code)
    rows = change.connection.execute(question.order_by(hotspot_version.c.valid_from)).all()
    if not rows:
        raise NotFound("hotspot_not_found", hotspot=code)
    raise_version(change, rows[0].hotspot_id, version)
    last = select(hotspot_version).where(hotspot_version.c.id.in_([row.id for row in rows]))
    for row in change.connection.execute(last.order_by(hotspot_version.c.valid_from)).all():
        restate(change, row, row.valid_to)
    change.note("hotspot", code, before={"removed": True}, after={"version": version + 1})
    change.touch("hotspots")
    return version + 1


def list_removed(connection: Connection, actor: Actor) -> tuple[Removed, ...]:
    """Return the places that were removed where the actor may put them back, the last one first."""
    scope.require(connection, actor, "hotspot.edit")
    rows = connection.execute(_removed_rows(actor).order_by(hotspot_version.c.valid_from)).all()
    latest: dict[str, AnyRow] = {row.code: row for row in rows}
    why = _removals(connection, [row.code for row in latest.values()])
    found = [
        Removed(row.code, row.name, row.present, row.known_to, *why.get((row.code, row.known_to), ("", "")))
        for row in latest.values()
    ]
    return tuple(sorted(found, key=lambda one: one.removed_at, reverse=True))


def merge_hotspots(
    change: Write, olds: Sequence[PlaceRef], new: Successor, *, least: Extent, is_different: bool = False
) -> str:
    """Let one new place go on instead of others and return its code; visits stay with the places they were made to.

    The change needs a reason. The old places get the status GOP_TACH from ``new.place.valid_from`` on.

    Parameters
    ----------
    change
        The transaction.
    olds
        Two places or more, each with the version that the caller started from.
    new
        The place that goes on.
    least
        The least it may measure.
    is_different
        The recorder has looked: it is none of the other places nearby.

    Raises
    ------
    Refused
        ``merge_needs_two``, ``evidence_missing``, ``place_nearby`` and what `record_status` refuses.
    StaleVersion, OutsideScope, InvalidGeometry, PersonalData
        As the changes of which it consists.
    """
    known = find_hotspot(change.connection, new.uuid)
    if known is not None:
        change.note("hotspot", known.code)
        return known.code
    _require_reason(change)
    ended = {old.id: old for old in olds}
    if len(ended) < LEAST_MERGED:
        raise Refused("merge_needs_two")
    place = check_place(new.place, least)
    if not is_different:
        refuse_neighbour(change.connection, place.geometry, apart_from=list(ended))
    for old in ended.values():
        _require_unchanged(change, old)
    opened = add_hotspot(change, place, new.first, uuid=new.uuid)
    for old in ended.values():
        _end(change, old, (opened,), "merge", place.valid_from)
    return opened.code


def split_hotspot(
    change: Write, old: PlaceRef, parts: Sequence[Successor], *, least: Extent
) -> tuple[str, ...]:
    """Let new places go on instead of one and return their codes; its visits stay with it.

    The change needs a reason. All parts begin on the same day, from which the old place has the status GOP_TACH.

    Raises
    ------
    Refused
        ``split_needs_two``, ``evidence_missing``, ``days_differ`` and what `record_status` refuses.
    StaleVersion, OutsideScope, InvalidGeometry, PersonalData
        As the changes of which it consists.
    """
    known = [find_hotspot(change.connection, part.uuid) for part in parts]
    if parts and all(known):
        change.note("hotspot", old.code)
        return tuple(one.code for one in known if one)
    _require_reason(change)
    if len(parts) < HALVES:
        raise Refused("split_needs_two")
    days = {part.place.valid_from for part in parts}
    if len(days) > 1:
        raise Refused("days_differ")
    checked = [replace(part, place=check_place(part.place, least)) for part in parts]
    for part in checked:
        refuse_neighbour(change.connection, part.place.geometry, apart_from=(old.id,))
    _require_unchanged(change, old)
    opened = tuple(add_hotspot(change, part.place, part.first, uuid=part.uuid) for part in checked)
    _end(change, old, opened, "split", days.pop())
    return tuple(one.code for one in opened)


def cut_in_two(geometry: BaseGeometry, cut: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the two parts into which a line cuts a place, the western one first.

    Parameters
    ----------
    geometry
        A line or an area, WGS 84, lon lat.
    cut
        A line that crosses it; one of two parts that lie apart already need not be crossed.

    Raises
    ------
    Refused
        ``cut_not_in_two``, with the number of parts (1 where the place cannot be cut at all).
    """
    pieces = [geometry]
    if geometry.geom_type != "Point" and cut.geom_type == "LineString":
        try:
            pieces = [piece for part in shapely.get_parts(geometry) for piece in split(part, cut).geoms]
        except ValueError:  # the cut runs along the line
            pieces = [geometry]
    if len(pieces) != HALVES:
        raise Refused("cut_not_in_two", field="shape", n=len(pieces))
    west, east = sorted(pieces, key=lambda piece: (piece.centroid.x, piece.centroid.y))
    return west, east


def _require_reason(change: Write) -> None:
    if not change.reason:
        raise Refused("evidence_missing", need="reason", field="reason")
    change.reason = require_impersonal(change.reason, field="reason")


def _require_unchanged(change: Write, old: PlaceRef) -> None:
    """Check version and rights of a place that is to end; its version is raised with its status."""
    present = change.connection.execute(select(hotspot.c.version).where(hotspot.c.id == old.id)).scalar()
    if present != old.version:
        raise StaleVersion("version_stale", started_from=old.version, present=present)
    for row in believed_versions(change.connection, old.id):
        require_reach(change, row.id, "hotspot.merge")


def _end(change: Write, old: PlaceRef, heirs: Sequence[Opened], kind: str, day: date) -> None:
    ended = StatusChange("GOP_TACH", day, reason=change.reason, original_id=heirs[0].id)
    record_status(change, old.id, ended)
    rows = [
        {"from_id": old.id, "to_id": heir.id, "kind": kind, "happened_on": day,
         "recorded_at": change.now, "recorded_by": change.actor.account_id}
        for heir in heirs
    ]  # fmt: skip
    change.connection.execute(insert(hotspot_lineage), rows)
    change.note("hotspot", old.code, after={kind: [heir.code for heir in heirs], "happened_on": day})


def _removed_rows(actor: Actor) -> Select[Any]:
    """Select the last rows of places of which the register believes nothing now, where the actor may edit."""
    v, other = hotspot_version.c, hotspot_version.alias("other")
    last = select(func.max(other.c.known_to)).where(other.c.hotspot_id == v.hotspot_id).scalar_subquery()
    return (
        select(v.id, v.hotspot_id, hotspot.c.code, hotspot.c.version.label("present"), v.name, v.known_to)
        .select_from(hotspot_version)
        .join(hotspot)
        .where(v.known_to == last.correlate(hotspot_version), v.known_to < MOMENT_MAX)
        .where(scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["hotspot.edit"]))
    )


def _removals(connection: Connection, codes: Sequence[str]) -> dict[tuple[str, datetime], tuple[str, str]]:
    a = audit.c
    asked = and_(a.object_type == "hotspot", a.object_id.in_(codes))
    rows = connection.execute(select(a.object_id, a.recorded_at, a.actor_name, a.reason).where(asked))
    return {(row.object_id, row.recorded_at): (row.actor_name, row.reason or "") for row in rows}
