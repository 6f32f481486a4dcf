"""Styles over HTTP: MapLibre for the tiles, QML for QGIS, both of the same table."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from layers.store.catalog import COLLECTIONS
from webmap.http.links import STYLES
from webmap.maps.looks import LOOKS
from webmap.maps.symbols import DRAWN_STATES

Headers = Callable[..., dict[str, str]]


def test_a_style_leads_to_its_tiles(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer()
    answer = client.get(
        "/api/styles/hotspots?f=json&datetime=2026-01-01&kind=alley&topic=ma_tuy", headers=headers
    )
    assert answer.mimetype == "application/vnd.mapbox.style+json"
    style = answer.get_json(force=True)
    address = urlsplit(style["sources"]["hotspots"]["url"])
    asked = parse_qs(address.query)
    assert asked == {"datetime": ["2026-01-01"], "topic": ["ma_tuy"], "f": ["tilejson"]}
    tilejson = client.get(f"{address.path}?{address.query}", headers=headers).get_json()
    assert "datetime=2026-01-01" in tilejson["tiles"][0]
    assert ["any", ["==", ["get", "kind"], "alley"]] in style["layers"][1]["filter"]
    boundaries = client.get("/api/styles/boundaries?f=json", headers=headers).get_json(force=True)
    assert "datetime=..%2F.." in boundaries["sources"]["boundaries"]["url"]


def test_qgis_gets_one_file_for_each_shape(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer()
    listed = client.get("/api/styles", headers=headers).get_json()["styles"]
    files = [
        link["href"] for one in listed for link in one["links"] if link["type"] == "application/vnd.qgis.qml"
    ]
    assert len(files) == 7
    for file in files:
        root = ET.fromstring(client.get(file.removeprefix("http://localhost"), headers=headers).data)
        assert root.tag == "qgis"
        values = {one.get("value") for one in root.iter("category")}
        assert {"ward", "overdue"} & values or values >= set(DRAWN_STATES)
    assert client.get("/api/styles/boundaries?shape=point", headers=headers).status_code == 400
    assert client.get("/api/styles/none", headers=headers).status_code == 404
    assert client.get("/api/styles/hotspots", headers=bearer("admin", name="tam")).status_code == 403


def test_each_collection_lists_its_style_and_leads_to_it(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer()
    for name in COLLECTIONS:
        told = client.get(f"/api/collections/{name}", headers=headers).get_json()
        (listed,) = [one["href"] for one in told["links"] if one["rel"] == STYLES]
        answer = client.get(listed.removeprefix("http://localhost"), headers=headers).get_json()
        assert (answer["default"], [one["id"] for one in answer["styles"]]) == (name, [name])
        for one in answer["styles"][0]["links"]:
            form = client.get(one["href"].removeprefix("http://localhost"), headers=headers)
            assert (form.status_code, form.mimetype) == (200, one["type"])
        assert {one["rel"] for one in answer["links"]} == {"self", "alternate", "collection"}
        page = client.get(f"{listed.removeprefix('http://localhost')}?f=html", headers=headers)
        assert f"/api/styles/{name}?f=html" in page.text
    assert client.get("/api/collections/none/styles", headers=headers).status_code == 404
    refused = client.get("/api/collections/visits/styles", headers=bearer("admin", name="tam"))
    assert refused.status_code == 403


def test_the_style_of_visits_draws_from_where_there_are_tiles(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer()
    style = client.get("/api/styles/visits?f=json&kind=alley&state=planned", headers=headers).get_json(
        force=True
    )
    address = urlsplit(style["sources"]["visits"]["url"])
    assert parse_qs(address.query) == {"state": ["planned"], "f": ["tilejson"]}
    tilejson = client.get(f"{address.path}?{address.query}", headers=headers).get_json()
    drawn = [layer for layer in style["layers"] if "source" in layer]
    assert {layer["minzoom"] for layer in drawn} == {tilejson["vector_layers"][0]["minzoom"]}
    assert style["zoom"] >= drawn[0]["minzoom"]
    page = client.get("/api/styles/visits?f=html", headers=headers).text
    assert "Theo lịch, đã quá ngày" in page
    assert page.count('class="state__symbol"') == len(LOOKS["visits"].entries)
