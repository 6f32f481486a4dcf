"""The map's page, its data and its file, as each role gets them."""

import re
from dataclasses import replace
from datetime import date

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.types import LonLat
from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.visit_drafts import Visit
from layers.supervision.visit_records import Position
from layers.supervision.visits import plan_visit, record_visit
from tests.webmap.conftest import SignIn


def _config(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="map-config">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(orjson.loads(found[1]))


def test_the_page_asks_for_its_data_and_nothing_else(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    answer = client.get("/map?on=2025-02-01&status=THEO_DOI&selected=DB00003&at=10.74,106.66,15")
    config = _config(answer.text)
    spec = config["spec"]
    assert isinstance(spec, dict)
    assert (spec["on"], spec["status"], spec["selected"]) == ("2025-02-01", ["THEO_DOI"], "DB00003")
    assert (spec["center"], spec["zoom"]) == ([106.66, 10.74], 15)
    assert config["feed"] == {"url": "/map/data"}
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    assert answer.text.count(f'nonce="{nonce[1]}"') >= 3
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", answer.text)


def test_the_data_is_sent_once_until_something_changes(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "27424@2025-07-01")
    first = client.get("/map/data")
    assert orjson.loads(first.data)["hotspots"]["code"] == ["DB00001"]
    again = client.get("/map/data", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/map/data").data == first.data


def test_two_readers_never_share_a_feed(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "27424@2025-07-01")
    one = client.get("/map/data")
    client.delete_cookie("diaban")
    sign_in("viewer", "27427@2025-07-01", name="hoa")
    other = client.get("/map/data", headers={"If-None-Match": one.headers["ETag"]})
    assert other.status_code == 200
    assert orjson.loads(other.data)["hotspots"]["code"] == ["DB00003", "DB00004", "DB00002"]


def test_the_file_holds_everything(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    answer = client.get("/map/export?on=2025-02-01")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="diaban-2025-02-01.html"'
    assert _config(answer.text)["feed"] == {"inline": "map-feed"}
    outside_scripts = re.sub(r"<script.*?</script>", "", answer.text, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", outside_scripts)
    assert "&#34;" not in answer.text.split("</style>")[0]
    assert "font/woff2" in answer.text


def test_as_known_then_is_handed_on(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    assert _config(client.get("/map?as-known-on=2026-01-01").text)["feed"] == {
        "url": "/map/data?as-known-on=2026-01-01"
    }
    assert orjson.loads(client.get("/map/data?as-known-on=2026-01-01").data)["hotspots"]["code"] == []


@pytest.mark.parametrize("role", ["partner", "admin", "auditor"])
@pytest.mark.parametrize("path", ["/map", "/map/data", "/map/export"])
def test_roles_without_places_get_no_map(client: FlaskClient, sign_in: SignIn, role: str, path: str) -> None:
    sign_in(role, "776")
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("query", ["on=x", "at=1", "color=red", "on=2025-01-01&on=2025-01-02"])
def test_a_wrong_address_is_explained(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("viewer", "776")
    for path in ("/map", "/map/export", "/map/data"):
        assert client.get(f"{path}?{query}").status_code == 400


def test_the_base_map_of_the_data_folder_is_sent_in_parts(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    config = app.config["DIABAN"]
    app.config["DIABAN"] = replace(config, basemap_url="quan8.pmtiles", basemap_attribution="Thử")
    sign_in("viewer", "776")
    assert client.get("/map/basemap.pmtiles").status_code == 404
    (config.data_dir / "quan8.pmtiles").write_bytes(bytes(range(256)))
    with client.get("/map/basemap.pmtiles", headers={"Range": "bytes=16-31"}) as part:
        assert (part.status_code, part.data) == (206, bytes(range(16, 32)))
    assert _config(client.get("/map").text)["basemap"] == {
        "kind": "pmtiles", "url": "/map/basemap.pmtiles", "attribution": "Thử"
    }  # fmt: skip


@pytest.mark.parametrize(
    "url", ["https://a/b.pmtiles", "../secret_key.pmtiles", "a/b.pmtiles", "/x/{z}/{x}/{y}.png"]
)
def test_nothing_beside_the_data_folder_is_served(
    app: Flask, client: FlaskClient, sign_in: SignIn, url: str
) -> None:
    app.config["DIABAN"] = replace(app.config["DIABAN"], basemap_url=url)
    sign_in("viewer", "776")
    assert client.get("/map/basemap.pmtiles").status_code == 404


def _feed_of_file(page: str) -> dict[str, object]:
    found = re.search(r'<script[^>]*id="map-feed"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(orjson.loads(found[1]))


def test_a_recorded_visit_changes_the_data_of_the_map(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("viewer", "776")
    first = client.get("/map/data")
    assert _visits_told(first.data) == 0
    with store.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00001", Visit(date(2026, 11, 20)))
    again = client.get("/map/data", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert _visits_told(again.data) == 1
    with store.write(SYSTEM, "visit.plan") as change:
        plan_visit(change, "DB00001", date(2026, 12, 1))
    third = client.get("/map/data", headers={"If-None-Match": again.headers["ETag"]})
    assert "planned" in orjson.loads(third.data)["supervision"]


def test_other_days_between_visits_are_other_data(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    first = client.get("/map/data")
    app.config["DIABAN"] = replace(app.config["DIABAN"], visit_days_complicated=10)
    again = client.get("/map/data", headers={"If-None-Match": first.headers["ETag"]})
    waits = {turns[2] for turns in orjson.loads(again.data)["supervision"]["asked"]["values"]}
    assert (again.status_code, waits) == (200, {10})


def _visits_told(feed: bytes) -> int:
    turns = orjson.loads(feed)["supervision"]["asked"]["values"]
    return sum(sum(one[1::3]) for one in turns)


def test_the_file_carries_supervision_only_where_the_map_shows_it(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("officer", "776")
    assert "supervision" in _feed_of_file(client.get("/map/export").text)
    hidden = client.get("/map/export?supervision=0").text
    assert "supervision" not in _feed_of_file(hidden)
    spec = _config(hidden)["spec"]
    assert isinstance(spec, dict)
    assert spec["supervision"] is False


def test_the_card_beside_the_map_knows_where_visitors_stood(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    place = LonLat(106.6495, 10.7364)
    with store.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00001", Visit(date(2026, 11, 10), position=Position(*place, 14.0)))
    sign_in("viewer", "776")
    card = client.get("/hotspots/DB00001/card").text
    assert f'data-visited="[[{place.lon},{place.lat},14.0]]"' in card
    assert "data-visited" not in client.get("/hotspots/DB00001").text
    assert "data-visited" not in client.get("/hotspots/DB00001/card?on=2026-11-09").text
    assert "data-visited" not in client.get("/hotspots/DB00002/card").text
