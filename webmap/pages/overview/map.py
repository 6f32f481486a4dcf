"""The live map, its data, and the same map as one file that needs no network."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias, cast

import orjson
from flask import Blueprint, Response, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from geo.geodesy.crs import find_crs
from geo.types import local_day
from layers.errors import NotFound
from layers.overview.chronicle import has_more_than
from layers.store import features, scope
from layers.store.database import Reading, find_revisions
from webmap.config import Config, basemap_file
from webmap.http import auth, params, respond, security
from webmap.http.demo_mark import demo_label, labelled_file
from webmap.http.frozen_map import composer, map_texts, write_frozen
from webmap.http.i18n import t, translator
from webmap.http.kept import kept
from webmap.http.links import asset_url
from webmap.http.map_params import Frame, read_map
from webmap.http.today import read_visit_rule
from webmap.maps.feed import Feed, FeedRequest, build_feed
from webmap.maps.scene import Basemap, Scene, TileSource, find_basemap, page_config
from webmap.maps.spec import MapSpec
from webmap.render import assets

blueprint = Blueprint("map", __name__)

TILES_SCRIPT = "build/tiles.js"
"""Our script for the map of many places."""

_HOUR_S = 3600


@dataclass(frozen=True)
class Keep:
    """How answers are kept: how many, in how many bytes (None: any), and packed at which level of Brotli."""

    most: int = 8
    most_bytes: int | None = None
    level: int = 10


_FEW = Keep()

Ask: TypeAlias = Callable[[Reading], tuple[FeedRequest, str]]


@blueprint.get("/map")
def show() -> ResponseReturnValue:
    """Show the map; its address says the day, the boundaries and the filters."""
    spec = read_spec(request.args)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        may_export = scope.allowed(connection, auth.actor(), "map.export")
        is_tiled = has_more_than(connection, auth.actor(), _config().map_tiles_from, known=_read_known())
    known = request.args.get("as-known-on")
    told: dict[str, Any] = {"as-known-on": known} if known else {}
    scene = Scene(
        spec,
        find_crs(read_zone()),
        feed_url=url_for("map_tiles.ground" if is_tiled else "map.data", **told),
        card_url=url_for("hotspots.card", code="CODE").replace("CODE", "{code}"),
        basemap=read_basemap(),
        tiles=_tile_source(told) if is_tiled else None,
    )
    frozen_url = url_for("map.export", **cast(dict[str, Any], request.args.to_dict())) if may_export else None
    return render_live("map/page.html", scene, frozen_url=frozen_url)


@blueprint.get("/map/data")
def data() -> Response:
    """Return all that the map replays, packed; the same for one reader until something changes."""
    params.require_known(request.args, ("as-known-on",))
    return answer_kept("feed", read_feed_request, build_feed)


@blueprint.get("/map/basemap.pmtiles")
def basemap() -> Response:
    """Return the base map of the data folder, or the part of it that a Range header names."""
    file = basemap_file(_config())
    if file is None or not file.is_file():
        raise NotFound("basemap_not_found")
    response = send_file(file, mimetype="application/vnd.pmtiles", conditional=True, max_age=_HOUR_S)
    response.headers["Cache-Control"] = f"private, max-age={_HOUR_S}"
    return response


@blueprint.get("/map/export")
def export() -> Response:
    """Return the map as one HTML file with everything inside it."""
    spec = read_spec(request.args)
    with auth.database().read() as connection:
        asked, _ = read_feed_request(connection)
        asked = asked if spec.supervision else replace(asked, intervals=None)
        scope.require(connection, auth.actor(), "map.export")
        feed = build_feed(connection, asked)
    spec = replace(spec, on=spec.on or asked.today)
    scene = Scene(spec, find_crs(read_zone()), feed=feed)
    page = write_frozen(
        scene,
        translator(),
        subtitle=t("map.frozen_subtitle", name=auth.account().name, day=asked.today),
        demo_label=demo_label(),
    )
    response = respond.vary(Response(page, mimetype=respond.HTML))
    name = labelled_file(f"diaban-{spec.on}.html")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def render_live(template: str, scene: Scene, **told: Any) -> str:
    """Return a page of the shell with a map: one that fetches its data, or one whose data go with it.

    Parameters
    ----------
    template
        Extends ``map/page.html``.
    scene
        The map.
    told
        What the template needs besides.
    """
    libraries = {name: asset_url(f"vendor/{name}.js") for name in assets.LATER}
    told_to_page = page_config(
        scene,
        locale=translator().locale,
        texts=map_texts(translator(), *([TILES_SCRIPT] if scene.tiles else [])),
        libraries=libraries,
    )
    parts = composer().compose_live(scene, told_to_page, nonce=security.csp_nonce(), asset=asset_url)
    return render_template(
        template,
        **{"title": scene.spec.title, "subtitle": "", "frozen_url": None, **told},
        map_head=parts.head,
        map_html=parts.html,
        map_script=parts.script,
    )


def read_spec(args: MultiDict[str, str]) -> MapSpec:
    """Return the map that the parameters of an address name; where they say no place, all that there is."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "boundary.read")
        extent, _ = features.get_extent(connection, auth.actor(), "boundaries")
    return read_map(args, Frame.around(t("map.title"), extent))


