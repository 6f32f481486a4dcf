"""The description of tiles and styles: their paths, and the pieces that these name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from geo.formats import mvt
from geo.formats.tiles import MATRIX_SET
from layers.store.catalog import COLLECTIONS, Collection
from layers.store.tiles import LAST_ZOOM
from webmap.api.schemas import NUMBER, STRING, WHOLE, Schema, list_of, object_of, ref
from webmap.http import params, respond
from webmap.http.i18n import t
from webmap.maps.looks import LOOKS
from webmap.render import maplibre_style

TILESET_FORMS: Final = ("json", "html", "tilejson")
TILE_FORMS: Final = ("mvt",)
STYLE_FORMS: Final = ("json", "html", "qml")
QML: Final = "application/vnd.qgis.qml"
DRAWN_AS: Final = {name: LOOKS[name].shapes for name in COLLECTIONS}
"""By collection, the shapes of its features, which QML knows one by one."""

_GENERAL: Final = (400, 401, 500, 503)
_OF_COLLECTION: Final = (*_GENERAL, 403, 404)
_PAGE: Final[Schema] = {respond.HTML: {"schema": STRING}}


def describe_tiles() -> Schema:
    """Return the paths, in the language of the request."""
    page = {"f": params.FORMATS}
    paths = {
        "/api/tileMatrixSets": _read("matrix_sets", _json("TileMatrixSets"), page, _GENERAL),
        "/api/tileMatrixSets/{tileMatrixSetId}": _read(
            "matrix_set", _json("TileMatrixSet"), page, (*_GENERAL, 404), (_matrix_set(),)
        ),
        "/api/styles": _read("styles", _json("Styles"), page, _GENERAL),
    }
    for collection in COLLECTIONS.values():
        paths |= _of_collection(collection)
    return paths


def tile_schemas() -> Schema:
    """Return the schemas that the paths name."""
    told = {"title": STRING, "crs": STRING, "tileMatrixSetURI": STRING, "links": ref("Links")}
    tileset = object_of({"dataType": {"type": "string", "enum": ["vector"]}, **told})
    matrix = {name: NUMBER for name in ("scaleDenominator", "cellSize")}
    sizes = {name: WHOLE for name in ("tileWidth", "tileHeight", "matrixWidth", "matrixHeight")}
    return {
        "Tilesets": object_of({"tilesets": list_of(tileset), "links": ref("Links")}),
        "Tileset": object_of(
            {**tileset["properties"], "layers": list_of({"type": "object"})},
            tileMatrixSetLimits=list_of({"type": "object"}),
            boundingBox={"type": "object"},
        ),
        "TileJson": object_of({"tilejson": STRING, "tiles": list_of(STRING)}),
        "TileMatrixSets": object_of({"tileMatrixSets": list_of({"type": "object"}), "links": ref("Links")}),
        "TileMatrixSet": object_of(
            {
                "id": STRING,
                "crs": STRING,
                "tileMatrices": list_of(object_of({"id": STRING, **matrix, **sizes})),
            },
            title=STRING,
            uri=STRING,
            links=ref("Links"),
        ),
        "Styles": object_of(
            {"styles": list_of(object_of({"id": STRING, "title": STRING, "links": ref("Links")}))},
            default=STRING,
            links=ref("Links"),
        ),
        "MapStyle": object_of(
            {
                "version": {"type": "integer", "enum": [8]},
                "sources": {"type": "object"},
                "layers": list_of({"type": "object"}),
            }
        ),
    }


def _of_collection(collection: Collection) -> Schema:
    here, name = f"/api/collections/{collection.id}/tiles", collection.id
    asked = tuple(one for one in params.tile_parameters(collection) if one != "f")
    tileset = {respond.JSON: {"schema": {"anyOf": [ref("Tileset"), ref("TileJson")]}}, **_PAGE}
    paths = {
        here: _read(f"{name}_tilesets", _json("Tilesets"), {"f": params.FORMATS}, _OF_COLLECTION),
        f"{here}/{MATRIX_SET}": _read(
            f"{name}_tileset", tileset, {"f": TILESET_FORMS}, _OF_COLLECTION, asked=asked
        ),
        f"{here}/{MATRIX_SET}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _tile(name, asked),
        f"/api/collections/{name}/styles": _read(
            f"{name}_styles", _json("Styles"), {"f": params.FORMATS}, _OF_COLLECTION
        ),
        f"/api/styles/{name}": _style(name, asked),
    }
    for path in paths.values():
        path["get"]["tags"] = [name]
    return paths


def _style(name: str, asked: Sequence[str]) -> Schema:
    style = {
        maplibre_style.MEDIA_TYPE: {"schema": ref("MapStyle")},
        QML: {"schema": STRING},
        **_PAGE,
    }
    forms = {"f": STYLE_FORMS, "shape": DRAWN_AS[name]}
    return _read(f"{name}_style", style, forms, _OF_COLLECTION, asked=asked)


def _tile(name: str, asked: Sequence[str]) -> Schema:
    content: Schema = {mvt.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}
    whole: Schema = {"type": "integer", "minimum": 0}
    place = [
        _in_path("tileMatrix", t("api.parameter.tile_matrix"), {**whole, "maximum": LAST_ZOOM}),
        _in_path("tileRow", t("api.parameter.tile_row"), whole),
        _in_path("tileCol", t("api.parameter.tile_col"), whole),
    ]
    path = _read(f"{name}_tile", content, {"f": TILE_FORMS}, _OF_COLLECTION, place, asked=asked)
    answers = path["get"]["responses"]
    answers["200"]["headers"] = {"ETag": {"description": t("api.header.etag"), "schema": STRING}}
    answers["204"] = {"description": t("api.response.empty_tile")}
    answers["304"] = {"description": t("api.response.304")}
    return path


def _read(
    name: str,
    content: Schema,
    choices: Mapping[str, tuple[str, ...]],
    errors: Iterable[int],
    in_path: Iterable[Schema] = (),
    *,
    asked: Iterable[str] = (),
) -> Schema:
    """Return a path that can be read: ``choices`` are parameters of its own, ``asked`` those of every resource."""
    own = [
        {
            "name": parameter,
            "in": "query",
            "description": t(f"api.parameter.{parameter}"),
            "schema": {"type": "string", "enum": list(values)},
        }
        for parameter, values in choices.items()
    ]
    operation = {
        "operationId": name,
        "summary": t(f"api.operation.{name}"),
        "tags": ["api"],
        "parameters": [*own, *({"$ref": f"#/components/parameters/{one}"} for one in asked)],
        "responses": {
            "200": {"description": t("api.response.200"), "content": content},
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(errors)},
        },
    }
    return {"get": operation, **({"parameters": list(in_path)} if in_path else {})}


def _json(schema: str) -> Schema:
    return {respond.JSON: {"schema": ref(schema)}, **_PAGE}


def _matrix_set() -> Schema:
    return _in_path(
        "tileMatrixSetId", t("api.parameter.matrix_set"), {"type": "string", "enum": [MATRIX_SET]}
    )


def _in_path(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}
