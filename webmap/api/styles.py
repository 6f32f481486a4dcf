"""Styles of the published collections: as MapLibre style JSON for their tiles, and as QML for QGIS."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from geo.formats.tiles import MATRIX_SET
from geo.types import BBox, LonLat, local_day
from layers.store import scope
from layers.store.catalog import COLLECTIONS, Collection, get_collection
from layers.store.tiles import FIRST_ZOOM
from webmap.api.extents import find_extent
from webmap.api.resources import answer_list, own_links, read_form, show_page
from webmap.api.tile_schema import DRAWN_AS, QML, STYLE_FORMS
from webmap.api.tile_sets import zoom_to
from webmap.http import auth, params, respond
from webmap.http.i18n import t, translator
from webmap.http.links import Link, address, link
from webmap.maps.looks import LOOKS
from webmap.render import maplibre_style
from webmap.render.maplibre_style import Sheet, write_style
from webmap.render.qgis_styles import write_qml

blueprint = Blueprint("styles", __name__, url_prefix="/api")

_CHOSEN_BY_MAP: Final = ("status", "kind", "level")
"""Filters that the style applies itself, so that a map may change them without asking for other tiles."""


@blueprint.get("/styles")
def index() -> Response:
    """List the styles of the collections that the actor may see."""
    with auth.database().read() as connection:
        seen = [one for one in COLLECTIONS.values() if scope.allowed(connection, auth.actor(), one.action)]
    return _list(t("api.link.styles"), seen)


@blueprint.get("/collections/<collection_id>/styles")
def of_collection(collection_id: str) -> Response:
    """List the styles of a collection: there is one, by which our own map draws it."""
    found = get_collection(collection_id)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), found.action)
    name = t(f"api.collection.{found.id}.title")
    up = link("collection", address("features.collection", collection_id=found.id), respond.JSON, name)
    return _list(t("api.styles.of", collection=name), [found], default=found.id, links=[up])


@blueprint.get("/styles/<collection_id>")
def style(collection_id: str) -> Response:
    """Return the style of a collection, for the day and the filters that are asked for."""
    found = get_collection(collection_id)
    tile_args, shapes, now = request.args.copy(), DRAWN_AS[found.id], auth.database().clock()
    shape = params.read_one_of("shape", tile_args.pop("shape", shapes[0]), shapes)
    asked = params.read_tile(tile_args, found, now)
    form = read_form(STYLE_FORMS)
    with auth.database().read() as connection:
        box, _ = find_extent(connection, collection_id)
    if form == "qml":
        return respond.to_bytes(write_qml(found.id, shape, translator()).encode(), mimetype=QML)
    if respond.wants_html(form):
        return _page(found)
    on = asked.query.on if found.is_of_a_day else local_day(now)
    filters = {name: getattr(asked.query, name) for name in _CHOSEN_BY_MAP if name in request.args}
    sheet = _sheet(found, on, box, filters)
    return respond.to_json(write_style(sheet, translator()), mimetype=maplibre_style.MEDIA_TYPE)


def _list(heading: str, listed: Sequence[Collection], links: Sequence[Link] = (), **told: str) -> Response:
    """Return a list of styles as OGC API - Styles words it, or as a page."""
    styles = [{"id": one.id, "title": _title(one), "links": _forms(one)} for one in listed]
    items = [(_title(one), address("styles.style", collection_id=one.id, f="html")) for one in listed]
    return answer_list(heading, {**told, "styles": styles, "links": [*own_links(heading), *links]}, items)


def _page(found: Collection) -> Response:
    """Return the legend, and links to the style in its forms."""
    return show_page("api/style.html", title=_title(found), look=LOOKS[found.id], links=_forms(found))


def _sheet(found: Collection, on: date, box: BBox | None, filters: Mapping[str, Sequence[str]]) -> Sheet:
    first_zoom = max(maplibre_style.FIRST_ZOOM, FIRST_ZOOM.get(found.id, 0))
    middle, zoom = _view(box, first_zoom)
    return Sheet(found.id, _title(found), _tilejson(found), on, middle, zoom, first_zoom, filters)


def _tilejson(found: Collection) -> str:
    """Return the address of the tiles: those of boundaries hold all days, of which the style chooses one."""
    left_to_style = {"f", "shape", *_CHOSEN_BY_MAP}
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name not in left_to_style}
    if found.id == "boundaries":
        asked["datetime"] = "../.."
    here = address("tiles.tileset", collection_id=found.id, matrix_set=MATRIX_SET)
    return f"{here}?{urlencode({**asked, 'f': 'tilejson'})}"


def _view(box: BBox | None, first_zoom: int) -> tuple[LonLat, float]:
    """Return where a map begins: with all that the actor may see, but never so far away that nothing is drawn."""
    if box is None:
        return LonLat(106.65, 10.74), first_zoom
    middle = LonLat((box.west + box.east) / 2, (box.south + box.north) / 2)
    return middle, max(zoom_to(box), first_zoom)


def _title(found: Collection) -> str:
    return t("api.styles.title", collection=t(f"api.collection.{found.id}.title"))


def _forms(found: Collection) -> list[Link]:
    here = address("styles.style", collection_id=found.id)
    qml = [
        link(
            "stylesheet",
            f"{here}?f=qml&shape={shape}",
            QML,
            t("api.styles.qml", shape=t(f"api.shape.{shape}")),
        )
        for shape in DRAWN_AS[found.id]
    ]
    return [
        link("stylesheet", f"{here}?f=json", maplibre_style.MEDIA_TYPE, t("api.styles.maplibre")),
        *qml,
        link("alternate", f"{here}?f=html", respond.HTML, _title(found)),
    ]
