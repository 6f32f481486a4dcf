"""How far grants reach on the ground: the same answer before a place is stored as when it is."""

from datetime import date
from itertools import count

import pytest
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from layers.actor import SYSTEM, Actor
from layers.conversion.status import StatusChange
from layers.errors import OutsideScope
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.users import add_user
from layers.places.drafts import Extent, Place
from layers.places.hotspots import open_hotspot
from layers.places.reach import Reach, find_own_extent, measure_reach
from layers.store.database import Database
from layers.store.schema import boundary

_ACROSS = shapely.LineString([(106.648, 10.739), (106.650, 10.735)])
"""From Phú Định over the canal into Bình Đông."""

_INSIDE = shapely.LineString([(106.6500, 10.7330), (106.6505, 10.7335)])
"""In Bình Đông (27424@2025-07-01)."""

_BINH_DONG = "27424@2025-07-01"
_names = count()


def _actor(database: Database, role: str, *areas: str) -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, f"canbo{next(_names)}")
        for area in areas:
            add_grant(change, user, role, area)
    return user.actor


def _reach(
    database: Database, actor: Actor, geometry: BaseGeometry, action: str = "hotspot.propose"
) -> Reach:
    with database.read() as connection:
        return measure_reach(connection, actor, geometry, action)


def test_what_lies_inside_is_allowed_and_nothing_is_beyond(database: Database) -> None:
    officer = _actor(database, "officer", _BINH_DONG)
    assert _reach(database, officer, _INSIDE) == Reach(is_allowed=True)
    assert _reach(database, SYSTEM, _ACROSS) == Reach(is_allowed=True)
    assert _reach(database, _actor(database, "officer", EVERYWHERE), _ACROSS) == Reach(is_allowed=True)


def test_a_part_outside_is_measured_and_shown(database: Database) -> None:
    officer = _actor(database, "officer", _BINH_DONG)
    told = _reach(database, officer, _ACROSS)
    assert told.is_allowed
    assert told.beyond is not None
    assert told.outside == pytest.approx(told.beyond.length / _ACROSS.length, abs=0.01)
    assert 0.1 < told.outside < 0.9
    both = _actor(database, "officer", _BINH_DONG, "27427@2025-07-01")
    assert _reach(database, both, _ACROSS) == Reach(is_allowed=True)


def test_all_outside_is_not_allowed(database: Database) -> None:
    stranger = _actor(database, "officer", "27397@2025-01-01")
    told = _reach(database, stranger, _INSIDE)
    assert (told.is_allowed, told.outside) == (False, 1.0)
    assert told.beyond == _INSIDE


def test_a_grant_on_a_ward_of_before_reaches_its_land(database: Database) -> None:
    assert _reach(database, _actor(database, "officer", "776"), _ACROSS).is_allowed


def test_who_may_only_propose_may_not_edit(database: Database) -> None:
    reporter = _actor(database, "reporter", _BINH_DONG)
    assert _reach(database, reporter, _INSIDE).is_allowed
    assert not _reach(database, reporter, _INSIDE, "hotspot.edit").is_allowed


@pytest.mark.parametrize("area", [_BINH_DONG, "27397@2025-01-01"])
@pytest.mark.parametrize("geometry", [_INSIDE, _ACROSS], ids=["inside", "across"])
def test_storing_refuses_what_was_told_to_be_out_of_reach(
    database: Database, area: str, geometry: BaseGeometry
) -> None:
    officer = _actor(database, "officer", area)
    place = Place(
        "Hẻm 12 Bình Đông", "alley", geometry, ("ma_tuy",), 5, "survey", "Khảo sát", date(2026, 1, 1)
    )
    first = StatusChange("DE_XUAT", date(2026, 1, 1), reason="Đề xuất")
    try:
        with database.write(officer, "hotspot.propose") as change:
            open_hotspot(change, place, first=first, least=Extent(), is_different=True)
        was_stored = True
    except OutsideScope:
        was_stored = False
    assert _reach(database, officer, geometry).is_allowed == was_stored


def test_a_drawing_begins_where_he_may_propose(database: Database) -> None:
    with database.read() as connection:
        assert find_own_extent(connection, SYSTEM) is None
    officer = _actor(database, "officer", "27424@2025-07-01")
    with database.read() as connection:
        b = boundary.c
        ward = connection.execute(
            select(b.geom).where(b.code == "27424", b.valid_to == date.max)
        ).scalar_one()
        assert find_own_extent(connection, officer) == pytest.approx(ward.bounds)
