"""The list of bodies: the default list, its order, who may change it, and that no person gets into it."""

import pytest

from geo.errors import PersonalData
from layers.actor import SYSTEM
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.store.database import Database
from layers.supervision.bodies import (
    KINDS,
    add_body,
    add_default_bodies,
    get_body,
    list_bodies,
    read_default_bodies,
    rename_body,
    set_active,
)
from tests.layers.places.supervised import add_bodies, add_person


def _names(database: Database, *kinds: str, is_active: bool | None = True) -> list[str]:
    with database.read() as connection:
        return [body.name for body in list_bodies(connection, kinds or KINDS, is_active=is_active)]


def test_the_default_list_is_added_once(empty_database: Database) -> None:
    add_bodies(empty_database)
    with empty_database.write(SYSTEM, "defaults.load") as change:
        assert add_default_bodies(change) == 0
        change.note("defaults", "again")
    names = _names(empty_database)
    assert len(names) == len(set(names)) == len(read_default_bodies())
    assert names[0] == "Ủy ban Mặt trận Tổ quốc Việt Nam phường"


def test_authorities_stand_in_their_own_order_those_of_the_district_last(empty_database: Database) -> None:
    add_bodies(empty_database)
    authorities = _names(empty_database, "authority")
    assert authorities[:3] == ["UBND phường", "Công an phường", "Ban Chỉ đạo 138 phường"]
    assert authorities[-1].endswith("(đến 30/6/2025)")


def test_added_bodies_stand_in_vietnamese_order(empty_database: Database) -> None:
    with empty_database.write(SYSTEM, "list.manage") as change:
        for name in ("Tổ xung kích", "Đội dân phòng", "Ban quản lý chợ", "Đài truyền thanh", "Tổ 10", "Tổ 9"):
            add_body(change, name, "partner")
    expected = ["Ban quản lý chợ", "Đài truyền thanh", "Đội dân phòng", "Tổ 9", "Tổ 10", "Tổ xung kích"]
    assert _names(empty_database) == expected


def test_a_body_is_renamed_and_switched_off_but_stays(empty_database: Database) -> None:
    with empty_database.write(SYSTEM, "list.manage") as change:
        code = add_body(change, "  Đội   dân phòng ", "partner").code
        rename_body(change, code, "Đội dân phòng phường", version=1)
        rename_body(change, code, "Đội dân phòng phường", version=2)
        closed = set_active(change, code, is_active=False, version=3)
        assert (closed.is_active, closed.version) == (False, 4)
    assert _names(empty_database) == []
    assert _names(empty_database, is_active=False) == ["Đội dân phòng phường"]
    with empty_database.read() as connection:
        assert get_body(connection, code).name == "Đội dân phòng phường"
        with pytest.raises(NotFound, match="body_not_found"):
            get_body(connection, "CQ999")


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("Công an phường", "police", "body_kind_unknown"),
        ("", "partner", "body_name_invalid"),
        ("x" * 121, "partner", "body_name_invalid"),
        ("CÔNG AN PHƯỜNG", "authority", "body_exists"),
    ],
)
def test_wrong_bodies_are_refused(empty_database: Database, name: str, kind: str, code: str) -> None:
    add_bodies(empty_database)
    with pytest.raises(Refused, match=code), empty_database.write(SYSTEM, "list.manage") as change:
        add_body(change, name, kind)


def test_a_person_is_no_body(empty_database: Database) -> None:
    with pytest.raises(PersonalData), empty_database.write(SYSTEM, "list.manage") as change:
        add_body(change, "Nhà ông Nguyễn Văn Bảy", "partner")


def test_only_administrators_change_the_list(empty_database: Database) -> None:
    add_bodies(empty_database)
    officer = add_person(empty_database, "officer", "officer")
    with pytest.raises(OutsideScope), empty_database.write(officer, "list.manage") as change:
        add_body(change, "Đội dân phòng", "partner")
    with pytest.raises(OutsideScope), empty_database.write(officer, "list.manage") as change:
        rename_body(change, "CA_PHUONG", "Đội dân phòng", version=1)
    with pytest.raises(OutsideScope), empty_database.write(officer, "list.manage") as change:
        set_active(change, "CA_PHUONG", is_active=False, version=1)
    admin = add_person(empty_database, "admin", "admin")
    with empty_database.write(admin, "list.manage") as change:
        assert add_body(change, "Đội dân phòng", "partner").code == "CQ001"


def test_a_body_is_changed_from_its_newest_version_only(empty_database: Database) -> None:
    add_bodies(empty_database)
    with empty_database.write(SYSTEM, "list.manage") as change:
        rename_body(change, "CA_PHUONG", "Công an phường (mới)", version=1)
    with pytest.raises(StaleVersion) as stale, empty_database.write(SYSTEM, "list.manage") as change:
        rename_body(change, "CA_PHUONG", "Công an", version=1)
    assert stale.value.facts == {"started_from": 1, "present": 2}
    with pytest.raises(StaleVersion), empty_database.write(SYSTEM, "list.manage") as change:
        set_active(change, "CA_PHUONG", is_active=False, version=1)
    with empty_database.read() as connection:
        assert get_body(connection, "CA_PHUONG")[2:] == ("Công an phường (mới)", "authority", True, 2)
