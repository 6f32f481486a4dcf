"""The list of accounts, and that the last one who manages them stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import event

from layers.actor import SYSTEM
from layers.errors import Refused
from layers.people import accounts, grants, tokens
from layers.people.users import Account, add_user, find_session_user
from layers.store.database import Database
from tests.conftest import START
from tests.layers.places.supervised import add_bodies

_TODAY = date(2026, 11, 22)


def _add(database: Database, name: str, *held: tuple[str, str]) -> Account:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, name)
        for role, area in held:
            grants.add_grant(change, user, role, area)
    return user


def _names(database: Database, search: str = "") -> list[str]:
    with database.read() as connection:
        return [row.account.name for row in accounts.list_accounts(connection, search)]


def test_accounts_are_listed_the_vietnamese_way_with_what_they_hold(database: Database) -> None:
    _add(database, "đức", ("officer", "27424@2025-07-01"), ("viewer", "776"))
    _add(database, "dung")
    _add(database, "em")
    assert _names(database) == ["dung", "đức", "em"]
    with database.read() as connection:
        row = accounts.list_accounts(connection)[1]
    assert [(grant.role, grant.area_name) for grant in row.grants] == [
        ("officer", "Phường Bình Đông"),
        ("viewer", "Quận 8 (cũ)"),
    ]
    assert row.used_at is None


def test_the_body_of_a_partner_is_told(database: Database) -> None:
    add_bodies(database)
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan")
        added = grants.add_grant(change, user, "partner", body="CA_PHUONG")
    with database.read() as connection:
        assert accounts.list_accounts(connection)[0].grants == (added,)
    assert added.body_name == "Công an phường"


def test_accounts_are_found_without_accents(database: Database) -> None:
    _add(database, "đức")
    _add(database, "dung")
    assert _names(database, "DUC") == ["đức"]
    assert _names(database, "d") == ["dung", "đức"]
    assert _names(database, "x") == []


def test_last_use_is_the_last_thing_done(database: Database) -> None:
    user = _add(database, "lan")
    with database.write(user.actor, "session.start") as change:
        change.note("account", user.name)
        at = change.now
    with database.read() as connection:
        assert [row.used_at for row in accounts.list_accounts(connection)] == [at]


def test_the_list_is_one_question(database: Database) -> None:
    for number in range(5):
        _add(database, f"lan{number}", ("viewer", "776"), ("officer", "27424@start"))
    asked: list[str] = []
    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert len(accounts.list_accounts(connection)) == 5
    assert (
        len([one for one in asked if one.startswith("SELECT account")]) == len(asked) - database.is_file == 1
    )


def test_the_last_admin_keeps_the_right_and_the_account(database: Database) -> None:
    user = _add(database, "lan", ("admin", grants.EVERYWHERE), ("viewer", "776"))
    with database.read() as connection:
        admin, viewer = grants.list_grants(connection, user)
    with pytest.raises(Refused, match="last_admin"), database.write(SYSTEM, "grant.revoke") as change:
        grants.revoke_grant(change, user, admin.id)
    with pytest.raises(Refused, match="last_admin"), database.write(SYSTEM, "account.close") as change:
        accounts.set_open(change, user, is_open=False)
    with database.write(SYSTEM, "grant.revoke") as change:
        grants.revoke_grant(change, user, viewer.id)
    other = _add(database, "mai", ("admin", "776"))
    with database.write(SYSTEM, "account.close") as change:
        closed = accounts.set_open(change, user, is_open=False)
    assert not closed.is_active
    with pytest.raises(Refused, match="last_admin"), database.write(SYSTEM, "account.close") as change:
        accounts.set_open(change, other, is_open=False)
    with database.read() as connection:
        assert find_session_user(connection, user.id, user.epoch) is None
        assert grants.list_grants(connection, user) == (admin,)


def test_two_admins_cannot_lock_each_other_out_at_once(database: Database) -> None:
    users = [_add(database, name, ("admin", grants.EVERYWHERE)) for name in ("lan", "mai")]
    with database.read() as connection:
        held = [grants.list_grants(connection, user)[0].id for user in users]

    def take_back(index: int) -> bool:
        try:
            with database.write(SYSTEM, "grant.revoke") as change:
                grants.revoke_grant(change, users[index], held[index])
        except Refused as error:
            assert error.code == "last_admin"
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(take_back, range(2))) == [False, True]


def test_areas_come_with_those_of_today_first(database: Database) -> None:
    with database.read() as connection:
        areas = accounts.list_grant_areas(connection, _TODAY)
    assert list(dict.fromkeys(area.group for area in areas)) == ["current", "grouping", "former"]
    ids = [area.public_id for area in areas]
    assert ids.index("27424@2025-07-01") < ids.index("776@start") < ids.index("27424@start")
    assert len(ids) == len(set(ids))
    former = [area.name for area in areas if area.group == "former"]
    assert former.index("Phường 2") < former.index("Phường 10")


def test_all_secrets_of_an_account_end_at_once(database: Database) -> None:
    user, other = _add(database, "lan"), _add(database, "mai")
    with database.write(SYSTEM, "token.add") as change:
        secret = tokens.add_api_token(change, user, "QGIS", days=1)
        link = tokens.add_link(change, user, minutes=60)
        kept = tokens.add_api_token(change, other, "QGIS", days=1)
    with database.write(SYSTEM, "token.revoke_all") as change:
        assert tokens.revoke_all(change, user) == 2
        assert tokens.revoke_all(change, user) == 0
    with database.read() as connection:
        assert tokens.find_bearer(connection, secret, START) is None
        assert tokens.find_link_user(connection, link, START) is None
        assert tokens.find_bearer(connection, kept, START) is not None
