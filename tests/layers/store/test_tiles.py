"""Tiles: the features of the collection, inside the scope, drawn alike by our encoder and by PostGIS."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
import shapely
from sqlalchemy import Connection

from geo.formats.mvt import EXTENT, place
from geo.formats.tiles import Tile, tile_at, tile_bounds, tiles_of, tiles_over
from geo.types import BBox, Interval, LonLat
from layers.actor import SYSTEM
from layers.errors import OutsideScope
from layers.people.grants import add_grant
from layers.people.users import add_user
from layers.store import tiles
from layers.store.catalog import COLLECTIONS
from layers.store.database import Database
from layers.store.features import get_page, get_tag
from layers.store.query import Feature, FeatureQuery
from layers.store.tiles import COUNT, LAST_ZOOM, WHOLE_PLACES_FROM, draw_by_postgis, get_tile
from tests.geo.formats.tile_reader import ReadFeature, read_features
from tests.layers.places.supervised import add_visited

TODAY = date(2026, 11, 22)
ALL = FeatureQuery(TODAY)
QUAN8 = BBox(106.61, 10.70, 106.69, 10.76)


def read(
    connection: Connection, collection: str, z: int, query: FeatureQuery = ALL, actor: Any = SYSTEM
) -> dict[str, list[tuple[Tile, ReadFeature]]]:
    """Return what the tiles over Quận 8 tell of each feature, by its public id."""
    found: dict[str, list[tuple[Tile, ReadFeature]]] = {}
    for tile in tiles_of(tiles_over(QUAN8, z)):
        drawn = get_tile(connection, actor, collection, tile, query)
        for feature in read_features(drawn, collection).values():
            found.setdefault(feature.properties.get("id", "several"), []).append((tile, feature))
    return found


def as_told(feature: Feature) -> dict[str, Any]:
    """Return the properties of a feature as tiles write them: no nulls, days and lists as text."""
    told: dict[str, Any] = {}
    for name, value in feature.properties.items():
        if name == "wards":
            assert isinstance(value, list)
            ids = [f"{ward['code']}@{ward['valid_from'] or 'start'}" for ward in value]
            told[name] = ",".join(ids) or None
        elif isinstance(value, list):
            told[name] = ",".join(value) or None
        else:
            told[name] = value.isoformat() if isinstance(value, date) else value
    return {name: value for name, value in told.items() if value is not None}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_tiles_tell_what_the_collection_tells(database: Database, collection: str) -> None:
    add_visited(database)
    anytime = replace(ALL, valid=Interval(), limit=1000)
    with database.read() as connection:
        for query in (anytime, replace(ALL, vintage=date(2012, 1, 1))):
            listed = get_page(connection, SYSTEM, collection, replace(query, limit=1000)).features
            drawn = read(connection, collection, 13, query)
            assert set(drawn) == {feature.id for feature in listed}
            for feature in listed:
                for tile, seen in drawn[feature.id]:
                    assert seen.properties == as_told(feature)
                    (whole,) = place([shapely.from_geojson(feature.geometry)], tile)
                    assert shapely.hausdorff_distance(seen.geometry, whole) <= 2


@pytest.fixture
def drawn_questions(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the questions that are drawn by PostGIS from now on."""
    asked: list[Any] = []

    def note(connection: Connection, layer: str, tile: Tile, question: Any) -> bytes:
        asked.append((layer, tile, question))
        return draw_by_postgis(connection, layer, tile, question)

    monkeypatch.setattr(tiles, "draw_by_postgis", note)
    return asked


def test_both_ways_of_drawing_agree(database: Database, drawn_questions: list[Any]) -> None:
    if database.is_file:
        return  # the encoder alone draws there: what it draws is compared with the collection above
    with database.read() as connection:
        for collection, z in (("hotspots", 14), ("hotspots", 9), ("boundaries", 12)):
            read(connection, collection, z, replace(ALL, valid=Interval()))
        assert len(drawn_questions) > 10
        told = 0
        for layer, tile, question in drawn_questions:
            theirs = read_features(draw_by_postgis(connection, layer, tile, question), layer)
            ours = read_features(_encode(connection, layer, tile, question), layer)
            assert ours.keys() == theirs.keys()
            for number, one in ours.items():
                told += 1
                assert one.properties == theirs[number].properties
                assert _farthest(one, theirs[number]) <= 1.5, (layer, tile, one)
    assert told > 20


