"""What was just answered is answered again without a look at the register, and never to whom or when it must not be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.people.grants import EVERYWHERE, add_grant, list_grants, revoke_grant
from layers.people.tokens import revoke_all
from layers.people.users import get_user
from layers.store import features
from layers.store.database import Database
from tests.conftest import Clock, CountStatements

Headers = Callable[..., dict[str, str]]
ITEM = "/api/collections/hotspots/items/DB00002"
ITEMS = "/api/collections/hotspots/items"
TILE = "/api/collections/hotspots/tiles/WebMercatorQuad/12/1926/3261"


def _codes(answer: Any) -> set[str]:
    assert answer.status_code == 200
    return {one["properties"]["code"] for one in answer.get_json(force=True)["features"]}


@pytest.mark.databases("geopackage", "postgis")
def test_an_answer_is_given_again_without_a_question(
    client: FlaskClient, bearer: Headers, store: Database, count_statements: CountStatements
) -> None:
    headers = bearer()
    client.get("/api", headers=headers)  # writes down that the token is in use
    for path in (ITEM, ITEMS, TILE):
        first = client.get(path, headers=headers)
        with count_statements(store) as asked:
            again = client.get(path, headers=headers)
            known = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
            known_again = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
        assert [one for one in asked if "revision" not in one and "BEGIN" not in one] == []
        assert (again.status_code, again.data) == (first.status_code, first.data)
        assert (known.status_code, known_again.status_code, known_again.data) == (304, 304, b"")
        ids = {one.headers.pop("X-Request-Id") for one in (first, again, known, known_again)}
        assert len(ids) == 4
        assert sorted(again.headers) == sorted(first.headers)
        assert "Set-Cookie" not in first.headers
        packed = [client.get(path, headers={**headers, "Accept-Encoding": "gzip"}) for _ in range(2)]
        assert packed[0].data == packed[1].data
        assert client.head(path, headers=headers).data == b""


@pytest.mark.databases("geopackage", "postgis")
def test_what_changes_is_told_at_once(
    client: FlaskClient, bearer: Headers, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers, other = bearer(), bearer(name="other")
    everything = _codes(client.get(ITEMS, headers=headers))
    with monkeypatch.context() as patch:
        patch.setattr(features, "get_page", None)  # who sees the same shares it
        assert _codes(client.get(ITEMS, headers=other)) == everything
    with store.write(SYSTEM, "grant.change") as change:
        user = get_user(change.connection, "qgis")
        add_grant(change, user, "viewer", "27418@2025-07-01")
        [whole] = [one for one in list_grants(change.connection, user) if one.area == EVERYWHERE]
        revoke_grant(change, user, whole.id)
    assert _codes(client.get(ITEMS, headers=headers)) < everything, "fewer rights"
    assert _codes(client.get(ITEMS, headers=other)) == everything
    with store.write(SYSTEM, "token.end") as change:
        revoke_all(change, get_user(change.connection, "qgis"))
    assert client.get(ITEMS, headers=headers).status_code == 401
    assert _codes(client.get(ITEMS, headers=other)) == everything


def test_time_ends_it_too(
    client: FlaskClient, bearer: Headers, clock: Clock, count_statements: CountStatements, store: Database
) -> None:
    headers = bearer()
    client.get(ITEM, headers=headers)
    clock.at += timedelta(seconds=11)
    with count_statements(store) as asked:
        assert client.get(ITEM, headers=headers).status_code == 200
    assert any("FROM token" in one for one in asked), "looked up again after some seconds"
    clock.at -= timedelta(hours=1)
    with count_statements(store) as asked:
        client.get(ITEM, headers=headers)
    assert any("FROM token" in one for one in asked), "a clock that is set back"
    clock.at += timedelta(days=1, hours=1)
    assert client.get(ITEM, headers=headers).status_code == 401


def test_it_is_given_only_to_who_asks_the_same_with_the_same_token(
    client: FlaskClient, bearer: Headers
) -> None:
    headers, narrow, none = (
        bearer(),
        bearer(name="narrow", area="27418@2025-07-01"),
        bearer(None, name="none"),
    )
    wide = client.get(ITEMS, headers=headers)
    assert _codes(client.get(ITEMS, headers=narrow)) < _codes(wide)
    assert client.get(ITEMS, headers=none).status_code == 403
    assert client.get(ITEMS).status_code == 401
    assert client.get(ITEMS, headers={"Authorization": "Bearer dban_wrong"}).status_code == 401
    page = client.get(ITEMS, headers={**headers, "Accept": "text/html"})
    assert page.mimetype == "text/html"
    english = client.get(ITEMS, headers={**headers, "Accept-Language": "en"}).get_json(force=True)
    assert english["links"] != wide.get_json(force=True)["links"]
    elsewhere = client.get(ITEMS, headers={**headers, "Host": "elsewhere.example"}).get_json(force=True)
    assert all(one["href"].startswith("http://elsewhere.example/") for one in elsewhere["links"])
    assert client.post(ITEMS, headers=headers, json={}).status_code != 200
