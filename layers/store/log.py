"""Reads the audit: the whole of it for auditors, and what was done to some objects for whoever may know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from geo.types import VIETNAM
from layers.actor import Actor
from layers.store import scope
from layers.store.changes import FieldChange, describe_change
from layers.store.columns import AnyRow
from layers.store.schema import audit


@dataclass(frozen=True)
class LogQuery:
    """What is looked for in the audit.

    Attributes
    ----------
    actor_name
        Sign-in name of who did it, as it was then.
    action
        What was done; a word that ends with a dot stands for all that begin with it.
    object_id
        Public identifier of the object.
    first_on, last_on
        Days in Viet Nam, both included.
    below
        Only rows with a number below this: the last one of the page before.
    limit
        Rows of a page.
    """

    actor_name: str | None = None
    action: str | None = None
    object_id: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    below: int | None = None
    limit: int = 50


@dataclass(frozen=True)
class LogRow:
    """A row of the audit.

    Attributes
    ----------
    recorded_at
        Aware UTC time.
    changes
        What it did, field by field.
    """

    id: int
    recorded_at: datetime
    actor_name: str
    action: str
    object_type: str
    object_id: str
    reason: str | None
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class LogPage:
    """Some rows, newest first; `below` asks for those that follow, None on the last page."""

    rows: tuple[LogRow, ...]
    below: int | None


def read_log(connection: Connection, actor: Actor, asked: LogQuery) -> LogPage:
    """Return a page of the audit, newest first.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    scope.require(connection, actor, "log.read")
    a = audit.c
    wanted: list[ColumnElement[bool]] = []
    if asked.actor_name:
        wanted.append(a.actor_name == asked.actor_name)
    if asked.action:
        wanted.append(
            a.action.startswith(asked.action, autoescape=True)
            if asked.action.endswith(".")
            else a.action == asked.action
        )
    if asked.object_id:
        wanted.append(a.object_id == asked.object_id)
    if asked.first_on:
        wanted.append(a.recorded_at >= _begin(asked.first_on))
    if asked.last_on and asked.last_on < date.max:
        wanted.append(a.recorded_at < _begin(asked.last_on + timedelta(days=1)))
    return _page(connection, select(audit).where(*wanted), asked)


def read_objects(
    connection: Connection, objects: Sequence[tuple[str, Any]], *, below: int | None = None, limit: int = 50
) -> LogPage:
    """Return what was done to some objects, newest first; whether the reader may know them is for the caller to say.

    Parameters
    ----------
    connection
        A transaction.
    objects
        Pairs of object type and identifiers: a list of them, or a query for them.
    below, limit
        As in `LogQuery`.
    """
    a = audit.c
    concerned = or_(*(and_(a.object_type == kind, a.object_id.in_(ids)) for kind, ids in objects))
    return _page(connection, select(audit).where(concerned), LogQuery(below=below, limit=limit))


def _page(connection: Connection, question: Select[Any], asked: LogQuery) -> LogPage:
    a = audit.c
    if asked.below is not None:
        question = question.where(a.id < asked.below)
    rows = connection.execute(question.order_by(a.id.desc()).limit(asked.limit + 1)).all()
    shown = tuple(_to_row(row) for row in rows[: asked.limit])
    return LogPage(shown, shown[-1].id if len(rows) > asked.limit else None)


def _to_row(row: AnyRow) -> LogRow:
    changes = describe_change(_value(row.before), _value(row.after))
    about = (row.id, row.recorded_at, row.actor_name, row.action, row.object_type, row.object_id, row.reason)
    return LogRow(*about, changes)


def _value(text: str | None) -> object:
    return None if text is None else orjson.loads(text)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
