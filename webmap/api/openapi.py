"""The OpenAPI 3.0 description of the API, made from the collections and the parameters themselves."""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from geo.geodesy.crs import ACCEPTED
from layers.store.catalog import COLLECTIONS, Collection, Property
from webmap.api.editing_schema import ERRORS as EDITING_ERRORS
from webmap.api.editing_schema import describe_editing, editing_schemas
from webmap.api.fields import say_field
from webmap.api.queryables import SCHEMA
from webmap.api.resources import show_page
from webmap.api.schemas import STRING, UUID, Schema, list_of, object_of, ref
from webmap.api.sync_schema import ERRORS as SYNC_ERRORS
from webmap.api.sync_schema import describe_sync, sync_schemas
from webmap.api.tile_schema import describe_tiles, tile_schemas
from webmap.http import params, respond
from webmap.http.cql2 import reading as cql2
from webmap.http.cql2.faults import MOST_CHARACTERS
from webmap.http.errors import PROBLEM
from webmap.http.i18n import t, translator
from webmap.http.links import OPENAPI

blueprint = Blueprint("openapi", __name__, url_prefix="/api")

VERSION = "0.1.0"

_CRS: Schema = {"type": "string", "format": "uri", "enum": [crs.uri for crs in ACCEPTED]}

_PROPERTY_TYPES: dict[str, Schema] = {
    "date": {"type": "string", "format": "date"},
    "array": {"type": "array", "items": {}},
}


def _type_of(kind: str) -> Schema:
    return dict(_PROPERTY_TYPES.get(kind, {"type": kind}))


SCHEMAS: dict[str, Schema] = {
    "bbox": {
        "type": "array",
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
        "example": [106.60, 10.70, 106.70, 10.76],
    },
    "bbox-crs": _CRS,
    "crs": _CRS,
    "datetime": {"type": "string", "pattern": params.PATTERNS["datetime"], "example": "2025-07-01/.."},
    # More than the maximum is no error but means the maximum (OGC): clients take their page size from it.
    "limit": {
        "type": "integer",
        "minimum": 1,
        "maximum": params.LIMIT_MOST,
        "default": params.LIMIT_DEFAULT,
    },
    "cursor": {"type": "string", "minLength": 1},
    "f": {"type": "string", "enum": list(params.FORMATS)},
    "area": {"type": "string", "pattern": params.PATTERNS["area"], "example": "776@start"},
    "vintage": {"type": "string", "pattern": params.PATTERNS["vintage"], "example": "2025-07-01"},
    "as-known-on": {"type": "string", "pattern": params.PATTERNS["as-known-on"], "example": "2025-07-01"},
    "q": {"type": "string", "maxLength": params.LONGEST_SEARCH},
    "filter": {
        "type": "string",
        "minLength": 1,
        "maxLength": MOST_CHARACTERS,
        "example": "kind = 'alley'",
    },
    "filter-lang": {"type": "string", "enum": list(cql2.LANGUAGES), "default": next(iter(cql2.LANGUAGES))},
    "filter-crs": _CRS,
    "device": UUID,
    **{
        name: {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(codes)}}
        for name, codes in params.CODES.items()
    },
}
"""What each query parameter may be."""

QUERYABLES: dict[str, Schema] = {
    name: _type_of(collection.queryables[name])
    for collection in COLLECTIONS.values()
    for name in cql2.queryable_parameters(collection)
}
"""What each query parameter may be that asks for one value of a property."""

_ALWAYS = (400, 401, 500, 503)
_REFUSED = (*_ALWAYS, 403, 404)


@blueprint.get("/openapi.json")
def document() -> Response:
    """Return the description."""
    params.read_description(request.args)
    return respond.to_json(describe(request.host_url.rstrip("/")), mimetype=OPENAPI)


@blueprint.get("/docs")
def docs() -> Response:
    """Show the description to people."""
    params.require_known(request.args, ())
    return show_page("api/docs.html", document=describe(request.host_url.rstrip("/")), errors=_error_texts())


def describe(server: str) -> Schema:
    """Return the OpenAPI document in the language of the request.

    Parameters
    ----------
    server
        Address of the service, without a slash at the end.
    """
    paths: Schema = {
        "/api": _resource("landing", "Landing", params.DESCRIPTION),
        "/api/conformance": _resource("conformance", "Conformance", params.DESCRIPTION),
        "/api/openapi.json": _path(
            "openapi", {OPENAPI: {"schema": {"type": "object"}}}, params.DESCRIPTION, _ALWAYS
        ),
        "/api/docs": _path("docs", {respond.HTML: {"schema": STRING}}, (), _ALWAYS),
        "/api/collections": _resource("collections", "Collections", params.DESCRIPTION),
    }
    for collection in COLLECTIONS.values():
        paths |= _collection_paths(collection)
    describe_editing(paths, _CRS)
    paths |= describe_tiles()
    paths |= describe_sync()
    for name in ("healthz", "readyz"):
        # These ask no one to sign in; a forged or broken request is still a bad one.
        path = _path(name, {respond.JSON: {"schema": ref("Health")}}, (), (400, 500, 503))
        path["get"]["security"] = []
        paths[f"/{name}"] = path
    return {
        "openapi": "3.0.3",
        "info": {"title": t("api.title"), "description": t("api.description"), "version": VERSION},
        "servers": [{"url": server}],
        "security": [{"bearer": []}, {"basic": []}, {"session": []}],
        "tags": [
            {"name": name, "description": t(f"api.tag.{name}")}
            for name in ("api", *COLLECTIONS, "sync", "health")
        ],
        "paths": paths,
        "components": _components(),
    }


