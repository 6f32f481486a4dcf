"""The description of what devices ask: real requests and answers are what it says."""

from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.overview.defaults import load_defaults
from layers.store.database import Database
from tests.webmap.api.test_sync import DEVICE, INSIDE, entry, send, visit
from tests.webmap.conftest import SignIn
from webmap.api import openapi


@pytest.fixture
def phone(client: FlaskClient, sign_in: SignIn, store: Database) -> FlaskClient:
    with store.write(SYSTEM, "lists.load") as change:
        load_defaults(change)
    sign_in("supervisor", INSIDE)
    assert send(client, "/devices", {"uuid": DEVICE, "name": "Android"}).status_code == 201
    return client


def check(app: Flask, name: str, value: Any) -> None:
    """Judge a value by a schema of the document, in which ``nullable`` says that it may be null."""
    with app.test_request_context():
        document = _nulls(openapi.describe("http://localhost"))
    jsonschema.validate(value, {**document, "$ref": f"#/components/schemas/{name}"})


def _nulls(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_nulls(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _nulls(one) for name, one in schema.items() if name != "nullable"}
    return {"anyOf": [told, {"type": "null"}]} if schema.get("nullable") is True else told


def test_answers_are_what_the_description_says(app: Flask, phone: FlaskClient) -> None:
    check(app, "SyncSession", phone.get(f"/api/sync/session?device={DEVICE}").json)
    check(app, "SyncArea", phone.get(f"/api/sync/area?device={DEVICE}").json)
    good, bad = entry(visit(note="Đèn đã sáng.")), entry(visit(hotspot="DB00002"), seq=2)
    sent = {"device": DEVICE, "sent_at": "2026-11-22T09:00:05+07:00", "entries": [good, bad]}
    check(app, "SyncBatch", sent)
    check(app, "SyncBatchAnswers", send(phone, "/entries", sent).json)
    check(app, "SyncAnswers", phone.get(f"/api/sync/entries?device={DEVICE}").json)


def test_what_is_no_entry_is_none_by_the_description(app: Flask) -> None:
    wrong: list[dict[str, Any]] = [{"seq": 0}, {"kind": "tip"}, {"digest": "x"}, {"format": 2}, {"body": {}}]
    for told in wrong:
        with pytest.raises(jsonschema.ValidationError):
            check(app, "SyncEntry", entry(visit()) | told)
    check(app, "SyncEntry", entry(visit()) | {"replaces": None})
