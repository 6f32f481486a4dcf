"""What the map replays: every version with its topics, areas and spans, in few statements however many there are."""

from datetime import date

import pytest
from sqlalchemy import event

from geo.types import DATE_MIN
from layers.actor import SYSTEM
from layers.overview.chronicle import has_more_than, read_areas, read_hotspots, read_landmarks
from layers.store.database import Database


def test_versions_come_whole_in_vietnamese_order(database: Database) -> None:
    with database.read() as connection:
        replays = read_hotspots(connection, SYSTEM, known=None)
    assert [replay.row.name for replay in replays] == [
        "Cầu Hiệp Ân", "Hẻm 126 Hoài Thanh", "Hẻm 690 Nguyễn Duy", "Hẻm 1678 Phạm Thế Hiển"
    ]  # fmt: skip
    assert replays[0].topics == ("ma_tuy",)
    assert replays[0].spans == ((date(2012, 2, 8), "THEO_DOI"),)
    assert len(replays[0].areas) == 8


@pytest.mark.parametrize(("limit", "more"), [(0, True), (3, True), (4, False), (20_000, False)])
def test_too_many_are_noticed_before_they_are_read(database: Database, limit: int, more: bool) -> None:
    with database.read() as connection:
        assert has_more_than(connection, SYSTEM, limit, known=None) == more


def test_areas_of_all_vintages_and_water_before_bridges(database: Database) -> None:
    with database.read() as connection:
        areas = read_areas(connection, known=None)
        landmarks = read_landmarks(connection)
    assert len(areas) == 27
    assert sum(row.valid_from == DATE_MIN for row in areas) == 18
    kinds = [kind for kind, _, _ in landmarks]
    assert kinds == ["canal"] * 3 + ["bridge"] * 4


def test_the_number_of_statements_does_not_grow_with_the_places(database: Database) -> None:
    said: list[str] = []
    with database.read() as connection:
        event.listen(
            connection, "before_cursor_execute", lambda _c, _u, statement, *_: said.append(statement)
        )
        read_hotspots(connection, SYSTEM, known=None)
    assert len([statement for statement in said if statement.startswith("SELECT")]) == 4
