"""Describes tile sets as the standards word it: OGC Two Dimensional Tile Matrix Set 2.0, and TileJSON 3.0."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from geo.formats import mvt
from geo.formats.tiles import (
    HALF_WORLD_M,
    MATRIX_SET,
    MOST_ZOOM,
    TILE_PIXELS,
    Tile,
    pixel_m,
    scale_denominator,
    tile_bounds,
    tiles_over,
)
from geo.geodesy.crs import WGS84_LONLAT
from geo.types import BBox
from layers.store.catalog import Collection
from layers.store.tiles import COUNT, FIRST_ZOOM, LAST_ZOOM, THINNED
from webmap.api.fields import describe_field, describe_fields
from webmap.api.schemas import Schema
from webmap.http import respond
from webmap.http.i18n import t
from webmap.http.links import TILING_SCHEME, Link, address, link

TILEJSON: Final = "application/json"
CRS_URI: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
MATRIX_SET_URI: Final = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{MATRIX_SET}"

_WORLD: Final = tile_bounds(Tile(0, 0, 0)).degrees
_FIELDS: Final = {"integer": "Number", "number": "Number", "boolean": "Boolean"}


def describe_matrix_set(links: Sequence[Link]) -> dict[str, Any]:
    """Return the tile matrix set WebMercatorQuad."""
    return {
        "id": MATRIX_SET,
        "title": t("api.matrix_set.title"),
        "uri": MATRIX_SET_URI,
        "crs": CRS_URI,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(z) for z in range(MOST_ZOOM + 1)],
        "links": list(links),
    }


def list_item(collection: Collection) -> dict[str, Any]:
    """Return the tile set of a collection as lists of tile sets tell it."""
    own = address("tiles.tileset", collection_id=collection.id, matrix_set=MATRIX_SET)
    return {
        "title": tileset_title(collection),
        "dataType": "vector",
        "crs": CRS_URI,
        "tileMatrixSetURI": MATRIX_SET_URI,
        "links": [link("self", own, respond.JSON, tileset_title(collection)), *_schemes()],
    }


def describe_tileset(collection: Collection, box: BBox | None, links: Sequence[Link]) -> dict[str, Any]:
    """Return the metadata of the tile set of a collection.

    Parameters
    ----------
    collection
        Which collection.
    box
        Around all that the actor may see; None where that is nothing.
    links
        To the description itself and its other forms.
    """
    told = list_item(collection)
    west, south, east, north = box or _WORLD
    template = _template(collection, "{tileMatrix}/{tileRow}/{tileCol}")
    item = {
        "rel": "item",
        "href": template,
        "type": mvt.MEDIA_TYPE,
        "title": told["title"],
        "templated": True,
    }
    return {
        **told,
        "description": t(f"api.tiles.{collection.id}.description"),
        "attribution": t("api.attribution"),
        "tileMatrixSetLimits": [_limits(box or _WORLD, z) for z in range(LAST_ZOOM + 1)],
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north], "crs": WGS84_LONLAT.uri},
        "layers": [
            {
                "id": collection.id,
                "title": t(f"api.collection.{collection.id}.title"),
                "dataType": "vector",
                "minTileMatrix": "0",
                "maxTileMatrix": str(LAST_ZOOM),
                "propertiesSchema": {"type": "object", "properties": describe_tile_fields(collection)},
            }
        ],
        "links": [*links, item, *_schemes(), _geodata(collection)],
    }


def describe_tilejson(
    collection: Collection, box: BBox | None, asked: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Return the tile set as TileJSON 3.0.

    Parameters
    ----------
    collection
        Which collection.
    box
        Around all that the actor may see; None where that is nothing.
    asked
        Parameters that every tile is asked with, such as a day.
    """
    west, south, east, north = box or _WORLD
    fields = {one.name: _FIELDS.get(one.type, "String") for one in collection.properties}
    return {
        "tilejson": "3.0.0",
        "name": tileset_title(collection),
        "description": t(f"api.tiles.{collection.id}.description"),
        "attribution": t("api.attribution"),
        "version": "1.0.0",
        "scheme": "xyz",
        "tiles": [tile_address(collection, asked)],
        "minzoom": 0,
        "maxzoom": LAST_ZOOM,
        "bounds": [west, south, east, north],
        "center": [(west + east) / 2, (south + north) / 2, zoom_to(box or _WORLD)],
        "vector_layers": [
            {
                "id": collection.id,
                "description": t(f"api.collection.{collection.id}.description"),
                "minzoom": FIRST_ZOOM.get(collection.id, 0),
                "maxzoom": LAST_ZOOM,
                "fields": {**fields, **({COUNT: "Number"} if collection.id in THINNED else {})},
            }
        ],
    }


