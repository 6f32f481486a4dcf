"""Vector tiles of 1,000 places: our encoder against ST_AsMVT, and tiles through the service against those of tipg."""

import http.client
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Final

import numpy as np
import pyogrio
import shapely
from sqlalchemy import Connection, create_engine, select, text

from geo.formats.mvt import encode_layer
from geo.formats.tiles import Tile, tile_at, tile_bounds
from geo.types import LonLat
from layers.store.schema import hotspot_version
from tests.bench import service, tipg_peer
from tests.bench.figures import Figure
from tests.bench.load import Target, measure_rate
from tests.bench.register import LOCAL, get_register
from tests.bench.shapes import MadeUp, make_places
from tests.servers import PostgisServer

WANTED: Final = 1000
"""Places of a tile, or a few more."""

ROUNDS: Final = 15
SECONDS: Final = 4.0
_DAYS: Final = 3000
_TILE: Final = tile_at(LonLat(106.65, 10.73), 13)
_TABLE: Final = "CREATE TEMPORARY TABLE place (id int, name text, kind text, geom geometry(Geometry, 4326))"
_FILL: Final = "INSERT INTO place VALUES (:id, :name, :kind, ST_GeomFromText(:wkt, 4326))"
_DRAW: Final = """
SELECT ST_AsMVT(tile, 'place', 4096, 'geom', 'id') FROM (
  SELECT id, name, kind,
         ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope(:z, :col, :row), 4096, 64, true) AS geom FROM place
) AS tile"""


def measure() -> Iterable[Figure]:
    """Time the encoders on the same places, then a tile of a register through the service."""
    places = make_places(WANTED, 6, tile_bounds(_TILE).degrees)
    ours = _least_ms(lambda: _encode(places))
    yield Figure("1,000 places, our encoder", ours, "ms")
    with PostgisServer() as server:
        engine = create_engine(server.create_database())
        with engine.connect() as connection:
            _fill(connection, places)
            theirs = _least_ms(lambda: _draw(connection))
        engine.dispose()
    yield Figure("ST_AsMVT takes as long", theirs / ours, "x", told=f"{theirs:.1f} ms")
    yield from _served()


def _served() -> Iterable[Figure]:
    register = get_register(LOCAL)
    tiles = _full_tiles(register)
    with service.running(register) as running, tipg_peer.running(register) as tipg:
        us = running.target
        paths = [f"/api/collections/hotspots/tiles/WebMercatorQuad/{z}/{row}/{col}" for z, row, col in tiles]
        theirs = [f"{tipg_peer.COLLECTION}/tiles/WebMercatorQuad/{z}/{col}/{row}" for z, row, col in tiles]
        _require_as_many(us.get(paths[0]), tipg.target.get(theirs[0]))
        known = replace(us, headers={**us.headers, "If-None-Match": _tag(us, paths[0])}, good=(304,))
        # A day of its own for each question: nothing is kept for it.
        days = (date(2026, 1, 1) + timedelta(number) for number in range(_DAYS))
        new = [f"{path}?datetime={day}" for day, path in zip(days, cycle(paths), strict=False)]
        peer = measure_rate(tipg.target, theirs, SECONDS)
        cold, warm = measure_rate(us, new, SECONDS), measure_rate(us, paths, SECONDS)
        same = measure_rate(known, paths[:1], SECONDS)
        again = measure_rate(tipg.target, theirs, SECONDS)
    per_s = (peer.per_s + again.per_s) / 2
    for name, rate, least in (("never asked for", cold, 3), ("kept", warm, 20), ("known (304)", same, 20)):
        told = f"ours {rate}, tipg {peer} and {again}"
        yield Figure(f"a tile that is {name} : tipg", rate.per_s / per_s, "x", least=least, told=told)


def _tag(us: Target, path: str) -> str:
    asking = http.client.HTTPConnection("127.0.0.1", us.ports[0])
    asking.request("GET", path, headers=dict(us.headers))
    tag = asking.getresponse().headers["ETag"]
    asking.close()
    return str(tag)


def _require_as_many(ours: bytes, theirs: bytes) -> None:
    """Stop where the two draw tiles of different numbers of places; their edges are of different widths."""
    mine, other = (_count_features(tile) for tile in (ours, theirs))
    if not 0.8 < mine / other < 1.25:
        raise RuntimeError(f"{mine} places in our tile, {other} in theirs")


def _count_features(tile: bytes) -> int:
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        file = Path(folder) / "0.mvt"
        file.write_bytes(tile)
        return sum(
            int(pyogrio.read_info(file, layer=name)["features"]) for name, _ in pyogrio.list_layers(file)
        )


def _full_tiles(register: Path) -> list[Tile]:
    """Return the tiles, of zoom 12 or more, that hold about so many places."""
    engine = create_engine(f"sqlite:///{register}")
    with engine.connect() as connection:
        shapes = connection.execute(select(hotspot_version.c.geom)).scalars().all()
    engine.dispose()
    middles = shapely.get_coordinates(shapely.centroid(np.array(shapes, dtype=object)))
    counted: dict[Tile, int] = {}
    for z in (12, 13, 14):
        for lon, lat in middles.tolist():
            tile = tile_at(LonLat(lon, lat), z)
            counted[tile] = counted.get(tile, 0) + 1
    return sorted(counted, key=lambda tile: abs(counted[tile] - WANTED))[:4]


def _encode(places: list[MadeUp]) -> bytes:
    columns = {"name": [place.name for place in places], "kind": [place.kind for place in places]}
    return encode_layer("place", _TILE, [place.geometry for place in places], range(len(places)), columns)


def _fill(connection: Connection, places: list[MadeUp]) -> None:
    connection.execute(text(_TABLE))
    rows = [
        {"id": number, "name": place.name, "kind": place.kind, "wkt": place.geometry.wkt}
        for number, place in enumerate(places)
    ]
    connection.execute(text(_FILL), rows)


def _draw(connection: Connection) -> bytes:
    return bytes(connection.execute(text(_DRAW), _TILE._asdict()).scalar_one())


def _least_ms(draw: Callable[[], bytes]) -> float:
    """Return the least time of several, which a busy machine changes least."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        draw()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000
