"""The map's data in tiles: together they tell what the feed tells, whether one by one or as points."""

from collections import Counter
from datetime import date

import pytest

from geo.formats.columns import unpack_integers
from geo.formats.tiles import Tile, tile_at, tiles_of, tiles_over
from geo.types import BBox, LonLat
from layers.actor import SYSTEM
from layers.conversion.status import StatusChange, record_status
from layers.overview.chronicle import list_area_rows
from layers.overview.parts import Part
from layers.places.references import find_hotspot_row
from layers.records.documents import Document, add_document
from layers.store.database import Database
from layers.supervision.intervals import Intervals
from tests.rows import add_visits
from webmap.maps import tiled
from webmap.maps.columns import each_row, to_number
from webmap.maps.feed import Feed, FeedRequest, build_feed
from webmap.maps.tiled import build_found, build_tile, build_tiled_ground

_QUAN_8 = BBox(106.6, 10.68, 106.7, 10.77)
_REQUEST = FeedRequest(SYSTEM, date(2026, 11, 22), intervals=Intervals(7, 14, 30))


@pytest.fixture
def seen(database: Database) -> Database:
    """Return the default data with a state that changed and two visits."""
    with database.write(SYSTEM, "visit.add") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        assert place is not None
        add_visits(change, place, date(2026, 3, 2), date(2026, 4, 2))
    return database


def _tell(database: Database, tile: Tile) -> Feed:
    with database.read() as connection:
        index = {row: at for at, row in enumerate(list_area_rows(connection, known=None))}
        return build_tile(connection, _REQUEST, tile, index)


def _whole(database: Database) -> Feed:
    with database.read() as connection:
        return build_feed(connection, _REQUEST)


def _traits(places: Feed, supervision: Feed, *, asked: str = "asked") -> Counter[object]:
    columns = [unpack_integers(places[name]).tolist() for name in ("kind", "topics", "from", "to")]
    columns += [each_row(places[name]) for name in ("wards", "status")]
    return Counter(zip(*columns, each_row(supervision[asked]), strict=True))


def test_one_tile_tells_all_that_the_feed_tells(seen: Database) -> None:
    told, feed = _tell(seen, Tile(8, 120, 203)), _whole(seen)
    assert told["hotspots"] == feed["hotspots"]
    assert told["supervision"] == feed["supervision"]


def test_points_of_all_tiles_are_the_places_once(seen: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiled, "MOST_WHOLE", 0)
    feed = _whole(seen)
    tiles = [_tell(seen, tile) for tile in tiles_of(tiles_over(_QUAN_8, 14))]
    crowded = [told for told in tiles if "points" in told and told["points"]["at"]]
    assert len(crowded) > 1
    found: Counter[object] = Counter()
    for told in crowded:
        found += _traits(told["points"], told["supervision"])
        steps = unpack_integers(told["points"]["at"])
        assert (steps >= 0).all()
        assert steps.sum() < tiled.GRID**2
    assert found == _traits(feed["hotspots"], feed["supervision"])
    last = _tell(seen, tile_at(LonLat(106.6496, 10.7365), tiled.LAST_ZOOM))
    assert "Hẻm 1678 Phạm Thế Hiển" in last["hotspots"]["name"]


def test_the_ground_counts_the_places_of_each_day(seen: Database) -> None:
    with seen.write(SYSTEM, "status.record") as change:
        document = add_document(change, Document("TB", "Thông báo"))
        record_status(change, 1, StatusChange("GOP_TACH", date(2020, 1, 1), document, "gộp", original_id=2))
    with seen.read() as connection:
        ground = build_tiled_ground(connection, _REQUEST)
    many = ground["many"]
    assert ground["hotspots"]["code"] == []
    assert {"soon", "replies"} <= set(ground["supervision"])
    assert many["days"] == [to_number(date(2012, 2, 8)), to_number(date(2020, 1, 1))]
    assert unpack_integers(many["counts"]).tolist() == [1, 1]
    assert {ground["states"][state] for state in unpack_integers(many["state"])} == {"THEO_DOI"}
    assert unpack_integers(many["change"]).tolist() == [4, -1]


def test_a_search_finds_by_the_words_of_places_and_of_their_areas(database: Database) -> None:
    def find(part: Part) -> tuple[int, list[str]]:
        with database.read() as connection:
            index = {row: at for at, row in enumerate(list_area_rows(connection, known=None))}
            told = build_found(connection, FeedRequest(SYSTEM, date(2026, 11, 22), part=part), index)
        return told["found"], told["hotspots"]["name"]

    assert find(Part(words=("pham", "the", "hien"))) == (1, ["Hẻm 1678 Phạm Thế Hiển"])
    assert find(Part(words=("binh", "dong"))) == (1, ["Hẻm 1678 Phạm Thế Hiển"])
    assert find(Part(code="DB00001")) == (1, ["Hẻm 1678 Phạm Thế Hiển"])
    assert find(Part(words=("hem",), most=1)) == (3, ["Hẻm 126 Hoài Thanh"])
