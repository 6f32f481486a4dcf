"""Takes up what other programs changed in the file of the register: as a change of its own, or not at all.

Every row is first made again what it was. What was changed of a place as it is now is then recorded as anybody's change
would be, with all its checks; whatever else was changed is kept aside with the reason, and nothing is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from shapely.errors import GEOSException
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from geo.errors import AppError
from geo.formats import gpkg
from geo.formats.geojson import geometry_text
from geo.text.privacy import find_personal_data
from layers.actor import OUTSIDE, Actor
from layers.errors import Refused
from layers.places.drafts import Extent, Place, read_shape, rename
from layers.places.hotspots import revise_hotspot
from layers.places.versions import believed_versions, read_draft
from layers.store import outside_edits, scope
from layers.store.database import Write
from layers.store.outside_edits import OutsideEdit
from layers.store.schema import hotspot, hotspot_version, outside_edit

WRITABLE = (
    "geom", "name", "kind", "position_accuracy_m", "position_source", "source", "note", "aliases", "alley_number",
    "alley_branch", "street",
)  # fmt: skip
"""Columns of ``hotspot_version`` that another program may change; the rest is the service's own."""

_COMPUTED = frozenset({"length_m", "area_m2", "search_terms", "sort_key", "geojson"})
_LONGEST_LIST = 200


@dataclass(frozen=True)
class KeptAside:
    """A change from outside that was not taken up.

    Attributes
    ----------
    id
        Row of the journal.
    place
        Public code of the place; None for a row of another table, or one that was added.
    deed
        ``insert``, ``update`` or ``delete``.
    code, facts
        The reason: an error.
    at
        Aware UTC time of the change.
    """

    id: int
    place: str | None
    deed: str
    code: str
    facts: Mapping[str, Any]
    at: datetime


def take_up(connection: Connection, at: datetime, *, least: Extent) -> None:
    """Look at what other programs changed, in a transaction of the service.

    Parameters
    ----------
    at
        Aware UTC time of the changes that are recorded.
    least
        The least that a place may measure.
    """
    outside_edits.defer_references(connection)
    # First all rows, then the changes: a change that is recorded starts from a register that is as it was.
    waiting = [(edit, _put_back(connection, edit)) for edit in outside_edits.list_waiting(connection)]
    for edit, is_back in waiting:
        try:
            _take_up_one(connection, at, edit, is_back=is_back, least=least)
        except AppError as error:
            _keep_aside(connection, at, edit, error)
        else:
            outside_edits.settle(connection, edit, at, state="taken_up")


def list_kept_aside(connection: Connection, actor: Actor) -> tuple[KeptAside, ...]:
    """Return what was changed of places from outside and not taken up, where the actor may edit, the last one first.

    The system sees what was changed in other tables as well.
    """
    scope.require(connection, actor, "hotspot.edit")
    refused = outside_edits.list_refused(connection, _LONGEST_LIST)
    v = hotspot_version.c
    rows = [one.row_number for one in refused if one.table_name == hotspot_version.name]
    reached = scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["hotspot.edit"])
    question = select(v.id, hotspot.c.code).join(hotspot).where(v.id.in_(rows), reached)
    codes = dict(connection.execute(question).all())
    kept = (
        KeptAside(
            one.id,
            codes.get(one.row_number) if one.table_name == hotspot_version.name else None,
            one.deed,
            one.code,
            orjson.loads(one.facts),
            one.recorded_at,
        )
        for one in refused
    )
    return tuple(one for one in kept if actor.is_system or one.place is not None)


def mark_seen(change: Write, edit_id: int) -> None:
    """Put an edit away that was not taken up, once somebody who may edit the place has looked at it.

    Raises
    ------
    Refused
        ``outside_unknown``: there is no such edit, or not for this actor.
    """
    if edit_id not in {one.id for one in list_kept_aside(change.connection, change.actor)}:
        raise Refused("outside_unknown")
    change.connection.execute(outside_edit.update().where(outside_edit.c.id == edit_id).values(state="seen"))
    change.note("outside_edit", str(edit_id), after={"state": "seen"})


def _put_back(connection: Connection, edit: OutsideEdit) -> bool:
    try:
        with connection.begin_nested():
            outside_edits.put_back(connection, edit)
    except IntegrityError:  # what the service recorded meanwhile stands in the way
        return False
    return True


