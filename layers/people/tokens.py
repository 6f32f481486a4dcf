"""Secrets that stand for an account: sign-in links, API tokens and addresses of calendars, kept as hashes only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from layers.errors import NotFound, Refused
from layers.people.users import Account, to_account
from layers.store.database import Write
from layers.store.schema import account, token

API_PREFIX = "dban_"
"""Begins every API token, so that one that was published by mistake can be found."""

LONGEST_NAME = 80
USE_RECORDED_EVERY = timedelta(days=1)

_SECRET_BYTES = 32


@dataclass(frozen=True)
class Token:
    """An API token or the address of a calendar as its holder sees it later: without the secret.

    Attributes
    ----------
    kind
        ``api`` or ``calendar``.
    name
        What its holder calls it; empty for a calendar.
    area
        Public id of the area that a calendar shows; None for the holder's own work.
    used_at, used_days
        When its use was last recorded, and on how many days it was: at most one use of a day is.
    """

    id: int
    kind: str
    name: str
    area: str | None
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    used_days: int


@dataclass(frozen=True)
class Bearer:
    """A token that was shown, and the account it stands for."""

    token: Token
    account: Account

    @property
    def good_until(self) -> datetime:
        """Until when the token may be used without anything being looked up or recorded."""
        due = self.token.created_at if self.token.used_at is None else self.token.used_at + USE_RECORDED_EVERY
        return due if self.token.expires_at is None else min(due, self.token.expires_at)

    def is_over(self, now: datetime) -> bool:
        """Tell whether the token has come to its end since it was looked up."""
        return self.token.expires_at is not None and now >= self.token.expires_at

    def is_use_due(self, now: datetime) -> bool:
        """Tell whether the use is to be recorded: once a day is enough to see which tokens are alive."""
        return self.token.used_at is None or now - self.token.used_at >= USE_RECORDED_EVERY


def add_link(change: Write, user: Account, *, minutes: float) -> str:
    """Make a one-time sign-in link and return its secret, which is not kept."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    _add(
        change,
        user,
        secret,
        {"kind": "link", "name": "", "expires_at": change.now + timedelta(minutes=minutes)},
    )
    change.note("token", user.name, after={"kind": "link", "minutes": minutes})
    return secret


def find_link_user(connection: Connection, secret: str, now: datetime) -> Account | None:
    """Return whom a link signs in, if it is still good; looking does not use it up."""
    is_open = (token.c.used_at.is_(None), account.c.is_active)
    found = select(account).join(token, token.c.account_id == account.c.id)
    row = connection.execute(found.where(*_is_good("link", secret, now), *is_open)).one_or_none()
    return None if row is None else to_account(row)


def redeem_link(change: Write, secret: str) -> Account | None:
    """Use a link up and return whom it signs in; of two that try at once, one gets nothing."""
    spent = (
        update(token)
        .where(*_is_good("link", secret, change.now), token.c.used_at.is_(None))
        .values(used_at=change.now)
        .returning(token.c.account_id)
    )
    account_id = change.connection.execute(spent).scalar()
    change.note("token", change.actor.name, after={"kind": "link", "redeemed": account_id is not None})
    if account_id is None:
        return None
    row = change.connection.execute(
        select(account).where(account.c.id == account_id, account.c.is_active)
    ).one_or_none()
    return None if row is None else to_account(row)


def add_api_token(change: Write, user: Account, name: str, *, days: int) -> str:
    """Make an API token and return it, which is the only time it is seen.

    Parameters
    ----------
    name
        What the holder calls it, 1 to `LONGEST_NAME` characters.
    days
        How long it is good for.

    Raises
    ------
    Refused
        ``token_name_invalid``.
    """
    called = name.strip()
    if not 1 <= len(called) <= LONGEST_NAME:
        raise Refused("token_name_invalid", maximum=LONGEST_NAME)
    secret = API_PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    _add(
        change, user, secret, {"kind": "api", "name": called, "expires_at": change.now + timedelta(days=days)}
    )
    change.note("token", user.name, after={"kind": "api", "name": called, "days": days})
    return secret


def add_calendar(change: Write, user: Account, area: str | None, *, days: int) -> str:
    """Make the address of a calendar and return its secret, which is the only time it is seen.

    Parameters
    ----------
    area
        Public id of the area whose calendar it is; None for the account's own work.
    days
        How long it is good for.
    """
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    expires_at = change.now + timedelta(days=days)
    _add(change, user, secret, {"kind": "calendar", "name": "", "area": area, "expires_at": expires_at})
    change.note("token", user.name, after={"kind": "calendar", "area": area, "days": days})
    return secret


def find_bearer(connection: Connection, secret: str, now: datetime) -> Bearer | None:
    """Return whom an API token stands for, if it is good and the account is open."""
    return _find_bearer(connection, "api", secret, now)


def find_calendar(connection: Connection, secret: str, now: datetime) -> Bearer | None:
    """Return whose calendar an address shows, if it is good and the account is open."""
    return _find_bearer(connection, "calendar", secret, now)


