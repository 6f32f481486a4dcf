"""The rows of what a place was: read back as they were handed in, for every version that anyone started from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from sqlalchemy import select

from geo.text.search import query_tokens
from layers.actor import SYSTEM
from layers.areas.boundaries import get_boundary_row
from layers.conversion.status import StatusChange, record_status
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.places import versions
from layers.places.drafts import Extent, Place, check_place
from layers.places.hotspots import open_hotspot, revise_hotspot
from layers.places.references import get_place
from layers.store.database import Database
from layers.store.features import get_page
from layers.store.query import FeatureQuery
from layers.store.schema import hotspot_version
from tests.conftest import Clock

_DAY = date(2026, 11, 1)
_PLACE = Place(
    "Hẻm 88 Nguyễn Duy", "alley", shapely.LineString([(106.655, 10.737), (106.656, 10.736)]),
    ("ma_tuy", "toi_pham"), 15, "gps", "khảo sát", _DAY, note="tối", aliases=("Hẻm Lò Gốm", "Xóm Đáy"),
    alley_branch="5", alley_number="88",
)  # fmt: skip


def _open(database: Database, place: Place = _PLACE) -> int:
    with database.write(SYSTEM, "hotspot.open") as change:
        first = StatusChange("DE_XUAT", _DAY, reason="tụ tập về đêm")
        code = open_hotspot(change, place, first, least=Extent())
        return get_place(change.connection, SYSTEM, code).id


def test_a_place_is_read_back_as_it_was_handed_in(database: Database) -> None:
    hotspot_id = _open(database)
    with database.read() as connection:
        assert versions.read_draft(connection, hotspot_id, 1) == check_place(_PLACE, Extent())
        assert versions.read_draft(connection, hotspot_id, 0) is None
        found = get_page(connection, SYSTEM, "hotspots", FeatureQuery(_DAY, tokens=query_tokens("lo gom")))
    assert [feature.properties["name"] for feature in found.features] == ["Hẻm 88 Nguyễn Duy"]


def test_each_version_that_was_shown_can_be_shown_again(database: Database, clock: Clock) -> None:
    hotspot_id = _open(database)
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "hotspot.revise", "đo lại") as change:
        second = replace(_PLACE, note="sáng", valid_from=date(2026, 11, 20))
        started_from = get_place(change.connection, SYSTEM, "DB00005").version
        version = revise_hotspot(change, hotspot_id, second, version=started_from, least=Extent())
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "status.record") as change:
        record_status(change, hotspot_id, StatusChange("KHONG_CHAP_NHAN", date(2026, 11, 22), reason="trùng"))
    with database.read() as connection:
        notes = [
            draft and draft.note
            for draft in (versions.read_draft(connection, hotspot_id, n) for n in range(version + 2))
        ]
        believed = versions.believed_versions(connection, hotspot_id)
    assert notes == [None, "tối", "tối", "sáng", "sáng"]
    assert [row.note for row in believed] == ["tối", "sáng"]


def test_only_a_ward_that_holds_the_place_leads_it(database: Database) -> None:
    with database.read() as connection:
        here = get_boundary_row(connection, "27424@2025-07-01")
        elsewhere = get_boundary_row(connection, "27427@2025-07-01")
        district = get_boundary_row(connection, "776")
    for wrong in (elsewhere, district):
        with pytest.raises(Refused, match="lead_elsewhere") as told:
            _open(database, replace(_PLACE, lead=wrong))
        assert told.value.facts["field"] == "lead"
    hotspot_id = _open(database, replace(_PLACE, lead=here))
    with database.read() as connection:
        v = hotspot_version.c
        assert connection.execute(select(v.lead_id).where(v.hotspot_id == hotspot_id)).scalar() == here


def test_a_version_is_raised_once(database: Database) -> None:
    with database.write(SYSTEM, "hotspot.revise") as change:
        started_from = get_place(change.connection, SYSTEM, "DB00001").version
        assert versions.raise_version(change, 1, started_from) == "DB00001"
        with pytest.raises(StaleVersion) as told:
            versions.raise_version(change, 1, started_from)
        change.note("hotspot", "DB00001")
    assert told.value.facts == {"started_from": started_from, "present": started_from + 1}


def test_nobody_moves_a_place_to_where_he_has_no_say(database: Database) -> None:
    with database.write(SYSTEM, "account.add") as change:
        user = add_user(change, "lan", password="ngọn đèn trước gió")
        add_grant(change, user, "officer", "27424@2025-07-01")
    with database.read() as connection:
        ref = get_place(connection, user.actor, "DB00001", "hotspot.edit")
        draft = versions.read_draft(connection, ref.id, ref.version)
    assert draft
    away = shapely.LineString([(106.688, 10.745), (106.6885, 10.7455)])
    for geometry, day in ((away, date(2026, 11, 20)), (away, date(2012, 2, 8))):
        moved = replace(draft, geometry=geometry, valid_from=day)
        with pytest.raises(OutsideScope), database.write(user.actor, "hotspot.revise", "đo lại") as change:
            revise_hotspot(change, ref.id, moved, version=ref.version, least=Extent())
    with database.read() as connection:
        assert get_place(connection, user.actor, "DB00001").version == ref.version
