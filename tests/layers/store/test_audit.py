"""The audit: rows say who, what, when and why; the database keeps them; the chain tells where it was broken."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from layers.actor import SYSTEM, Actor
from layers.store import audit, schema
from layers.store.audit import Broken, verify_chain
from layers.store.database import Database, find_revisions

_AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
_WRITERS, _CHANGES = 8, 12


def _note(database: Database, *names: str) -> None:
    with database.write(SYSTEM, "test") as change:
        for name in names:
            change.note("hotspot", name, after={"name": name})


def _verify(database: Database) -> Broken | None:
    with database.read() as connection:
        return verify_chain(connection)


def _free(connection: Connection) -> None:
    """Take the triggers away, as somebody might who owns the database."""
    if connection.dialect.name == "sqlite":
        for name in ("audit_never_updated", "audit_never_deleted"):
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))


def _tamper(database: Database, *statements: str) -> None:
    with database.write(SYSTEM, "tamper") as change:
        _free(change.connection)
        for statement in statements:
            change.connection.execute(text(statement))
        change.note("audit", "tampered")


def _ids(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(select(schema.audit.c.id).order_by(schema.audit.c.id)).scalars())


def test_a_row_tells_everything_of_its_entry(empty_database: Database) -> None:
    with empty_database.write(Actor(None, "lan"), "status.record", "đến muộn") as change:
        change.note("hotspot", "DB00001", before={"b": 1, "a": None})
        at = change.now
    with empty_database.read() as connection:
        row = connection.execute(select(schema.audit)).one()
    assert (row.actor_name, row.object_id, row.reason, row.recorded_at) == ("lan", "DB00001", "đến muộn", at)
    assert row.before == '{"a":null,"b":1}'
    assert row.after is None
    assert row.digest == audit.seal(None, dict(row._mapping))


def test_dates_are_written_in_iso_8601(empty_database: Database) -> None:
    with empty_database.write(SYSTEM, "test") as change:
        change.note("hotspot", "DB00001", after={"valid_from": date(2012, 2, 8), "at": _AT})
    with empty_database.read() as connection:
        after = json.loads(connection.execute(select(schema.audit.c.after)).scalar_one())
    assert after == {"valid_from": "2012-02-08", "at": "2026-11-22T02:00:00+00:00"}


def test_a_digest_is_the_same_for_the_same_row_and_depends_on_the_one_before() -> None:
    values = {
        "recorded_at": _AT, "account_id": None, "actor_name": "lan", "action": "a", "object_type": "hotspot",
        "object_id": "DB00001", "before": None, "after": "{}", "reason": None,
    }  # fmt: skip
    first = audit.seal(None, values)
    assert len(first) == 64
    assert audit.seal(None, dict(reversed(values.items()))) == first
    assert audit.seal(first, values) != first
    assert audit.seal(None, values | {"reason": ""}) != first


def test_the_chain_of_the_default_data_holds(database: Database) -> None:
    assert _verify(database) is None
    _note(database, "DB1", "DB2")
    _note(database, "DB3")
    assert _verify(database) is None
    with database.read() as connection:
        assert find_revisions(connection, audit.CHAIN)[audit.CHAIN] == len(_ids(database))


def test_an_empty_audit_holds(empty_database: Database) -> None:
    assert _verify(empty_database) is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET reason = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_alter_rows(database: Database, statement: str) -> None:
    before = _ids(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write(SYSTEM, "tamper") as change:
        change.connection.execute(text(statement))
    assert _ids(database) == before


def test_postgis_refuses_to_empty_the_audit(database: Database) -> None:
    if database.is_file:
        return  # SQLite knows no TRUNCATE
    with pytest.raises(DBAPIError, match="append-only"), database.write(SYSTEM, "tamper") as change:
        change.connection.execute(text("TRUNCATE audit"))


@pytest.mark.parametrize("column", ["actor_name", "action", "object_type", "object_id", "after", "reason"])
def test_an_altered_row_is_found(empty_database: Database, column: str) -> None:
    _note(empty_database, "DB1", "DB2", "DB3")
    _, second, _ = _ids(empty_database)
    _tamper(empty_database, f"UPDATE audit SET {column} = 'khác' WHERE id = {second}")
    broken = _verify(empty_database)
    assert broken is not None
    assert (broken.row, broken.fault) == (second, "altered")


def test_a_row_whose_digest_was_written_anew_gives_itself_away_by_the_next(empty_database: Database) -> None:
    _note(empty_database, "DB1", "DB2", "DB3")
    first, second, third = _ids(empty_database)
    with empty_database.read() as connection:
        rows = {row.id: dict(row._mapping) for row in connection.execute(select(schema.audit))}
    forged = audit.seal(rows[first]["digest"], rows[second] | {"actor_name": "ai"})
    _tamper(empty_database, f"UPDATE audit SET actor_name = 'ai', digest = '{forged}' WHERE id = {second}")
    broken = _verify(empty_database)
    assert broken is not None
    assert broken.row == third


def test_a_row_taken_out_is_found(empty_database: Database) -> None:
    _note(empty_database, "DB1", "DB2", "DB3")
    _, second, third = _ids(empty_database)
    _tamper(empty_database, f"DELETE FROM audit WHERE id = {second}")
    broken = _verify(empty_database)
    assert broken is not None
    assert (broken.row, broken.fault) == (third, "missing")


def test_rows_taken_from_the_end_are_found(empty_database: Database) -> None:
    _note(empty_database, "DB1", "DB2", "DB3")
    with empty_database.write(SYSTEM, "tamper") as change:
        change.note("audit", "tampered")
    last = _ids(empty_database)[-1]
    with empty_database._writer.begin() as connection:
        _free(connection)
        connection.execute(text(f"DELETE FROM audit WHERE id = {last}"))
    assert _verify(empty_database) == Broken(None, None, "cut")


def test_a_row_put_in_without_a_digest_is_found(empty_database: Database) -> None:
    _note(empty_database, "DB1")
    row = {
        "recorded_at": _AT, "actor_name": "ai", "action": "x", "object_type": "hotspot", "object_id": "DB1"
    }  # fmt: skip
    with empty_database._writer.begin() as connection:
        connection.execute(insert(schema.audit).values(**row))
    broken = _verify(empty_database)
    assert broken is not None
    assert (broken.row, broken.recorded_at, broken.fault) == (_ids(empty_database)[-1], _AT, "unsealed")


def test_rows_older_than_the_chain_stay_without_a_digest(empty_database: Database) -> None:
    row = {
        "recorded_at": _AT, "actor_name": "lan", "action": "x", "object_type": "hotspot", "object_id": "DB1"
    }  # fmt: skip
    with empty_database._writer.begin() as connection:
        connection.execute(insert(schema.audit).values(**row))
    _note(empty_database, "DB2", "DB3")
    assert _verify(empty_database) is None


def test_digests_taken_from_the_head_of_the_chain_are_found(empty_database: Database) -> None:
    _note(empty_database, "DB1", "DB2", "DB3")
    first, second, _ = _ids(empty_database)
    _tamper(empty_database, f"UPDATE audit SET digest = NULL WHERE id = {first}")
    broken = _verify(empty_database)
    assert broken is not None
    assert broken.row == second


def test_the_chain_is_read_in_pages(empty_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_ROWS_AT_ONCE", 3)
    _note(empty_database, *(f"DB{number}" for number in range(9)))
    assert _verify(empty_database) is None
    _tamper(empty_database, f"UPDATE audit SET reason = 'x' WHERE id = {_ids(empty_database)[6]}")
    broken = _verify(empty_database)
    assert broken is not None
    assert broken.row == _ids(empty_database)[6]


def test_many_writers_at_once_make_one_chain(empty_database: Database) -> None:
    def work(writer: int) -> None:
        for number in range(_CHANGES):
            with empty_database.write(Actor(None, f"writer-{writer}"), "test") as change:
                if number % 2:
                    change.next_number("hotspot_code")
                change.note("hotspot", f"{writer}-{number}")
                change.note("hotspot", f"{writer}-{number}-again")
                change.touch("hotspots")

    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(work, range(_WRITERS)))
    assert len(_ids(empty_database)) == 2 * _WRITERS * _CHANGES
    assert _verify(empty_database) is None
    with empty_database.read() as connection:
        digests = connection.execute(select(schema.audit.c.digest)).scalars().all()
        counted = find_revisions(connection, "hotspots", "hotspot_code")
    assert len(set(digests)) == len(digests)
    assert counted == {"hotspots": _WRITERS * _CHANGES, "hotspot_code": _WRITERS * _CHANGES // 2}
