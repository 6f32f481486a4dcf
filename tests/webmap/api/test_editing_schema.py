"""The description of how programs change places: what is sent, and what is answered, are what it says."""

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webmap.api.test_editing import ITEMS, ONE, feature
from tests.webmap.api.test_sync_schema import check
from tests.webmap.conftest import SignIn
from webmap.api import openapi


def test_every_method_is_described_and_every_refusal(app: Flask) -> None:
    with app.test_request_context():
        paths = openapi.describe("http://localhost")["paths"]
    assert {"get", "post", "options"} <= set(paths[ITEMS])
    item = paths[f"{ITEMS}/{{id}}"]
    assert {"get", "put", "patch", "delete", "options"} <= set(item)
    for method in ("put", "patch", "delete"):
        assert {"412", "428", "409", "422"} <= set(item[method]["responses"])
        assert "If-Match" in {one["name"] for one in item[method]["parameters"]}
    assert "Location" in paths[ITEMS]["post"]["responses"]["201"]["headers"]


def test_a_feature_of_the_collection_may_be_sent_back(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in()
    check(app, "SentPlace", feature())
    check(app, "SentPlace", client.get(ONE).json)
    check(app, "SentPlacePart", {"properties": {"note": None}})
    with pytest.raises(jsonschema.ValidationError):
        check(app, "SentPlace", feature(kind="house"))
