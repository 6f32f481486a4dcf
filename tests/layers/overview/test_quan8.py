"""The default data: the acceptance table of the four places through the three vintages (domain study 4.2)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from layers.actor import SYSTEM
from layers.areas.boundaries import wards_of_version
from layers.overview.quan8 import default_uuids, load_quan8
from layers.store import schema
from layers.store.database import Database
from layers.store.features import get_item, get_page
from layers.store.query import FeatureQuery

_2012, _JANUARY, _JULY = date(2012, 6, 1), date(2025, 1, 1), date(2025, 7, 1)

ACCEPTANCE = {
    "Hẻm 1678 Phạm Thế Hiển": (["27424 Phường 6"], ["27424 Phường 6"], ["27424 Phường Bình Đông"]),
    "Hẻm 690 Nguyễn Duy": (["27415 Phường 12"], ["27415 Phường Xóm Củi"], ["27427 Phường Phú Định"]),
    "Cầu Hiệp Ân": (
        ["27400 Phường 11", "27406 Phường 10", "27415 Phường 12"],
        ["27403 Phường Hưng Phú", "27415 Phường Xóm Củi"],
        ["27418 Phường Chánh Hưng", "27427 Phường Phú Định"],
    ),
    "Hẻm 126 Hoài Thanh": (["27421 Phường 14"], ["27421 Phường 14"], ["27427 Phường Phú Định"]),
}


@pytest.mark.parametrize("name", ACCEPTANCE)
def test_places_lie_in_the_wards_that_the_plan_and_the_resolutions_name(
    database: Database, name: str
) -> None:
    v = schema.hotspot_version.c
    with database.read() as connection:
        version_id = connection.execute(select(v.id).where(v.name == name)).scalar_one()
        for day, wards in zip((_2012, _JANUARY, _JULY), ACCEPTANCE[name], strict=True):
            held = wards_of_version(connection, version_id, day)
            assert sorted(f"{ward.code} {ward.name}" for ward in held) == wards
            assert [ward.is_lead for ward in held] == [True] + [False] * (len(wards) - 1)
            assert sum(ward.share for ward in held) == pytest.approx(1, abs=1e-6)


def test_the_places_are_under_watch_from_the_day_of_the_plan(database: Database) -> None:
    with database.read() as connection:
        before = get_page(connection, SYSTEM, "hotspots", FeatureQuery(date(2012, 2, 7)))
        then = get_page(connection, SYSTEM, "hotspots", FeatureQuery(date(2012, 2, 8)))
        event = connection.execute(select(schema.status_event).limit(1)).one()
        plan = connection.execute(
            select(schema.document).where(schema.document.c.id == event.document_id)
        ).one()
    assert before.features == ()
    assert [feature.properties["status"] for feature in then.features] == ["THEO_DOI"] * 4
    assert (plan.number, plan.issued_on) == ("09/KH-UBMT-BTT", date(2012, 2, 8))


def test_loading_twice_changes_nothing(database: Database) -> None:
    def counts() -> dict[str, int]:
        with database.read() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in schema.metadata.sorted_tables
                if table.name not in {"audit", "revision"}
            }

    first = counts()
    with database.write(SYSTEM, "quan8.load") as change:
        assert len(load_quan8(change)) == 4
    assert counts() == first


def test_quan_8_remains_as_a_grouping_that_holds_all_four_places(database: Database) -> None:
    with database.read() as connection:
        grouping = get_item(connection, SYSTEM, "boundaries", "776@start", FeatureQuery(_JULY))
        inside = get_page(connection, SYSTEM, "hotspots", FeatureQuery(_JULY, area="776"))
    assert (grouping.properties["name"], grouping.properties["level"]) == ("Quận 8 (cũ)", "grouping")
    assert len(inside.features) == 4


def test_the_default_data_is_known_by_its_identifiers(database: Database) -> None:
    with database.read() as connection:
        places = set(connection.execute(select(schema.hotspot.c.uuid)).scalars())
        documents = set(connection.execute(select(schema.document.c.uuid)).scalars())
    assert default_uuids() == places | documents
