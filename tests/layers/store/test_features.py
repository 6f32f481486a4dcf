"""Collections: one SELECT answers box, day, filters, words and scope alike on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_geometry
from geo.text.search import query_tokens
from geo.types import BBox, Interval
from layers.actor import SYSTEM
from layers.conversion.status import StatusChange
from layers.errors import NotFound
from layers.places.hotspots import Extent, Place, open_hotspot, revise_hotspot
from layers.store.catalog import COLLECTIONS
from layers.store.database import Database
from layers.store.features import get_extent, get_item, get_page, get_revision
from layers.store.query import FeatureQuery
from tests.conftest import Clock
from tests.layers.places.supervised import add_visited

_TODAY = date(2026, 11, 22)
ALL = FeatureQuery(_TODAY)


@pytest.fixture
def database(database: Database) -> Database:
    add_visited(database)
    return database


def names(database: Database, query: FeatureQuery, collection: str = "hotspots") -> list[str]:
    with database.read() as connection:
        return [
            str(one.properties["name"]) for one in get_page(connection, SYSTEM, collection, query).features
        ]


def test_every_property_of_the_catalog_is_told_in_its_order(database: Database) -> None:
    with database.read() as connection:
        for collection in COLLECTIONS.values():
            feature = get_page(connection, SYSTEM, collection.id, ALL).features[0]
            assert list(feature.properties) == [declared.name for declared in collection.properties]
            assert shapely.from_geojson(feature.geometry).geom_type in collection.geometry_types


def test_wards_are_told_in_the_boundaries_asked_for(database: Database) -> None:
    with database.read() as connection:
        wards = [
            get_item(connection, SYSTEM, "hotspots", "DB00003", replace(ALL, vintage=day)).properties["wards"]
            for day in (None, date(2012, 1, 1))
        ]
    assert wards[0] == [
        {"code": "27427", "name": "Phường Phú Định", "valid_from": "2025-07-01", "lead": True},
        {"code": "27418", "name": "Phường Chánh Hưng", "valid_from": "2025-07-01", "lead": False},
    ]
    assert isinstance(wards[1], list)
    assert [ward["code"] for ward in wards[1]] == ["27400", "27406", "27415"]
    assert [ward["valid_from"] for ward in wards[1]] == [None] * 3


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hem 1678 pth", ["Hẻm 1678 Phạm Thế Hiển"]),
        ("cau hiep an", ["Cầu Hiệp Ân"]),
        ("CẦU HIỆP ÂN", ["Cầu Hiệp Ân"]),
        ("nguyen duy", ["Hẻm 690 Nguyễn Duy"]),
        ("hem", ["Hẻm 1678 Phạm Thế Hiển", "Hẻm 690 Nguyễn Duy", "Hẻm 126 Hoài Thanh"]),
        ("100%", []),
    ],
)
def test_words_find_places_as_people_type_them(database: Database, words: str, found: list[str]) -> None:
    assert sorted(names(database, replace(ALL, tokens=query_tokens(words)))) == sorted(found)


def test_words_find_wards_of_every_vintage(database: Database) -> None:
    anytime = replace(ALL, valid=Interval(), tokens=query_tokens("p12"))
    assert names(database, anytime, "boundaries") == ["Phường 12"]


def test_filters_narrow_each_on_its_own_and_together(database: Database) -> None:
    assert names(database, replace(ALL, kind=("bridge",))) == ["Cầu Hiệp Ân"]
    assert len(names(database, replace(ALL, status=("THEO_DOI",)))) == 4
    assert names(database, replace(ALL, status=("DA_CHUYEN_HOA",))) == []
    assert names(database, replace(ALL, topic=("mai_dam",))) == []
    assert names(database, replace(ALL, area="27424@2025-07-01")) == ["Hẻm 1678 Phạm Thế Hiển"]
    assert names(database, replace(ALL, area="27424@start", kind=("bridge",))) == []
    assert names(database, replace(ALL, area="27418@start")) == []
    assert names(database, replace(ALL, area="nowhere@2012")) == []


def test_days_decide_which_boundaries_are_told(database: Database) -> None:
    grouping = {"Quận 8 (cũ)"}
    assert len(set(names(database, FeatureQuery(date(2012, 1, 1)), "boundaries")) - grouping) == 17
    assert set(names(database, FeatureQuery(date(2025, 7, 1)), "boundaries")) - grouping == {
        "Phường Bình Đông", "Phường Chánh Hưng", "Phường Phú Định", "Phường Bình Phú", "Xã Tân Nhựt", "Xã Bình Hưng"
    }  # fmt: skip
    both = FeatureQuery(date(2025, 7, 1), valid=Interval(date(2025, 6, 30), date(2025, 7, 2)))
    assert {"Phường 6", "Phường Bình Đông"} <= set(names(database, both, "boundaries"))


def test_what_was_not_yet_recorded_was_not_known(database: Database) -> None:
    before = replace(ALL, known_at=datetime(2026, 11, 1, tzinfo=UTC))
    after = replace(ALL, known_at=datetime(2026, 11, 30, tzinfo=UTC))
    assert names(database, before) == []
    assert len(names(database, after)) == 4


def test_a_box_meets_what_shares_a_point_with_it_not_what_its_envelope_does(database: Database) -> None:
    """The alley runs from north-west to south-east: the south-west corner of its envelope is empty."""
    empty_corner = BBox(106.6493, 10.7359, 106.6494, 10.7360)
    on_the_line = BBox(106.6495, 10.7364, 106.6497, 10.7366)
    assert names(database, replace(ALL, bbox=empty_corner)) == []
    assert names(database, replace(ALL, bbox=on_the_line)) == ["Hẻm 1678 Phạm Thế Hiển"]
    assert len(names(database, replace(ALL, bbox=BBox(170, -20, -170, 20)))) == 0
    assert len(names(database, replace(ALL, bbox=BBox(100, 0, -170, 20)))) == 4


_sides = st.tuples(st.floats(106.64, 106.67), st.floats(10.73, 10.75), st.floats(0, 0.02), st.floats(0, 0.02))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sides=_sides)
def test_a_box_finds_what_shapely_finds(database: Database, sides: tuple[float, float, float, float]) -> None:
    west, south, width, height = sides
    box = BBox(west, south, west + width, south + height)
    with database.read() as connection:
        found = {one.id for one in get_page(connection, SYSTEM, "hotspots", replace(ALL, bbox=box)).features}
        everything = get_page(connection, SYSTEM, "hotspots", ALL).features
    shape = shapely.box(*box)
    assert found == {
        one.id for one in everything if shapely.intersects(shapely.from_geojson(one.geometry), shape)
    }


def test_pages_walk_everything_once(database: Database) -> None:
    seen: list[str] = []
    query = replace(ALL, limit=3)
    with database.read() as connection:
        while True:
            page = get_page(connection, SYSTEM, "hotspots", query)
            seen += [one.id for one in page.features]
            if page.next_after is None:
                break
            query = replace(query, after=page.next_after)
    assert len(seen) == len(set(seen)) == 4


def test_an_item_is_found_by_uuid_and_code_or_not_at_all(database: Database) -> None:
    with database.read() as connection:
        by_code = get_item(connection, SYSTEM, "hotspots", "DB00001", ALL)
        assert get_item(connection, SYSTEM, "hotspots", by_code.id, ALL) == by_code
        assert (
            get_item(connection, SYSTEM, "boundaries", "27418", ALL).properties["name"] == "Phường Chánh Hưng"
        )
        for collection, missing in (("hotspots", "DB99999"), ("boundaries", "1@start"), ("nothing", "1")):
            with pytest.raises(NotFound):
                get_item(connection, SYSTEM, collection, missing, ALL)


def test_the_revision_changes_with_every_change(database: Database, clock: Clock) -> None:
    def told() -> str:
        with database.read() as connection:
            return get_revision(connection, SYSTEM, "hotspots")

    first = told()
    middle = shapely.LineString([(106.62, 10.72), (106.621, 10.72)])
    place = Place("Hẻm thử", "alley", middle, (), 10, "survey", "thử", date(2026, 1, 1))
    with database.write(SYSTEM, "hotspot.open") as change:
        open_hotspot(change, place, StatusChange("DE_XUAT", date(2026, 1, 1), reason="thử"), least=Extent())
    assert told() != first


def test_the_extent_is_that_of_everything(database: Database) -> None:
    with database.read() as connection:
        box, since = get_extent(connection, SYSTEM, "hotspots")
        all_boundaries, _ = get_extent(connection, SYSTEM, "boundaries")
    assert box is not None
    assert tuple(box) == pytest.approx((106.6461, 10.7359, 106.6622, 10.744))
    assert since == date(2012, 2, 8)
    assert all_boundaries is not None
    assert all_boundaries.west < box.west


def test_geometry_comes_back_as_it_went_in(database: Database) -> None:
    with database.read() as connection:
        alley = get_item(connection, SYSTEM, "hotspots", "DB00001", ALL)
    told = orjson.loads(alley.geometry)
    assert told == {
        "type": "LineString",
        "coordinates": [[106.6493, 10.7371], [106.6496, 10.7365], [106.65, 10.7359]],
    }
    national = transform_geometry(shapely.from_geojson(alley.geometry), WGS84_LONLAT, find_crs(9210))
    assert national.length == pytest.approx(float(str(alley.properties["length_m"])), rel=1e-4)


def test_a_place_of_several_versions_stands_once_in_an_interval(database: Database, clock: Clock) -> None:
    with database.read() as connection:
        version = get_item(connection, SYSTEM, "hotspots", "DB00001", ALL).properties["version"]
    moved = shapely.LineString([(106.62, 10.72), (106.621, 10.72)])
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "hotspot.redraw") as change:
        place = Place("Hẻm 1678 (mới)", "alley", moved, (), 10, "survey", "thử", date(2020, 1, 1))
        revise_hotspot(change, 1, place, version=int(str(version)), least=Extent())
    for span, name in (
        (Interval(date(2012, 1, 1), date(2026, 1, 1)), "Hẻm 1678 (mới)"),
        (Interval(), "Hẻm 1678 (mới)"),
        (Interval(date(2012, 1, 1), date(2019, 1, 1)), "Hẻm 1678 Phạm Thế Hiển"),
    ):
        told = names(database, replace(ALL, valid=span))
        assert len(told) == 4
        assert name in told
