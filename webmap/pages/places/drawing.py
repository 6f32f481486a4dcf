"""What whoever draws a place is told meanwhile: its size, its wards, its neighbours, and what to snap to."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import orjson
from flask import Blueprint, Response, current_app, request, url_for
from shapely.geometry.base import BaseGeometry
from werkzeug.datastructures import MultiDict

from geo.errors import InvalidGeometry
from geo.formats.geojson import geometry_text
from geo.geodesy.crs import find_crs
from geo.shapes.snap import find_moves
from geo.types import BBox, local_day
from layers.errors import Refused
from layers.places.drafts import KINDS, Extent, read_shape
from layers.places.nearby import Neighbour
from layers.places.reach import Reach, find_own_extent, measure_reach
from layers.places.surroundings import (
    Surroundings,
    Target,
    WardPart,
    list_targets,
    look_around,
    snap_to_surroundings,
)
from layers.store import features, scope
from layers.store.database import Reading
from webmap.config import Config
from webmap.errors import BadParameter
from webmap.http import auth, params, respond
from webmap.http.coordinates import LONGEST_LINES, coordinate_systems, read_coordinates
from webmap.http.forms import CodeField, DayField, LineField, NoteField, PageForm
from webmap.http.i18n import t, translator

blueprint = Blueprint("drawing", __name__)

WIDEST_DEGREES = 0.2
"""Widest and highest box of which snapping targets are told, about 22 km."""

QUAN_8 = BBox(106.59, 10.69, 106.69, 10.75)
"""Where a drawing begins while there are no boundaries."""

_CHECKS = ("kind", "on", "coordinates", "coordinates_crs", "code")
_HA_M2 = 10_000
_NOTHING: dict[str, object] = {
    "wards": [], "neighbours": [], "measure": None, "shape": None, "outside": None, "snapped": None,
}  # fmt: skip


class CheckForm(PageForm):
    """What the page tells of a drawing besides its shape."""

    kind = CodeField()
    on = DayField()
    code = LineField(most=40)
    coordinates = NoteField(most=LONGEST_LINES)
    coordinates_crs = CodeField()


@dataclass(frozen=True)
class Check:
    """A drawing to look around.

    Attributes
    ----------
    geometry
        WGS 84, lon lat.
    kind
        Kind of the place.
    on
        Day whose wards are told.
    code
        Place that is being redrawn.
    """

    geometry: BaseGeometry
    kind: str
    on: date
    code: str | None


@blueprint.app_context_processor
def tell_templates() -> dict[str, object]:
    """Give templates what the drawing on their page has to know."""
    return {"drawing_config": _page_config, "coordinate_systems": coordinate_systems}


@blueprint.post("/drawing/check")
def check() -> Response:
    """Say what would stand against storing a drawing, which wards it meets, and what is near."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.propose")
        sent = request.get_json(silent=True)
        body = sent if isinstance(sent, dict) else {}
        form = _read_form(body)
        try:
            on = form.on.data or local_day(auth.database().clock())
            found = Check(_read_geometry(body, form), form.kind.data, on, form.code.data)
            told = _look(connection, found, snaps=body.get("snap") is True)
        except InvalidGeometry as error:
            told = {"faults": [_fault(error.code, error.facts)], "is_fine": False}
    return respond.to_json({**_NOTHING, **told})


@blueprint.get("/drawing/around")
def around() -> Response:
    """Return the borders, water and places inside a small box, as GeoJSON, to draw and to snap to."""
    params.require_known(request.args, ("bbox", "on"))
    today = local_day(auth.database().clock())
    on = params.read_day("on", request.args["on"]) if "on" in request.args else today
    box = params.read_bbox(request.args.get("bbox", ""))
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "hotspot.read")
        if not (0 <= box.east - box.west <= WIDEST_DEGREES and box.north - box.south <= WIDEST_DEGREES):
            raise BadParameter("bbox", "bbox_small", degrees=WIDEST_DEGREES)
        targets = list_targets(connection, auth.actor(), box, on=on)
    body = {"type": "FeatureCollection", "features": [_feature(target) for target in targets]}
    return respond.to_json(body, mimetype=respond.GEOJSON)


def _read_form(body: dict[str, Any]) -> CheckForm:
    told = {name: body[name] for name in _CHECKS if isinstance(body.get(name), str)}
    form = CheckForm(MultiDict(told))
    form.kind.choices = [(kind, kind) for kind in KINDS]
    form.coordinates_crs.choices = coordinate_systems()
    if not form.validate() and ("kind" in form.errors or "coordinates" in form.errors):
        raise Refused("drawing_unreadable")
    if form.kind.data is None or not (body.get("shape") or form.coordinates.data):
        raise Refused("drawing_missing")
    return form


def _read_geometry(body: dict[str, Any], form: CheckForm) -> BaseGeometry:
    if form.coordinates.data:
        crs = find_crs(form.coordinates_crs.data or "EPSG:4326")
        return read_coordinates(form.coordinates.data, crs, kind=form.kind.data)
    return read_shape(body["shape"])


