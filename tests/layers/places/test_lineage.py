"""Removing and putting back, merging and splitting: what a place was stays known, and its visits stay with it."""

from datetime import date, datetime, timedelta

import pytest
import shapely
from sqlalchemy import select

from geo.errors import InvalidGeometry, PersonalData
from layers.actor import SYSTEM, Actor
from layers.conversion.status import StatusChange, read_status
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places import lineage
from layers.places.drafts import Extent, Place
from layers.places.references import PlaceRef, get_place
from layers.places.versions import read_draft
from layers.store.database import Database
from layers.store.features import get_item, get_page
from layers.store.query import FeatureQuery
from layers.store.schema import audit, hotspot_lineage, hotspot_version
from tests.conftest import Clock

_TODAY = date(2026, 11, 22)
_PROPOSED = StatusChange("DE_XUAT", _TODAY, reason="gộp theo kế hoạch")
_PARTS = (
    shapely.LineString([(106.6485, 10.7385), (106.6494, 10.7371)]),
    shapely.LineString([(106.6494, 10.7371), (106.6502, 10.7358)]),
)


def _place(geometry: object = _PARTS[0], name: str = "Hẻm 1678 (mới)") -> Place:
    return Place(name, "alley", geometry, ("ma_tuy",), 15, "survey", "khảo sát", _TODAY)


def _add_actor(database: Database, role: str, area: str) -> Actor:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, role, password="ngọn đèn trước gió")
        add_grant(change, user, role, area)
    return user.actor


def _ref(database: Database, code: str) -> PlaceRef:
    with database.read() as connection:
        return get_place(connection, SYSTEM, code)


def _codes(database: Database, known: datetime | None = None) -> set[str]:
    with database.read() as connection:
        page = get_page(connection, SYSTEM, "hotspots", FeatureQuery(_TODAY, known_at=known))
    return {str(feature.properties["code"]) for feature in page.features}


def _close(database: Database, code: str, *, actor: Actor = SYSTEM, reason: str | None = "nhập nhầm") -> int:
    place = _ref(database, code)
    with database.write(actor, "hotspot.close", reason) as change:
        return lineage.close_hotspot(change, place.id, version=place.version)


def test_a_removed_place_is_gone_now_and_stays_in_what_was_known(database: Database, clock: Clock) -> None:
    before = clock.at
    clock.at += timedelta(days=1)
    version = _ref(database, "DB00002").version
    assert _close(database, "DB00002") == version + 1
    assert _codes(database) == {"DB00001", "DB00003", "DB00004"}
    assert "DB00002" in _codes(database, before + timedelta(hours=1))
    with pytest.raises(NotFound, match="hotspot_not_found"):
        _ref(database, "DB00002")


def test_a_removal_says_why(database: Database) -> None:
    with pytest.raises(Refused, match="evidence_missing"):
        _close(database, "DB00002", reason=None)
    with pytest.raises(PersonalData):
        _close(database, "DB00002", reason="nhà ông Nguyễn Văn Bảy")
    assert "DB00002" in _codes(database)


def test_removing_twice_or_from_an_old_version_changes_nothing(database: Database) -> None:
    place = _ref(database, "DB00002")
    with (
        pytest.raises(StaleVersion, match="version_stale"),
        database.write(SYSTEM, "hotspot.close", "nhầm") as change,
    ):
        lineage.close_hotspot(change, place.id, version=place.version - 1)
    version = _close(database, "DB00002")
    with (
        pytest.raises(Refused, match="place_removed"),
        database.write(SYSTEM, "hotspot.close", "nhầm") as change,
    ):
        lineage.close_hotspot(change, place.id, version=version)


def test_a_removed_place_comes_back_as_it_was(database: Database, clock: Clock) -> None:
    with database.read() as connection:
        told = get_item(connection, SYSTEM, "hotspots", "DB00001", FeatureQuery(_TODAY))
    clock.at += timedelta(days=1)
    version = _close(database, "DB00001")
    between = clock.at
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "hotspot.restore") as change:
        assert lineage.restore_hotspot(change, "DB00001", version=version) == version + 1
    with database.read() as connection:
        again = get_item(connection, SYSTEM, "hotspots", "DB00001", FeatureQuery(_TODAY))
        assert lineage.list_removed(connection, SYSTEM) == ()
    assert again.geometry == told.geometry
    assert again.properties == {**told.properties, "version": version + 1}
    assert "DB00001" not in _codes(database, between + timedelta(hours=1))
    with database.write(SYSTEM, "hotspot.restore") as change:
        with pytest.raises(NotFound):
            lineage.restore_hotspot(change, "DB00001", version=version + 1)
        change.note("hotspot", "DB00001")


