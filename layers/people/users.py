"""Accounts: who may sign in, with which password and in which language."""

import re
import unicodedata
from dataclasses import dataclass, replace

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, bindparam, exists, insert, select, update

from layers.actor import Actor
from layers.errors import NotFound, Refused
from layers.store.columns import AnyRow
from layers.store.database import Database, Write
from layers.store.schema import account, demo

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
LOCALES = ("vi", "en")

# OWASP's smallest argon2id setting: eight sign-ins at once take 150 MB, not 512 as by the library's default.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NAME = re.compile(r"[\w][\w.@-]{1,63}")


@dataclass(frozen=True)
class Account:
    """Someone who may sign in.

    Attributes
    ----------
    name
        Sign-in name, lower case, NFC.
    locale
        Language of the pages.
    epoch
        Sessions that were started in an earlier epoch are over.
    has_demo
        Whether the database holds an invented history: pages say so, and a session's account is looked up for each
        of them, so it is asked along. None where it was not.
    """

    id: int
    name: str
    locale: str
    epoch: int
    is_active: bool
    has_password: bool
    has_demo: bool | None = None

    @property
    def actor(self) -> Actor:
        """The account as the one who asks."""
        return Actor(self.id, self.name)


def to_sign_in_name(text: str) -> str:
    """Return the name as it is stored: NFC, lower case, without blanks around it."""
    return unicodedata.normalize("NFC", text.strip()).lower()


def add_user(change: Write, name: str, *, locale: str = "vi", password: str | None = None) -> Account:
    """Add an account; it has no rights until it is granted some.

    Raises
    ------
    Refused
        ``user_name_invalid``, ``user_exists``, ``locale_unknown`` or a fault of the password.
    """
    stored = to_sign_in_name(name)
    if not _NAME.fullmatch(stored):
        raise Refused("user_name_invalid")
    if locale not in LOCALES:
        raise Refused("locale_unknown", locale=locale)
    if find_user(change.connection, stored):
        raise Refused("user_exists", name=stored)
    change.connection.execute(
        insert(account).values(
            name=stored,
            password_hash=None if password is None else _hash(password, stored),
            locale=locale,
            epoch=1,
            is_active=True,
            created_at=change.now,
        )
    )
    change.note("account", stored, after={"locale": locale})
    return get_user(change.connection, stored)


def find_user(connection: Connection, name: str) -> Account | None:
    """Return the account with a sign-in name, in any case."""
    row = connection.execute(select(account).where(account.c.name == to_sign_in_name(name))).one_or_none()
    return None if row is None else to_account(row)


def get_user(connection: Connection, name: str) -> Account:
    """Return the account with a sign-in name.

    Raises
    ------
    NotFound
        ``user_not_found``.
    """
    found = find_user(connection, name)
    if found is None:
        raise NotFound("user_not_found", name=to_sign_in_name(name))
    return found


def find_session_user(connection: Connection, account_id: int, epoch: int) -> Account | None:
    """Return the account of a session, unless it was closed or its sessions were ended since."""
    row = connection.execute(_OF_SESSION, {"held_id": account_id, "held_epoch": epoch}).one_or_none()
    return None if row is None else replace(to_account(row), has_demo=bool(row.has_demo))


def check_password(database: Database, name: str, password: str) -> Account | None:
    """Return the account if the password is its own.

    An unknown name, a closed account and a wrong password take the same time and give the same answer.
    The slow part holds no connection. A hash made with weaker settings is replaced.
    """
    with database.read() as connection:
        row = connection.execute(select(account).where(account.c.name == to_sign_in_name(name))).one_or_none()
    stored = row.password_hash if row is not None and row.is_active else None
    is_right = _verify(stored or _DUMMY, password[: LONGEST_PASSWORD + 1])
    if row is None or stored is None or not is_right:
        return None
    found = to_account(row)
    if _HASHER.check_needs_rehash(stored):
        with database.write(found.actor, "account.rehash") as change:
            _store(change, found.id, password_hash=_HASHER.hash(password))
            change.note("account", found.name)
    return found


def set_password(change: Write, user: Account, password: str) -> Account:
    """Set the password and end all sessions of the account.

    Raises
    ------
    Refused
        ``password_short``, ``password_long`` or ``password_like_name``.
    """
    _store(change, user.id, password_hash=_hash(password, user.name), epoch=account.c.epoch + 1)
    change.note("account", user.name, after={"password": "changed"})
    return get_user(change.connection, user.name)


def set_locale(change: Write, user: Account, locale: str) -> None:
    """Set the language of the account's pages.

    Raises
    ------
    Refused
        ``locale_unknown``.
    """
    if locale not in LOCALES:
        raise Refused("locale_unknown", locale=locale)
    _store(change, user.id, locale=locale)
    change.note("account", user.name, before={"locale": user.locale}, after={"locale": locale})


def end_sessions(change: Write, user: Account) -> Account:
    """End all sessions of the account, everywhere."""
    _store(change, user.id, epoch=account.c.epoch + 1)
    change.note("account", user.name, after={"sessions": "ended"})
    return get_user(change.connection, user.name)


def set_active(change: Write, user: Account, *, is_active: bool) -> Account:
    """Close an account, or open it again; closing ends its sessions, and its tokens stop working."""
    _store(change, user.id, is_active=is_active, epoch=account.c.epoch + 1)
    change.note("account", user.name, before={"is_active": user.is_active}, after={"is_active": is_active})
    return get_user(change.connection, user.name)


def to_account(row: AnyRow) -> Account:
    """Make the value from a row of the table ``account``."""
    return Account(row.id, row.name, row.locale, row.epoch, row.is_active, row.password_hash is not None)


def _store(change: Write, account_id: int, **values: object) -> None:
    change.connection.execute(update(account).where(account.c.id == account_id).values(**values))


def _hash(password: str, name: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_short", minimum=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise Refused("password_long", maximum=LONGEST_PASSWORD)
    if name in password.lower():
        raise Refused("password_like_name")
    return _HASHER.hash(password)


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


# Verified against where there is no account, so that the answer takes as long as for one.
_DUMMY = _HASHER.hash("no account has this password")

# Built once: every request of a browser asks this.
_OF_SESSION = select(account, exists().select_from(demo).label("has_demo")).where(
    account.c.id == bindparam("held_id"), account.c.epoch == bindparam("held_epoch"), account.c.is_active
)
