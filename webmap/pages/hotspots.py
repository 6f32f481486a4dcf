"""The card of a place, as a page and as the part of the map's page that shows it."""

from datetime import date
from typing import Any, cast

import numpy as np
import shapely
from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.geodesy.crs import WGS84_LONLAT, Crs, find_crs, transform_coordinates
from geo.types import local_day
from layers.places.card import Card, read_card
from layers.store.columns import AnyRow
from webmap.config import Config
from webmap.http import auth, params
from webmap.http.i18n import t
from webmap.maps.symbols import SYMBOLS

blueprint = Blueprint("hotspots", __name__)

ASKED = ("on", "vintage", "as-known-on")


@blueprint.get("/hotspots/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show the card of a place on a page of its own."""
    return render_template("hotspots/show.html", card=_read(code), map_url=url_for("map.show", selected=code))


@blueprint.get("/hotspots/<code>/card")
def card(code: str) -> ResponseReturnValue:
    """Return the card of a place alone, for the page of the map."""
    return render_template("hotspots/_card.html", card=_read(code), heading="h2")


def _read(code: str) -> dict[str, Any]:
    params.require_known(request.args, ASKED)
    on = (
        params.read_day("on", request.args["on"])
        if "on" in request.args
        else local_day(auth.database().clock())
    )
    vintage = params.read_vintage(request.args["vintage"]) if "vintage" in request.args else None
    known = params.read_known_at(request.args["as-known-on"]) if "as-known-on" in request.args else None
    with auth.database().read() as connection:
        found = read_card(connection, auth.actor(), code, on=on, vintage=vintage, known=known)
    return _told(found, on)


def _told(found: Card, on: date) -> dict[str, Any]:
    """Return what the template shows; dates are dates, numbers are numbers, words are texts of the page's language."""
    crs = find_crs(cast(Config, current_app.config["DIABAN"]).vn2000_zone)
    return {
        **found.feature.properties,
        "symbol": SYMBOLS.get(str(found.feature.properties["status"])),
        "on": on,
        "note": found.note,
        "position_source": found.position_source,
        "document": found.document,
        "coordinates": _coordinates(found, crs),
        "timeline": [_event(row, is_current=index == 0) for index, row in enumerate(found.timeline)],
    }


def _coordinates(found: Card, crs: Crs) -> list[tuple[str, str]]:
    """Return the middle of the place in WGS 84 (latitude first, as people say it) and in VN-2000 (north, east)."""
    middle = shapely.point_on_surface(found.geometry)
    lonlat = np.array([[middle.x, middle.y]])
    ((east, north),) = transform_coordinates(lonlat, WGS84_LONLAT, crs).tolist()
    return [
        ("WGS 84", f"{middle.y:.5f}, {middle.x:.5f}"),
        (crs.name, t("map.card.north_east", north=round(north), east=round(east))),
    ]


def _event(row: AnyRow, *, is_current: bool) -> dict[str, Any]:
    decided_by = (
        t(f"hotspots.decided_by.{row.decided_by}") if row.decided_by in {"mttq", "authority"} else None
    )
    own = {"decided_by": decided_by, "recorded_on": local_day(row.recorded_at), "is_current": is_current}
    return {**row._mapping, **own}
