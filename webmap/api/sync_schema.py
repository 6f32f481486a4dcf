"""The description of what devices ask (webmap/api/sync.py); in words it stands in docs/dong-bo.md."""

from collections.abc import Iterable
from typing import Any

from layers.places.drafts import KINDS, TOPICS
from layers.supervision.photos import MOST_BYTES
from layers.supervision.visit_drafts import FORMS, LONGEST_NOTE, MOST_HEADS, RESULTS
from layers.sync.devices import LONGEST_NAME
from layers.sync.entries import FORMATS, MOST_ENTRIES
from layers.sync.entries import KINDS as ENTRY_KINDS
from layers.sync.place_entries import SOURCES
from webmap.api.schemas import (
    DAY,
    MOMENT,
    NUMBER,
    STRING,
    UUID,
    WHOLE,
    Schema,
    list_of,
    object_of,
    or_null,
    ref,
)
from webmap.http.i18n import t

ERRORS = (409, 410, 413, 422)
"""Statuses that only these addresses answer with."""

_JSON = "application/json"
_SIGNED_IN = (400, 401, 403, 500, 503)
_OF_DEVICE = (*_SIGNED_IN, 404, 410, 422)


def describe_sync() -> Schema:
    """Return the paths, in the language of the request."""
    entries = "/api/sync/entries"
    return {
        "/api/sync/session": {"get": _read("sync_session", "SyncSession", (400, 401, 422, 500, 503))},
        "/api/sync/devices": {"post": _send("sync_device", "SyncDevice", "SyncDeviceState", _OF_DEVICE)},
        "/api/sync/area": {"get": _read("sync_area", "SyncArea", _OF_DEVICE)},
        entries: {
            "get": _read("sync_answers", "SyncAnswers", _OF_DEVICE),
            "post": _send("sync_entries", "SyncBatch", "SyncBatchAnswers", (*_OF_DEVICE, 413)),
        },
        "/api/sync/received": {"get": _operation("sync_received", _good("SyncReceipts"), _SIGNED_IN)},
        "/api/sync/uploads": {"post": _send("sync_upload", "SyncUpload", "SyncProgress", _OF_DEVICE)},
        "/api/sync/uploads/{uuid}": _piece(),
    }


def sync_schemas() -> Schema:
    """Return the schemas that the paths name."""
    return {
        "SyncSession": _session(),
        "SyncDevice": object_of({"uuid": UUID, "name": {"type": "string", "maxLength": LONGEST_NAME}}),
        "SyncDeviceState": object_of(
            {"uuid": UUID, "state": {"type": "string", "enum": ["known", "unknown", "wiped", "other"]}}
        ),
        "SyncArea": _area(),
        "SyncBatch": object_of(
            {
                "device": UUID,
                "sent_at": MOMENT,
                "entries": {**list_of(ref("SyncEntry")), "maxItems": MOST_ENTRIES},
            }
        ),
        "SyncEntry": _entry(),
        "SyncVisit": _visit(),
        "SyncPlace": _place(),
        "SyncCount": _count(),
        "SyncAnswer": _answer(),
        "SyncBatchAnswers": object_of({"server_at": MOMENT, "answers": list_of(ref("SyncAnswer"))}),
        "SyncAnswers": object_of({"entries": list_of(ref("SyncAnswer"))}),
        "SyncReceipts": object_of({"received": list_of(ref("SyncReceipt"))}),
        "SyncReceipt": _receipt(),
        "SyncUpload": _upload(),
        "SyncProgress": object_of({"offset": WHOLE}, receipt=or_null(STRING)),
    }


def _session() -> Schema:
    return object_of(
        {
            "account": object_of({"name": STRING, "locale": STRING}),
            "csrf": STRING,
            "server_at": MOMENT,
            "app": STRING,
            "formats": list_of(WHOLE),
            "checklist": WHOLE,
            "device": ref("SyncDeviceState"),
            "may": list_of(STRING),
        }
    )


def _area() -> Schema:
    lists = ("places", "forms", "bodies", "plans", "units", "categories")
    objects: Schema = {name: {"type": "object"} for name in ("feed", "plan_lines", "counted", "limits")}
    told = {"format": WHOLE, "today": DAY, "made_at": MOMENT, "account": STRING}
    return object_of({**told, **{name: list_of({"type": "object"}) for name in lists}, **objects})


def _answer() -> Schema:
    return object_of(
        {"uuid": UUID, "outcome": {"type": "string", "enum": ["stored", "already", "conflict", "refused"]}},
        receipt=or_null(STRING),
        object=or_null(object_of({"type": STRING, "id": STRING})),
        code=or_null(STRING),
        facts={"type": "object"},
        message=or_null(STRING),
        current=or_null({"type": "object"}),
        inbox=or_null(STRING),
    )


