"""Places go with all that hangs on them; documents go where nothing else stands on them."""

from sqlalchemy import func, insert, select

from layers.actor import SYSTEM
from layers.demo.erasing import add_heirs, erase_documents, erase_places, list_ties
from layers.overview.quan8 import default_uuids
from layers.store import schema
from layers.store.database import Database
from tests.layers.demo.invented import TODAY
from tests.layers.places.supervised import add_bodies, add_draft, add_visit

GONE = (schema.hotspot, schema.hotspot_version, schema.status_event, schema.visit, schema.visit_version,
        schema.recommendation, schema.document)  # fmt: skip


def test_places_go_with_the_work_recorded_on_them(database: Database) -> None:
    add_bodies(database)
    add_visit(database)
    add_draft(database)
    with database.write(SYSTEM, "test.erase") as change:
        assert erase_documents(change, default_uuids()) == set()
        assert change.connection.execute(select(func.count()).select_from(schema.document)).scalar() == 1
        erase_places(change, [1, 2, 3, 4])
        erase_documents(change, default_uuids())
        change.note("hotspot", "all")
    with database.read() as connection:
        left = [connection.execute(select(func.count()).select_from(table)).scalar() for table in GONE]
    assert left == [0] * len(GONE)


def test_a_place_that_was_merged_with_others_is_tied_to_them(database: Database) -> None:
    with database.write(SYSTEM, "test.merge") as change:
        line = {"from_id": 1, "to_id": 2, "kind": "merge", "happened_on": TODAY, "recorded_at": change.now}
        change.connection.execute(insert(schema.hotspot_lineage).values(**line))
        change.note("hotspot", "DB00001")
    with database.read() as connection:
        assert add_heirs(connection, [1]) == {1, 2}
        assert list_ties(connection, [1]) == ["DB00002"]
        assert list_ties(connection, [2]) == ["DB00001"]
        assert list_ties(connection, [1, 2]) == list_ties(connection, [3]) == []


def test_a_place_that_comes_from_others_too_is_no_heir(database: Database) -> None:
    with database.write(SYSTEM, "test.merge") as change:
        told = {"to_id": 2, "kind": "merge", "happened_on": TODAY, "recorded_at": change.now}
        change.connection.execute(
            insert(schema.hotspot_lineage), [{"from_id": row, **told} for row in (1, 3)]
        )
        change.note("hotspot", "DB00001")
    with database.read() as connection:
        assert add_heirs(connection, [1]) == {1}
        assert add_heirs(connection, [1, 3]) == {1, 2, 3}
