"""Places of a file: held to the rules of the register, compared with it, and none outside the importer's area."""

from typing import Any

import shapely

from layers.actor import SYSTEM, Actor
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database
from tests.layers.imports.conftest import Importing, Row


def _line(name: str, lon: float, lat: float = 10.74, length: float = 0.001, **facts: Any) -> Row:
    return {"TEN": name, **facts}, shapely.LineString([(lon, lat), (lon + length, lat)])


def test_the_rules_of_the_register_hold_for_every_row(database: Database, importing: Importing) -> None:
    rows = [
        _line("Hẻm 12 Phạm Thế Hiển", 106.66, length=0.00001, NGAY="2020-01-01"),
        _line("Hẻm 14 Phạm Thế Hiển", 106.66, NGAY="2030-01-01"),
        _line("Khu A", 106.66, LOAI="cầu"),
        _line("hẻm 1678 phạm thế hiển", 106.6493, 10.7365),
        _line("Hẻm 16 Phạm Thế Hiển", 106.6493, 10.7365),
        _line("Hẻm 18 Phạm Thế Hiển", 106.67),
        _line("Hẻm 18 Phạm Thế Hiển", 106.67),
    ]
    assert importing.told(database, importing.stage(database, "hotspots", rows)) == [
        (["extent_too_small"], None),
        (["date_in_future"], None),
        (["kind_geometry_mismatch"], None),
        ([], "DB00001"),
        (["place_nearby"], None),
        ([], None),
        ([], "#6"),
    ]


def test_a_row_outside_the_area_of_who_imports_is_not_taken(database: Database, importing: Importing) -> None:
    with database.write(SYSTEM, "account.add") as change:
        account = add_user(change, "canbo", locale="vi")
        add_grant(change, account, "officer", "27424@2025-07-01")
    rows = [_line("Hẻm 12 Phạm Thế Hiển", 106.66), _line("Hẻm 14 Phạm Thế Hiển", 105.80, 21.03)]
    found = importing.examine(database, "hotspots", rows, actor=Actor(account.id, account.name))
    assert [(one.nth, one.code) for one in found.faults if one.code == "import_row_outside"] == [
        (2, "import_row_outside")
    ]


def _areas(*names: str) -> list[Row]:
    boxes = (shapely.box(106.66 + 0.01 * nth, 10.74, 106.67 + 0.01 * nth, 10.75) for nth in range(len(names)))
    return [({"TEN": name}, box) for name, box in zip(names, boxes, strict=True)]


def test_a_set_of_boundaries_is_not_taken_for_places_unnoticed(
    database: Database, importing: Importing
) -> None:
    def warn(rows: list[Row]) -> list[dict[str, Any]]:
        found = importing.examine(database, "hotspots", rows)
        return [dict(one.facts) for one in found.faults if one.code == "import_looks_like_boundaries"]

    wards = ("Phường 1", "Phường 2", "Phường 3", "Xã Bình Hưng")
    assert warn(_areas(*wards, "Bến Phú Định")) == [{"n": 4, "of": 5}]
    assert warn([*_areas(*wards), _line("Hẻm 12 Phạm Thế Hiển", 106.66)]) == [{"n": 4, "of": 4}]
    assert warn(_areas(*wards, "Chợ Bình Điền", "Bến Phú Định")) == []
    assert warn(_areas(*(f"Khu phố {nth}" for nth in range(5)))) == []
    assert warn([_line(name, 106.66) for name in wards]) == []
