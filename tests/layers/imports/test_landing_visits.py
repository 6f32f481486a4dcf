"""Visits of a spreadsheet find their places, once."""

from datetime import date

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.visit_records import VisitQuery, list_visits
from tests.layers.imports.conftest import Importing, Row


def test_visits_of_a_spreadsheet_find_their_places(database: Database, importing: Importing) -> None:
    rows: list[Row] = [
        ({"Địa bàn": "db00001", "Ngày": "05/11/2026", "Kết quả": "Tốt hơn", "Số người": "4"}, None),
        ({"Địa bàn": "hẻm 690 nguyễn duy", "Ngày": "06/11/2026", "Kết quả": ""}, None),
        ({"Địa bàn": "Hẻm không có", "Ngày": "06/11/2026", "Kết quả": ""}, None),
        ({"Địa bàn": "DB00001", "Ngày": "06/11/2030", "Kết quả": ""}, None),
        ({"Địa bàn": "DB00001", "Ngày": "", "Kết quả": ""}, None),
    ]
    code = importing.stage(database, "visits", rows)
    assert importing.told(database, code) == [
        ([], None),
        ([], None),
        (["import_place_unclear"], None),
        (["date_in_future"], None),
        (["import_field_missing"], None),
    ]
    importing.confirm(database, code)
    with database.read() as connection:
        visits = list_visits(
            connection, SYSTEM, VisitQuery(date(2026, 11, 22), start=date(2026, 11, 1))
        ).visits
    assert sorted((one.hotspot, one.result, one.head_count) for one in visits) == [
        ("DB00001", "better", 4),
        ("DB00002", "same", None),
    ]
    assert importing.told(database, importing.stage(database, "visits", rows))[0] == ([], visits[-1].code)
    importing.undo(database, code)
    with database.read() as connection:
        kept = list_visits(connection, SYSTEM, VisitQuery(date(2026, 11, 22), start=date(2026, 11, 1))).visits
    assert {one.state for one in kept} <= {"cancelled"}
