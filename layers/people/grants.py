"""Grants: which role an account holds in which area, and for which body."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from layers.actor import Actor
from layers.errors import NotFound, Refused
from layers.people.users import Account
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.identifiers import boundary_id, is_boundary
from layers.store.schema import account, account_grant, boundary, organisation
from layers.store.scope import ACTIONS, ROLES, holds_grant

EVERYWHERE = "*"
"""Stands for the whole register where a grant has no area."""

MANAGERS = ACTIONS["account.manage"]
"""Roles that manage accounts; one account at least holds one of them."""

RECEIVERS = ACTIONS["recommendation.receive"]
"""Roles that a grant may tie to a body: they see what was sent to it."""

WITH_NAMES = account_grant.outerjoin(boundary, boundary.c.id == account_grant.c.boundary_id).outerjoin(
    organisation, organisation.c.id == account_grant.c.organisation_id
)
"""Grants with their areas and bodies."""

COLUMNS = (
    account_grant.c.id.label("grant_id"),
    account_grant.c.role,
    account_grant.c.granted_at,
    boundary.c.code.label("area_code"),
    boundary.c.valid_from.label("area_from"),
    boundary.c.name.label("area_name"),
    organisation.c.code.label("body"),
    organisation.c.name.label("body_name"),
)
"""What `to_grant` reads of `WITH_NAMES`."""


@dataclass(frozen=True)
class Grant:
    """A role in an area.

    Attributes
    ----------
    area
        Public id of the boundary, ``code@valid_from``; `EVERYWHERE` without one.
    area_name
        Its name; empty for everywhere.
    body, body_name
        Code and name of the body whose recommendations a partner receives; empty without one.
    """

    id: int
    role: str
    area: str
    area_name: str
    granted_at: datetime
    body: str = ""
    body_name: str = ""


def add_grant(
    change: Write, user: Account, role: str, area: str = EVERYWHERE, body: str | None = None
) -> Grant:
    """Give an account a role in an area and all that lies in it.

    Parameters
    ----------
    area
        `EVERYWHERE`, a boundary's public id (``27418@2025-07-01``, ``27418@start``), or a bare code, which
        means the latest area that bore it.
    body
        Code of the body whose recommendations a partner receives; without one he receives none.

    Raises
    ------
    Refused
        ``role_unknown``, ``grant_exists``; ``grant_body_not_taken``: the role receives nothing for a body;
        ``body_not_offered``.
    NotFound
        ``area_not_found`` or ``body_not_found``.
    """
    if role not in ROLES:
        raise Refused("role_unknown", role=role)
    if body and role not in RECEIVERS:
        raise Refused("grant_body_not_taken", role=role)
    held = {
        "account_id": user.id,
        "role": role,
        "boundary_id": None if area == EVERYWHERE else _get_boundary_id(change.connection, area),
        "organisation_id": _get_body_id(change.connection, body) if body else None,
    }
    if _is_held(change.connection, held):
        raise Refused("grant_exists", role=role, area=area)
    given = {**held, "granted_at": change.now, "granted_by": change.actor.account_id}
    added = change.connection.execute(
        insert(account_grant).values(given).returning(account_grant.c.id)
    ).scalar_one()
    _note(change, user, after=_told(role, area, body))
    return next(grant for grant in list_grants(change.connection, user) if grant.id == added)


def revoke_grant(change: Write, user: Account, grant_id: int) -> None:
    """Take a grant back; the row stays, with the time.

    Raises
    ------
    NotFound
        ``grant_not_found``: the account holds no such grant now.
    Refused
        ``last_admin``: nobody could manage accounts any more.
    """
    held = {grant.id: grant for grant in list_grants(change.connection, user)}
    if grant_id not in held:
        raise NotFound("grant_not_found")
    ended = update(account_grant).where(account_grant.c.id == grant_id).values(revoked_at=change.now)
    with keeping_a_manager(change) if held[grant_id].role in MANAGERS else nullcontext():
        change.connection.execute(ended)
    taken = held[grant_id]
    _note(change, user, before=_told(taken.role, taken.area, taken.body))


@contextmanager
def keeping_a_manager(change: Write) -> Iterator[None]:
    """Refuse what is done inside if it takes the last open account that may manage accounts.

    Raises
    ------
    Refused
        ``last_admin``.
    """
    managers = (
        select(account_grant.c.id)
        .join(account, account.c.id == account_grant.c.account_id)
        .where(account.c.is_active, account_grant.c.revoked_at.is_(None))
        .where(account_grant.c.role.in_(sorted(MANAGERS)))
        .order_by(account_grant.c.id)
        # Of two who take a right from each other at once, the second waits, and then finds itself the last.
        .with_for_update()
    )
    before = change.connection.execute(managers).all()
    yield
    if before and not change.connection.execute(managers).all():
        raise Refused("last_admin")


def list_grants(connection: Connection, user: Account) -> tuple[Grant, ...]:
    """Return the grants that an account holds now, the oldest first."""
    return list_held(connection, user.actor)


def list_held(connection: Connection, actor: Actor) -> tuple[Grant, ...]:
    """Return the grants that count for the actor now, the oldest first: one alone where he looks through it."""
    held = select(*COLUMNS).select_from(WITH_NAMES).where(holds_grant(actor)).order_by(account_grant.c.id)
    return tuple(to_grant(row) for row in connection.execute(held))


def to_grant(row: AnyRow) -> Grant:
    """Return the grant that a row of `COLUMNS` tells."""
    area = EVERYWHERE if row.area_code is None else boundary_id(row.area_code, row.area_from)
    names = (row.body or "", row.body_name or "")
    return Grant(row.grant_id, row.role, area, row.area_name or "", row.granted_at, *names)


def _is_held(connection: Connection, held: dict[str, Any]) -> bool:
    # "is not distinct from" takes two empty values for the same, as the areas and bodies of two grants are.
    same = (account_grant.c[name].is_not_distinct_from(value) for name, value in held.items())
    found = select(account_grant.c.id).where(account_grant.c.revoked_at.is_(None), *same)
    return connection.execute(found).first() is not None


def _get_body_id(connection: Connection, code: str) -> int:
    o = organisation.c
    row = connection.execute(select(o.id, o.name, o.is_active).where(o.code == code)).first()
    if row is None:
        raise NotFound("body_not_found", body=code)
    if not row.is_active:
        raise Refused("body_not_offered", name=row.name)
    return int(row.id)


def _told(role: str, area: str, body: str | None) -> dict[str, str]:
    return {"role": role, "area": area} | ({"body": body} if body else {})


def _note(change: Write, user: Account, *, before: object = None, after: object = None) -> None:
    change.note("account_grant", user.name, before=before, after=after)
    change.touch("grants")


def _get_boundary_id(connection: Connection, area: str) -> int:
    found = select(boundary.c.id).where(is_boundary(area)).order_by(boundary.c.valid_from.desc()).limit(1)
    row_id = connection.execute(found).scalar()
    if row_id is None:
        raise NotFound("area_not_found", area=area)
    return int(row_id)