def _collection_paths(collection: Collection) -> Schema:
    here = f"/api/collections/{collection.id}"
    name = collection.id
    found: Schema = {respond.HTML: {"schema": STRING}}
    page: Schema = {respond.GEOJSON: {"schema": ref(f"{name}_page")}, **found}
    one: Schema = {respond.GEOJSON: {"schema": ref(f"{name}_feature")}, **found}
    paths = {
        here: _resource(f"{name}_collection", "Collection", params.DESCRIPTION, _REFUSED),
        f"{here}/queryables": _path(
            f"{name}_queryables", {SCHEMA: {"schema": {"type": "object"}}, **found}, ("f",), _REFUSED
        ),
        f"{here}/items": _path(f"{name}_items", page, params.items_parameters(collection), _REFUSED),
        f"{here}/items/{{id}}": _path(f"{name}_item", one, params.item_parameters(collection), _REFUSED),
    }
    for path in paths.values():
        path["get"]["tags"] = [name]
    for tail in ("/items", "/items/{id}"):
        path = paths[here + tail]
        path["get"]["responses"]["304"] = {"description": t("api.response.304")}
        path["get"]["responses"]["200"]["headers"] = {
            "Content-Crs": {"description": t("api.header.content_crs"), "schema": STRING},
            "ETag": {"description": t("api.header.etag"), "schema": STRING},
        }
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    paths[f"{here}/items/{{id}}"]["parameters"] = [{**identifier, "description": t("api.parameter.id")}]
    return paths


def _resource(name: str, schema: str, parameters: Iterable[str], errors: Iterable[int] = _ALWAYS) -> Schema:
    content = {respond.JSON: {"schema": ref(schema)}, respond.HTML: {"schema": STRING}}
    return _path(name, content, parameters, errors)


def _path(name: str, content: Schema, parameters: Iterable[str], errors: Iterable[int]) -> Schema:
    operation = {
        "operationId": name,
        "summary": t(f"api.operation.{name}"),
        "tags": ["health" if name in {"healthz", "readyz"} else "api"],
        "parameters": [{"$ref": f"#/components/parameters/{parameter}"} for parameter in parameters],
        "responses": {
            "200": {"description": t("api.response.200"), "content": content},
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(errors)},
        },
    }
    return {"get": operation}


def _components() -> Schema:
    problem = {PROBLEM: {"schema": ref("Problem")}, respond.HTML: {"schema": STRING}}
    return {
        "parameters": {
            **{
                name: _parameter(name, t(f"api.parameter.{name}"), schema) for name, schema in SCHEMAS.items()
            },
            **{
                name: _parameter(name, t("api.parameter.queryable", name=name), schema)
                for name, schema in QUERYABLES.items()
            },
        },
        "responses": {
            str(status): {"description": t(f"errors.title.{status}"), "content": problem}
            for status in sorted({*_REFUSED, *SYNC_ERRORS, *EDITING_ERRORS})
        },
        "schemas": {
            **_GENERAL_SCHEMAS,
            **sync_schemas(),
            **editing_schemas(),
            **tile_schemas(),
            **{f"{one.id}_feature": _feature(one) for one in COLLECTIONS.values()},
            **{f"{one.id}_page": _page(one) for one in COLLECTIONS.values()},
        },
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer", "description": t("api.security.bearer")},
            "basic": {"type": "http", "scheme": "basic", "description": t("api.security.basic")},
            "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": "diaban",
                "description": t("api.security.session"),
            },
        },
    }


def _parameter(name: str, description: str, schema: Schema) -> Schema:
    told = {"name": name, "in": "query", "description": description, "schema": schema}
    if schema["type"] == "array":
        return {**told, "style": "form", "explode": False}
    return told


def _feature(collection: Collection) -> Schema:
    properties = {one.name: _property(collection, one) for one in collection.properties}
    geometry = {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"type": "string", "enum": list(collection.geometry_types)},
            "coordinates": {"type": "array", "items": {}},
        },
    }
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": STRING,
            "geometry": geometry,
            "properties": {"type": "object", "required": list(properties), "properties": properties},
            "links": ref("Links"),
        },
    }


def _page(collection: Collection) -> Schema:
    return {
        "type": "object",
        "required": ["type", "features", "links", "timeStamp", "numberReturned"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": ref(f"{collection.id}_feature")},
            "links": ref("Links"),
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    }


def _property(collection: Collection, one: Property) -> Schema:
    schema = {**_type_of(one.type), "description": say_field(collection, one.name)}
    return {**schema, "nullable": True} if one.optional else schema


def _error_texts() -> dict[str, str]:
    texts = translator().catalogue(["errors"])
    codes = {key.removeprefix("errors."): text for key, text in texts.items() if key.count(".") == 1}
    return {code: str(text) for code, text in sorted(codes.items())}


_GENERAL_SCHEMAS: dict[str, Schema] = {
    "Link": object_of({"href": STRING, "rel": STRING}, type=STRING, title=STRING),
    "Links": list_of(ref("Link")),
    "Landing": object_of({"links": ref("Links")}, title=STRING, description=STRING, attribution=STRING),
    "Conformance": object_of({"conformsTo": list_of(STRING)}),
    "Collection": object_of(
        {"id": STRING, "links": ref("Links"), "crs": list_of(STRING)},
        title=STRING,
        description=STRING,
        extent={"type": "object"},
        itemType=STRING,
        storageCrs=STRING,
    ),
    "Collections": object_of({"links": ref("Links"), "collections": list_of(ref("Collection"))}),
    "Health": object_of({"status": STRING}),
    "Problem": object_of(
        {
            "type": STRING,
            "title": STRING,
            "status": {"type": "integer"},
            "code": STRING,
            "request_id": STRING,
        },
        detail=STRING,
        facts={"type": "object"},
        parameter=STRING,
        expected=STRING,
    ),
}
