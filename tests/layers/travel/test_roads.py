"""Ways by the roads of a file: the file is read once, kept, and read again when it changes."""

import os
from pathlib import Path

import numpy as np
import pytest

from geo.errors import NoRoute
from geo.geodesy.measure import distance_m
from geo.travel.modes import MODES, MOTORBIKE, WALKING
from geo.types import LonLat
from layers.errors import Refused
from layers.store.database import Database
from layers.travel import osm_file, roads
from layers.travel.osm_file import read_roads
from layers.travel.roads import load_table, open_roads, save_table
from tests.layers.travel.extracts import ISLAND, NORTH, SOUTH, TOWN, write_extract

_PLACES = [LonLat(*NORTH), LonLat(*SOUTH), LonLat(*ISLAND)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_extract(tmp_path / "town.osm.pbf", TOWN)


def _open(database: Database, file: Path) -> roads.RoadWays:
    with database.read() as connection:
        return open_roads(connection, file, file.parent / "kept")


def test_ways_follow_the_roads_of_the_file(database: Database, file: Path) -> None:
    ways = _open(database, file)
    on_foot, by_bike = ways.matrix(_PLACES, WALKING), ways.matrix(_PLACES, MOTORBIKE)
    straight_m = distance_m(*_PLACES[:2])
    assert on_foot.metres[0, 1] == pytest.approx(straight_m, abs=0.1)
    assert np.isfinite(by_bike.metres[0, 1]) == np.False_, "the bridge leads into a one-way street"
    assert by_bike.metres[1, 0] > 3 * straight_m
    assert on_foot.unreachable == ((0, 2), (1, 2))
    (route,) = ways.trace(_PLACES[1::-1], MOTORBIKE)
    assert [ways.crossing_names[index] for index in route.crossings] == ["Cầu Mới"]
    with pytest.raises(NoRoute):
        ways.trace([_PLACES[0], _PLACES[2]], WALKING)
    assert ways.source == "roads"


def test_the_file_is_read_once(database: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _open(database, file)
    monkeypatch.setattr(osm_file, "read_roads", lambda *_: pytest.fail("read again"))
    assert _open(database, file).network is first.network
    roads._open.cache_clear()  # as in another process
    again = _open(database, file)
    assert again.network is not first.network
    for mode in MODES:
        assert np.array_equal(again.matrix(_PLACES, mode).seconds, first.matrix(_PLACES, mode).seconds)


def test_a_file_that_changed_is_read_again_and_the_old_is_forgotten(database: Database, file: Path) -> None:
    assert _open(database, file).matrix(_PLACES, WALKING).metres[0, 1] < 400
    write_extract(
        file, [way for way in TOWN if way[1]["highway" if "highway" in way[1] else "waterway"] != "footway"]
    )
    os.utime(file, ns=(1, 1))
    assert _open(database, file).matrix(_PLACES, WALKING).metres[0, 1] > 1000
    assert len(list((file.parent / "kept").glob("roads-*.npz"))) == 1


def test_a_spoilt_copy_is_made_anew(database: Database, file: Path) -> None:
    _open(database, file)
    (kept,) = (file.parent / "kept").iterdir()
    whole = kept.read_bytes()
    for spoilt in (b"", b"nonsense", whole[: len(whole) // 2]):
        kept.write_bytes(spoilt)
        roads._open.cache_clear()
        assert np.isfinite(_open(database, file).matrix(_PLACES, WALKING).metres[0, 1])
        assert kept.read_bytes() != spoilt


def test_what_is_kept_comes_back_the_same(tmp_path: Path, file: Path) -> None:
    table = read_roads(file, None)
    save_table(table, tmp_path / "kept" / "a.npz")
    back = load_table(tmp_path / "kept" / "a.npz")
    for name in ("tails", "heads", "offsets", "vertices", "lengths_m", "bridges"):
        assert np.array_equal(getattr(back, name), getattr(table, name))
    assert back.bridge_names == table.bridge_names
    for mode in MODES:
        assert np.array_equal(back.paces[mode.code], table.paces[mode.code])
        assert np.array_equal(back.barred[mode.code], table.barred[mode.code])
    assert [one.name for one in (tmp_path / "kept").iterdir()] == ["a.npz"]


def test_a_file_that_is_gone_is_told_and_not_replaced(database: Database, file: Path) -> None:
    _open(database, file)
    file.unlink()
    with pytest.raises(Refused, match="roads_missing"):
        _open(database, file)


def test_without_boundaries_the_whole_file_is_read(empty_database: Database, file: Path) -> None:
    assert np.isfinite(_open(empty_database, file).matrix(_PLACES, WALKING).metres[0, 1])