def mark_used(change: Write, bearer: Bearer) -> None:
    """Record that a token was used."""
    used = {"used_at": change.now, "used_days": token.c.used_days + 1}
    change.connection.execute(update(token).where(token.c.id == bearer.token.id).values(used))
    change.note("token", bearer.account.name, after={**_told(bearer.token), "used": True})


def list_api_tokens(connection: Connection, user: Account, now: datetime) -> tuple[Token, ...]:
    """Return the account's API tokens that are still good, the newest first."""
    return _list_tokens(connection, "api", user, now)


def list_calendars(connection: Connection, user: Account, now: datetime) -> tuple[Token, ...]:
    """Return the account's addresses of calendars that are still good, the newest first."""
    return _list_tokens(connection, "calendar", user, now)


def revoke_api_token(change: Write, user: Account, token_id: int) -> None:
    """End one of the account's API tokens.

    Raises
    ------
    NotFound
        ``token_not_found``: not one of the account's, or ended before.
    """
    _revoke(change, user, "api", token_id)


def revoke_calendar(change: Write, user: Account, token_id: int) -> None:
    """End one of the account's addresses of calendars.

    Raises
    ------
    NotFound
        ``token_not_found``: not one of the account's, or ended before.
    """
    _revoke(change, user, "calendar", token_id)


def revoke_all(change: Write, user: Account) -> int:
    """End every API token, address of a calendar and unused sign-in link of an account; return how many."""
    is_alive = (
        token.c.account_id == user.id,
        token.c.revoked_at.is_(None),
        token.c.expires_at > change.now,
        (token.c.kind != "link") | token.c.used_at.is_(None),
    )
    ended = update(token).where(*is_alive).values(revoked_at=change.now).returning(token.c.kind)
    kinds = change.connection.execute(ended).scalars().all()
    change.note("token", user.name, before={kind: kinds.count(kind) for kind in ("api", "calendar", "link")})
    return len(kinds)


_TOKEN_COLUMNS = (
    token.c.id.label("token_id"),
    token.c.kind,
    token.c.name.label("token_name"),
    token.c.area,
    token.c.created_at.label("token_created_at"),
    token.c.expires_at,
    token.c.used_at,
    token.c.used_days,
)


def _is_good(kind: str, secret: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        token.c.secret_hash == hash_secret(secret),
        token.c.kind == kind,
        token.c.revoked_at.is_(None),
        token.c.expires_at > now,
    )


def _find_bearer(connection: Connection, kind: str, secret: str, now: datetime) -> Bearer | None:
    shown = {"shown_hash": hash_secret(secret), "shown_kind": kind, "now": now}
    row = connection.execute(_BEARER, shown).one_or_none()
    return None if row is None else Bearer(_to_token(row), to_account(row))


def _list_tokens(connection: Connection, kind: str, user: Account, now: datetime) -> tuple[Token, ...]:
    is_alive = (token.c.account_id == user.id) & (token.c.kind == kind) & token.c.revoked_at.is_(None)
    found = select(*_TOKEN_COLUMNS).where(is_alive, token.c.expires_at > now).order_by(token.c.id.desc())
    return tuple(_to_token(row) for row in connection.execute(found))


def _revoke(change: Write, user: Account, kind: str, token_id: int) -> None:
    is_own = (token.c.id == token_id) & (token.c.account_id == user.id) & (token.c.kind == kind)
    ended = update(token).where(is_own, token.c.revoked_at.is_(None)).values(revoked_at=change.now)
    row = change.connection.execute(ended.returning(*_TOKEN_COLUMNS)).one_or_none()
    if row is None:
        raise NotFound("token_not_found")
    change.note("token", user.name, before=_told(_to_token(row)))


# Built once: every request of a program asks this.
_BEARER = (
    select(*_TOKEN_COLUMNS, *account.c)
    .select_from(token.join(account, account.c.id == token.c.account_id))
    .where(
        token.c.secret_hash == bindparam("shown_hash"),
        token.c.kind == bindparam("shown_kind"),
        token.c.revoked_at.is_(None),
        token.c.expires_at > bindparam("now"),
        account.c.is_active,
    )
)


def _to_token(row: Any) -> Token:
    return Token(
        row.token_id,
        row.kind,
        row.token_name,
        row.area,
        row.token_created_at,
        row.expires_at,
        row.used_at,
        row.used_days,
    )


def _told(one: Token) -> dict[str, object]:
    return (
        {"kind": one.kind, "area": one.area}
        if one.kind == "calendar"
        else {"kind": one.kind, "name": one.name}
    )


def _add(change: Write, user: Account, secret: str, values: dict[str, object]) -> None:
    change.connection.execute(
        insert(token).values(
            account_id=user.id, secret_hash=hash_secret(secret), created_at=change.now, **values
        )
    )


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret: SHA-256, hexadecimal."""
    # A plain hash is enough: the secret has 256 random bits, so there is nothing to guess.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
