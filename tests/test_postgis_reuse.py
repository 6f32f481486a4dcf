"""A used database is given its first state again, or found to be another one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.bodies import add_default_bodies
from tests.clock import START, Clock
from tests.postgis_reuse import FirstState, keep_first_state
from tests.servers import PostgisServer

pytestmark = pytest.mark.postgis


@pytest.fixture(scope="module")
def url(postgis_server: PostgisServer) -> Iterator[str]:
    url = postgis_server.create_database()
    database = Database(url, clock=Clock(START))
    database.migrate()
    _fill(database, "lan")
    database.close()
    keep_first_state(url)
    yield url
    postgis_server.drop_database(url)


def _fill(database: Database, name: str) -> None:
    with database.write(SYSTEM, "defaults.load") as change:
        add_default_bodies(change)
        change.note("defaults", name)


def _ask(url: str, question: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(question))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def test_rows_and_numbers_are_what_they_were(url: str) -> None:
    first = FirstState(url)
    questions = (
        "SELECT * FROM organisation ORDER BY id",
        "SELECT * FROM audit ORDER BY id",
        "SELECT * FROM revision ORDER BY name",
        "SELECT last_value FROM organisation_id_seq",
    )
    before = [_ask(url, question) for question in questions]
    _ask(url, "DELETE FROM organisation; INSERT INTO organisation (code, name, kind, position, is_active, version)"
              " VALUES ('X', 'Khác', 'member', 1, true, 1)")  # fmt: skip
    database = Database(url, clock=Clock(START))
    with database.write(SYSTEM, "test") as change:
        change.note("test", "x")
    database.close()
    assert [_ask(url, question) for question in questions] != before
    assert first.restore()
    assert [_ask(url, question) for question in questions] == before
    first.close()


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("ALTER TABLE organisation ADD COLUMN more text", "ALTER TABLE organisation DROP COLUMN more"),
        ("ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE audit ENABLE TRIGGER ALL"),
        ("CREATE TABLE another (id integer)", "DROP TABLE another"),
    ],
)
def test_a_database_with_other_tables_is_not_used_again(url: str, there: str, back: str) -> None:
    first = FirstState(url)
    _ask(url, there)
    assert not first.restore()
    first.close()
    _ask(url, back)


def test_a_database_that_somebody_still_writes_to_is_not_used_again(url: str) -> None:
    first = FirstState(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE organisation SET position = 9"))
        assert not first.restore()
    first.close()
    engine.dispose()