def describe_tile_fields(collection: Collection) -> dict[str, Schema]:
    """Return the schema of each property in the tiles of a collection, which hold no lists: these are texts there."""
    fields = describe_fields(collection)
    if collection.id in THINNED:
        fields[COUNT] = describe_field(collection, COUNT, "integer")
    return {name: _in_tile(field) for name, field in fields.items()}


def tile_address(collection: Collection, asked: Sequence[tuple[str, str]]) -> str:
    """Return the template of addresses of tiles, as map libraries fill it in."""
    template = _template(collection, "{z}/{y}/{x}")
    return f"{template}?{urlencode(asked)}" if asked else template


def zoom_to(box: BBox) -> int:
    """Return the last zoom at which a box lies in two tiles by two: it then fits on a screen."""
    return max(z for z in range(LAST_ZOOM + 1) if z == 0 or _spans(box, z) <= 1)


def tile_template(collection: Collection) -> str:
    """Return the template of addresses of tiles, with the variables of OGC."""
    return _template(collection, "{tileMatrix}/{tileRow}/{tileCol}")


def tileset_title(collection: Collection) -> str:
    """Return what the tile set of a collection is called."""
    return t("api.tiles.title", collection=t(f"api.collection.{collection.id}.title"))


def _template(collection: Collection, variables: str) -> str:
    own = address("tiles.tileset", collection_id=collection.id, matrix_set=MATRIX_SET)
    return f"{own}/{variables}"


def _matrix(z: int) -> dict[str, Any]:
    return {
        "id": str(z),
        "scaleDenominator": scale_denominator(z),
        "cellSize": pixel_m(z),
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-HALF_WORLD_M, HALF_WORLD_M],
        "tileWidth": TILE_PIXELS,
        "tileHeight": TILE_PIXELS,
        "matrixWidth": 1 << z,
        "matrixHeight": 1 << z,
    }


def _limits(box: BBox, z: int) -> dict[str, Any]:
    covered = tiles_over(box, z)
    return {
        "tileMatrix": str(z),
        "minTileRow": covered.first_row,
        "maxTileRow": covered.last_row,
        "minTileCol": covered.first_col,
        "maxTileCol": covered.last_col,
    }


def _spans(box: BBox, z: int) -> int:
    covered = tiles_over(box, z)
    return max(covered.last_row - covered.first_row, covered.last_col - covered.first_col)


def _in_tile(field: Schema) -> Schema:
    if field.get("type") != "array":
        return field
    return {**{name: value for name, value in field.items() if name != "items"}, "type": "string"}


def _schemes() -> list[Link]:
    here = address("tiles.matrix_set", matrix_set=MATRIX_SET)
    return [link(TILING_SCHEME, here, respond.JSON, t("api.matrix_set.title"))]


def _geodata(collection: Collection) -> Link:
    here = address("features.collection", collection_id=collection.id)
    relation = "http://www.opengis.net/def/rel/ogc/1.0/geodata"
    return link(relation, here, respond.JSON, t(f"api.collection.{collection.id}.title"))
