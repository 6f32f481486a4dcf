"""Draws map tiles of any published collection, inside the actor's scope: PostGIS by itself, others by our encoder."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    case,
    cast,
    func,
    literal_column,
    select,
)

from geo.formats import gpkg
from geo.formats.mvt import BUFFER, EXTENT, encode_layer
from geo.formats.tiles import Tile, tile_bounds
from geo.types import BBox
from layers.actor import Actor
from layers.store.columns import SRID
from layers.store.features import ask
from layers.store.identifiers import OPEN_START
from layers.store.periods import open_end, open_start
from layers.store.query import FeatureQuery
from layers.store.schema import (
    boundary,
    boundary_vintage,
    hotspot,
    hotspot_topic,
    hotspot_version,
    status_span,
    visit,
    visit_version,
)
from layers.store.spatial import box_middle, read_rows
from layers.store.visited import day_of_visit
from layers.store.ward_rows import ordered_wards

LAST_ZOOM: Final = 16
"""Whoever looks closer enlarges these: a unit is 15 cm, less than any place is known to."""

WHOLE_PLACES_FROM: Final = 12
"""From this zoom on places have their shape. Before it most are smaller than a pixel: points stand for them."""

THINNED: Final = frozenset({"hotspots"})
"""Collections of which a point may stand for several features."""

FIRST_ZOOM: Final = {"visits": WHOLE_PLACES_FROM}
"""From which zoom on a collection is drawn at all; those that are not named always are."""

CELLS: Final = 64
"""Cells across a tile in which a point stands for all places of one status and kind."""

LEVELS_FROM: Final = {"province": 0, "district": 6, "grouping": 6, "ward": 8, "neighbourhood": 11}
"""From which zoom on boundaries of each level are drawn."""

COUNT: Final = "count"
"""Property of a point that stands for several places."""

_WEB_MERCATOR: Final = 3857
_SHAPE: Final = ("geom", "lon", "lat")
_SEPARATOR: Final = ","


def get_tile(
    connection: Connection, actor: Actor, collection_id: str, tile: Tile, query: FeatureQuery
) -> bytes:
    """Return a Mapbox Vector Tile with one layer, named like the collection; nothing where nothing is to be seen.

    Features carry the properties of the collection, as `tile_values` writes them.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who asks.
    collection_id
        One of `layers.store.catalog.COLLECTIONS`.
    tile
        Up to `LAST_ZOOM`.
    query
        What is asked; its box and its page are not looked at.
    """
    box = tile_bounds(tile, buffer=BUFFER / EXTENT).degrees
    question = _QUESTIONS[collection_id](connection, actor, tile.z, replace(query, bbox=box, is_rough=True))
    if question is None:
        return b""
    draw = draw_by_postgis if connection.dialect.name == "postgresql" else draw_by_encoder
    return draw(connection, collection_id, tile, question)


def draw_by_encoder(connection: Connection, layer: str, tile: Tile, question: Select[Any]) -> bytes:
    """Return a tile of the rows of a question: ``row_id``, ``geom`` or ``lon`` and ``lat``, and the properties."""
    answer = question.subquery("answer").c
    told = [_in_hex(column) if column.name == "geom" else column for column in answer]
    rows = read_rows(connection, select(*told).order_by(answer.row_id))
    if not rows:
        return b""
    columns = dict(zip(answer.keys(), zip(*rows, strict=True), strict=True))
    ids = columns.pop("row_id")
    shape = {name: columns.pop(name) for name in _SHAPE if name in columns}
    shapes = (
        gpkg.decode_hex(shape["geom"])
        if "geom" in shape
        else shapely.points(np.column_stack([shape["lon"], shape["lat"]]))
    )
    return encode_layer(layer, tile, shapes, ids, columns)


def draw_by_postgis(connection: Connection, layer: str, tile: Tile, question: Select[Any]) -> bytes:
    """Return the same tile as `draw_by_encoder`, drawn where the rows are."""
    answer = question.subquery("answer").c
    shape = (
        answer.geom if "geom" in answer else func.ST_SetSRID(func.ST_MakePoint(answer.lon, answer.lat), SRID)
    )
    window = func.ST_TileEnvelope(tile.z, tile.col, tile.row)
    placed = func.ST_AsMVTGeom(func.ST_Transform(shape, _WEB_MERCATOR), window, EXTENT, BUFFER, True)
    told = [column for column in answer if column.name not in _SHAPE]
    rows = select(*told, placed.label("shape")).order_by(answer.row_id).subquery("tile")
    drawn = func.ST_AsMVT(literal_column("tile"), layer, EXTENT, "shape", "row_id")
    return bytes(connection.execute(select(drawn).select_from(rows)).scalar_one() or b"")


def _in_hex(column: Any) -> Any:
    return func.hex(column, type_=Text()).label("geom")


def _ask_boundaries(connection: Connection, actor: Actor, z: int, query: FeatureQuery) -> Select[Any] | None:
    drawn = [level for level, first in LEVELS_FROM.items() if z >= first]
    levels = tuple(level for level in drawn if not query.level or level in query.level)
    if not levels:
        return None
    question = ask(connection, actor, "boundaries", replace(query, level=levels))
    return _with_columns(question, boundary, _boundary_columns())


def _ask_hotspots(connection: Connection, actor: Actor, z: int, query: FeatureQuery) -> Select[Any]:
    question = ask(connection, actor, "hotspots", query)
    if z >= WHOLE_PLACES_FROM:
        return _with_columns(question, hotspot_version, _hotspot_columns(query.vintage or query.on))
    assert query.bbox is not None  # noqa: S101 - for the type checker: `get_tile` has set it
    return _thin(question, query.bbox)


def _ask_visits(connection: Connection, actor: Actor, z: int, query: FeatureQuery) -> Select[Any] | None:
    if z < FIRST_ZOOM["visits"]:
        return None
    told = [column.label(name) for name, column in _visit_columns().items()]
    shape = hotspot_version.c.geom.label("geom")
    return ask(connection, actor, "visits", query).with_only_columns(visit.c.id.label("row_id"), shape, *told)


_QUESTIONS: Mapping[str, Callable[[Connection, Actor, int, FeatureQuery], Select[Any] | None]] = {
    "boundaries": _ask_boundaries,
    "hotspots": _ask_hotspots,
    "visits": _ask_visits,
}


def _with_columns(question: Select[Any], table: Any, columns: Mapping[str, Any]) -> Select[Any]:
    told = [column.label(name) for name, column in columns.items()]
    return question.with_only_columns(table.c.id.label("row_id"), table.c.geom.label("geom"), *told)


def _boundary_columns() -> dict[str, Any]:
    b, vintage = boundary.c, boundary_vintage.c
    return {
        "id": _public_id(b.code, b.valid_from),
        "code": b.code,
        "name": b.name,
        "full_name": b.full_name,
        "level": b.level,
        "valid_from": _day(open_start(b.valid_from)),
        "valid_to": _day(open_end(b.valid_to)),
        "population": b.population,
        "legal_basis": vintage.legal_basis,
        "is_partial": b.is_partial,
        "source": vintage.source,
    }


def _hotspot_columns(wards_on: date) -> dict[str, Any]:
    v = hotspot_version.c
    return {
        "id": hotspot.c.uuid,
        "code": hotspot.c.code,
        "name": v.name,
        "kind": v.kind,
        "status": status_span.c.state,
        "status_since": _day(status_span.c.valid_from),
        "topics": _topics(),
        "wards": _wards(wards_on),
        "position_accuracy_m": v.position_accuracy_m,
        "length_m": v.length_m,
        "area_m2": v.area_m2,
        "source": v.source,
        "valid_from": _day(open_start(v.valid_from)),
        "valid_to": _day(open_end(v.valid_to)),
        "version": hotspot.c.version,
    }


def _visit_columns() -> dict[str, Any]:
    v, p = visit_version.c, hotspot_version.c
    return {
        "id": visit.c.uuid,
        "code": visit.c.code,
        "hotspot": hotspot.c.code,
        "hotspot_name": p.name,
        "kind": p.kind,
        "wards": _wards(day_of_visit),
        "state": v.state,
        "day": _day(day_of_visit),
        "planned_on": _day(v.planned_on),
        "visited_on": _day(v.visited_on),
        "form": v.form,
        "units": _bare(v.units),
        "head_count": v.head_count,
        "result": v.result,
        "note": v.note,
        "next_on": _day(v.next_on),
        "version": visit.c.version,
    }


def _bare(codes: Any) -> Any:
    """Return a JSON list of codes as codes with commas between."""
    for sign in '[]" ':
        codes = func.replace(codes, sign, "")
    return codes


def _thin(question: Select[Any], box: BBox) -> Select[Any]:
    """Return one row for all places of one status and kind in a cell; a place that is alone there keeps its name."""
    lon, lat = box_middle(hotspot_version)
    places = question.with_only_columns(
        hotspot_version.c.id.label("row_id"),
        hotspot.c.uuid.label("id"),
        hotspot.c.code,
        hotspot_version.c.name,
        hotspot_version.c.kind,
        status_span.c.state.label("status"),
        lon.label("lon"),
        lat.label("lat"),
        _cell(lon, box.west, box.east).label("col"),
        _cell(lat, box.south, box.north).label("row"),
    ).subquery("place")
    p = places.c
    alone = [
        case((func.count() == 1, func.min(column))).label(column.name) for column in (p.id, p.code, p.name)
    ]
    middle = (func.avg(p.lon).label("lon"), func.avg(p.lat).label("lat"))
    told = (func.min(p.row_id).label("row_id"), *middle, *alone, p.kind, p.status, func.count().label(COUNT))
    return select(*told).group_by(p.col, p.row, p.kind, p.status)


def _cell(position: Any, low: float, high: float) -> Any:
    # Rounded after half of it was taken off: PostgreSQL and SQLite cut off decimals in different ways.
    return cast(func.round((position - low) * (CELLS / (high - low)) - 0.5), Integer)


def _public_id(code: Any, valid_from: Any) -> Any:
    return code + "@" + func.coalesce(_day(open_start(valid_from)), OPEN_START)


def _day(column: Any) -> Any:
    return cast(column, Text)


def _wards(day: date | ColumnElement[date]) -> Any:
    ordered = ordered_wards(day)
    ward = ordered.c
    public_id = ward.code + "@" + func.coalesce(_day(ward.valid_from), OPEN_START)
    return _joined(public_id, ordered)


def _topics() -> Any:
    version = hotspot_topic.c.hotspot_version_id == hotspot_version.c.id
    ordered = (
        select(hotspot_topic.c.topic)
        .where(version)
        .order_by(hotspot_topic.c.topic)
        .correlate(hotspot_version)
        .subquery("topic")
    )
    return _joined(ordered.c.topic, ordered)


def _joined(column: Any, ordered: Any) -> Any:
    texts = func.aggregate_strings(column, _SEPARATOR)
    return select(texts).select_from(ordered).correlate(hotspot_version, visit_version).scalar_subquery()
