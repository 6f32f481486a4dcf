"""The page of exports: small files at once, large ones as long work, what no file can hold told beside the form."""

import re

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, post
from webmap.jobs.running import Workshop
from webmap.pages.files import exports

CHOSEN = {"layer": "hotspots", "form": "geojson", "reach": "all", "crs": "OGC:CRS84", "encoding": "utf-8"}


def _codes(body: bytes) -> set[str]:
    return {one["properties"]["code"] for one in orjson.loads(body)["features"]}


def test_a_file_holds_what_the_reader_may_see_the_map_shows_or_one_place(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("viewer", "776")
    page = client.get("/exports?status=THEO_DOI&q=pth&at=10.73,106.65,14").text
    assert 'value="map" checked' in page
    shown = re.findall(r'name="map" value="([^"]*)"', page)[0].replace("&amp;", "&")
    everything = post(client, "/exports", **CHOSEN)
    assert everything.headers["Content-Disposition"] == 'attachment; filename="hotspots-2026-11-22.geojson"'
    assert everything.mimetype == "application/geo+json"
    assert _codes(everything.get_data()) == {"DB00001", "DB00002", "DB00003", "DB00004"}
    on_map = post(client, "/exports", **{**CHOSEN, "reach": "map", "map": shown})
    assert _codes(on_map.get_data()) == {"DB00001"}
    assert 'value="place" checked' in client.get("/exports?place=DB00003").text
    one = post(client, "/exports", **{**CHOSEN, "reach": "place", "place": "DB00003"})
    assert _codes(one.get_data()) == {"DB00003"}
    selected = client.get("/exports?selected=DB00003").text
    assert 'value="map" checked' in selected
    assert 'value="place"' in selected  # the place chosen on the map alone
    old = post(client, "/exports", **{**CHOSEN, "layer": "boundaries", "on": "01/01/2024"})
    assert "Phường 16" in old.text


def test_what_a_file_cannot_hold_is_told_and_the_choices_stay(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    for wrong, words in (
        ({"crs": "EPSG:9210"}, "luôn ở WGS 84"),
        ({"form": "gpkg", "encoding": "tcvn3"}, "TCVN3"),
        ({"on": "31/02/2026"}, 'id="on-error"'),
        ({"form": "exe"}, 'id="form-error"'),
        ({"filter": "kind = "}, 'id="filter-error"'),
        ({"filter": "owner = 'x'"}, "“owner”"),
        ({"filter": "length_m > 'dài'"}, 'id="filter-error"'),
        ({"layer": "recommendations", "filter": "state = 'sent'"}, 'id="filter-error"'),
        ({"filter": "x" * 5000}, 'id="filter-error"'),
    ):
        answer = post(client, "/exports", **{**CHOSEN, **wrong})
        assert answer.status_code == 422
        assert words in answer.text
    assert post(client, "/exports", **{**CHOSEN, "reach": "map", "map": "status=XYZ"}).status_code == 400


def test_a_filter_narrows_what_the_map_or_the_rights_leave(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    for text in (
        "kind = 'alley' AND CASEI(ACCENTI(name)) LIKE '%pham the hien'",
        '{"op": "=", "args": [{"property": "code"}, "DB00001"]}',
    ):
        assert _codes(post(client, "/exports", **{**CHOSEN, "filter": text}).get_data()) == {"DB00001"}
    on_map = {**CHOSEN, "reach": "map", "map": "kind=bridge", "filter": "kind = 'alley'"}
    assert _codes(post(client, "/exports", **on_map).get_data()) == set()
    border = {
        **CHOSEN,
        "layer": "boundaries",
        "reach": "place",
        "place": "DB00003",
        "filter": "code = '27424'",
    }
    assert _codes(post(client, "/exports", **border).get_data()) == {"27424"}  # a border is about no place


def test_a_large_file_is_made_by_a_worker(
    app: Flask, client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "LARGE_ROWS", 2)
    sign_in("viewer", "776")
    alleys = {**CHOSEN, "form": "gpkg", "crs": "EPSG:9210", "filter": "kind = 'alley'"}
    answer = post(client, "/exports", **alleys)
    assert answer.status_code == 303
    assert "Địa bàn, ngày 22/11/2026 (GPKG)" in client.get(answer.location).text
    shop = Workshop(app)
    shop.do(answer.location.rsplit("/", 1)[1])
    shop.database.close()
    with client.get(f"{answer.location}/file") as file:
        body = file.get_data()
        assert body.startswith(b"SQLite format 3")
        assert (b"DB00001" in body, b"DB00003" in body) == (True, False)
        assert "hotspots-2026-11-22.gpkg" in file.headers["Content-Disposition"]
