"""The database: one transaction for change and history, consistent reads, honest refusals."""

import json
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from layers.actor import SYSTEM
from layers.errors import QueryTooHeavy, StorageUnavailable
from layers.store import schema
from layers.store.columns import Geometry, Moment
from layers.store.database import Database, find_revisions
from tests.conftest import Clock


def _add_document(database: Database, uuid: str) -> None:
    with database.write(SYSTEM, "document.add", "vì thử") as change:
        values = {"uuid": uuid, "kind": "KH", "title": "Kế hoạch", "recorded_at": change.now}
        change.connection.execute(insert(schema.document).values(**values))
        change.note("document", uuid, after={"kind": "KH"})
        change.touch("documents")


def _is_ours(_object: object, name: str, kind: str, *_: object) -> bool:
    return kind != "table" or name in schema.metadata.tables


def _differs(
    _context: object, _found: object, _wanted: object, _found_type: object, wanted_type: object
) -> bool | None:
    return False if isinstance(wanted_type, Geometry | Moment) else None


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
def test_migrations_make_the_tables_of_the_schema(empty_database: Database) -> None:
    with empty_database.read() as connection:
        options = {"include_object": _is_ours, "compare_type": _differs}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata) == []
    assert empty_database.is_migrated()


def test_a_change_carries_its_audit_and_its_revision(empty_database: Database, clock: Clock) -> None:
    _add_document(empty_database, "a")
    with empty_database.read() as connection:
        row = connection.execute(select(schema.audit)).one()
        assert find_revisions(connection, "documents") == {"documents": 1}
    assert (row.actor_name, row.action, row.object_type, row.object_id, row.reason) == (
        "system",
        "document.add",
        "document",
        "a",
        "vì thử",
    )
    assert json.loads(row.after) == {"kind": "KH"}
    assert abs(row.recorded_at - clock.at) <= timedelta(milliseconds=1)
    assert row.recorded_at.utcoffset() == timedelta(0)


def test_a_change_that_fails_leaves_nothing(empty_database: Database) -> None:
    with pytest.raises(ZeroDivisionError), empty_database.write(SYSTEM, "document.add") as change:
        change.connection.execute(
            insert(schema.document).values(uuid="a", kind="KH", title="x", recorded_at=change.now)
        )
        change.note("document", "a")
        change.touch("documents")
        raise ZeroDivisionError
    with empty_database.read() as connection:
        assert connection.execute(select(schema.document)).all() == []
        assert connection.execute(select(schema.audit)).all() == []
        assert find_revisions(connection, "documents") == {"documents": 0}


def test_a_change_without_an_audit_row_is_a_fault(empty_database: Database) -> None:
    with pytest.raises(AssertionError, match="without noting"), empty_database.write(SYSTEM, "silent"):
        pass


def test_a_reader_sees_one_state_and_may_not_write(empty_database: Database) -> None:
    _add_document(empty_database, "a")
    with empty_database.read() as connection:
        before = len(connection.execute(select(schema.document)).all())
        _add_document(empty_database, "b")
        assert len(connection.execute(select(schema.document)).all()) == before
    with pytest.raises((StorageUnavailable, DBAPIError)), empty_database.read() as connection:
        connection.execute(insert(schema.revision).values(name="x", value=1))


def test_a_question_that_takes_too_long_is_stopped(empty_database: Database) -> None:
    hasty = Database(
        empty_database.url.render_as_string(hide_password=False),
        clock=empty_database.clock,
        query_seconds=0.2,
    )
    numbers = "SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000"
    endless = f"WITH RECURSIVE n(i) AS ({numbers}) SELECT count(*) FROM n"
    with pytest.raises(QueryTooHeavy), hasty.read() as connection:
        connection.execute(text(endless))
    hasty.close()


def test_numbers_are_given_out_once(empty_database: Database) -> None:
    given = []
    for _ in range(3):
        with empty_database.write(SYSTEM, "count") as change:
            given.append(change.next_number("hotspot_code"))
            change.note("counter", "hotspot_code")
    assert given == [1, 2, 3]


def test_an_unreachable_database_says_so(clock: Clock) -> None:
    nowhere = Database("postgresql+psycopg://nobody@/nothing?host=/nonexistent", clock=clock)
    with pytest.raises(StorageUnavailable), nowhere.read():
        pass


def test_a_full_disk_is_told_and_nothing_is_half_written(empty_database: Database) -> None:
    is_file = empty_database.is_file
    fill = {
        True: [
            "PRAGMA max_page_count = 1",
            "CREATE TABLE filler (x)",
            "INSERT INTO filler VALUES (zeroblob(1000000))",
        ],
        False: ["DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"],
    }[is_file]
    with pytest.raises(StorageUnavailable, match="disk_full"), empty_database.write(SYSTEM, "fill") as change:
        change.note("counter", "filler")
        for statement in fill:
            change.connection.exec_driver_sql(statement)
    if is_file:
        with empty_database.write(SYSTEM, "more room") as change:
            change.connection.exec_driver_sql("PRAGMA max_page_count = 4294967294")
            change.note("counter", "filler")
    _add_document(empty_database, "a")
    with empty_database.read() as connection:
        actions = connection.execute(select(schema.audit.c.action)).scalars().all()
        assert ("fill" in actions, "document.add" in actions) == (False, True)


def test_a_change_that_is_set_back_still_tells_its_true_time_in_the_audit(
    empty_database: Database,
) -> None:
    with empty_database.write(SYSTEM, "demo.load") as change:
        begun = change.now
        change.set_back(begun - timedelta(days=400))
        assert change.now == begun - timedelta(days=400)
        change.note("document", "a")
        change.set_back(begun + timedelta(days=1))
        assert change.now == begun
    with empty_database.read() as connection:
        assert connection.execute(select(schema.audit.c.recorded_at)).scalar_one() == begun