def read_basemap() -> Basemap | None:
    """Return what lies under maps, as the settings say."""
    config = _config()
    return find_basemap(_basemap_url(config), config.basemap_attribution)


def read_zone() -> str:
    """Return the national grid in which positions are told, as the settings say."""
    return _config().vn2000_zone


def read_feed_request(connection: Reading) -> tuple[FeedRequest, str]:
    """Return what a feed is asked for, and the tag of the answer."""
    known = _read_known()
    today = local_day(auth.database().clock())
    scope.require(connection, auth.actor(), "hotspot.read")
    revision = features.get_revision(connection, auth.actor(), "hotspots")
    supervised = find_revisions(connection, "recommendations", "supervision_plans", "visits")
    intervals = read_visit_rule(connection, known=known)
    etag = respond.make_etag("feed", revision, *supervised.values(), intervals, today, known)
    return FeedRequest(auth.actor(), today, known, etag, intervals), etag


def answer_kept(
    name: str, ask: Ask, make: Callable[[Reading, FeedRequest], Feed], *, keep: Keep = _FEW
) -> Response:
    """Return data of the map, made once and kept by their tag; nothing where the reader has them already.

    Tag and data are of one transaction: what changes meanwhile cannot come under the tag of others.

    Parameters
    ----------
    name
        Of the kind of answer.
    ask
        Returns what is asked, and a tag of all that the answer depends on.
    make
        Makes the answer.
    keep
        How many are kept, and how well they are packed.
    """
    with auth.database().read() as connection:
        asked, etag = ask(connection)
        unchanged = respond.find_unchanged(etag)
        if unchanged is not None:
            return unchanged
        bodies = kept(name, keep.most, most_bytes=keep.most_bytes)
        body = bodies.get(etag, lambda: orjson.dumps(make(connection, asked)))
    response = respond.to_bytes(body, mimetype=respond.JSON)
    response.set_etag(etag, weak=True)
    packed = kept(f"packed {name}", keep.most, most_bytes=keep.most_bytes)
    return respond.send_packed(
        response, lambda: packed.get(etag, lambda: assets.pack(body, level=keep.level))
    )


def _read_known() -> datetime | None:
    return params.read_known_at(request.args["as-known-on"]) if "as-known-on" in request.args else None


def _tile_source(told: dict[str, Any]) -> TileSource:
    place = url_for("map_tiles.tile", z="Z", row="ROW", col="COL", **told)
    url = place.replace("/Z/ROW/COL", "/{z}/{row}/{col}")
    return TileSource(asset_url(TILES_SCRIPT), url, url_for("map_tiles.found", **told))


def _basemap_url(config: Config) -> str:
    return url_for("map.basemap") if basemap_file(config) else config.basemap_url


def _config() -> Config:
    return cast(Config, current_app.config["DIABAN"])
