"""Saved maps: kept by who made them, read by all readers where they are shared; each sees of one what he may see."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from layers.actor import Actor
from layers.errors import NotFound, Refused, StaleVersion
from layers.sheets.sheet_words import to_stored
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.schema import account, saved_map
from layers.store.wording import require_impersonal

Shared = Literal["nobody", "readers"]

SHARED: tuple[Shared, ...] = ("nobody", "readers")
"""Who reads a saved map besides who keeps it: nobody, or whoever reads places at all."""

ACTION = "hotspot.read"
"""Entry of `layers.store.scope.ACTIONS` that keeping and reading them asks for."""

LONGEST_TITLE = 200
MOST_KEPT = 200
"""Saved maps of one account."""

MOST_LISTED = 200


@dataclass(frozen=True)
class NewMap:
    """A map that is to be kept.

    Attributes
    ----------
    uuid
        Identifier, made by who asks, so that a request sent twice is one.
    title
        What it is called, 1 to `LONGEST_TITLE` characters.
    spec
        The map: values that JSON can hold.
    shared_with
        One of `SHARED`.
    """

    uuid: str
    title: str
    spec: Mapping[str, Any]
    shared_with: Shared = "nobody"


@dataclass(frozen=True)
class SavedMap:
    """A map that is kept.

    Attributes
    ----------
    code, uuid
        Public identifiers.
    title, spec, shared_with
        As in `NewMap`.
    kept_by
        Sign-in name of who keeps it.
    is_own
        Whether that is who asks.
    version
        From which changes start.
    made_at, changed_at
        Aware UTC times.
    """

    code: str
    uuid: str
    title: str
    spec: Mapping[str, Any]
    shared_with: Shared
    kept_by: str
    is_own: bool
    version: int
    made_at: datetime
    changed_at: datetime


def save_map(change: Write, wanted: NewMap) -> str:
    """Keep a map and return its code; one that is sent again is the one that is kept.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    Refused
        ``saved_map_title``, or ``saved_maps_too_many``.
    PersonalData
        Where a word of it names a person.
    """
    scope.require(change.connection, change.actor, ACTION)
    mine = saved_map.c.account_id == change.actor.account_id
    uuids = select(saved_map.c.uuid, saved_map.c.code).where(mine, saved_map.c.removed_at.is_(None))
    kept = {row.uuid: row.code for row in change.connection.execute(uuids)}
    if wanted.uuid in kept:
        change.note("saved_map", kept[wanted.uuid], after={"repeated": True})
        return str(kept[wanted.uuid])
    if len(kept) >= MOST_KEPT:
        raise Refused("saved_maps_too_many", most=MOST_KEPT)
    code = f"BD{change.next_number('saved_map'):05}"
    values = {
        "title": _checked_title(wanted.title),
        "spec": to_stored(wanted.spec),
        "shared_with": wanted.shared_with,
    }
    ids = {"uuid": wanted.uuid, "code": code, "account_id": change.actor.account_id}
    times = {"made_at": change.now, "changed_at": change.now}
    change.connection.execute(insert(saved_map).values(**ids, **values, **times))
    change.note("saved_map", code, after=values)
    return code


def change_map(
    change: Write,
    code: str,
    *,
    version: int,
    title: str | None = None,
    shared_with: Shared | None = None,
    spec: Mapping[str, Any] | None = None,
) -> int:
    """Change what a saved map of the actor is called, who reads it, or what it shows; return its new version.

    Parameters
    ----------
    change
        The transaction.
    code
        Its code.
    version
        From which the actor started.
    title, shared_with, spec
        None leaves it as it is.

    Raises
    ------
    NotFound
        ``saved_map_not_found``, also where another keeps it.
    StaleVersion
        ``version_stale``.
    Refused
        ``saved_map_title``.
    PersonalData
        Where a word of it names a person.
    """
    found = _get_own(change, code, version)
    wanted = {
        "title": None if title is None else _checked_title(title),
        "shared_with": shared_with,
        "spec": None if spec is None else to_stored(spec),
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    _store(change, found, **values)
    return version + 1


def remove_map(change: Write, code: str, *, version: int) -> None:
    """Take a saved map of the actor away; errors as `change_map`."""
    _store(change, _get_own(change, code, version), removed_at=change.now)


def get_map(connection: Connection, actor: Actor, code: str) -> SavedMap:
    """Return a saved map that the actor keeps, or that is shared with him.

    Raises
    ------
    NotFound
        ``saved_map_not_found``.
    """
    found = _read(connection, actor, saved_map.c.code == code, _is_readable(connection, actor))
    if not found:
        raise NotFound("saved_map_not_found", map=code)
    return found[0]


def get_linked_map(connection: Connection, actor: Actor, row_id: int) -> SavedMap:
    """Return the saved map in a row, whoever keeps it, for a reader who holds a link to it; errors as `get_map`."""
    scope.require(connection, actor, ACTION)
    found = _read(connection, actor, saved_map.c.id == row_id)
    if not found:
        raise NotFound("saved_map_not_found", map="")
    return found[0]


def list_maps(connection: Connection, actor: Actor) -> tuple[SavedMap, ...]:
    """Return the saved maps that the actor may read: first his own, and of each what was changed last first."""
    return _read(connection, actor, _is_readable(connection, actor))


def _is_readable(connection: Connection, actor: Actor) -> ColumnElement[bool]:
    is_own = saved_map.c.account_id == actor.account_id
    if not scope.allowed(connection, actor, ACTION):
        return is_own
    return or_(is_own, saved_map.c.shared_with == "readers")


def _read(connection: Connection, actor: Actor, *conditions: ColumnElement[bool]) -> tuple[SavedMap, ...]:
    m = saved_map.c
    is_own = (m.account_id == actor.account_id).label("is_own")
    question = (
        select(saved_map, account.c.name.label("kept_by"), is_own)
        .join(account, account.c.id == m.account_id)
        .where(m.removed_at.is_(None), *conditions)
        .order_by(is_own.desc(), m.changed_at.desc(), m.id.desc())
        .limit(MOST_LISTED)
    )
    return tuple(
        SavedMap(
            row.code,
            row.uuid,
            row.title,
            json.loads(row.spec),
            cast(Shared, row.shared_with),
            row.kept_by,
            bool(row.is_own),
            row.version,
            row.made_at,
            row.changed_at,
        )
        for row in connection.execute(question)
    )


def _get_own(change: Write, code: str, version: int) -> AnyRow:
    m = saved_map.c
    own = select(m.id, m.code, m.title, m.shared_with, m.version).where(
        m.code == code, m.account_id == change.actor.account_id, m.removed_at.is_(None)
    )
    found = change.connection.execute(own).one_or_none()
    if found is None:
        raise NotFound("saved_map_not_found", map=code)
    if found.version != version:
        raise StaleVersion("version_stale", started_from=version, present=found.version)
    return found


def _store(change: Write, found: AnyRow, **values: Any) -> None:
    raised = {**values, "version": found.version + 1, "changed_at": change.now}
    m = saved_map.c
    stored = update(saved_map).where(m.id == found.id, m.version == found.version).values(**raised)
    if change.connection.execute(stored).rowcount == 0:
        raise StaleVersion("version_stale", started_from=found.version, present=found.version + 1)
    before = {"title": found.title, "shared_with": found.shared_with}
    change.note(
        "saved_map", found.code, before=before, after={name: str(value) for name, value in values.items()}
    )


def _checked_title(title: str) -> str:
    told = require_impersonal(title.strip(), field="title")
    if not 1 <= len(told) <= LONGEST_TITLE:
        raise Refused("saved_map_title", field="title", maximum=LONGEST_TITLE)
    return told