def _look(connection: Reading, found: Check, *, snaps: bool) -> dict[str, Any]:
    config = cast(Config, current_app.config["DIABAN"])
    least = Extent(config.min_hotspot_length_m, config.min_hotspot_area_m2)
    actor, geometry = auth.actor(), found.geometry
    if snaps:
        geometry = snap_to_surroundings(connection, geometry, actor=actor, except_code=found.code)
    told = look_around(connection, actor, geometry, found.kind, on=found.on, least=least)
    action = "hotspot.edit" if found.code else "hotspot.propose"
    reach = measure_reach(connection, actor, geometry, action) if told.is_whole else Reach(is_allowed=True)
    faults = [_fault(fault.code, fault.facts) for fault in told.faults]
    if not reach.is_allowed:
        faults.append({"code": "outside_reach", "words": t("drawing.outside_all"), "at": None})
    return {
        "measure": _measure(told),
        "is_fine": not faults,
        "faults": faults,
        "wards_title": t("drawing.wards", day=found.on),
        "wards": [_ward(part) for part in told.wards],
        "no_wards": t("drawing.no_wards") if not told.wards and not told.faults else None,
        "neighbours": [_neighbour(one) for one in told.neighbours if one.code != found.code],
        "shape": _shape(geometry),
        "outside": _outside(reach),
        "snapped": _snapped(found.geometry, geometry),
    }


def _shape(geometry: BaseGeometry) -> object:
    return orjson.loads(geometry_text(geometry, decimals=7)) if not geometry.is_empty else None


def _outside(reach: Reach) -> dict[str, object] | None:
    """Return what of a drawing lies outside the actor's areas; in words only where it may be stored all the same."""
    if reach.beyond is None:
        return None
    percent = min(99, max(1, round(reach.outside * 100)))
    words = t("drawing.outside_part", percent=percent) if reach.is_allowed else None
    return {"words": words, "shape": _shape(reach.beyond)}


def _snapped(drawn: BaseGeometry, kept: BaseGeometry) -> dict[str, object] | None:
    """Return how storing a drawing would move its corners: in words, and where they come to lie."""
    moves = find_moves(drawn, kept)
    if not moves:
        return None
    farthest_m = round(max(move.distance_m for move in moves), 1)
    words = t("drawing.snapped", n=len(moves), distance_m=farthest_m)
    return {"words": words, "at": [list(move.to) for move in moves]}


def _measure(told: Surroundings) -> str | None:
    if told.length_m is not None and told.minimum is not None:
        return t("drawing.length", value=round(told.length_m), least=round(told.minimum))
    if told.area_m2 is None or told.minimum is None:
        return None
    if told.area_m2 >= _HA_M2:
        return t("drawing.area_ha", value=round(told.area_m2 / _HA_M2, 2), least=round(told.minimum))
    return t("drawing.area", value=round(told.area_m2), least=round(told.minimum))


def _fault(code: str, facts: dict[str, object]) -> dict[str, object]:
    """Return what is wrong in words, and the spot to be marked on the map where there is one."""
    lon, lat = facts.get("lon"), facts.get("lat")
    has_spot = code == "geometry_invalid" and isinstance(lon, float) and isinstance(lat, float)
    if has_spot and facts.get("reason") == "self_crossing":
        return {"code": code, "words": t("drawing.crossing"), "at": [lon, lat]}
    return {"code": code, "words": translator().error(code, facts), "at": [lon, lat] if has_spot else None}


def _ward(part: WardPart) -> dict[str, object]:
    percent = max(1, round(part.share * 100))
    return {
        "code": part.code,
        "name": part.name,
        "words": t("drawing.share", name=part.name, percent=percent),
    }


def _neighbour(one: Neighbour) -> dict[str, object]:
    words = t("drawing.away", n=round(one.distance_m)) if one.distance_m else t("drawing.meets")
    return {
        "code": one.code, "name": one.name, "words": words, "url": url_for("hotspots.show", code=one.code)
    }  # fmt: skip


def _feature(target: Target) -> dict[str, object]:
    label = {"label": list(target.label)} if target.label else {}
    return {
        "type": "Feature",
        "geometry": orjson.Fragment(geometry_text(target.geometry)),
        "properties": {"kind": target.kind, "name": target.name, "code": target.code, **label},
    }


def _page_config() -> dict[str, Any]:
    with auth.database().read() as connection:
        extent = find_own_extent(connection, auth.actor())
        extent = extent or features.get_extent(connection, auth.actor(), "boundaries")[0] or QUAN_8
    return {
        "check_url": url_for("drawing.check"),
        "around_url": url_for("drawing.around"),
        "bounds": list(extent),
        "widest": WIDEST_DEGREES * 0.99,
        "kinds": {"alley": "Line", "bridge": "Polygon", "area": "Polygon", "point": "Marker"},
        "locale": translator().locale,
        "texts": translator().catalogue(("drawing", "map.locate")),
    }
