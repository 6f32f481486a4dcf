"""Columns: found by what files call them, remembered of a sender, words read as codes."""

import pytest

from layers.actor import SYSTEM
from layers.errors import Refused
from layers.imports.field_mapping import (
    check_mapping,
    find_code,
    guess_mapping,
    recall_mapping,
    remember_mapping,
)
from layers.imports.import_layers import TARGETS
from layers.store.database import Database

_WARDS, _PLACES = TARGETS["boundaries"], TARGETS["hotspots"]


@pytest.mark.parametrize(
    ("target", "columns", "mapping"),
    [
        ("boundaries", ["MA_XA", "TEN_PHUONG", "DIENTICH"], {"code": "MA_XA", "name": "TEN_PHUONG"}),
        ("boundaries", ["maphuongxa", "TENPHUONGX"], {"code": "maphuongxa", "name": "TENPHUONGX"}),
        ("hotspots", ["Tên địa bàn", "Lĩnh vực"], {"name": "Tên địa bàn", "topics": "Lĩnh vực"}),
        ("visits", ["Mã địa bàn", "Ngày", "x"], {"hotspot": "Mã địa bàn", "visited_on": "Ngày"}),
        ("hotspots", ["x", "y"], {}),
    ],
)  # fmt: skip
def test_columns_are_found_by_what_files_call_them(
    target: str, columns: list[str], mapping: dict[str, str]
) -> None:
    assert guess_mapping(columns, TARGETS[target]) == mapping


def test_words_are_read_as_codes() -> None:
    topics = _PLACES.field("topics")
    assert [find_code(topics, word) for word in ("Ma túy", "MAI DAM", "toi_pham", "bóng đá")] == [
        "ma_tuy", "mai_dam", "toi_pham", None,
    ]  # fmt: skip


def test_what_a_person_says_about_columns_has_to_be_there() -> None:
    assert check_mapping({"name": "A", "note": ""}, ["A"], _PLACES) == {"name": "A"}
    with pytest.raises(Refused, match="import_field_unknown"):
        check_mapping({"phone": "A"}, ["A"], _PLACES)
    with pytest.raises(Refused, match="import_column_unknown"):
        check_mapping({"name": "B"}, ["A"], _PLACES)


def test_the_columns_of_a_sender_are_remembered_where_the_next_file_has_them(database: Database) -> None:
    for mapping in ({"code": "C1", "name": "C2"}, {"code": "C1", "name": "C3"}):
        with database.write(SYSTEM, "import.confirm") as change:
            remember_mapping(change, "Phòng Địa chính", _WARDS, mapping)
            remember_mapping(change, "", _WARDS, mapping)
            change.note("import", "NT00001")
    with database.read() as connection:
        assert recall_mapping(connection, "Phòng Địa chính", _WARDS, ["C3", "C1"]) == {
            "code": "C1",
            "name": "C3",
        }
        assert recall_mapping(connection, "Phòng Địa chính", _WARDS, ["C1"]) is None
        assert recall_mapping(connection, "Phòng Địa chính", _PLACES, ["C3", "C1"]) is None
        assert recall_mapping(connection, "", _WARDS, ["C3", "C1"]) is None