def test_the_list_of_removed_places_tells_who_and_why(database: Database) -> None:
    officer = _add_actor(database, "officer", "27424@2025-07-01")
    version = _close(database, "DB00001", actor=officer, reason="nhập trùng")
    _close(database, "DB00003")
    with database.read() as connection:
        everything = lineage.list_removed(connection, SYSTEM)
        (own,) = lineage.list_removed(connection, officer)
    assert [one.code for one in everything] == ["DB00003", "DB00001"]
    assert (own.code, own.name, own.version) == ("DB00001", "Hẻm 1678 Phạm Thế Hiển", version)
    assert (own.removed_by, own.reason) == (officer.name, "nhập trùng")


def test_only_who_edits_there_removes_and_puts_back(database: Database) -> None:
    elsewhere = _add_actor(database, "officer", "27397@2025-01-01")
    viewer = _add_actor(database, "viewer", "27424@2025-07-01")
    for actor in (elsewhere, viewer):
        with pytest.raises(OutsideScope):
            _close(database, "DB00001", actor=actor)
    version = _close(database, "DB00001")
    with database.read() as connection:
        assert lineage.list_removed(connection, elsewhere) == ()
        with pytest.raises(OutsideScope):
            lineage.list_removed(connection, viewer)
    for actor in (elsewhere, viewer):
        with pytest.raises(NotFound), database.write(actor, "hotspot.restore") as change:
            lineage.restore_hotspot(change, "DB00001", version=version)


def _merge(database: Database, *codes: str, actor: Actor = SYSTEM, uuid: str | None = None) -> str:
    olds = [_ref(database, code) for code in codes]
    new = lineage.Successor(_place(), _PROPOSED, uuid)
    with database.write(actor, "hotspot.merge", "gộp theo kế hoạch") as change:
        return lineage.merge_hotspots(change, olds, new, least=Extent(), is_different=True)


def test_merged_places_end_and_the_new_one_goes_on(database: Database) -> None:
    code = _merge(database, "DB00001", "DB00002")
    new = _ref(database, code)
    with database.read() as connection:
        for old in (_ref(database, "DB00001"), _ref(database, "DB00002")):
            assert read_status(connection, old.id, _TODAY) == "GOP_TACH"
            assert read_status(connection, old.id, date(2026, 11, 21)) == "THEO_DOI"
        rows = connection.execute(select(hotspot_lineage).order_by(hotspot_lineage.c.from_id)).all()
        told = connection.execute(select(audit.c.after).where(audit.c.object_id == "DB00001")).scalars().all()
    assert [(row.to_id, row.kind, row.happened_on) for row in rows] == [(new.id, "merge", _TODAY)] * 2
    assert any(f'"merge":["{code}"]' in (after or "") for after in told)


def test_a_merger_needs_two_places_that_nobody_changed(database: Database) -> None:
    with pytest.raises(Refused, match="merge_needs_two"):
        _merge(database, "DB00001", "DB00001")
    stale = PlaceRef(1, "DB00001", 99)
    with (
        pytest.raises(StaleVersion),
        database.write(SYSTEM, "hotspot.merge", "gộp") as change,
    ):
        new = lineage.Successor(_place(), _PROPOSED)
        olds = [stale, _ref(database, "DB00002")]
        lineage.merge_hotspots(change, olds, new, least=Extent(), is_different=True)
    assert _codes(database) == {"DB00001", "DB00002", "DB00003", "DB00004"}


def test_only_a_coordinator_merges(database: Database) -> None:
    officer = _add_actor(database, "officer", "776")
    with pytest.raises(OutsideScope):
        _merge(database, "DB00001", "DB00002", actor=officer)
    coordinator = _add_actor(database, "coordinator", "776")
    assert _merge(database, "DB00001", "DB00002", actor=coordinator) == "DB00005"


