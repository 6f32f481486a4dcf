"""The list of places, and the card of one: as a page, and as the part of the map's page that shows it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import numpy as np
import shapely
from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.geodesy.crs import WGS84_LONLAT, Crs, find_crs, transform_coordinates
from geo.types import local_day
from layers.areas.boundaries import list_areas, ward_names
from layers.areas.clusters import list_choices
from layers.conversion.states import STATES
from layers.conversion.status import find_suspected
from layers.overview import timeline
from layers.overview.card import Card, View, read_card
from layers.overview.evidence import Rung, read_ladder
from layers.overview.timeline import Entry
from layers.places.hotspots import KINDS as PLACE_KINDS
from layers.places.hotspots import TOPICS
from layers.planning.peaks import choose_present
from layers.store import scope
from layers.store.identifiers import boundary_id, find_cluster_key
from layers.supervision import due, ledger
from layers.supervision.due import Due
from layers.supervision.visit_records import Position, list_positions
from webmap.config import Config
from webmap.errors import BadParameter
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.http.list_params import SORTS, PlaceList, read_list
from webmap.http.today import read_visit_rule, today
from webmap.maps.symbols import SYMBOLS

blueprint = Blueprint("hotspots", __name__)

ASKED = ("on", "vintage", "as-known-on", "show", "entries")
PAGE_ROWS = 50
MOST_ENTRIES = 2000
MOST_POSITIONS = 20
"""Visits whose positions the map may show at once."""

_STATE_ORDER = {code: index for index, code in enumerate(STATES)}
_ORDERS: dict[str, Callable[[Iterable[Due]], tuple[Due, ...]]] = {
    "name": tuple,
    "status": lambda places: tuple(sorted(places, key=lambda one: _STATE_ORDER.get(str(one.status), -1))),
    "due": due.order_by_due,
}


@blueprint.get("/hotspots")
def index() -> ResponseReturnValue:
    """Show a page of the places that answer the filters."""
    asked = read_list(request.args, today())
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        rule = read_visit_rule(connection)
        found = due.list_places(connection, auth.actor(), asked.query, rule)
        page, cursor = _cut(_ORDERS[asked.sort](found), asked)
        wards = ward_names(connection, [one.version_id for one in page], asked.query.on)
        suspected = find_suspected(connection, [one.hotspot_id for one in page], asked.query.on)
        areas = [
            (boundary_id(row.code, row.valid_from), row.name)
            for row in list_areas(connection, asked.query.on)
        ]
        areas += list_choices(connection, asked.query.on.year)
        peaks = choose_present(connection, auth.actor(), asked.query.on, rule.peaks)
    return render_template(
        "hotspots/index.html",
        n=len(found),
        places=page,
        wards=wards,
        suspected=suspected,
        peaks=peaks,
        on=asked.query.on,
        is_today=asked.query.on == today(),
        given=asked.given,
        sort=asked.sort,
        choices=_choices(asked, areas),
        symbols=SYMBOLS,
        is_first=not asked.after,
        first_url=_url(asked),
        next_url=_url(asked, cursor=cursor) if cursor else None,
        map_url=_map_url(asked),
        sheet_url=_map_url(asked, "snapshots.show_new"),
    )


@blueprint.get("/hotspots/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show the card of a place on a page of its own."""
    return render_template("hotspots/show.html", **_read(code), map_url=url_for("map.show", selected=code))


@blueprint.get("/hotspots/<code>/card")
def card(code: str) -> ResponseReturnValue:
    """Return the card of a place alone, for the page of the map."""
    return render_template("hotspots/_card.html", **_read(code, is_on_map=True), heading="h2")


def _cut(places: tuple[Due, ...], asked: PlaceList) -> tuple[tuple[Due, ...], str | None]:
    """Return the rows of the page, and where the next one begins; a place that has gone begins the list anew."""
    rows = [one.hotspot_id for one in places]
    start = rows.index(asked.after) + 1 if asked.after in rows else 0
    page = places[start : start + PAGE_ROWS]
    return page, asked.cursor(page[-1].hotspot_id) if len(places) > start + PAGE_ROWS else None


def _url(asked: PlaceList, **more: str) -> str:
    kept = {**asked.given, **({"sort": asked.sort} if asked.sort != SORTS[0] else {}), **more}
    return url_for("hotspots.index", **cast(dict[str, Any], kept))


def _map_url(asked: PlaceList, endpoint: str = "map.show") -> str:
    """Return the map with the same filters, or a page about it; it knows wards, and no clusters of them."""
    known = {
        name: value
        for name, value in asked.given.items()
        if name != "ward" or find_cluster_key(value) is None
    }
    return url_for(endpoint, **cast(dict[str, Any], known))


