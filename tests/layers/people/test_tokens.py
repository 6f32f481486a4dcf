"""One-time links and API tokens, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from layers.actor import SYSTEM
from layers.errors import NotFound, Refused
from layers.people import tokens
from layers.people.users import Account, add_user, set_active
from layers.store.database import Database
from layers.store.schema import audit, token
from tests.conftest import Clock


@pytest.fixture
def user(empty_database: Database) -> Account:
    """Return an account."""
    with empty_database.write(SYSTEM, "account.add") as change:
        return add_user(change, "lan")


def _link(database: Database, user: Account) -> str:
    with database.write(SYSTEM, "link.add") as change:
        return tokens.add_link(change, user, minutes=15)


def _api(database: Database, user: Account, name: str = "QGIS") -> str:
    with database.write(user.actor, "token.add") as change:
        return tokens.add_api_token(change, user, name, days=30)


def _redeem(database: Database, secret: str) -> Account | None:
    with database.write(SYSTEM, "session.start") as change:
        return tokens.redeem_link(change, secret)


def test_a_link_works_once(empty_database: Database, user: Account, clock: Clock) -> None:
    secret = _link(empty_database, user)
    with empty_database.read() as connection:
        assert tokens.find_link_user(connection, secret, clock()) == user
        assert tokens.find_link_user(connection, secret + "x", clock()) is None
    assert _redeem(empty_database, secret) == user
    assert _redeem(empty_database, secret) is None
    with empty_database.read() as connection:
        assert tokens.find_link_user(connection, secret, clock()) is None


def test_of_many_at_once_one_gets_in(empty_database: Database, user: Account) -> None:
    secret = _link(empty_database, user)
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda _: _redeem(empty_database, secret), range(8)))
    assert [found for found in got if found] == [user]


def test_links_grow_old(empty_database: Database, user: Account, clock: Clock) -> None:
    secret = _link(empty_database, user)
    clock.at += timedelta(minutes=15)
    assert _redeem(empty_database, secret) is None


def test_a_link_is_no_api_token_and_the_reverse(
    empty_database: Database, user: Account, clock: Clock
) -> None:
    link, api = _link(empty_database, user), _api(empty_database, user)
    with empty_database.read() as connection:
        assert tokens.find_bearer(connection, link, clock()) is None
        assert tokens.find_link_user(connection, api, clock()) is None
    assert _redeem(empty_database, api) is None


def test_a_token_stands_for_its_account(empty_database: Database, user: Account, clock: Clock) -> None:
    secret = _api(empty_database, user)
    assert secret.startswith(tokens.API_PREFIX)
    with empty_database.read() as connection:
        bearer = tokens.find_bearer(connection, secret, clock())
        assert bearer is not None
        assert bearer.account == user
        assert bearer.token.name == "QGIS"
        assert bearer.is_use_due(clock())
        assert tokens.find_bearer(connection, secret[:-1], clock()) is None
    with empty_database.write(user.actor, "token.use") as change:
        tokens.mark_used(change, bearer)
    with empty_database.read() as connection:
        used = tokens.find_bearer(connection, secret, clock())
        assert used is not None
        assert not used.is_use_due(clock())
        assert used.is_use_due(clock() + timedelta(days=1))


def test_tokens_end(empty_database: Database, user: Account, clock: Clock) -> None:
    first, second = _api(empty_database, user, "one"), _api(empty_database, user, "two")
    with empty_database.read() as connection:
        newest, oldest = tokens.list_api_tokens(connection, user, clock())
    assert (newest.name, oldest.name) == ("two", "one")
    with empty_database.write(user.actor, "token.revoke") as change:
        tokens.revoke_api_token(change, user, oldest.id)
    with empty_database.read() as connection:
        assert tokens.find_bearer(connection, first, clock()) is None
        assert tokens.find_bearer(connection, second, clock()) is not None
        assert [one.name for one in tokens.list_api_tokens(connection, user, clock())] == ["two"]
        assert tokens.find_bearer(connection, second, clock() + timedelta(days=31)) is None
        assert tokens.list_api_tokens(connection, user, clock() + timedelta(days=31)) == ()


def test_only_the_holder_ends_a_token(empty_database: Database, user: Account, clock: Clock) -> None:
    with empty_database.write(SYSTEM, "account.add") as change:
        other = add_user(change, "minh")
    secret = _api(empty_database, user)
    with empty_database.read() as connection:
        [own] = tokens.list_api_tokens(connection, user, clock())
        assert tokens.list_api_tokens(connection, other, clock()) == ()
    with pytest.raises(NotFound, match="token_not_found"), empty_database.write(other.actor, "x") as change:
        tokens.revoke_api_token(change, other, own.id)
    with empty_database.read() as connection:
        assert tokens.find_bearer(connection, secret, clock()) is not None


def test_a_closed_account_opens_nothing(empty_database: Database, user: Account, clock: Clock) -> None:
    link, api = _link(empty_database, user), _api(empty_database, user)
    with empty_database.write(SYSTEM, "account.close") as change:
        set_active(change, user, is_active=False)
    with empty_database.read() as connection:
        assert tokens.find_bearer(connection, api, clock()) is None
        assert tokens.find_link_user(connection, link, clock()) is None
    assert _redeem(empty_database, link) is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_names_of_tokens(empty_database: Database, user: Account, name: str) -> None:
    with pytest.raises(Refused, match="token_name_invalid"):
        _api(empty_database, user, name)


def test_secrets_are_kept_nowhere(empty_database: Database, user: Account) -> None:
    secrets = (_link(empty_database, user), _api(empty_database, user))
    with empty_database.read() as connection:
        told = str(connection.execute(select(token)).all()) + str(connection.execute(select(audit)).all())
    assert not any(secret in told for secret in secrets)


@pytest.mark.parametrize("secret", ["", "\ud800", "x" * 100_000, "dban_"])
def test_strange_secrets_open_nothing(empty_database: Database, secret: str, clock: Clock) -> None:
    with empty_database.read() as connection:
        assert tokens.find_bearer(connection, secret, clock()) is None
        assert tokens.find_link_user(connection, secret, clock()) is None


def _calendar(database: Database, user: Account, area: str | None = None) -> str:
    with database.write(user.actor, "calendar.add") as change:
        return tokens.add_calendar(change, user, area, days=30)


def test_the_address_of_a_calendar_opens_that_and_nothing_else(
    empty_database: Database, user: Account, clock: Clock
) -> None:
    own, area = _calendar(empty_database, user), _calendar(empty_database, user, "27424@2025-07-01")
    api = _api(empty_database, user)
    with empty_database.read() as connection:
        found = tokens.find_calendar(connection, area, clock())
        assert (found.account, found.token.area) == (user, "27424@2025-07-01")
        assert tokens.find_calendar(connection, own, clock()).token.area is None
        assert tokens.find_calendar(connection, api, clock()) is None
        assert tokens.find_bearer(connection, own, clock()) is None
        assert tokens.find_link_user(connection, own, clock()) is None
        assert [one.area for one in tokens.list_calendars(connection, user, clock())] == [
            "27424@2025-07-01",
            None,
        ]
        assert [one.name for one in tokens.list_api_tokens(connection, user, clock())] == ["QGIS"]
        kept = connection.execute(select(token.c.secret_hash)).scalars().all()
    assert own not in kept and all(len(one) == 64 for one in kept)


def test_days_of_use_are_counted(empty_database: Database, user: Account, clock: Clock) -> None:
    secret = _calendar(empty_database, user)
    for _ in range(2):
        with empty_database.read() as connection:
            bearer = tokens.find_calendar(connection, secret, clock())
        assert bearer.is_use_due(clock())
        with empty_database.write(user.actor, "token.use") as change:
            tokens.mark_used(change, bearer)
        with empty_database.read() as connection:
            assert not tokens.find_calendar(connection, secret, clock()).is_use_due(clock())
        clock.at += timedelta(days=1)
    with empty_database.read() as connection:
        [held] = tokens.list_calendars(connection, user, clock())
    assert held.used_days == 2


def test_an_address_ends_by_revoking_in_time_and_with_the_account(
    empty_database: Database, user: Account, clock: Clock
) -> None:
    first, second, third = (_calendar(empty_database, user) for _ in range(3))
    with empty_database.read() as connection:
        ids = [one.id for one in tokens.list_calendars(connection, user, clock())]
    with empty_database.write(user.actor, "calendar.revoke") as change:
        tokens.revoke_calendar(change, user, ids[-1])
        with pytest.raises(NotFound):
            tokens.revoke_calendar(change, user, ids[-1])
        with pytest.raises(NotFound):
            tokens.revoke_api_token(change, user, ids[0])
    with empty_database.read() as connection:
        assert tokens.find_calendar(connection, first, clock()) is None
        assert tokens.find_calendar(connection, second, clock()) is not None
        assert tokens.find_calendar(connection, second, clock() + timedelta(days=31)) is None
    with empty_database.write(SYSTEM, "account.close") as change:
        set_active(change, user, is_active=False)
    with empty_database.read() as connection:
        assert tokens.find_calendar(connection, third, clock()) is None
    with empty_database.write(SYSTEM, "token.revoke_all") as change:
        assert tokens.revoke_all(change, user) == 2
