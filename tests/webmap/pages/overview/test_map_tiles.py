"""The map of many places over HTTP: when it comes in tiles, who sees what in them, and that nothing is sent twice."""

import re
from dataclasses import replace
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.people.grants import add_grant
from layers.people.users import get_user
from layers.store.database import Database
from tests.webmap.conftest import SignIn
from webmap.maps.feed import Feed
from webmap.maps.tiled import build_tile
from webmap.pages.overview import map_tiles

_TILE = "/map/tiles/8/120/203"


def _config(client: FlaskClient) -> dict[str, object]:
    found = re.search(
        r'<script type="application/json" id="map-config">(.*?)</script>', client.get("/map").text, re.DOTALL
    )
    assert found
    return dict(orjson.loads(found[1]))


def test_the_page_takes_tiles_from_so_many_places_on(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("viewer", "776")
    few = _config(client)
    assert (few["feed"], "tiles" in few) == ({"url": "/map/data"}, False)
    assert not [key for key in few["texts"] if key.startswith("map.tiles.")]  # type: ignore[attr-defined]
    app.config["DIABAN"] = replace(app.config["DIABAN"], map_tiles_from=3)
    many = _config(client)
    assert many["feed"] == {"url": "/map/ground"}
    tiles = many["tiles"]
    assert isinstance(tiles, dict)
    assert (tiles["url"], tiles["found_url"]) == ("/map/tiles/{z}/{row}/{col}", "/map/found")
    assert tiles["script"].startswith("/static/build/tiles.js?v=")
    assert "map.tiles.closer" in many["texts"]  # type: ignore[operator]


def test_a_tile_is_within_the_scope_of_its_reader_and_sent_once(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "27424@2025-07-01")
    own = client.get(_TILE)
    assert orjson.loads(own.data)["hotspots"]["code"] == ["DB00001"]
    assert orjson.loads(client.get("/map/found?q=hem").data)["hotspots"]["code"] == ["DB00001"]
    assert orjson.loads(client.get("/map/found?code=DB00003").data)["hotspots"]["code"] == []
    assert client.get(_TILE, headers={"If-None-Match": own.headers["ETag"]}).status_code == 304
    client.delete_cookie("diaban")
    sign_in("viewer", "27424@2025-07-01", name="mai")
    assert client.get(_TILE).headers["ETag"] == own.headers["ETag"]
    client.delete_cookie("diaban")
    sign_in("viewer", "27427@2025-07-01", name="hoa")
    other = client.get(_TILE, headers={"If-None-Match": own.headers["ETag"]})
    assert other.status_code == 200
    assert orjson.loads(other.data)["hotspots"]["code"] == ["DB00003", "DB00004", "DB00002"]


def test_a_right_that_comes_meanwhile_opens_no_tile_of_those_who_share_it(
    client: FlaskClient, sign_in: SignIn, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("viewer", "27424@2025-07-01")

    def build_while_a_right_comes(*asked: Any) -> Feed:
        with store.write(SYSTEM, "grant.add") as change:
            add_grant(change, get_user(change.connection, "lan"), "viewer", "776")
        return build_tile(*asked)

    with monkeypatch.context() as patch:
        patch.setattr(map_tiles, "build_tile", build_while_a_right_comes)
        assert orjson.loads(client.get(_TILE).data)["hotspots"]["code"] == ["DB00001"]
    assert len(orjson.loads(client.get(_TILE).data)["hotspots"]["code"]) == 4


@pytest.mark.parametrize("place", ["17/0/0", "3/8/0", "x/0/0", "1/0/-1"])
def test_what_is_no_tile_is_not_found(client: FlaskClient, sign_in: SignIn, place: str) -> None:
    sign_in("viewer", "776")
    assert client.get(f"/map/tiles/{place}").status_code == 404
