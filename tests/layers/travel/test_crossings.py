"""Crossings are added, corrected and removed: what was said before stays, and who may do it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import shapely

from geo.errors import AppError, InvalidGeometry, PersonalData
from geo.travel.modes import WALKING
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.overview.chronicle import read_landmarks
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store.database import Database, find_revisions
from layers.store.log import LogQuery, read_log
from layers.travel.crossings import add_landmark, change_landmark, remove_landmark
from layers.travel.landmarks import Drawing, get_landmark, list_landmarks, list_replaced

_UUID = str(uuid4())
_BRIDGE = Drawing("bridge", "Cầu Mới", shapely.Point(106.6735, 10.7462), 10.0, "đo bằng GPS")
_WATER = Drawing(
    "canal", "Rạch Mới", shapely.LineString([(106.66, 10.73), (106.67, 10.732)]), None, "bản đồ giấy"
)


def _actor(database: Database, role: str, area: str) -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan")
        add_grant(change, user, role, area)
    return user.actor


def _do(
    database: Database, deed: Callable[..., Any], *values: Any, actor: Actor = SYSTEM, **options: Any
) -> Any:
    with database.write(actor, "crossing.change") as change:
        return deed(change, *values, **options)


def _add(database: Database, draft: Drawing = _BRIDGE, *, actor: Actor = SYSTEM) -> str:
    uuid: str = _do(database, add_landmark, draft, uuid=_UUID, actor=actor)
    return uuid


def test_a_bridge_is_added_once(database: Database) -> None:
    coordinator = _actor(database, "coordinator", "776")
    with database.read() as connection:
        before = find_revisions(connection, "boundaries")
    assert _add(database, actor=coordinator) == _UUID
    with database.write(coordinator, "crossing.add") as change:
        add_landmark(change, replace(_BRIDGE, name="Cầu Khác"), uuid=_UUID)
    with database.read() as connection:
        found = get_landmark(connection, _UUID)
        assert "Cầu Mới" in [name for _, name, _ in read_landmarks(connection)]
        assert find_revisions(connection, "boundaries") != before
    assert found.drawing == _BRIDGE
    assert (found.version, found.recorded_by) == (1, "lan")


def test_what_was_said_before_stays_with_who_when_and_why(database: Database) -> None:
    _add(database)
    moved = replace(_BRIDGE, geometry=shapely.Point(106.674, 10.7463), modes=frozenset({WALKING.code}))
    version = _do(database, change_landmark, _UUID, moved, version=1, reason="sửa cầu, cấm xe")
    renamed = replace(moved, name="Cầu Rất Mới")
    assert (version, _do(database, change_landmark, _UUID, renamed, version=2, reason="đổi tên")) == (2, 3)
    with database.read() as connection:
        assert get_landmark(connection, _UUID).drawing == renamed
        newest, first = list_replaced(connection, _UUID)
        entries = read_log(connection, SYSTEM, LogQuery(object_id=_UUID))
    assert (newest.version, newest.drawing, newest.reason) == (2, moved, "đổi tên")
    assert (first.version, first.drawing, first.reason) == (1, _BRIDGE, "sửa cầu, cấm xe")
    assert newest.replaced_at > first.replaced_at
    assert [row.action for row in entries.rows] == ["crossing.change"] * 3


def test_a_bridge_that_is_removed_is_gone_from_the_map_and_kept_in_the_history(database: Database) -> None:
    _add(database)
    _do(database, remove_landmark, _UUID, version=1, reason="cầu đã tháo dỡ")
    with database.read() as connection:
        assert _UUID not in [one.uuid for one in list_landmarks(connection)]
        assert "Cầu Mới" not in [name for _, name, _ in read_landmarks(connection)]
        (last,) = list_replaced(connection, _UUID)
    assert (last.drawing.name, last.reason) == ("Cầu Mới", "cầu đã tháo dỡ")
    with pytest.raises(NotFound, match="landmark_not_found"):
        _do(database, remove_landmark, _UUID, version=2, reason="lần nữa")


def test_whoever_comes_late_is_told(database: Database) -> None:
    _add(database)
    _do(database, change_landmark, _UUID, replace(_BRIDGE, name="Cầu A"), version=1, reason="đổi tên")
    with pytest.raises(StaleVersion) as late:
        _do(database, change_landmark, _UUID, _BRIDGE, version=1, reason="đổi tên")
    assert late.value.facts == {"started_from": 1, "present": 2}
    with pytest.raises(StaleVersion, match="version_stale"):
        _do(database, remove_landmark, _UUID, version=1, reason="bỏ")


def test_water_may_be_drawn_too(database: Database) -> None:
    _add(database, _WATER)
    with database.read() as connection:
        assert get_landmark(connection, _UUID).drawing == _WATER
    with pytest.raises(Refused, match="landmark_kind_fixed"):
        _do(database, change_landmark, _UUID, _BRIDGE, version=1, reason="là cầu")


@pytest.mark.parametrize(
    ("changed", "error", "code"),
    [
        ({"name": "  "}, Refused, "name_missing"),
        ({"source": ""}, Refused, "source_missing"),
        ({"name": "C" * 81}, Refused, "text_too_long"),
        ({"name": "Cầu nhà ông Nguyễn Văn Tám"}, PersonalData, "personal_data"),
        ({"kind": "ferry"}, Refused, "landmark_kind_unknown"),
        ({"modes": frozenset({"boat"})}, Refused, "modes_unknown"),
        ({"position_accuracy_m": -1.0}, Refused, "accuracy_out_of_range"),
        ({"position_accuracy_m": 5000.0}, Refused, "accuracy_out_of_range"),
        (
            {"geometry": shapely.box(106.66, 10.74, 106.661, 10.741)},
            InvalidGeometry,
            "landmark_shape_wrong",
        ),
        ({"geometry": shapely.Point(2, 48)}, InvalidGeometry, "coordinate_out_of_area"),
        ({"geometry": shapely.LineString([(106.60, 10.74), (106.66, 10.74)])}, Refused, "bridge_too_long"),
        ({"kind": "canal"}, InvalidGeometry, "landmark_shape_wrong"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_is_refused(
    database: Database, changed: dict[str, Any], error: type[AppError], code: str
) -> None:
    with pytest.raises(error) as refused:
        _add(database, replace(_BRIDGE, **changed))
    assert refused.value.code == code


def test_a_change_needs_a_reason_and_a_difference(database: Database) -> None:
    _add(database)
    with pytest.raises(Refused, match="reason_missing"):
        _do(database, change_landmark, _UUID, replace(_BRIDGE, name="Cầu B"), version=1, reason=" ")
    with pytest.raises(Refused, match="landmark_unchanged"):
        _do(database, change_landmark, _UUID, _BRIDGE, version=1, reason="không đổi gì")
    with pytest.raises(PersonalData):
        _do(database, remove_landmark, _UUID, version=1, reason="theo lời ông Nguyễn Văn Tám")


@pytest.mark.parametrize("role", ["viewer", "supervisor", "officer", "admin"])
def test_only_coordinators_change_crossings(database: Database, role: str) -> None:
    _add(database)
    actor = _actor(database, role, "776")
    for deed, values, options in (
        (add_landmark, (_BRIDGE,), {"uuid": str(uuid4())}),
        (change_landmark, (_UUID, _BRIDGE), {"version": 1, "reason": "đổi"}),
        (remove_landmark, (_UUID,), {"version": 1, "reason": "bỏ"}),
    ):
        with pytest.raises(OutsideScope, match="not_allowed"):
            _do(database, deed, *values, actor=actor, **options)


def test_a_coordinator_changes_what_lies_in_or_by_his_land(database: Database) -> None:
    coordinator = _actor(database, "coordinator", "27427@2025-07-01")
    far, border = shapely.Point(106.70, 10.74), shapely.Point(106.6563, 10.7417)
    with pytest.raises(OutsideScope, match="crossing_outside_area"):
        _add(database, replace(_BRIDGE, geometry=far), actor=coordinator)
    _add(database, replace(_BRIDGE, geometry=border), actor=coordinator)
    with pytest.raises(OutsideScope, match="crossing_outside_area"):
        _do(
            database, change_landmark, _UUID, replace(_BRIDGE, geometry=far), version=1, reason="dời đi",
            actor=coordinator,
        )  # fmt: skip
