"""The words of the standards for tile sets, where there is something to see and where there is nothing."""

from flask import Flask

from geo.formats.tiles import tile_at
from geo.types import BBox, LonLat
from layers.store.catalog import COLLECTIONS
from layers.store.tiles import LAST_ZOOM
from webmap.api.tile_sets import describe_tilejson, describe_tileset, zoom_to

QUAN8 = BBox(106.6, 10.7, 106.7, 10.76)


def test_a_map_begins_with_all_that_there_is() -> None:
    assert zoom_to(QUAN8) == 11
    assert zoom_to(BBox(-180, -85, 180, 85)) == 1
    assert zoom_to(BBox(106.65, 10.73, 106.65, 10.73)) == LAST_ZOOM
    west, east = (tile_at(LonLat(lon, 10.73), zoom_to(QUAN8)).col for lon in (QUAN8.west, QUAN8.east))
    assert east - west <= 1


def test_whoever_sees_nothing_is_told_of_the_whole_world(app: Flask) -> None:
    with app.test_request_context():
        for collection in COLLECTIONS.values():
            told = describe_tileset(collection, None, [])
            assert told["boundingBox"]["lowerLeft"][0] == -180
            assert told["tileMatrixSetLimits"][1]["maxTileRow"] == 1
            tilejson = describe_tilejson(collection, None, [])
            assert tilejson["bounds"][2] == 180
            assert ("count" in tilejson["vector_layers"][0]["fields"]) == (collection.id == "hotspots")
            assert tilejson["vector_layers"][0]["minzoom"] == (12 if collection.id == "visits" else 0)


def test_what_is_asked_of_tilejson_is_asked_of_every_tile(app: Flask) -> None:
    with app.test_request_context():
        told = describe_tilejson(COLLECTIONS["hotspots"], QUAN8, [("datetime", "../.."), ("kind", "alley")])
    assert told["tiles"][0].endswith("/{z}/{y}/{x}?datetime=..%2F..&kind=alley")
    assert told["center"] == [106.65, 10.73, 11]
