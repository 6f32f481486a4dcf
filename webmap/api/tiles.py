"""OGC API - Tiles, part 1: vector tiles of every published collection, and TileJSON."""

from flask import Blueprint, Response, request

from geo.formats import mvt
from geo.formats.tiles import MATRIX_SET
from layers.errors import NotFound
from layers.store import scope
from layers.store.catalog import get_collection
from layers.store.database import Reading
from layers.store.tiles import LAST_ZOOM, get_tile
from webmap.api.extents import find_extent
from webmap.api.resources import answer_list, answer_resource, own_links, read_form
from webmap.api.tile_pages import list_addresses, list_zooms, preview_config
from webmap.api.tile_schema import TILE_FORMS, TILESET_FORMS
from webmap.api.tile_sets import (
    CRS_URI,
    MATRIX_SET_URI,
    TILEJSON,
    describe_matrix_set,
    describe_tile_fields,
    describe_tilejson,
    describe_tileset,
    list_item,
    tileset_title,
)
from webmap.http import auth, params, respond
from webmap.http.bodies import Body, answer
from webmap.http.i18n import t
from webmap.http.links import address, link, this_address
from webmap.http.tile_places import read_tile_place
from webmap.http.today import today
from webmap.maps.looks import LOOKS

blueprint = Blueprint("tiles", __name__, url_prefix="/api")


@blueprint.get("/tileMatrixSets")
def matrix_sets() -> Response:
    """List the tile matrix sets."""
    here = address("tiles.matrix_set", matrix_set=MATRIX_SET)
    title = t("api.matrix_set.title")
    told = {
        "id": MATRIX_SET,
        "title": title,
        "uri": MATRIX_SET_URI,
        "crs": CRS_URI,
        "links": [link("self", here, respond.JSON, title)],
    }
    heading = t("api.link.matrix_sets")
    return answer_list(heading, {"tileMatrixSets": [told], "links": own_links(heading)}, [(title, here)])


@blueprint.get("/tileMatrixSets/<matrix_set>")
def matrix_set(matrix_set: str) -> Response:
    """Describe a tile matrix set."""
    _require_matrix_set(matrix_set)
    params.require_known(request.args, ("f",))
    return answer_resource("api/matrix_set.html", describe_matrix_set(own_links(t("api.matrix_set.title"))))


@blueprint.get("/collections/<collection_id>/tiles")
def tilesets(collection_id: str) -> Response:
    """List the tile sets of a collection."""
    found = get_collection(collection_id)
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), found.action)
    told = list_item(found)
    heading = t("api.link.tilesets")
    here = address("tiles.tileset", collection_id=found.id, matrix_set=MATRIX_SET)
    body = {"tilesets": [told], "links": own_links(heading)}
    return answer_list(heading, body, [(told["title"], here)])


@blueprint.get("/collections/<collection_id>/tiles/<matrix_set>")
def tileset(collection_id: str, matrix_set: str) -> Response:
    """Describe the tile set of a collection, as OGC has it or as TileJSON."""
    found = get_collection(collection_id)
    _require_matrix_set(matrix_set)
    params.read_tile(request.args, found, auth.database().clock())
    form = read_form(TILESET_FORMS)
    with auth.database().read() as connection:
        box, _ = find_extent(connection, collection_id)
    asked = [(name, value) for name, value in request.args.items() if name != "f"]
    if form == "tilejson":
        return respond.to_json(describe_tilejson(found, box, asked), mimetype=TILEJSON)
    tilejson = link("alternate", this_address(f="tilejson"), TILEJSON, "TileJSON")
    body = describe_tileset(found, box, [*own_links(tileset_title(found), TILESET_FORMS), tilejson])
    return answer_resource(
        "api/tileset.html",
        body,
        forms=TILESET_FORMS,
        fields=describe_tile_fields(found),
        look=LOOKS[found.id],
        addresses=list_addresses(found, asked),
        zooms=list_zooms(found, box) if box else [],
        preview=preview_config(found, box, asked, today()) if box else None,
    )


@blueprint.get("/collections/<collection_id>/tiles/<matrix_set>/<z>/<row>/<col>")
def tile(collection_id: str, matrix_set: str, z: str, row: str, col: str) -> Response:
    """Return a tile; no content where there is nothing to be seen."""
    found = get_collection(collection_id)
    _require_matrix_set(matrix_set)
    place = read_tile_place(z, row, col, last_zoom=LAST_ZOOM)
    asked = params.read_tile(request.args, found, auth.database().clock())
    read_form(TILE_FORMS)

    def draw(connection: Reading) -> Body:
        return Body(get_tile(connection, auth.actor(), collection_id, place, asked.query))

    return answer(found.id, ("tile", asked.key, asked.query.on, *place), draw, mimetype=mvt.MEDIA_TYPE)


def _require_matrix_set(name: str) -> None:
    if name != MATRIX_SET:
        raise NotFound("matrix_set_not_found", id=name[:80], known=MATRIX_SET)
