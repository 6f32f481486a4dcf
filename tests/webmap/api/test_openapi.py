"""The description of the API: true, complete, in both languages."""

import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.store.catalog import COLLECTIONS
from webmap.api import openapi
from webmap.http import params
from webmap.texts import LANGUAGES

_ROOMS = (
    "features.", "editing.", "visit_editing.", "openapi.", "health.", "sync.", "tiles.", "styles.",
)  # fmt: skip
Headers = Callable[..., dict[str, str]]


@pytest.fixture
def document(client: FlaskClient, bearer: Headers) -> Any:
    """Return the description."""
    return orjson.loads(client.get("/api/openapi.json", headers=bearer()).data)


def test_every_route_of_the_api_is_described(app: Flask, document: Any) -> None:
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(_ROOMS):
            continue
        for name in COLLECTIONS:
            path = rule.rule.replace("<collection_id>", name).replace("<path:item_id>", "{id}")
            path = path.replace("<uuid:uuid>", "{uuid}")
            path = path.replace("tileMatrixSets/<matrix_set>", "tileMatrixSets/{tileMatrixSetId}")
            path = path.replace("<matrix_set>", "WebMercatorQuad")
            path = path.replace("<z>/<row>/<col>", "{tileMatrix}/{tileRow}/{tileCol}")
            assert path in document["paths"], rule


def test_every_parameter_is_described_once(document: Any) -> None:
    for collection in COLLECTIONS.values():
        for tail, names in (
            ("/items", params.items_parameters(collection)),
            ("/items/{id}", params.item_parameters(collection)),
        ):
            operation = document["paths"][f"/api/collections/{collection.id}{tail}"]["get"]
            told = [one["$ref"].rsplit("/", 1)[1] for one in operation["parameters"]]
            assert told == list(names)
    assert set(document["components"]["parameters"]) == {*openapi.SCHEMAS, *openapi.QUERYABLES}


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        (
            "datetime",
            ("2025-07-01", "2025-07-01T00:00:00Z/..", "../..", "/2025-07-01"),
            ("", "x", "2025", "a/b"),
        ),
        ("as-known-on", ("2025-07-01", "2025-07-01T00:00:00+07:00"), ("", "..", "2025-07-01/..")),
        ("vintage", ("start", "2025-07-01"), ("", "end")),
        ("area", ("776", "27424@start", "27424@2025-07-01"), ("", "27424@", "a b", "x@y")),
    ],
)
def test_patterns_say_what_is_accepted(name: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    pattern = openapi.SCHEMAS[name]["pattern"]
    assert all(re.search(pattern, text) for text in right)
    assert not any(re.search(pattern, text) for text in wrong)


def test_references_lead_somewhere(document: Any) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "$ref":
                    target = document
                    for part in inner.removeprefix("#/").split("/"):
                        target = target[part]
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(document)


def test_properties_are_those_of_the_collections(client: FlaskClient, bearer: Headers, document: Any) -> None:
    headers = bearer(name="reader")
    for name in COLLECTIONS:
        schema = document["components"]["schemas"][f"{name}_feature"]["properties"]["properties"]
        for feature in orjson.loads(client.get(f"/api/collections/{name}/items", headers=headers).data)[
            "features"
        ]:
            assert list(feature["properties"]) == list(schema["properties"])
            for key, value in feature["properties"].items():
                assert value is not None or schema["properties"][key].get("nullable"), key


def test_documents_differ_by_language_only(app: Flask) -> None:
    told = []
    for locale in LANGUAGES:
        with app.test_request_context("/api/openapi.json", headers={"Accept-Language": locale}):
            told.append(openapi.describe("http://localhost"))
    assert told[0]["info"]["title"] != told[1]["info"]["title"]
    assert told[0]["paths"].keys() == told[1]["paths"].keys()


def test_docs_explain_every_error_code(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer()
    page = client.get("/api/docs", headers=headers).text
    assert 'id="error-parameter_invalid"' in page
    problem = client.get("/api/collections/x", headers=headers).json
    assert f'id="{problem["type"].split("#")[1]}"' in page
