"""Water and crossings of a file come and go."""

import shapely

from layers.store.database import Database
from layers.travel.landmarks import list_landmarks
from tests.layers.imports.conftest import Importing, Row


def test_water_and_crossings_come_and_go(database: Database, importing: Importing) -> None:
    with database.read() as connection:
        before = list_landmarks(connection)
    known = next(one for one in before if one.drawing.kind == "bridge")
    rows: list[Row] = [
        ({"TEN": "Cầu Thử Nghiệm"}, shapely.Point(106.66, 10.74)),
        ({"TEN": "Rạch Thử Nghiệm"}, shapely.LineString([(106.66, 10.74), (106.67, 10.74)])),
        ({"TEN": known.drawing.name}, known.drawing.geometry),
        ({"TEN": "Cầu Quá Dài"}, shapely.LineString([(106.62, 10.74), (106.66, 10.74)])),
        ({"TEN": "Rạch Một Điểm"}, shapely.Point(106.66, 10.74)),
    ]
    code = importing.stage(database, "crossings", rows)
    assert importing.confirm(database, code) == {"written": 2, "known": 0, "faulty": 2, "skipped": 1}
    with database.read() as connection:
        new = list_landmarks(connection)[len(before) :]
    assert [(one.drawing.name, one.drawing.kind) for one in new] == [
        ("Cầu Thử Nghiệm", "bridge"),
        ("Rạch Thử Nghiệm", "canal"),
    ]
    importing.undo(database, code)
    with database.read() as connection:
        assert list_landmarks(connection) == before
