"""The log: filters, pages, and only for auditors."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from layers.actor import SYSTEM, Actor
from layers.errors import OutsideScope
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.users import add_user
from layers.store.changes import FieldChange
from layers.store.database import Database
from layers.store.log import LogPage, LogQuery, read_log, read_objects
from layers.store.scope import ROLES
from tests.conftest import Clock


def _note(database: Database, actor: Actor, action: str, code: str, reason: str | None = None) -> None:
    with database.write(actor, action, reason) as change:
        change.note("hotspot", code, before={"state": "THEO_DOI"}, after={"state": "ON_DINH"})


def _read(database: Database, asked: LogQuery) -> LogPage:
    with database.read() as connection:
        return read_log(connection, SYSTEM, asked)


def _ids(database: Database, **asked: object) -> list[str]:
    return [row.object_id for row in _read(database, LogQuery(**asked)).rows]


@pytest.fixture
def filled(empty_database: Database, clock: Clock) -> Database:
    """Return a database with four changes on three days."""
    with empty_database.write(SYSTEM, "account.add") as change:
        lan = add_user(change, "lan")
    for day, actor, action, code in (
        (20, lan.actor, "status.record", "DB1"),
        (20, SYSTEM, "hotspot.open", "DB2"),
        (21, lan.actor, "hotspot.revise", "DB1"),
        (23, SYSTEM, "hotspot.open", "DB3"),
    ):
        clock.at = datetime(2026, 12, day, 2, tzinfo=UTC)
        _note(empty_database, actor, action, code, "vì thử")
    return empty_database


def test_rows_come_newest_first_with_what_changed(filled: Database) -> None:
    page = _read(filled, LogQuery())
    assert [row.object_id for row in page.rows] == ["DB3", "DB1", "DB2", "DB1", "lan"]
    assert page.below is None
    first = page.rows[0]
    assert (first.actor_name, first.action, first.object_type, first.reason) == (
        "system",
        "hotspot.open",
        "hotspot",
        "vì thử",
    )
    assert first.changes == (FieldChange("state", "THEO_DOI", "ON_DINH"),)
    assert first.recorded_at == datetime(2026, 12, 23, 2, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"actor_name": "lan"}, ["DB1", "DB1"]),
        ({"actor_name": "nobody"}, []),
        ({"action": "hotspot.open"}, ["DB3", "DB2"]),
        ({"action": "hotspot."}, ["DB3", "DB1", "DB2"]),
        ({"action": "hotspot"}, []),
        ({"action": "%."}, []),
        ({"object_id": "DB1"}, ["DB1", "DB1"]),
        ({"first_on": date(2026, 12, 21)}, ["DB3", "DB1"]),
        ({"last_on": date(2026, 12, 20)}, ["DB2", "DB1", "lan"]),
        ({"first_on": date(2026, 12, 21), "last_on": date(2026, 12, 21)}, ["DB1"]),
        ({"last_on": date.max, "actor_name": "lan"}, ["DB1", "DB1"]),
        ({"object_id": "DB1", "action": "status.record", "actor_name": "lan"}, ["DB1"]),
    ],
)
def test_filters_add_up(filled: Database, asked: dict[str, object], found: list[str]) -> None:
    assert _ids(filled, **asked) == found


def test_pages_follow_each_other(filled: Database) -> None:
    seen: list[int] = []
    below = None
    while True:
        page = _read(filled, LogQuery(limit=2, below=below))
        seen += [row.id for row in page.rows]
        below = page.below
        if below is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5


def test_a_page_is_one_question(filled: Database) -> None:
    asked: list[str] = []
    with filled.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        read_log(connection, SYSTEM, LogQuery())
    assert len([one for one in asked if one.startswith("SELECT")]) == 1


@pytest.mark.parametrize("role", ROLES)
def test_only_auditors_read_it(empty_database: Database, role: str) -> None:
    with empty_database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan")
        add_grant(change, user, role, EVERYWHERE)
    with empty_database.read() as connection:
        if role == "auditor":
            assert read_log(connection, user.actor, LogQuery()).rows
        else:
            with pytest.raises(OutsideScope, match="not_allowed"):
                read_log(connection, user.actor, LogQuery())


def test_objects_are_read_alone(filled: Database) -> None:
    with filled.read() as connection:
        page = read_objects(connection, [("hotspot", ["DB1"]), ("account", ["DB3"])])
        assert [row.action for row in page.rows] == ["hotspot.revise", "status.record"]
        assert read_objects(connection, [("hotspot", ["DB1"])], limit=1).below == page.rows[0].id
