"""The live map, its data, and the same map as one file that needs no network."""

import re
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, cast

import orjson
from flask import Blueprint, Response, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from geo.geodesy.crs import find_crs
from geo.types import local_day
from layers.errors import NotFound
from layers.store import features, scope
from layers.store.database import find_revisions
from webmap.config import Config, basemap_file
from webmap.http import auth, params, respond, security
from webmap.http.demo_mark import labelled_file
from webmap.http.i18n import t, translator
from webmap.http.kept import kept
from webmap.http.links import asset_url
from webmap.http.map_params import Frame, read_map
from webmap.http.today import read_visit_rule
from webmap.maps.feed import FeedRequest, build_feed
from webmap.maps.scene import Scene, find_basemap, page_config
from webmap.maps.spec import MapSpec
from webmap.render import assets
from webmap.texts import Forms

blueprint = Blueprint("map", __name__)

STYLES = ("build/page.css", "build/map-page.css")
SCRIPT = "build/map.js"
CODED = ("hotspots.due", *(f"codes.{name}" for name in ("status", "kind", "topic", "level", "due", "reply")))
"""Texts that the page's script puts together from codes; those of the map it names one by one."""

_HOUR_S = 3600


@blueprint.get("/map")
def show() -> ResponseReturnValue:
    """Show the map; its address says the day, the boundaries and the filters."""
    spec = _read_spec()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        may_export = scope.allowed(connection, auth.actor(), "map.export")
    known = request.args.get("as-known-on")
    told: dict[str, Any] = {"as-known-on": known} if known else {}
    config = _config()
    scene = Scene(
        spec,
        find_crs(config.vn2000_zone),
        feed_url=url_for("map.data", **told),
        card_url=url_for("hotspots.card", code="CODE").replace("CODE", "{code}"),
        basemap=find_basemap(_basemap_url(config), config.basemap_attribution),
    )
    libraries = {name: asset_url(f"vendor/{name}.js") for name in assets.LATER}
    texts = _texts()
    told_to_page = page_config(scene, locale=translator().locale, texts=texts, libraries=libraries)
    parts = _composer().compose_live(scene, told_to_page, nonce=security.csp_nonce(), asset=asset_url)
    return render_template(
        "map/page.html",
        title=spec.title,
        subtitle="",
        map_head=parts.head,
        map_html=parts.html,
        map_script=parts.script,
        frozen_url=url_for("map.export", **cast(dict[str, Any], request.args.to_dict()))
        if may_export
        else None,
    )


@blueprint.get("/map/data")
def data() -> Response:
    """Return all that the map replays, packed; the same for one reader until something changes."""
    params.require_known(request.args, ("as-known-on",))
    asked, etag = _feed_request()
    unchanged = respond.find_unchanged(etag)
    if unchanged is not None:
        return unchanged
    body = kept("feed").get(etag, lambda: _write_feed(asked))
    response = respond.to_bytes(body, mimetype=respond.JSON)
    response.set_etag(etag, weak=True)
    return respond.send_packed(response, lambda: kept("packed feed").get(etag, lambda: assets.pack(body)))


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
    spec = _read_spec()
    asked, _ = _feed_request()
    asked = asked if spec.supervision else replace(asked, intervals=None)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "map.export")
        feed = build_feed(connection, asked)
    spec = replace(spec, on=spec.on or asked.today)
    scene = Scene(spec, find_crs(_config().vn2000_zone), feed=feed)
    nonce = security.csp_nonce()
    texts = _texts()
    told_to_page = page_config(scene, locale=translator().locale, texts=texts, libraries={})
    parts = _composer().compose_frozen(scene, told_to_page, nonce=nonce)
    page = render_template(
        "map/frozen.html",
        title=spec.title,
        subtitle=t("map.frozen_subtitle", name=auth.account().name, day=asked.today),
        nonce=nonce,
        styles=_styles(*STYLES),
        print_styles=_styles("css/print.css"),
        icon_url=assets.data_url("icons/diaban.svg"),
        frozen_url=None,
        map_head=parts.head,
        map_html=parts.html,
        map_script=parts.script,
    )
    response = respond.vary(Response(page, mimetype=respond.HTML))
    name = labelled_file(f"diaban-{spec.on}.html")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _write_feed(asked: FeedRequest) -> bytes:
    with auth.database().read() as connection:
        return orjson.dumps(build_feed(connection, asked))


def _read_spec() -> MapSpec:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "boundary.read")
        extent, _ = features.get_extent(connection, auth.actor(), "boundaries")
    return read_map(request.args, Frame.around(t("map.title"), extent))


def _feed_request() -> tuple[FeedRequest, str]:
    known = params.read_known_at(request.args["as-known-on"]) if "as-known-on" in request.args else None
    today = local_day(auth.database().clock())
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        revision = features.get_revision(connection, auth.actor(), "hotspots")
        supervised = find_revisions(connection, "recommendations", "visits")
        intervals = read_visit_rule(connection, known=known)
    etag = respond.make_etag("feed", revision, *supervised.values(), intervals, today, known)
    return FeedRequest(auth.actor(), today, known, etag, intervals), etag


def _texts() -> dict[str, Forms]:
    """Return the texts that the page's script uses, and no others: they go with every page."""
    named = _named_in(assets.fingerprint(SCRIPT))
    words = translator().catalogue(("map",))
    return {key: text for key, text in words.items() if key in named} | translator().catalogue(CODED)


@lru_cache(maxsize=1)
def _named_in(_fingerprint: str) -> frozenset[str]:
    return frozenset(re.findall(r'"(map\.[a-z0-9_.]+)"', assets.read_text(SCRIPT)))


def _composer() -> ModuleType:
    """Return the room that lets folium compose; folium brings pandas, for which a start does not wait."""
    return import_module("webmap.render.folium_map")


def _styles(*paths: str) -> Markup:
    return Markup("\n".join(assets.inlined_style(path) for path in paths))  # noqa: S704 - our own style sheets


def _basemap_url(config: Config) -> str:
    return url_for("map.basemap") if basemap_file(config) else config.basemap_url


def _config() -> Config:
    return cast(Config, current_app.config["DIABAN"])
