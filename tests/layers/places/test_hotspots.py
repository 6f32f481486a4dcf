"""The register: what may be a place, how it changes, and that nothing it was is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import shapely
from sqlalchemy import func, select

from geo.errors import InvalidGeometry, PersonalData
from layers.actor import SYSTEM
from layers.conversion.status import StatusChange
from layers.errors import Refused, StaleVersion
from layers.places.hotspots import Extent, Place, open_hotspot, revise_hotspot
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from layers.store.features import get_item
from layers.store.query import FeatureQuery
from layers.store.schema import hotspot, hotspot_area, hotspot_topic, hotspot_version
from tests.conftest import Clock

_DAY = date(2020, 1, 1)
_PROPOSED = StatusChange("DE_XUAT", _DAY, reason="nhiều người tụ tập về đêm")
_ALLEY = Place(
    "Hẻm 157 Dương Bá Trạc", "alley", shapely.LineString([(106.688, 10.745), (106.6885, 10.7455)]),
    ("ma_tuy", "toi_pham"), 15, "survey", "khảo sát", _DAY,
)  # fmt: skip


def _open(database: Database, place: Place, **options: object) -> str:
    with database.write(SYSTEM, "hotspot.open") as change:
        return open_hotspot(change, place, _PROPOSED, least=Extent(), **options)


def _count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(hotspot)).scalar_one()


def _item(database: Database, code: str, day: date, known: datetime | None = None) -> dict[str, object]:
    with database.read() as connection:
        return get_item(connection, SYSTEM, "hotspots", code, FeatureQuery(day, known_at=known)).properties


def test_a_place_gets_the_next_code_its_measures_and_its_wards(database: Database) -> None:
    code = _open(database, _ALLEY)
    told = _item(database, code, _DAY)
    assert code == "DB00005"
    assert told["status"] == "DE_XUAT"
    assert told["topics"] == ["ma_tuy", "toi_pham"]
    assert told["length_m"] == pytest.approx(77.9, abs=0.5)
    assert [ward["name"] for ward in told["wards"]] == ["Phường 2"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"geometry": shapely.LineString([(106.688, 10.745), (106.68805, 10.745)])}, "extent_too_small"),
        ({"kind": "area", "geometry": shapely.box(106.688, 10.745, 106.6881, 10.7451)}, "extent_too_small"),
        ({"kind": "area"}, "kind_geometry_mismatch"),
        ({"kind": "house"}, "kind_geometry_mismatch"),
        (
            {"kind": "point", "geometry": shapely.Point(106.688, 10.745), "position_accuracy_m": 3},
            "point_too_exact",
        ),
        (
            {
                "kind": "area",
                "geometry": shapely.Polygon(
                    [(106.68, 10.74), (106.69, 10.75), (106.69, 10.74), (106.68, 10.75)]
                ),
            },
            "geometry_invalid",
        ),
    ],
)
def test_a_house_or_a_broken_shape_is_never_a_place(
    database: Database, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidGeometry, match=code):
        _open(database, replace(_ALLEY, **changes))
    assert _count(database) == 4


@pytest.mark.parametrize("field", ["name", "note"])
def test_a_text_that_names_a_person_is_refused(database: Database, field: str) -> None:
    with pytest.raises(PersonalData):
        _open(database, replace(_ALLEY, **{field: "nhà anh Nguyễn Văn Bảy, 0903123456"}))
    assert _count(database) == 4


def test_a_place_near_an_open_one_asks_first(database: Database) -> None:
    beside = replace(
        _ALLEY, name="Hẻm 1680", geometry=shapely.LineString([(106.6494, 10.7371), (106.65, 10.736)])
    )
    with pytest.raises(Refused, match="place_nearby") as told:
        _open(database, beside)
    assert told.value.facts["hotspot"] == "DB00001"
    assert _open(database, beside, is_different=True) == "DB00005"


def test_repeating_a_request_opens_one_place(database: Database) -> None:
    with database.write(SYSTEM, "hotspot.open") as change:
        first = open_hotspot(change, _ALLEY, _PROPOSED, least=Extent(), uuid="0198")
        assert open_hotspot(change, _ALLEY, _PROPOSED, least=Extent(), uuid="0198") == first
    assert _count(database) == 5


def test_codes_that_no_list_holds_are_refused(database: Database) -> None:
    for changes in ({"topics": ("khac",)}, {"position_source": "guess"}):
        with pytest.raises(Refused, match="place_code_unknown"):
            _open(database, replace(_ALLEY, **changes))


def _revise(database: Database, place: Place, version: int) -> int:
    with database.write(SYSTEM, "hotspot.redraw") as change:
        row = find_hotspot_row(change.connection, "DB00001")
        return revise_hotspot(change, row, place, version=version, least=Extent())


def test_a_redrawn_place_keeps_what_it_was_and_what_was_known(database: Database, clock: Clock) -> None:
    moved = replace(_ALLEY, name="Hẻm 1678 (mở rộng)", valid_from=date(2026, 1, 1))
    before = clock.at
    clock.at += timedelta(days=2)
    version = int(str(_item(database, "DB00001", _DAY)["version"]))
    assert _revise(database, moved, version) == version + 1
    assert _item(database, "DB00001", date(2025, 12, 31))["name"] == "Hẻm 1678 Phạm Thế Hiển"
    assert _item(database, "DB00001", date(2026, 1, 1))["name"] == "Hẻm 1678 (mở rộng)"
    assert (
        _item(database, "DB00001", date(2026, 1, 1), before + timedelta(hours=1))["name"]
        == "Hẻm 1678 Phạm Thế Hiển"
    )
    with database.read() as connection:
        rows = connection.execute(select(hotspot_version).where(hotspot_version.c.hotspot_id == 1)).all()
        restated = [row for row in rows if row.valid_to == date(2026, 1, 1)]
        for table in (hotspot_topic, hotspot_area):
            of = table.c.hotspot_version_id
            counts = {
                row.id: connection.execute(
                    select(func.count()).select_from(table).where(of == row.id)
                ).scalar_one()
                for row in rows
            }
            assert counts[restated[0].id] == counts[rows[0].id] > 0
    assert len(rows) == 3


def test_a_back_dated_shape_replaces_the_ones_after_it(database: Database, clock: Clock) -> None:
    version = int(str(_item(database, "DB00001", _DAY)["version"]))
    clock.at += timedelta(days=1)
    _revise(database, replace(_ALLEY, name="Thứ hai", valid_from=date(2026, 1, 1)), version)
    clock.at += timedelta(days=1)
    _revise(database, replace(_ALLEY, name="Thứ ba", valid_from=date(2020, 1, 1)), version + 1)
    names = [
        _item(database, "DB00001", day)["name"]
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2026, 6, 1))
    ]
    assert names == ["Hẻm 1678 Phạm Thế Hiển", "Thứ ba", "Thứ ba"]
    known = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert _item(database, "DB00001", date(2026, 6, 1), known)["name"] == "Thứ hai"


def test_starting_from_an_old_version_changes_nothing(database: Database) -> None:
    with pytest.raises(StaleVersion, match="version_stale") as told:
        _revise(database, replace(_ALLEY, valid_from=date(2026, 1, 1)), 99)
    assert told.value.facts["started_from"] == 99
    assert _item(database, "DB00001", date(2026, 6, 1))["name"] == "Hẻm 1678 Phạm Thế Hiển"