def _encode(connection: Connection, layer: str, tile: Tile, question: Any) -> bytes:
    """Draw a question of PostGIS by our encoder: its shapes come as hexadecimal blobs of a GeoPackage."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiles, "_in_hex", lambda column: column)
        patch.setattr("layers.store.tiles.gpkg.decode_hex", lambda shapes: np.array(shapes, dtype=object))
        return tiles.draw_by_encoder(connection, layer, tile, question)


def _farthest(one: ReadFeature, other: ReadFeature) -> float:
    return float(shapely.hausdorff_distance(one.geometry, other.geometry))


def test_before_places_have_a_shape_points_stand_for_them(database: Database) -> None:
    with database.read() as connection:
        for z in range(WHOLE_PLACES_FROM):
            (tile,) = {tile_at(LonLat(106.65, 10.73), z)}
            found = read_features(get_tile(connection, SYSTEM, "hotspots", tile, ALL), "hotspots")
            counted = sum(int(one.properties[COUNT]) for one in found.values())
            if z <= 9:
                assert counted == 4
            for one in found.values():
                assert one.geometry.geom_type == "Point"
                assert ("code" in one.properties) == (one.properties[COUNT] == 1)
                assert {"kind", "status"} <= set(one.properties)


def test_levels_of_boundaries_appear_one_after_the_other(database: Database) -> None:
    with database.read() as connection:
        for z in (5, 7, 8, 11):
            levels = {
                feature.properties["level"]
                for pieces in read(connection, "boundaries", z).values()
                for _, feature in pieces
            }
            assert all(tiles.LEVELS_FROM[level] <= z for level in levels)
            assert ("ward" in levels) == (z >= 8)
        assert read(connection, "boundaries", 7, replace(ALL, level=("ward",))) == {}


def test_filters_day_and_scope_narrow_a_tile(database: Database) -> None:
    with database.write(SYSTEM, "account.add") as change:
        near, far, nobody = (add_user(change, name, password="x" * 12) for name in ("lan", "mai", "cuc"))
        add_grant(change, near, "viewer", "27424@2025-07-01")
        add_grant(change, far, "viewer", "27397@2025-01-01")
    with database.read() as connection:
        assert len(read(connection, "hotspots", 13)) == 4
        bridges = read(connection, "hotspots", 13, replace(ALL, kind=("bridge",)))
        assert {one.properties["kind"] for pieces in bridges.values() for _, one in pieces} == {"bridge"}
        assert read(connection, "hotspots", 13, replace(ALL, status=("ON_DINH",))) == {}
        assert read(connection, "hotspots", 13, FeatureQuery(date(1990, 1, 1))) == {}
        assert read(connection, "hotspots", 13, replace(ALL, known_at=datetime(2000, 1, 1, tzinfo=UTC))) == {}
        listed = get_page(connection, near.actor, "hotspots", ALL).features
        assert set(read(connection, "hotspots", 13, actor=near.actor)) == {one.id for one in listed}
        assert 0 < len(listed) < 4
        assert read(connection, "hotspots", 13, actor=far.actor) == {}
        assert read(connection, "hotspots", 5, actor=far.actor) == {}
        with pytest.raises(OutsideScope):
            read(connection, "hotspots", 13, actor=nobody.actor)


def test_tags_are_shared_by_those_who_see_the_same(database: Database) -> None:
    with database.write(SYSTEM, "account.add") as change:
        users = [add_user(change, name, password="x" * 12) for name in ("lan", "mai", "cuc", "nobody")]
        for user, area in zip(
            users, ("27424@2025-07-01", "27424@2025-07-01", "27397@2025-01-01"), strict=False
        ):
            add_grant(change, user, "viewer", area)
    with database.read() as connection:
        tags = [get_tag(connection, user.actor, "hotspots") for user in users[:3]]
        assert tags[0] == tags[1] != tags[2]
        with pytest.raises(OutsideScope):
            get_tag(connection, users[3].actor, "hotspots")
        before = get_tag(connection, SYSTEM, "hotspots")
    with database.write(SYSTEM, "hotspot.edit") as change:
        change.note("hotspot", "DB00001")
        change.touch("hotspots")
    with database.read() as connection:
        assert get_tag(connection, SYSTEM, "hotspots") != before


def test_the_whole_world_is_one_tile(database: Database) -> None:
    assert LAST_ZOOM >= 16
    with database.read() as connection:
        tile = Tile(0, 0, 0)
        (one,) = _only(get_tile(connection, SYSTEM, "hotspots", tile, replace(ALL, kind=("bridge",))))
        east = (one.geometry.x / EXTENT) * 360 - 180
    assert east == pytest.approx(106.65, abs=0.2)
    assert tile_bounds(tile).degrees.east == pytest.approx(180)


def _only(drawn: bytes) -> Iterator[ReadFeature]:
    yield from read_features(drawn, "hotspots").values()