def _receipt() -> Schema:
    kind = {"type": "string", "enum": list(ENTRY_KINDS)}
    told = {"receipt": STRING, "kind": kind, "about": STRING, "recorded_at": MOMENT, "received_at": MOMENT}
    return object_of({**told, "name": or_null(STRING)})


def _upload() -> Schema:
    return object_of(
        {
            "device": UUID,
            "uuid": UUID,
            "entry": UUID,
            "size": {"type": "integer", "minimum": 1, "maximum": MOST_BYTES},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "media_type": {"type": "string", "enum": ["image/jpeg", "image/png", "image/webp"]},
        },
        is_blurred={"type": "boolean"},
    )


def _count() -> Schema:
    counts = {"type": "object", "additionalProperties": or_null(WHOLE)}
    return object_of(
        {"unit": STRING, "month": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}, "counts": counts},
        versions={"type": "object", "additionalProperties": WHOLE},
        reason=or_null(STRING),
        not_person=list_of(STRING),
    )


def _entry() -> Schema:
    bodies = [ref(name) for name in ("SyncVisit", "SyncPlace", "SyncCount")]
    return object_of(
        {
            "uuid": UUID,
            "seq": {"type": "integer", "minimum": 1},
            "format": {"type": "integer", "enum": list(FORMATS)},
            "kind": {"type": "string", "enum": list(ENTRY_KINDS)},
            "recorded_at": MOMENT,
            "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "body": {"oneOf": bodies},
        },
        replaces=or_null(UUID),
    )


def _visit() -> Schema:
    at = object_of({"lon": NUMBER, "lat": NUMBER}, accuracy_m=or_null(NUMBER))
    return object_of(
        {
            "hotspot": STRING,
            "form": {"type": "string", "enum": list(FORMS)},
            "result": {"type": "string", "enum": list(RESULTS)},
        },
        checklist=or_null(WHOLE),
        answers={"type": "object", "additionalProperties": STRING},
        visited_on=or_null(DAY),
        units=list_of(STRING),
        head_count=or_null({"type": "integer", "minimum": 1, "maximum": MOST_HEADS}),
        next_on=or_null(DAY),
        note=or_null({"type": "string", "maxLength": LONGEST_NOTE}),
        position=or_null(at),
        planned=or_null(object_of({"visit": STRING, "version": WHOLE})),
        images=list_of(UUID),
        not_person=list_of(STRING),
    )


def _place() -> Schema:
    return object_of(
        {
            "name": STRING,
            "kind": {"type": "string", "enum": list(KINDS)},
            "geometry": {"type": "object"},
            "topics": {**list_of({"type": "string", "enum": list(TOPICS)}), "minItems": 1},
            "accuracy_m": NUMBER,
            "source": {"type": "string", "enum": list(SOURCES)},
        },
        note=or_null(STRING),
        is_different={"type": "boolean"},
        not_person=list_of(STRING),
    )


def _read(name: str, schema: str, errors: Iterable[int]) -> Schema:
    return {
        **_operation(name, _good(schema), errors),
        "parameters": [{"$ref": "#/components/parameters/device"}],
    }


def _send(name: str, body: str, schema: str, errors: Iterable[int]) -> Schema:
    sent = {"required": True, "content": {_JSON: {"schema": ref(body)}}}
    return {**_operation(name, _good(schema), errors), "requestBody": sent, "security": [{"session": []}]}


def _piece() -> Schema:
    bytes_of_it: Any = {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    operation = {
        **_operation("sync_piece", _good("SyncAnswer"), (*_OF_DEVICE, 409)),
        "requestBody": {"required": True, "content": bytes_of_it},
        "security": [{"session": []}],
    }
    offset = {"description": t("api.parameter.upload_offset"), "schema": WHOLE}
    operation["responses"]["204"] = {
        "description": t("api.response.204"),
        "headers": {"Upload-Offset": offset},
    }
    return {
        "parameters": [
            {"name": "uuid", "in": "path", "required": True, "schema": UUID},
            {"name": "Upload-Offset", "in": "header", "required": True, **offset},
        ],
        "patch": operation,
        "post": {**operation, "operationId": "sync_piece_by_post"},
    }


def _good(schema: str) -> Schema:
    return {"description": t("api.response.200"), "content": {_JSON: {"schema": ref(schema)}}}


def _operation(name: str, good: Schema, errors: Iterable[int]) -> Schema:
    refusals = {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(errors)}
    return {
        "operationId": name,
        "summary": t(f"api.operation.{name}"),
        "tags": ["sync"],
        "parameters": [],
        "responses": {"200": good, **refusals},
    }
