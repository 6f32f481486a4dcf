"""Visits as features: each where its place lay on the day, for whoever may read them there."""

from dataclasses import replace
from datetime import date
from itertools import chain

import pytest

from geo.types import BBox, Interval
from layers.actor import SYSTEM, Actor
from layers.errors import OutsideScope
from layers.store.database import Database
from layers.store.features import get_extent, get_item, get_page, get_tag
from layers.store.query import FeatureQuery
from tests.layers.places.supervised import add_person, add_visited

ALL = FeatureQuery(date(2026, 11, 22))


@pytest.fixture
def visited(database: Database) -> Database:
    add_visited(database)
    return database


def _codes(database: Database, query: FeatureQuery = ALL, actor: Actor = SYSTEM) -> list[str]:
    with database.read() as connection:
        return [
            str(one.properties["hotspot"]) for one in get_page(connection, actor, "visits", query).features
        ]


def test_a_visit_lies_where_its_place_lies_and_is_found_by_day_place_and_area(visited: Database) -> None:
    with visited.read() as connection:
        place = get_item(connection, SYSTEM, "hotspots", "DB00003", ALL)
        one = get_page(connection, SYSTEM, "visits", replace(ALL, kind=("bridge",))).features[0]
        assert one.geometry == place.geometry
        assert one.properties["wards"] == place.properties["wards"]
        assert one.properties["units"] == ["MAT_TRAN"]
        assert get_item(connection, SYSTEM, "visits", str(one.properties["code"]), ALL) == one
        assert get_extent(connection, SYSTEM, "visits") == (
            get_extent(connection, SYSTEM, "hotspots")[0],
            date(2026, 11, 1),
        )
    assert sorted(_codes(visited)) == ["DB00001", "DB00002", "DB00003", "DB00004"]
    assert _codes(visited, replace(ALL, area="27424@2025-07-01")) == ["DB00001"]
    assert _codes(visited, replace(ALL, bbox=BBox(106.6495, 10.7364, 106.6497, 10.7366))) == ["DB00001"]
    days = [Interval(date(2026, 11, 1), date(2026, 11, 3)), Interval(date(2026, 11, 3), date(2027, 1, 1))]
    assert sorted(chain.from_iterable(_codes(visited, replace(ALL, valid=span)) for span in days)) == sorted(
        _codes(visited)
    )
    assert len(_codes(visited, replace(ALL, valid=days[0]))) == 2


def test_only_readers_of_its_place_see_a_visit(visited: Database) -> None:
    viewer = add_person(visited, "nguoi_xem", "viewer", "27424@2025-07-01")
    admin = add_person(visited, "quan_tri", "admin")
    assert _codes(visited, actor=viewer) == ["DB00001"]
    with pytest.raises(OutsideScope):
        _codes(visited, actor=admin)
    with visited.read() as connection:
        before = get_tag(connection, viewer, "visits")
    with visited.write(SYSTEM, "hotspot.revise") as change:  # its place may have been moved
        change.note("hotspot", "DB00001")
        change.touch("hotspots")
    with visited.read() as connection:
        assert get_tag(connection, viewer, "visits") != before
