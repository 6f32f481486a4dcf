"""Accounts and passwords, on both databases."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from layers.actor import SYSTEM
from layers.errors import NotFound, Refused
from layers.people import users
from layers.store.database import Database
from layers.store.schema import account, audit

PASSWORD = "ngọn đèn trước gió"


@pytest.fixture(autouse=True)
def _true_cost(monkeypatch: pytest.MonkeyPatch, true_hasher: PasswordHasher) -> None:
    monkeypatch.setattr(users, "_HASHER", true_hasher)


def _add(database: Database, name: str = "lan", password: str | None = PASSWORD) -> users.Account:
    with database.write(SYSTEM, "account.add") as change:
        return users.add_user(change, name, password=password)


def test_a_name_is_found_in_any_case_and_form(empty_database: Database) -> None:
    added = _add(empty_database, " Nguyệt.Ánh ")
    assert (added.name, added.locale, added.is_active, added.has_password) == ("nguyệt.ánh", "vi", True, True)
    with empty_database.read() as connection:
        assert users.find_user(connection, "NGUYỆT.ÁNH") == added
        assert users.get_user(connection, "nguyệt.ánh") == added
        assert users.find_user(connection, "anh") is None
        with pytest.raises(NotFound, match="user_not_found"):
            users.get_user(connection, "anh")
    assert added.actor.account_id == added.id


@pytest.mark.parametrize("name", ["", "a", "có khoảng trắng", "x" * 65, "a\nb", "<script>", "-lan", "."])
def test_strange_names_are_refused(empty_database: Database, name: str) -> None:
    with pytest.raises(Refused, match="user_name_invalid"):
        _add(empty_database, name)


def test_a_name_is_given_once(empty_database: Database) -> None:
    _add(empty_database)
    with pytest.raises(Refused, match="user_exists"):
        _add(empty_database, "LAN")


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_short"), ("x" * 257, "password_long"), ("mật khẩu LAN 2026", "password_like_name")],
)
def test_weak_passwords_are_refused(empty_database: Database, password: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        _add(empty_database, password=password)


def test_only_the_right_password_signs_in(empty_database: Database) -> None:
    added = _add(empty_database)
    _add(empty_database, "minh", None)
    assert users.check_password(empty_database, "Lan", PASSWORD) == added
    for name, password in (
        ("lan", PASSWORD + " "),
        ("lan", ""),
        ("minh", ""),
        ("nobody", PASSWORD),
        ("lan", "x" * 9999),
    ):
        assert users.check_password(empty_database, name, password) is None
    with empty_database.write(SYSTEM, "account.close") as change:
        closed = users.set_active(change, added, is_active=False)
    assert not closed.is_active
    assert users.check_password(empty_database, "lan", PASSWORD) is None


def test_an_unknown_name_costs_as_much_as_a_known_one(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(empty_database)
    seen: list[str] = []
    verify = users._verify

    def watched(stored: str, password: str) -> bool:
        seen.append(stored)
        return verify(stored, password)

    monkeypatch.setattr(users, "_verify", watched)
    users.check_password(empty_database, "lan", "wrong password")
    users.check_password(empty_database, "nobody", "wrong password")
    assert len(seen) == 2
    assert seen[0].split("$")[:4] == seen[1].split("$")[:4]  # same algorithm, same cost


def test_a_weak_hash_is_replaced_at_the_next_sign_in(empty_database: Database) -> None:
    added = _add(empty_database)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with empty_database.write(SYSTEM, "test") as change:
        change.connection.execute(update(account).values(password_hash=weak))
        change.note("account", "lan")
    assert users.check_password(empty_database, "lan", PASSWORD) == added
    with empty_database.read() as connection:
        stored = connection.execute(select(account.c.password_hash)).scalar_one()
    assert stored != weak
    assert "m=19456" in stored
    assert users.check_password(empty_database, "lan", PASSWORD) == added


def test_sessions_live_within_an_epoch(empty_database: Database) -> None:
    added = _add(empty_database)
    epochs = [added.epoch]
    with empty_database.write(added.actor, "account.set_password") as change:
        epochs.append(users.set_password(change, added, "một mật khẩu mới").epoch)
    with empty_database.write(added.actor, "session.end_all") as change:
        epochs.append(users.end_sessions(change, added).epoch)
    assert epochs == sorted(set(epochs))
    with empty_database.read() as connection:
        assert users.find_session_user(connection, added.id, epochs[0]) is None
        assert users.find_session_user(connection, added.id, epochs[2]) is not None
    with empty_database.write(SYSTEM, "account.close") as change:
        closed = users.set_active(change, added, is_active=False)
    with empty_database.read() as connection:
        assert users.find_session_user(connection, added.id, closed.epoch) is None


def test_the_language_is_one_of_ours(empty_database: Database) -> None:
    added = _add(empty_database)
    with empty_database.write(added.actor, "account.set_locale") as change:
        users.set_locale(change, added, "en")
    with empty_database.read() as connection:
        assert users.get_user(connection, "lan").locale == "en"
    with pytest.raises(Refused, match="locale_unknown"), empty_database.write(added.actor, "x") as change:
        users.set_locale(change, added, "fr")


def test_the_audit_never_holds_a_password(empty_database: Database) -> None:
    added = _add(empty_database)
    with empty_database.write(added.actor, "account.set_password") as change:
        users.set_password(change, added, "một mật khẩu mới")
    with empty_database.read() as connection:
        told = str(connection.execute(select(audit)).all())
    assert "một mật khẩu mới" not in told
    assert PASSWORD not in told
    assert "argon2" not in told
    assert "account.set_password" in told