def _take_up_one(
    connection: Connection, at: datetime, edit: OutsideEdit, *, is_back: bool, least: Extent
) -> None:
    _require_place(edit, is_back=is_back)
    changed = edit.changed - _COMPUTED
    if not changed or edit.after is None:
        return  # a program that writes back what it read
    if not changed <= set(WRITABLE):
        raise Refused("outside_field", fields=", ".join(sorted(changed - set(WRITABLE))))
    with connection.begin_nested():
        change = Write(connection, at, OUTSIDE, "hotspot.outside")
        hotspot_id, place = _draft(connection, edit.row)
        version = connection.execute(select(hotspot.c.version).where(hotspot.c.id == hotspot_id)).scalar_one()
        revise_hotspot(
            change, hotspot_id, _changed_place(place, edit.after, changed), version=version, least=least
        )
        change.finish()


def _require_place(edit: OutsideEdit, *, is_back: bool) -> None:
    if not is_back:
        raise Refused("outside_in_the_way", table=edit.table)
    if edit.table != hotspot_version.name:
        if edit.before == edit.after:
            return
        raise Refused("outside_table", table=edit.table)
    if edit.before is None and edit.after is not None:
        raise Refused("outside_added")
    if edit.after is None and edit.before is not None:
        raise Refused("outside_removed")


def _draft(connection: Connection, row: int) -> tuple[int, Place]:
    """Return the place of a row of ``hotspot_version`` and what the register believes of it, if that is this row."""
    v = hotspot_version.c
    hotspot_id = connection.execute(select(v.hotspot_id).where(v.id == row)).scalar_one()
    believed = believed_versions(connection, hotspot_id)
    if not believed or believed[-1].id != row:
        raise Refused("outside_past")
    place = read_draft(connection, hotspot_id, believed[-1].version)
    assert place is not None, "its row was just read"  # noqa: S101 - tells the type checker
    return hotspot_id, place


def _changed_place(place: Place, after: Mapping[str, Any], changed: frozenset[str]) -> Place:
    told: dict[str, Any] = {name: after[name] for name in changed - {"geom", "aliases"}}
    accuracy_m = told.get("position_accuracy_m", place.position_accuracy_m)
    texts = {name: value for name, value in told.items() if name != "position_accuracy_m"}
    if not isinstance(accuracy_m, int | float) or not all(
        value is None or isinstance(value, str) for value in texts.values()
    ):
        raise Refused("outside_field", fields=", ".join(sorted(told)))
    if "geom" in changed:
        told["geometry"] = _read_geometry(after["geom"])
    if "aliases" in changed:
        told["aliases"] = _read_names(after["aliases"])
    return replace(rename(place, told.pop("name", place.name)), **told)


def _read_geometry(blob: bytes) -> Any:
    try:
        return read_shape(orjson.loads(geometry_text(gpkg.decode(blob), decimals=9)))
    except (GEOSException, ValueError) as error:
        raise Refused("outside_field", fields="geom") from error


def _read_names(text: str | None) -> tuple[str, ...]:
    try:
        names = orjson.loads(text or "[]")
    except orjson.JSONDecodeError as error:
        raise Refused("outside_field", fields="aliases") from error
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Refused("outside_field", fields="aliases")
    return tuple(names)


def _keep_aside(connection: Connection, at: datetime, edit: OutsideEdit, error: AppError) -> None:
    facts = orjson.dumps(error.facts, default=str).decode()
    outside_edits.settle(connection, edit, at, state="refused", code=error.code, facts=facts)
    if _names_person(edit):
        outside_edits.forget_values(connection, edit)
    change = Write(connection, at, OUTSIDE, "outside.refused")
    told = {"table": edit.table, "row": edit.row, "columns": sorted(edit.changed), "code": error.code}
    kind, identifier = _about(connection, edit)
    change.note(kind, identifier, after=told)
    change.finish()


def _names_person(edit: OutsideEdit) -> bool:
    texts = (value for value in (edit.after or {}).values() if isinstance(value, str))
    return any(find_personal_data(text) for text in texts)


def _about(connection: Connection, edit: OutsideEdit) -> tuple[str, str]:
    """Return the object whose history tells of an edit: the place, where it is about one."""
    named = select(hotspot.c.code).join(hotspot_version).where(hotspot_version.c.id == edit.row)
    code = connection.execute(named).scalar() if edit.table == hotspot_version.name else None
    return ("hotspot", code) if code else ("outside_edit", str(edit.ids[0]))
