"""A record as a row: old text, days, numbers, codes and shapes; what cannot be read is told, never raised."""

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, swap_axes, transform_geometry
from geo.text.legacy import encode
from layers.files.sources import SourceRecord
from layers.imports.column_conventions import find_convention
from layers.imports.import_layers import TARGETS
from layers.imports.row_reading import Readers, read_rows
from layers.imports.staged_rows import StagedRow

_LINE = shapely.LineString([(106.688, 10.745), (106.6885, 10.7455)])
_MAPPING = {"name": "TEN", "topics": "LV", "valid_from": "NGAY", "position_accuracy_m": "SS"}
_FIELD = TARGETS["hotspots"].field
_USUAL = {name: find_convention(_FIELD(name), []) for name in ("valid_from", "position_accuracy_m")}


def _read(values: dict[str, Any], shape: BaseGeometry | bytes | None = _LINE, **how: Any) -> StagedRow:
    wkb = shape.wkb if isinstance(shape, BaseGeometry) else shape
    told = {
        "crs": WGS84_LONLAT,
        "is_swapped": False,
        "encodings": {},
        "conventions": _USUAL,
        "mapping": _MAPPING,
        **how,
    }
    (row,) = read_rows([SourceRecord(7, wkb, values)], Readers(TARGETS["hotspots"], **told))
    return row


def _codes(row: StagedRow) -> list[tuple[str, bool]]:
    return [(fault.code, fault.is_fatal) for fault in row.faults]


def test_an_old_row_is_read_as_people_meant_it() -> None:
    metres = swap_axes(transform_geometry(_LINE, WGS84_LONLAT, VN2000_HCMC))
    values = {
        "TEN": encode("Hẻm 157  Dương Bá Trạc", "tcvn3"),
        "LV": "ma túy; mại dâm",
        "NGAY": "03/02/2012",
        "SS": "12,5",
    }
    row = _read(values, metres, crs=VN2000_HCMC, is_swapped=True, encodings={"TEN": "tcvn3"})
    assert row.facts == {
        "name": "Hẻm 157 Dương Bá Trạc",
        "topics": ["ma_tuy", "mai_dam"],
        "valid_from": "2012-02-03",
        "position_accuracy_m": 12.5,
    }
    assert row.geometry is not None
    assert row.geometry.hausdorff_distance(_LINE) < 1e-7
    assert (row.nth, row.faults) == (7, ())


def test_what_cannot_be_read_is_a_fault_and_a_name_of_a_person_is_never_repeated() -> None:
    row = _read({"TEN": "nhà ông Nguyễn Văn Hùng", "LV": "đá gà", "NGAY": "hôm qua", "SS": "rộng"})
    assert _codes(row) == [
        ("personal_data", True),
        ("import_code_unknown", False),
        ("import_day_unreadable", False),
        ("import_number_unreadable", False),
    ]
    assert (row.facts, row.is_fatal) == ({}, True)
    assert "Hùng" not in repr(row)
    assert _codes(_read({"TEN": None})) == [("import_field_missing", True)]
    assert _codes(_read({"TEN": "a" * 1001})) == [("text_too_long", True)]


def test_what_a_column_leaves_open_is_not_guessed_cell_by_cell() -> None:
    days, numbers = ["03/04/2012", "4/13/2012", "13/4/2012"], ["1.234", "2.000"]
    column = {
        "valid_from": find_convention(_FIELD("valid_from"), days),
        "position_accuracy_m": find_convention(_FIELD("position_accuracy_m"), numbers),
    }
    row = _read({"TEN": "Hẻm 157", "NGAY": "03/04/2012", "SS": "1.234"}, conventions=column)
    assert _codes(row) == [("import_day_unclear", False), ("import_number_unclear", False)]
    row = _read({"TEN": "Hẻm 157", "NGAY": "4/13/2012", "SS": "12,5"}, conventions=column)
    assert (row.facts["valid_from"], row.facts["position_accuracy_m"]) == ("2012-04-13", 12.5)
    row = _read({"TEN": "Hẻm 157", "NGAY": "40963", "SS": "?"}, conventions=column)
    assert row.facts["valid_from"] == "2012-02-24"  # as a spreadsheet counts it
    assert _codes(row) == [("import_number_unreadable", False)]
