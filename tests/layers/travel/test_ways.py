"""The choice of ways: a router before roads, roads before straight lines; what fails is told, and asked once."""

from pathlib import Path

import pytest

from geo.errors import NoRoute
from geo.travel.modes import WALKING
from geo.types import LonLat
from layers.errors import Refused
from layers.store.database import Database
from layers.travel.router_dialects import RouterKind
from layers.travel.ways import WaySettings, find_fault, open_ways, source_of
from tests.layers.travel.extracts import TOWN, write_extract

_PLACES = [LonLat(106.65, 10.742), LonLat(106.652, 10.742)]


def test_straight_lines_are_the_default(database: Database) -> None:
    assert source_of(WaySettings()) == "straight"
    with database.read() as connection:
        ways = open_ways(connection, WaySettings())
    assert ways.source == "straight"
    assert "Cầu Chữ Y" in ways.crossing_names


def test_roads_come_before_straight_lines(database: Database, tmp_path: Path) -> None:
    settings = WaySettings(write_extract(tmp_path / "a.osm.pbf", TOWN), cache_dir=tmp_path)
    with database.read() as connection:
        ways = open_ways(connection, settings)
        assert ways.source == "roads"
        assert ways.matrix(_PLACES, WALKING).unreachable == ()
        assert len(ways.trace(_PLACES, WALKING)) == 1
        assert ways.crossing_names == ("Cầu Mới", "Cầu bộ hành")


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_a_router_comes_before_roads(database: Database, tmp_path: Path, kind: RouterKind) -> None:
    settings = WaySettings(tmp_path / "none.osm.pbf", "http://127.0.0.1:9", kind, tmp_path, 0.2)
    with database.read() as connection:
        ways = open_ways(connection, settings)
        assert ways.source == kind
        with pytest.raises(Refused, match="router_down"):
            ways.matrix(_PLACES, WALKING)


def test_roads_that_cannot_be_read_are_told_and_never_replaced_in_silence(
    database: Database, tmp_path: Path
) -> None:
    with database.read() as connection:
        ways = open_ways(connection, WaySettings(tmp_path / "none.osm.pbf", cache_dir=tmp_path))
        assert ways.crossing_names == ()
        with pytest.raises(Refused, match="roads_missing"):
            ways.matrix(_PLACES, WALKING)


def test_lines_that_cannot_be_had_are_unknown_ways_and_asked_for_once(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "late.osm.pbf"
    with database.read() as connection:
        ways = open_ways(connection, WaySettings(file, cache_dir=tmp_path))
        for _ in range(2):
            with pytest.raises(NoRoute, match="no_route_known"):
                ways.trace(_PLACES, WALKING)
            write_extract(file, TOWN)  # it comes while the page is made: the next page has it
        assert len(open_ways(connection, WaySettings(file, cache_dir=tmp_path)).trace(_PLACES, WALKING)) == 1


def test_what_stands_against_the_ways_is_found_before_a_plan_is_made(
    database: Database, empty_database: Database, tmp_path: Path
) -> None:
    town = write_extract(tmp_path / "town.osm.pbf", TOWN)
    cases = {
        None: (WaySettings(), WaySettings(town, cache_dir=tmp_path)),
        "roads_missing": (WaySettings(tmp_path / "none.osm.pbf", cache_dir=tmp_path),),
        "router_down": (WaySettings(router_url="http://127.0.0.1:9", router_seconds=0.2),),
    }
    for code, settings in cases.items():
        for one in settings:
            with database.read() as connection:
                fault = find_fault(connection, one)
            assert (fault and fault.code) == code
    assert list(tmp_path.glob("roads-*.npz")), "the roads are kept by it"
    with empty_database.read() as connection:
        assert find_fault(connection, cases["roads_missing"][0]) is None
