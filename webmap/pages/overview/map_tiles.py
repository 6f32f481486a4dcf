"""The data of the live map where there are many places: the ground, tiles of places, and the answers to a search."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request

from layers.overview.chronicle import list_area_rows
from layers.overview.parts import Part
from layers.store import scope
from layers.store.database import Reading, find_revisions
from layers.store.features import get_tag
from webmap.http import params, respond
from webmap.http.kept import kept
from webmap.http.map_params import read_code
from webmap.http.tile_places import read_tile_place
from webmap.maps.feed import Feed, FeedRequest
from webmap.maps.tiled import LAST_ZOOM, AreaIndex, build_found, build_tile, build_tiled_ground
from webmap.pages.overview.map import Ask, Keep, answer_kept, read_feed_request

blueprint = Blueprint("map_tiles", __name__)

_TILES: Final = Keep(20_000, most_bytes=64_000_000, level=5)
_ANSWERS: Final = Keep(level=5)
_SHARED: Final = ("visit.read", "recommendation.read")


@blueprint.get("/map/ground")
def ground() -> Response:
    """Return all that the map replays besides places, packed."""
    params.require_known(request.args, ("as-known-on",))
    return answer_kept("map ground", _asker("ground"), build_tiled_ground, keep=_ANSWERS)


@blueprint.get("/map/tiles/<z>/<row>/<col>")
def tile(z: str, row: str, col: str) -> Response:
    """Return the places of a tile, with all days of each."""
    params.require_known(request.args, ("as-known-on",))
    place = read_tile_place(z, row, col, last_zoom=LAST_ZOOM)

    def build(connection: Reading, asked: FeedRequest) -> Feed:
        return build_tile(connection, asked, place, _read_area_index(connection, asked))

    return answer_kept("map tiles", _asker("tile", *place), build, keep=_TILES)


@blueprint.get("/map/found")
def found() -> Response:
    """Return the places that answer ``q``, or the one with a ``code``."""
    params.require_known(request.args, ("q", "code", "limit", "as-known-on"))
    words = params.read_words(request.args.get("q", ""))
    code = read_code("code", request.args["code"]) if "code" in request.args else None
    most = params.read_limit(request.args["limit"]) if "limit" in request.args else None
    part = Part(words=words, code=code, most=most)

    def build(connection: Reading, asked: FeedRequest) -> Feed:
        return build_found(connection, replace(asked, part=part), _read_area_index(connection, asked))

    return answer_kept("map found", _asker("found", part), build, keep=_ANSWERS)


def _asker(*parts: object) -> Ask:
    """Return what finds out what is asked for, besides parts that the address tells."""

    def ask(connection: Reading) -> tuple[FeedRequest, str]:
        asked = _read_request(connection)
        return asked, respond.make_etag(asked.revision, *parts)

    return ask


def _read_request(connection: Reading) -> FeedRequest:
    """Return what is asked for; its revision is the same for all who may see the same."""
    asked, _ = read_feed_request(connection)
    actor = asked.actor
    tag = get_tag(connection, actor, "hotspots")
    supervised = find_revisions(connection, "recommendations", "supervision_plans", "visits")
    reached = [
        scope.tell_reach(connection, actor, action) if scope.allowed(connection, actor, action) else ""
        for action in _SHARED
    ]
    tag = respond.make_etag(tag, *reached, *supervised.values(), asked.intervals, asked.today, asked.known)
    return replace(asked, revision=tag)


def _read_area_index(connection: Reading, asked: FeedRequest) -> AreaIndex:
    revision = find_revisions(connection, "boundaries")["boundaries"]

    def read() -> AreaIndex:
        return {row: at for at, row in enumerate(list_area_rows(connection, known=asked.known))}

    found: AreaIndex = kept("area rows").get(f"{revision} {asked.known}", read)
    return found