def _choices(asked: PlaceList, wards: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Return value and text of each choice of the filters; what the address chose is always among them."""
    offered = {
        "status": [(code, t(f"codes.status.{code}")) for code in STATES],
        "kind": [(code, t(f"codes.kind.{code}")) for code in PLACE_KINDS],
        "topic": [(code, t(f"codes.topic.{code}")) for code in TOPICS],
        "ward": wards,
        "sort": [(code, t(f"hotspots.sort.{code}")) for code in SORTS],
    }
    for name, value in asked.given.items():
        if name in offered and value not in dict(offered[name]):
            texts = dict(offered[name])
            offered[name].append((value, ", ".join(texts.get(one, one) for one in value.split(","))))
    return offered


def _read(code: str, *, is_on_map: bool = False) -> dict[str, Any]:
    params.require_known(request.args, ASKED)
    args, present = request.args, today()
    on = params.read_day("on", args["on"]) if "on" in args else present
    view = View(
        on,
        params.read_vintage(args["vintage"]) if "vintage" in args else None,
        params.read_known_at(args["as-known-on"]) if "as-known-on" in args else None,
        _read_kinds(args),
        _read_entries(args),
    )
    ladder: tuple[Rung, ...] = ()
    waiting: list[Any] | None = None
    visited: list[Position] = []
    with auth.database().read() as connection:
        found = read_card(connection, auth.actor(), code, view)
        is_suspected = bool(find_suspected(connection, [found.place.id], on))
        if is_on_map and "visit.read" in found.allowed:
            visited = list_positions(
                connection, auth.actor(), found.place.id, on, limit=MOST_POSITIONS, known=view.known
            )
        if on == present and view.known is None:
            ladder = read_ladder(connection, auth.actor(), found.place, on)
            waiting = ledger.open_of_place(connection, auth.actor(), found.place.code, on)
    return {
        "card": _told(found, view, is_suspected=is_suspected),
        "ladder": ladder,
        "recommendations": waiting,
        "visited": [(one.lon, one.lat, one.accuracy_m) for one in visited],
        "today": present,
        "hotspot": found.place.code,
    }


def _read_kinds(args: Mapping[str, str]) -> tuple[str, ...]:
    asked = [kind for kind in args.get("show", "").split(",") if kind]
    if not set(asked) <= set(timeline.KINDS):
        raise BadParameter("show", "codes", allowed=", ".join(timeline.KINDS))
    return tuple(kind for kind in timeline.KINDS if kind in asked)


def _read_entries(args: Mapping[str, str]) -> int:
    return (
        min(params.read_limit(args["entries"]), MOST_ENTRIES) if "entries" in args else timeline.FIRST_ENTRIES
    )


def _told(found: Card, view: View, *, is_suspected: bool) -> dict[str, Any]:
    """Return what the template shows; dates are dates, numbers are numbers, words are texts of the page's language."""
    crs = find_crs(cast(Config, current_app.config["DIABAN"]).vn2000_zone)
    status = str(found.feature.properties["status"])
    return {
        **found.feature.properties,
        "symbol": SYMBOLS.get(status),
        "is_open": status in STATES and STATES[status].is_open,
        "is_suspected": is_suspected,
        "on": view.on,
        "note": found.note,
        "aliases": found.aliases,
        "address": found.address,
        "position_source": found.position_source,
        "document": found.document,
        "coordinates": _coordinates(found, crs),
        "allowed": found.allowed,
        "timeline": [_entry(entry) for entry in found.timeline.entries],
        "filters": _filters(found.place.code, view),
        "more": _links(found.place.code, view.kinds, _more(view.limit)) if found.timeline.has_more else None,
    }


def _filters(code: str, view: View) -> list[dict[str, Any]]:
    """Return the chips over the timeline: everything, then each kind."""
    chips = [("all", ())] + [(kind, (kind,)) for kind in timeline.KINDS]
    return [
        {"kind": kind, "is_on": view.kinds == kinds, **_links(code, kinds)}
        for kind, kinds in cast(list[tuple[str, tuple[str, ...]]], chips)
    ]


def _more(limit: int) -> int:
    return min(limit * 5, MOST_ENTRIES)


def _links(code: str, kinds: tuple[str, ...], entries: int | None = None) -> dict[str, str]:
    """Return the addresses of the card with other entries: as a page of its own, and as a part of the map's."""
    kept: dict[str, Any] = {name: request.args[name] for name in ASKED[:3] if name in request.args}
    if kinds:
        kept["show"] = ",".join(kinds)
    if entries:
        kept["entries"] = entries
    page = url_for("hotspots.show", code=code, _anchor="timeline", **kept)
    return {"href": page, "part": url_for("hotspots.card", code=code, **kept)}


def _coordinates(found: Card, crs: Crs) -> list[tuple[str, str]]:
    """Return the middle of the place in WGS 84 (latitude first, as people say it) and in VN-2000 (north, east)."""
    middle = shapely.point_on_surface(found.geometry)
    lonlat = np.array([[middle.x, middle.y]])
    ((east, north),) = transform_coordinates(lonlat, WGS84_LONLAT, crs).tolist()
    return [
        ("WGS 84", f"{middle.y:.5f}, {middle.x:.5f}"),
        (crs.name, t("map.card.north_east", north=round(north), east=round(east))),
    ]


def _entry(entry: Entry) -> dict[str, Any]:
    own = {
        "entry": entry.kind,
        "what": entry.what,
        "on_day": entry.on,
        "recorded_on": local_day(entry.recorded_at),
    }
    return {**entry.facts, **own}
