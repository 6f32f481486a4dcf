"""Grants: which role an account holds in which area."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select, update

from layers.actor import Actor
from layers.errors import NotFound, Refused
from layers.people.users import Account
from layers.store.database import Write
from layers.store.identifiers import boundary_id, is_boundary
from layers.store.schema import account, account_grant, boundary
from layers.store.scope import ACTIONS, ROLES, holds_grant

EVERYWHERE = "*"
"""Stands for the whole register where a grant has no area."""

MANAGERS = ACTIONS["account.manage"]
"""Roles that manage accounts; one account at least holds one of them."""


@dataclass(frozen=True)
class Grant:
    """A role in an area.

    Attributes
    ----------
    area
        Public id of the boundary, ``code@valid_from``; `EVERYWHERE` without one.
    area_name
        Its name; empty for everywhere.
    """

    id: int
    role: str
    area: str
    area_name: str
    granted_at: datetime


def add_grant(change: Write, user: Account, role: str, area: str = EVERYWHERE) -> Grant:
    """Give an account a role in an area and all that lies in it.

    Parameters
    ----------
    area
        `EVERYWHERE`, a boundary's public id (``27418@2025-07-01``, ``27418@start``), or a bare code, which
        means the latest area that bore it.

    Raises
    ------
    Refused
        ``role_unknown`` or ``grant_exists``.
    NotFound
        ``area_not_found``.
    """
    if role not in ROLES:
        raise Refused("role_unknown", role=role)
    within = None if area == EVERYWHERE else _get_boundary_id(change.connection, area)
    if _is_held(change.connection, user, role, within):
        raise Refused("grant_exists", role=role, area=area)
    values = {
        "account_id": user.id,
        "role": role,
        "boundary_id": within,
        "granted_at": change.now,
        "granted_by": change.actor.account_id,
    }
    added = change.connection.execute(
        insert(account_grant).values(values).returning(account_grant.c.id)
    ).scalar_one()
    change.note("account_grant", user.name, after={"role": role, "area": area})
    change.touch("grants")
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
    change.note("account_grant", user.name, before={"role": held[grant_id].role, "area": held[grant_id].area})
    change.touch("grants")


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
    rows = connection.execute(_held().where(holds_grant(actor)))
    return tuple(
        Grant(
            row.id,
            row.role,
            EVERYWHERE if row.code is None else boundary_id(row.code, row.valid_from),
            row.name or "",
            row.granted_at,
        )
        for row in rows
    )


def _held() -> Select[tuple[object, ...]]:
    return (
        select(
            account_grant.c.id,
            account_grant.c.role,
            account_grant.c.granted_at,
            boundary.c.code,
            boundary.c.valid_from,
            boundary.c.name,
        )
        .select_from(account_grant.outerjoin(boundary, boundary.c.id == account_grant.c.boundary_id))
        .where(account_grant.c.revoked_at.is_(None))
        .order_by(account_grant.c.id)
    )


def _is_held(connection: Connection, user: Account, role: str, within: int | None) -> bool:
    same = (
        account_grant.c.account_id == user.id,
        account_grant.c.role == role,
        account_grant.c.revoked_at.is_(None),
    )
    place = account_grant.c.boundary_id.is_(None) if within is None else account_grant.c.boundary_id == within
    return connection.execute(select(account_grant.c.id).where(*same, place)).first() is not None


def _get_boundary_id(connection: Connection, area: str) -> int:
    found = select(boundary.c.id).where(is_boundary(area)).order_by(boundary.c.valid_from.desc()).limit(1)
    row_id = connection.execute(found).scalar()
    if row_id is None:
        raise NotFound("area_not_found", area=area)
    return int(row_id)
