"""The rows of a batch: paged through in the order of the file, left out, taken in again, forgotten."""

import shapely

from layers.actor import SYSTEM
from layers.imports.batch_records import get_batch
from layers.imports.batch_rows import count_left_out, list_rows, read_made, read_waiting
from layers.imports.batches import discard, skip_rows
from layers.store.database import Database
from tests.layers.imports.conftest import Importing, Row

_ROWS: list[Row] = [
    ({"TEN": f"Hẻm {12 + 2 * nth} Phạm Thế Hiển"}, shapely.Point(106.66 + nth / 100, 10.74))
    for nth in range(4)
]


def test_rows_are_left_out_and_taken_in_again(database: Database, importing: Importing) -> None:
    code = importing.stage(database, "hotspots", [*_ROWS, ({"TEN": ""}, None)])
    with database.write(SYSTEM, "import.choose") as change:
        skip_rows(change, code, [2, 3, 5], is_skipped=True, version=1)
        skip_rows(change, code, [3], is_skipped=False, version=2)
    with database.read() as connection:
        batch = get_batch(connection, SYSTEM, code)
        assert [row.nth for row in read_waiting(connection, batch.id)] == [1, 3, 4]
        assert count_left_out(connection, batch.id) == {"faulty": 1, "skipped": 1}
        assert [one.row.nth for one in list_rows(connection, SYSTEM, code, after=1, limit=2)] == [2, 3]
    assert importing.confirm(database, code, version=3)["written"] == 3
    with database.read() as connection:
        assert [(one.nth, one.key) for one in read_made(connection, batch.id)] == [
            (1, "DB00005"),
            (3, "DB00006"),
            (4, "DB00007"),
        ]


def test_the_rows_of_a_batch_that_is_given_up_go(database: Database, importing: Importing) -> None:
    code = importing.stage(database, "hotspots", _ROWS)
    with database.write(SYSTEM, "import.discard") as change:
        assert discard(change, code, version=1) == 2
    with database.read() as connection:
        assert list_rows(connection, SYSTEM, code) == ()
