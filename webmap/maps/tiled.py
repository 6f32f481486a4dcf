"""The data of the map in tiles, for readers who see more places than one answer should hold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from geo.formats.columns import pack_integers
from geo.formats.tiles import Tile, tile_bounds
from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_coordinates
from layers.overview import chronicle
from layers.overview.parts import NOTHING, Part
from layers.overview.points import read_points
from layers.store import scope
from layers.store.database import Reading, find_revisions
from webmap.maps.columns import each_once, to_number
from webmap.maps.feed import Feed, FeedRequest, build_ground, hotspot_columns, tell_supervision, trait_columns
from webmap.maps.symbols import DRAWN_STATES

MOST_WHOLE: Final = 1000
"""Versions of places that a tile tells one by one; of more it tells only where they are and what filters ask."""

MOST_FOUND: Final = 1000
"""Versions of places that are told as the answer to a search."""

LAST_ZOOM: Final = 16
"""Tiles of this zoom tell every place one by one, however many there are."""

GRID: Final = 1024
"""Steps across a tile in which it tells where a point is: a pixel, when the tile is drawn four times as wide."""

_WEB_MERCATOR: Final = find_crs(3857)

_Thing = TypeVar("_Thing")

AreaIndex = Mapping[int, int]
"""Position of each row of ``boundary`` in the ``areas`` of the ground."""


def build_tiled_ground(connection: Reading, request: FeedRequest) -> Feed:
    """Return the feed without its places, and how many there are in which state from which day on."""
    areas = chronicle.read_areas(connection, known=request.known)
    told = {
        **build_ground(connection, request, areas),
        "hotspots": hotspot_columns([], {}),
        "many": {**_areas_revision(connection), **_turns(connection, request)},
        **tell_supervision(connection, replace(request, part=NOTHING), []),
    }
    if "supervision" in told and scope.allowed(connection, request.actor, "recommendation.read"):
        told["supervision"]["replies"] = each_once([])
    return told


def build_tile(connection: Reading, request: FeedRequest, tile: Tile, area_index: AreaIndex) -> Feed:
    """Return the places of a tile: one by one, or as points where there are too many for that.

    A point is in the one tile that holds the middle of the box of its place; one by one, a place comes with each tile
    that it reaches into.
    """
    box = tile_bounds(tile).degrees
    request = replace(request, part=Part(box=box))
    actor, known, part = request.actor, request.known, request.part
    is_crowded = tile.z < LAST_ZOOM and chronicle.has_more_than(
        connection, actor, MOST_WHOLE, known=known, part=part
    )
    if is_crowded:
        return _tell_points(connection, request, tile, area_index)
    return _tell_whole(connection, request, area_index)


def _tell_whole(connection: Reading, request: FeedRequest, area_index: AreaIndex) -> Feed:
    replays = chronicle.read_hotspots(connection, request.actor, known=request.known, part=request.part)
    return {
        **_areas_revision(connection),
        "hotspots": hotspot_columns(replays, area_index),
        **tell_supervision(connection, request, replays),
    }


def _tell_points(connection: Reading, request: FeedRequest, tile: Tile, area_index: AreaIndex) -> Feed:
    points = read_points(connection, request.actor, known=request.known, part=request.part)
    x, y = _place_in(tile, np.array([(one.row.lon, one.row.lat) for one in points]))
    steps = np.floor(y * GRID).astype(np.int64) * GRID + np.floor(x * GRID).astype(np.int64)
    is_own = _is_inside(x, y)
    order = np.flatnonzero(is_own)[np.argsort(steps[is_own], kind="stable")]
    told = _taken(points, order)
    return {
        **_areas_revision(connection),
        "points": {"at": pack_integers(np.diff(steps[order], prepend=0)), **trait_columns(told, area_index)},
        **tell_supervision(connection, request, told),
    }


def build_found(connection: Reading, request: FeedRequest, area_index: AreaIndex) -> Feed:
    """Return the places of a part, one by one, at most `MOST_FOUND`, and how many versions there are in all."""
    part = request.part
    most = min(part.most or MOST_FOUND, MOST_FOUND)
    count = chronicle.count_versions(
        connection, request.actor, known=request.known, part=replace(part, most=None)
    )
    told = _tell_whole(connection, replace(request, part=replace(part, most=most)), area_index)
    return {"found": count, **told}


def _turns(connection: Reading, request: FeedRequest) -> Feed:
    turns = chronicle.read_turns(connection, request.actor, known=request.known)
    drawn = [turn for turn in turns if turn[0] in DRAWN_STATES]
    days = Counter(to_number(day) for _, day, _ in drawn)
    return {
        "days": list(days),
        "counts": pack_integers(list(days.values())),
        "state": pack_integers([DRAWN_STATES.index(state) for state, _, _ in drawn]),
        "change": pack_integers([change for _, _, change in drawn]),
    }


def _areas_revision(connection: Reading) -> Feed:
    """Return the revision of the boundaries: the numbers of areas hold for no other."""
    return {"areas_revision": find_revisions(connection, "boundaries")["boundaries"]}


def _place_in(
    tile: Tile, places: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how far east and south of its corner places lie, in widths of the tile."""
    metres = tile_bounds(tile).metres
    xy = transform_coordinates(places, WGS84_LONLAT, _WEB_MERCATOR)
    width = metres.east - metres.west
    return (xy[:, 0] - metres.west) / width, (metres.north - xy[:, 1]) / width


def _is_inside(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    return (x >= 0) & (x < 1) & (y >= 0) & (y < 1)


def _taken(things: Sequence[_Thing], order: npt.NDArray[np.intp]) -> list[_Thing]:
    places: list[int] = order.tolist()
    return [things[at] for at in places]
