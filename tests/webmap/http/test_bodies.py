"""Bodies are made once for all who see the same, packed for whoever takes that, and never kept with a wrong tag."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store import features
from layers.store.database import Database

Headers = Callable[..., dict[str, str]]
ITEMS = "/api/collections/hotspots/items"
ITEM = f"{ITEMS}/DB00002"


def test_readers_who_see_the_same_share_a_body_and_its_packed_form(
    client: FlaskClient, bearer: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, narrow = bearer(name="one"), bearer(name="two"), bearer(name="three", area="27418@2025-07-01")
    plain = client.get(ITEMS, headers=one)
    packed = client.get(ITEMS, headers={**one, "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]
    with monkeypatch.context() as patch:
        patch.setattr(features, "get_page", None)
        patch.setattr(gzip, "compress", None)
        assert client.get(ITEMS, headers=two).data == plain.data
        assert client.get(ITEMS, headers={**two, "Accept-Encoding": "gzip"}).data == packed.data
    assert client.get(ITEMS, headers=narrow).data != plain.data


def test_a_body_is_not_kept_with_the_tag_of_an_older_state(
    client: FlaskClient, bearer: Headers, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = bearer()
    client.get("/api", headers=headers)
    get_item = features.get_item
    made: list[Any] = []

    def get_while_it_changes(*asked: Any) -> Any:
        made.append(get_item(*asked))
        if len(made) == 1:
            with store.write(SYSTEM, "test") as change:
                change.note("test", "1")
        return made[-1]

    monkeypatch.setattr(features, "get_item", get_while_it_changes)
    for _ in range(3):
        answer = client.get(ITEM, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["ETag"].endswith('.2"'), "the version that If-Match names"
    assert len(made) == 2, "made again after the change, and kept from then on"


def test_what_is_not_kept_is_not_kept_packed_either(
    client: FlaskClient, bearer: Headers, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {**bearer(), "Accept-Encoding": "gzip"}
    get_item = features.get_item
    asked_for: list[Any] = []

    def get_another_while_it_changes(*asked: Any) -> Any:
        asked_for.append(asked)
        if len(asked_for) > 1:
            return get_item(*asked)
        with store.write(SYSTEM, "test") as change:
            change.note("test", "1")
        return get_item(*("DB00001" if one == "DB00002" else one for one in asked))

    monkeypatch.setattr(features, "get_item", get_another_while_it_changes)
    told = [gzip.decompress(client.get(ITEM, headers=headers).data) for _ in range(2)]
    assert b"DB00001" in told[0]
    assert b"DB00002" in told[1]
    assert b"DB00001" not in told[1]
