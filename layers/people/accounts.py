"""The list of accounts as whoever manages them sees it: grants, last use, and who may be closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from geo.text.names import collation_key, fold_key
from geo.types import DATE_MAX
from layers.people import grants, users
from layers.people.grants import Grant
from layers.people.users import Account
from layers.store.database import Write
from layers.store.identifiers import boundary_id
from layers.store.schema import account, account_grant, audit, boundary


@dataclass(frozen=True)
class AccountRow:
    """An account in the list.

    Attributes
    ----------
    grants
        What it holds now, the oldest first.
    used_at
        Aware UTC time at which it last signed in, or changed anything, or a program used its token.
    """

    account: Account
    grants: tuple[Grant, ...]
    used_at: datetime | None


@dataclass(frozen=True)
class GrantArea:
    """An area that a grant may be given in.

    Attributes
    ----------
    public_id
        ``code@valid_from``.
    group
        ``current``, ``grouping`` or ``former``.
    valid_from, valid_to
        Days during which it holds, half-open.
    """

    public_id: str
    name: str
    full_name: str
    group: str
    valid_from: date
    valid_to: date


def list_accounts(connection: Connection, search: str = "") -> tuple[AccountRow, ...]:
    """Return the accounts whose name holds the text, with or without accents, in Vietnamese order."""
    last = select(func.max(audit.c.recorded_at)).where(audit.c.account_id == account.c.id).scalar_subquery()
    is_held = (account_grant.c.account_id == account.c.id) & account_grant.c.revoked_at.is_(None)
    rows = connection.execute(
        select(*account.c, *grants.COLUMNS, last.label("last_used_at"))
        .select_from(account.outerjoin(grants.WITH_NAMES, is_held))
        .order_by(account.c.id, account_grant.c.id)
    ).all()
    wanted = fold_key(search)
    people: dict[str, AccountRow] = {}
    for row in rows:
        if wanted not in fold_key(row.name):
            continue
        known = people.get(row.name) or AccountRow(users.to_account(row), (), row.last_used_at)
        more = () if row.grant_id is None else (grants.to_grant(row),)
        people[row.name] = AccountRow(known.account, known.grants + more, known.used_at)
    return tuple(sorted(people.values(), key=lambda one: collation_key(one.account.name)))


def set_open(change: Write, user: Account, *, is_open: bool) -> Account:
    """Open an account or close it, which ends its sessions; its tokens stop working while it is closed.

    Raises
    ------
    Refused
        ``last_admin``: nobody could manage accounts any more.
    """
    with grants.keeping_a_manager(change):
        return users.set_active(change, user, is_active=is_open)


def list_grant_areas(connection: Connection, today: date) -> Sequence[GrantArea]:
    """Return every area: those that hold today, then the groupings, then former ones, each in Vietnamese order."""
    b = boundary.c
    rows = connection.execute(
        select(b.code, b.valid_from, b.valid_to, b.name, b.full_name, b.level).order_by(
            b.sort_key, b.valid_from
        )
    )
    areas = [
        GrantArea(
            boundary_id(row.code, row.valid_from),
            row.name,
            row.full_name,
            _group(row.level, row.valid_to, today),
            row.valid_from,
            row.valid_to,
        )
        for row in rows
    ]
    return sorted(areas, key=lambda area: ("current", "grouping", "former").index(area.group))


def _group(level: str, valid_to: date, today: date) -> str:
    if level == "grouping":
        return "grouping"
    return "current" if valid_to == DATE_MAX or valid_to > today else "former"
