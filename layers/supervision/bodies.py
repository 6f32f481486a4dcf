"""The list of bodies that join visits and to which recommendations go: offices and organisations, never persons."""

import json
from collections.abc import Collection, Sequence
from importlib import resources
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from geo.text.names import collation_key, exact_key
from layers.errors import NotFound, Refused, StaleVersion
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import organisation
from layers.store.wording import require_impersonal

KINDS = ("member", "authority", "partner")
"""Member organisations of the Front, authorities that decide, and those to work with, in the order of lists."""

LONGEST_NAME = 120

_BEHIND_THE_DEFAULTS = 100
"""Position of a body that an administrator adds: behind the present ones of the default list."""


class Body(NamedTuple):
    """An office or organisation.

    Attributes
    ----------
    id
        Row of ``organisation``.
    code
        Stable name.
    name
        As people write it.
    kind
        One of `KINDS`.
    is_active
        Whether it is still offered.
    version
        Raised by one with every change; writers start from it.
    """

    id: int
    code: str
    name: str
    kind: str
    is_active: bool
    version: int


def read_default_bodies() -> list[dict[str, Any]]:
    """Return the default list as it stands in ``layers/data/organisations.json``."""
    text = resources.files("layers.data").joinpath("organisations.json").read_text(encoding="utf-8")
    return list(json.loads(text))


def add_default_bodies(change: Write) -> int:
    """Add the default list where there is none yet, and return how many bodies that were."""
    if change.connection.execute(select(organisation.c.id).limit(1)).first() is not None:
        return 0
    rows = [{**row, "is_active": True} for row in read_default_bodies()]
    change.connection.execute(insert(organisation), rows)
    change.note("organisation", "default", after={"codes": [row["code"] for row in rows]})
    change.touch("organisations")
    return len(rows)


def list_bodies(
    connection: Connection, kinds: Collection[str] = KINDS, *, is_active: bool | None = True
) -> list[Body]:
    """Return bodies of some kinds, kind by kind, by position and then in Vietnamese order.

    Parameters
    ----------
    connection
        A transaction.
    kinds
        Some of `KINDS`.
    is_active
        Only those that are offered, only those that are not, or (None) all.
    """
    o = organisation.c
    question = select(o.id, o.code, o.name, o.kind, o.is_active, o.version, o.position).where(
        o.kind.in_(kinds)
    )
    if is_active is not None:
        question = question.where(o.is_active == is_active)
    rows = sorted(
        connection.execute(question),
        key=lambda row: (KINDS.index(row.kind), row.position, collation_key(row.name), row.code),
    )
    return [Body(*row[:-1]) for row in rows]


def get_body(connection: Connection, code: str) -> Body:
    """Return a body by its code, whether it is still offered or not.

    Raises
    ------
    NotFound
        ``body_not_found``.
    """
    o = organisation.c
    row = connection.execute(
        select(o.id, o.code, o.name, o.kind, o.is_active, o.version).where(o.code == code)
    ).first()
    if row is None:
        raise NotFound("body_not_found", body=code)
    return Body(*row)


def add_body(change: Write, name: str, kind: str) -> Body:
    """Add a body to the list.

    Raises
    ------
    OutsideScope
        Where the actor does not manage lists.
    Refused
        ``body_kind_unknown``, ``body_name_invalid``, ``body_exists``.
    PersonalData
        Where the name is that of a person.
    """
    scope.require(change.connection, change.actor, "list.manage")
    if kind not in KINDS:
        raise Refused("body_kind_unknown", field="kind", kind=kind)
    name = _checked(change.connection, name)
    code = f"CQ{change.next_number('organisation_code'):03d}"
    values = {"code": code, "name": name, "kind": kind, "is_active": True}
    change.connection.execute(insert(organisation).values(**values, position=_BEHIND_THE_DEFAULTS))
    _note(change, code, after=values)
    return get_body(change.connection, code)


def rename_body(change: Write, code: str, name: str, *, version: int) -> Body:
    """Give a body another name, everywhere where it is named.

    Raises
    ------
    NotFound, OutsideScope, Refused, PersonalData
        As `add_body` and `get_body`.
    StaleVersion
        ``version_stale``, with the present version.
    """
    scope.require(change.connection, change.actor, "list.manage")
    before = get_body(change.connection, code)
    return _write(change, before, version, {"name": _checked(change.connection, name, but=before)})


def set_active(change: Write, code: str, *, is_active: bool, version: int) -> Body:
    """Offer a body, or offer it no longer; what names it keeps doing so, so no body is ever deleted.

    Raises
    ------
    NotFound
        ``body_not_found``.
    OutsideScope
        Where the actor does not manage lists.
    StaleVersion
        ``version_stale``, with the present version.
    """
    scope.require(change.connection, change.actor, "list.manage")
    return _write(change, get_body(change.connection, code), version, {"is_active": is_active})


def _write(change: Write, before: Body, version: int, values: dict[str, Any]) -> Body:
    o = organisation.c
    changed = update(organisation).where(o.id == before.id, o.version == version)
    if change.connection.execute(changed.values(**values, version=version + 1)).rowcount != 1:
        raise StaleVersion("version_stale", started_from=version, present=before.version)
    _note(change, before.code, before={name: getattr(before, name) for name in values}, after=values)
    return get_body(change.connection, before.code)


def _checked(connection: Connection, name: str, but: Body | None = None) -> str:
    name = " ".join(require_impersonal(name, field="name").split())
    if not 1 < len(name) <= LONGEST_NAME:
        raise Refused("body_name_invalid", field="name", maximum=LONGEST_NAME)
    same = exact_key(name)
    others: Sequence[Body] = list_bodies(connection, is_active=None)
    if any(exact_key(other.name) == same for other in others if but is None or other.id != but.id):
        raise Refused("body_exists", field="name", name=name)
    return name


def _note(change: Write, code: str, *, before: object = None, after: object = None) -> None:
    change.note("organisation", code, before=before, after=after)
    change.touch("organisations")