def test_a_merger_sent_twice_happens_once(database: Database) -> None:
    uuid = "3f0e5c2e-44f8-4f7a-9d3c-0d0b9f8f0001"
    first = _merge(database, "DB00001", "DB00002", uuid=uuid)
    with database.write(SYSTEM, "hotspot.merge", "gộp") as change:
        olds = [PlaceRef(1, "DB00001", 1), PlaceRef(2, "DB00002", 1)]
        again = lineage.merge_hotspots(
            change, olds, lineage.Successor(_place(), _PROPOSED, uuid), least=Extent()
        )
    assert again == first


def _split(database: Database, code: str, **changes: object) -> tuple[str, ...]:
    old = _ref(database, code)
    parts = [
        lineage.Successor(_place(geometry, f"Hẻm 1678 đoạn {number}"), _PROPOSED)
        for number, geometry in enumerate(_PARTS, start=1)
    ]
    with database.write(SYSTEM, "hotspot.split", "hai đoạn khác nhau") as change:
        return lineage.split_hotspot(change, old, parts, least=Extent(), **changes)


def test_the_parts_of_a_split_place_go_on_and_lie_side_by_side(database: Database, clock: Clock) -> None:
    with database.read() as connection:
        whole = read_draft(connection, 1, 99)
    clock.at += timedelta(hours=1)
    before = clock.at
    assert _split(database, "DB00001") == ("DB00005", "DB00006")
    with database.read() as connection:
        assert read_status(connection, 1, _TODAY) == "GOP_TACH"
        assert read_status(connection, 1, _TODAY, before) == "THEO_DOI"
        kinds = connection.execute(select(hotspot_lineage.c.kind)).scalars().all()
        assert read_draft(connection, 1, 99) == whole
    assert kinds == ["split", "split"]


def test_a_part_that_is_a_house_stops_the_whole_split(database: Database) -> None:
    old = _ref(database, "DB00001")
    tiny = shapely.LineString([(106.6494, 10.7371), (106.64941, 10.7371)])
    parts = [lineage.Successor(_place(_PARTS[0]), _PROPOSED), lineage.Successor(_place(tiny), _PROPOSED)]
    with (
        pytest.raises(InvalidGeometry, match="extent_too_small"),
        database.write(SYSTEM, "hotspot.split", "tách") as change,
    ):
        lineage.split_hotspot(change, old, parts, least=Extent())
    with (
        pytest.raises(Refused, match="split_needs_two"),
        database.write(SYSTEM, "hotspot.split", "tách") as change,
    ):
        lineage.split_hotspot(change, old, parts[:1], least=Extent())
    with database.read() as connection:
        assert len(connection.execute(select(hotspot_version.c.id)).all()) == 4


@pytest.mark.parametrize(
    ("geometry", "cut"),
    [
        (shapely.LineString([(0, 0), (4, 0)]), shapely.LineString([(1, -1), (1, 1)])),
        (shapely.box(0, 0, 4, 2), shapely.LineString([(1, -1), (1, 3)])),
        (
            shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 4, 1)]),
            shapely.LineString([(9, 9), (9, 8)]),
        ),
    ],
)
def test_a_cut_leaves_two_parts_that_are_the_whole(geometry: object, cut: object) -> None:
    west, east = lineage.cut_in_two(geometry, cut)
    assert west.centroid.x < east.centroid.x
    assert shapely.union_all([west, east]).normalize().equals_exact(
        shapely.union_all([geometry]).normalize(), 1e-9
    ) or (shapely.union_all([west, east]).equals(geometry))


@pytest.mark.parametrize(
    ("geometry", "cut", "parts"),
    [
        (shapely.Point(0, 0), shapely.LineString([(0, -1), (0, 1)]), 1),
        (shapely.box(0, 0, 4, 2), shapely.LineString([(1, 0.5), (1, 1)]), 1),
        (shapely.box(0, 0, 4, 2), shapely.box(0, 0, 1, 1), 1),
        (shapely.LineString([(0, 0), (4, 0)]), shapely.LineString([(1, 0), (2, 0)]), 1),
        (shapely.LineString([(0, 0), (4, 0)]), shapely.LineString([(1, -1), (1, 1), (2, 1), (2, -1)]), 3),
    ],
)
def test_a_cut_that_leaves_something_else_is_refused(geometry: object, cut: object, parts: int) -> None:
    with pytest.raises(Refused, match="cut_not_in_two") as told:
        lineage.cut_in_two(geometry, cut)
    assert told.value.facts["n"] == parts
