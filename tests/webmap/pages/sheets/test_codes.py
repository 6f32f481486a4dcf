"""The code of a sheet: typed, it opens the same map for whoever may see all of it."""

import json
import re

from flask import Flask
from flask.testing import FlaskClient

from geo.types import LonLat
from layers.sheets.snapshots import take_snapshot
from layers.store.database import Database
from tests.layers.places.supervised import add_visit
from tests.webmap.conftest import SignIn, post
from webmap.http.moments import pin_now, to_taken
from webmap.maps.sheet import SheetSpec
from webmap.maps.spec import MapSpec

_SPEC = MapSpec("Quận 8", LonLat(106.65, 10.73), 13)


def _embedded(page: str, element: str) -> dict[str, object]:
    found = re.search(rf'<script type="application/json" id="{element}">(.*?)</script>', page, re.DOTALL)
    told: dict[str, object] = json.loads(found[1])
    return told


def test_a_code_opens_its_map_again(
    app: Flask, client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    lan = sign_in("coordinator").actor
    with app.app_context(), store.read() as connection:
        pinned, moment = pin_now(connection, lan, _SPEC)
    with store.write(lan, "snapshot.take") as change:
        code = take_snapshot(change, to_taken("a", SheetSpec(_SPEC, title="Họp tháng 11"), pinned, moment))
    add_visit(store, "DB00001")
    asked = client.get("/s", query_string={"code": code.lower().replace("-", " ")})
    assert (asked.status_code, asked.headers["Location"]) == (303, f"/s/{code}")
    assert client.get(f"/s/{code.lower()}").headers["Location"] == f"/s/{code}"
    page = client.get(f"/s/{code}").text
    for words in (code, "Họp tháng 11", "đúng nguyên bản lúc chụp", pinned.digest):
        assert words in page
    assert _embedded(page, "map-feed") == json.loads(json.dumps(pinned.feed))
    config = _embedded(page, "map-config")
    assert (config["mode"], config["card_url"], config["spec"]["on"]) == ("frozen", None, "2026-11-22")
    assert code in client.get("/maps").text
    link = post(client, f"/s/{code}/link", days="7")
    secret = re.search(r'id="secret">http://localhost/l/([^<]+)<', link.text)[1]
    sign_in("officer", "27424@2025-07-01", name="minh")
    for path in (f"/s/{code}", f"/l/{secret}"):
        refused = client.get(path)
        assert (refused.status_code, "ngoài phạm vi của bạn" in refused.text) == (403, True)
    assert client.get("/s/2222-2222").status_code == 404


def test_what_is_no_code_is_asked_for_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer")
    assert client.get("/s").status_code == 200
    wrong = client.get("/s?code=AB10")
    assert (wrong.status_code, "không phải mã bản đồ" in wrong.text) == (422, True)
