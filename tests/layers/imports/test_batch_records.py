"""Batches: a request is repeated without harm, and who did not stage one sees none."""

import pytest
import shapely

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope
from layers.imports.batch_records import find_batch, get_batch, list_batches
from layers.imports.batches import StagedFile, stage
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from layers.store.database import Database
from tests.layers.imports.conftest import Importing, Row

_ROWS: list[Row] = [({"TEN": "Hẻm 12 Phạm Thế Hiển"}, shapely.Point(106.66, 10.74))]


def test_a_request_is_repeated_without_harm_and_strangers_see_nothing(
    database: Database, importing: Importing
) -> None:
    found = importing.examine(database, "hotspots", _ROWS)
    uuid = "8e3b5bb2-6f2b-4f3c-9d62-0d1b0f6f7a01"
    for file in (StagedFile("t.zip", "0" * 64, None, uuid), StagedFile("t.zip", "0" * 64, None, uuid)):
        with database.write(SYSTEM, "import.stage") as change:
            assert stage(change, file, TARGETS["hotspots"], Wish(), found) == "NT00001"
    stranger = Actor(99, "nguoi.la")
    with database.read() as connection:
        assert find_batch(connection, SYSTEM, uuid) is not None
        assert list_batches(connection, stranger) == ()
        with pytest.raises(NotFound):
            get_batch(connection, stranger, "NT00001")
    with pytest.raises(OutsideScope), database.write(stranger, "import.stage") as change:
        stage(change, StagedFile("t.zip", "0" * 64), TARGETS["hotspots"], Wish(), found)
    with pytest.raises(PersonalData), database.write(SYSTEM, "import.stage") as change:
        stage(change, StagedFile("ông Nguyễn Văn Hùng.zip", "0" * 64), TARGETS["hotspots"], Wish(), found)
