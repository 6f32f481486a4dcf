"""The description of how programs change places and visits: operations, what they send, what may be refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from layers.places.drafts import KINDS, POSITION_SOURCES, TOPICS
from layers.supervision.visit_drafts import FORMS, LONGEST_NOTE, MOST_HEADS, RESULTS, STATES
from webmap.api.exchange import MERGE_PATCH
from webmap.api.schemas import DAY, NUMBER, STRING, UUID, WHOLE, Schema, list_of, object_of, or_null, ref
from webmap.http import respond
from webmap.http.i18n import t

ERRORS = (400, 401, 403, 404, 409, 412, 422, 428, 500, 503)

_SENT = {"hotspots": "SentPlace", "visits": "SentVisit"}
"""Name of what is sent, by collection; with ``Part`` behind, of what is changed of it."""


def describe_editing(paths: Schema, crs: Schema) -> None:
    """Add the operations of part 4 to the paths of the collections that programs may change.

    Parameters
    ----------
    paths
        Of the document; changed.
    crs
        Schema of the CRS that may be sent.
    """
    for collection, sent in _SENT.items():
        _describe(paths, collection, sent, crs)


def _describe(paths: Schema, collection: str, sent: str, crs: Schema) -> None:
    here = f"/api/collections/{collection}/items"
    if_match = _header("If-Match", t("api.parameter.if_match"), STRING)
    sent_crs = _header("Content-Crs", t("api.parameter.sent_crs"), crs)
    reason = {
        "name": "reason",
        "in": "query",
        "required": True,
        "description": t("api.parameter.reason"),
        "schema": {"type": "string", "minLength": 1, "maxLength": 1000},
    }
    whole = {respond.GEOJSON: {"schema": ref(sent)}}
    part = {MERGE_PATCH: {"schema": ref(f"{sent}Part")}}
    tell = _Operations(collection)
    paths[here] |= {
        "post": tell.send("create", "201", whole, [sent_crs]),
        "options": tell.options("collection_methods"),
    }
    paths[f"{here}/{{id}}"] |= {
        "put": tell.send("replace", "200", whole, [if_match, sent_crs]),
        "patch": tell.send("update", "200", part, [if_match, sent_crs]),
        "delete": tell.operation(
            "remove", {"204": {"description": t("api.response.removed")}}, [if_match, reason]
        ),
        "options": tell.options("item_methods"),
    }


def editing_schemas() -> Schema:
    """Return what programs send."""
    return {**_place_schemas(), **_visit_schemas()}


def _visit_schemas() -> Schema:
    required: Schema = {"hotspot": STRING}
    optional: Schema = {
        "state": {"type": "string", "enum": list(STATES)},
        "visited_on": or_null(DAY),
        "planned_on": or_null(DAY),
        "form": {"type": "string", "enum": list(FORMS)},
        "result": or_null({"type": "string", "enum": list(RESULTS)}),
        "units": list_of(STRING),
        "head_count": or_null({"type": "integer", "minimum": 1, "maximum": MOST_HEADS}),
        "note": or_null({"type": "string", "maxLength": LONGEST_NOTE}),
        "next_on": or_null(DAY),
        "answers": {"type": "object", "additionalProperties": STRING},
        "version": or_null(WHOLE),
        "reason": or_null(STRING),
    }
    return _whole_and_part("SentVisit", required, optional, or_null({"type": "object"}), ())


def _place_schemas() -> Schema:
    required: Schema = {
        "name": {"type": "string", "minLength": 1, "maxLength": 200},
        "kind": {"type": "string", "enum": list(KINDS)},
        "topics": {**list_of({"type": "string", "enum": list(TOPICS)}), "minItems": 1},
        "position_accuracy_m": {**NUMBER, "minimum": 0, "exclusiveMinimum": True, "maximum": 10_000},
        "source": {"type": "string", "minLength": 1, "maxLength": 300},
    }
    optional: Schema = {
        "position_source": {"type": "string", "enum": list(POSITION_SOURCES)},
        "note": or_null(STRING),
        "aliases": or_null(list_of(STRING)),
        "valid_from": or_null(DAY),
        "version": or_null(WHOLE),
        "status": or_null(STRING),
        "status_since": or_null(DAY),
        "reason": or_null(STRING),
        "document": or_null(UUID),
        "term_from": or_null(DAY),
        "term_to": or_null(DAY),
        "watch_to": or_null(DAY),
        "reply_due_on": or_null(DAY),
        "is_different": {"type": "boolean"},
    }
    geometry: Schema = {"type": "object", "required": ["type", "coordinates"]}
    return _whole_and_part("SentPlace", required, optional, geometry, ("geometry",))


def _whole_and_part(
    name: str, required: Schema, optional: Schema, geometry: Schema, needed: Iterable[str]
) -> Schema:
    kind: Schema = {"type": "string", "enum": ["Feature"]}
    whole = object_of(required, **optional)
    part: Schema = {"type": "object", "properties": {**required, **optional}}
    members = {"type": kind, "geometry": geometry}
    return {
        name: {
            "type": "object",
            "required": ["type", *needed, "properties"],
            "properties": {**members, "properties": whole, "id": UUID},
        },
        f"{name}Part": {"type": "object", "properties": {**members, "properties": part}},
    }


@dataclass(frozen=True)
class _Operations:
    """Describes the operations on a collection."""

    collection: str

    def send(self, name: str, status: str, content: Schema, parameters: Iterable[Schema]) -> Schema:
        """Describe one by which a feature is sent."""
        good: Schema = {
            "description": t(f"api.response.{status}"),
            "content": {respond.GEOJSON: {"schema": ref(f"{self.collection}_feature")}},
        }
        if name == "create":
            good["headers"] = {"Location": {"description": t("api.response.201"), "schema": STRING}}
        body: dict[str, Any] = {"requestBody": {"required": True, "content": content}}
        return {**self.operation(name, {status: good}, parameters), **body}

    def options(self, name: str) -> Schema:
        """Describe one that tells what may be done."""
        allow = {"Allow": {"description": t("api.response.options"), "schema": STRING}}
        return self.operation(name, {"204": {"description": t("api.response.options"), "headers": allow}}, ())

    def operation(self, name: str, good: Schema, parameters: Iterable[Schema]) -> Schema:
        """Describe one with all that it may be refused for."""
        refusals = {str(status): {"$ref": f"#/components/responses/{status}"} for status in ERRORS}
        return {
            "operationId": f"{self.collection}_{name}",
            "summary": t(f"api.operation.{self.collection}_{name}"),
            "tags": [self.collection],
            "parameters": list(parameters),
            "responses": {**good, **refusals},
        }


def _header(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}
