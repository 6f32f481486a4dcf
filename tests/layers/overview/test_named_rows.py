"""Rows that a change refers to by number are told by name; what has no name stays a number."""

from datetime import UTC, datetime

from sqlalchemy import select

from layers.overview.named_rows import name_rows
from layers.store.changes import FieldChange
from layers.store.database import Database
from layers.store.log import LogRow
from layers.store.schema import boundary, document
from tests.conftest import CountStatements


def _row(*changes: FieldChange) -> LogRow:
    return LogRow(
        1, datetime(2026, 11, 22, tzinfo=UTC), "lan", "hotspot.revise", "hotspot", "DB00001", None, changes
    )


def test_documents_areas_and_places_are_named(database: Database, count_statements: CountStatements) -> None:
    with database.read() as connection:
        paper = connection.execute(select(document.c.id, document.c.number)).first()
        ward = connection.execute(select(boundary.c.id, boundary.c.name)).first()
    assert paper is not None
    assert ward is not None
    rows = [
        _row(FieldChange("document_id", None, paper.id), FieldChange("note", 1, 2)),
        _row(FieldChange("lead", ward.id, 999_999), FieldChange("split.hotspot_id", None, 1)),
        _row(FieldChange("document_id", paper.id, True)),
    ]
    with count_statements(database) as asked, database.read() as connection:
        names = name_rows(connection, rows)
        assert len(asked) == 3
        assert name_rows(connection, []) == {}
    assert names == {
        ("document_id", paper.id): paper.number,
        ("lead", ward.id): ward.name,
        ("hotspot_id", 1): "DB00001",
    }
