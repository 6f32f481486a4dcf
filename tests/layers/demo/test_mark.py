"""The mark of an invented history: identifiers that follow from numbers, and nothing where nothing is loaded."""

from datetime import UTC, datetime
from uuid import UUID

from layers.demo.mark import Demo, find_demo, invented_uuid
from layers.store.database import Database
from tests.layers.demo.invented import TODAY


def test_identifiers_follow_from_numbers() -> None:
    loaded = Demo(8, TODAY, places=3, documents=2, recorded_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert loaded.place_uuids == [invented_uuid("place", number) for number in range(3)]
    everything = [*loaded.place_uuids, *loaded.document_uuids]
    assert len({UUID(uuid) for uuid in everything}) == 5


def test_the_default_data_is_no_demo(database: Database) -> None:
    with database.read() as connection:
        assert find_demo(connection) is None
