"""OGC API - Features: links, formats, coordinates, pages, tags."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from geo.geodesy.crs import ACCEPTED, WGS84_LONLAT, find_crs, transform_coordinates
from layers.actor import SYSTEM
from layers.people.grants import add_grant
from layers.people.users import get_user
from layers.store import features
from layers.store.database import Database
from tests.conftest import Clock

Headers = Callable[..., dict[str, str]]
HOTSPOTS = "/api/collections/hotspots/items"
BOUNDARIES = "/api/collections/boundaries/items"


@pytest.fixture
def ask(client: FlaskClient, bearer: Headers) -> Callable[..., Any]:
    """Return a function that asks with a viewer's token."""
    headers = bearer()

    def get(path: str, **more: str) -> Any:
        extra = {name.replace("_", "-"): value for name, value in more.items()}
        return client.get(path, headers={**headers, **extra})

    return get


def _links(body: Any) -> dict[str, str]:
    return {one["rel"]: one["href"] for one in body["links"]}


def test_landing_leads_everywhere(ask: Callable[..., Any]) -> None:
    body = ask("/api").json
    links = _links(body)
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= set(links)
    for rel, href in links.items():
        answer = ask(href)
        assert answer.status_code == 200, (rel, href)
        told = {one["rel"]: one["type"] for one in body["links"]}[rel]
        assert answer.mimetype == told.split(";")[0]
    assert ask("/api/").status_code == 200


def test_conformance_names_both_parts(ask: Callable[..., Any]) -> None:
    classes = ask("/api/conformance").json["conformsTo"]
    for name in (
        "features-1/1.0/conf/core",
        "features-1/1.0/conf/geojson",
        "features-2/1.0/conf/crs",
        "conf/oas30",
    ):
        assert any(uri.endswith(name) for uri in classes)


def test_collections_tell_extent_and_coordinate_systems(ask: Callable[..., Any]) -> None:
    body = ask("/api/collections").json
    assert [one["id"] for one in body["collections"]] == ["boundaries", "hotspots", "visits"]
    assert body["crs"] == [crs.uri for crs in ACCEPTED]
    for one in body["collections"]:
        assert one["crs"] == ["#/crs"]
        assert one["storageCrs"] == WGS84_LONLAT.uri
        assert "items" in _links(one)
        [[west, south, east, north]] = one["extent"]["spatial"]["bbox"]
        if one["id"] == "visits":
            assert west == -180, "there is none yet"
            continue
        assert 106.5 < west < east < 106.8
        assert 10.6 < south < north < 10.8
    single = ask("/api/collections/hotspots").json
    assert len(single["crs"]) == len(ACCEPTED)
    assert single["extent"]["temporal"]["interval"] == [["2012-02-07T17:00:00Z", None]]


def test_a_role_without_hotspots_does_not_see_their_collection(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer("partner")
    listed = client.get("/api/collections", headers=headers).json["collections"]
    assert [one["id"] for one in listed] == ["boundaries"]
    assert client.get(HOTSPOTS, headers=headers).status_code == 403


def test_items_are_geojson(ask: Callable[..., Any]) -> None:
    answer = ask(HOTSPOTS)
    assert (answer.status_code, answer.mimetype) == (200, "application/geo+json")
    body = orjson.loads(answer.data)
    assert body["type"] == "FeatureCollection"
    assert body["numberReturned"] == len(body["features"]) == 4
    assert body["timeStamp"].endswith("Z")
    assert {"self", "alternate", "collection"} == set(_links(body))
    assert {one["properties"]["code"] for one in body["features"]} == {f"DB0000{i}" for i in range(1, 5)}
    assert answer.headers["Content-Crs"] == f"<{WGS84_LONLAT.uri}>"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def _pages(ask: Callable[..., Any], path: str) -> Iterator[Any]:
    href: str | None = path
    while href:
        body = orjson.loads(ask(href).data)
        yield body
        href = _links(body).get("next")


@pytest.mark.parametrize("path", [f"{HOTSPOTS}?limit=1", f"{BOUNDARIES}?limit=3&datetime=../.."])
def test_pages_hold_every_feature_once(ask: Callable[..., Any], path: str) -> None:
    pages = list(_pages(ask, path))
    walked = [one["id"] for page in pages for one in page["features"]]
    whole = orjson.loads(ask(path.replace("limit=1", "limit=500").replace("limit=3", "limit=500")).data)
    assert walked == [one["id"] for one in whole["features"]]
    assert len(set(walked)) == len(walked) > 3
    assert "next" not in _links(pages[-1])


def test_a_walk_that_crosses_midnight_stays_on_its_day(ask: Callable[..., Any], clock: Clock) -> None:
    first = orjson.loads(ask(f"{HOTSPOTS}?limit=2").data)
    clock.at = clock.at.replace(hour=17)
    answer = ask(_links(first)["next"])
    assert answer.status_code == 200
    assert len(orjson.loads(answer.data)["features"]) == 2


def test_a_cursor_belongs_to_its_question(ask: Callable[..., Any]) -> None:
    following = _links(orjson.loads(ask(f"{HOTSPOTS}?limit=1").data))["next"]
    answer = ask(f"{following}&kind=bridge")
    assert (answer.status_code, answer.json["parameter"]) == (400, "cursor")
    assert ask(following.replace("/hotspots/", "/boundaries/")).status_code == 400


@pytest.mark.parametrize(
    "crs", [crs for crs in ACCEPTED if crs.name not in {"VN-2000 / UTM zone 49N"}], ids=lambda crs: crs.code
)
def test_items_in_every_coordinate_system(ask: Callable[..., Any], crs: Any) -> None:
    plain = orjson.loads(ask(f"{HOTSPOTS}/DB00001").data)["geometry"]["coordinates"]
    answer = ask(f"{HOTSPOTS}/DB00001?crs={crs.uri}")
    assert answer.headers["Content-Crs"] == f"<{crs.uri}>"
    told = orjson.loads(answer.data)["geometry"]["coordinates"]
    expected = transform_coordinates(plain, WGS84_LONLAT, crs)
    if crs.north_first:
        expected = expected[:, ::-1]
    near = 6e-7 if crs.kind == "geographic" else 6e-4
    assert told == [pytest.approx(list(row), abs=near) for row in expected]


def test_bbox_in_vn2000_finds_what_the_same_box_in_degrees_finds(ask: Callable[..., Any]) -> None:
    place = orjson.loads(ask(f"{HOTSPOTS}/DB00001").data)
    lon, lat = place["geometry"]["coordinates"][0]
    [[x, y]] = transform_coordinates([(lon, lat)], WGS84_LONLAT, find_crs(9210)).tolist()
    epsg = "http://www.opengis.net/def/crs/EPSG/0"
    boxes = {
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84": (lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4),
        f"{epsg}/4326": (lat - 1e-4, lon - 1e-4, lat + 1e-4, lon + 1e-4),
        f"{epsg}/9210": (x - 10, y - 10, x + 10, y + 10),
    }
    for crs, box in boxes.items():
        asked = f"{HOTSPOTS}?bbox={','.join(map(str, box))}&bbox-crs={crs}"
        found = orjson.loads(ask(asked).data)["features"]
        assert [one["id"] for one in found] == [place["id"]], crs
    swapped = f"{lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}&bbox-crs=EPSG:4326"
    assert ask(f"{HOTSPOTS}?bbox={swapped}").status_code == 400


def test_a_box_across_the_antimeridian_is_understood(ask: Callable[..., Any]) -> None:
    around = orjson.loads(ask(f"{HOTSPOTS}?bbox=100,-90,-170,90").data)
    assert around["numberReturned"] == 4
    away = orjson.loads(ask(f"{HOTSPOTS}?bbox=170,-90,100,90").data)
    assert away["numberReturned"] == 0


def test_wards_follow_the_day(ask: Callable[..., Any]) -> None:
    def wards(query: str) -> list[str]:
        body = orjson.loads(ask(f"{HOTSPOTS}/DB00001{query}").data)
        return [ward["name"] for ward in body["properties"]["wards"]]

    assert wards("?datetime=2012-03-01") == ["Phường 6"]
    assert wards("?datetime=2025-07-01") == wards("") == ["Phường Bình Đông"]
    assert wards("?vintage=start") == ["Phường 6"]


def test_search_and_filters(ask: Callable[..., Any]) -> None:
    def codes(query: str) -> set[str]:
        return {
            one["properties"]["code"] for one in orjson.loads(ask(f"{HOTSPOTS}?{query}").data)["features"]
        }

    assert codes("q=hem%201678%20pth") == {"DB00001"}
    assert codes("kind=alley,bridge,area,point") == codes("status=THEO_DOI") == codes("")
    assert codes("status=ON_DINH") == set()
    assert codes("area=776@start") == codes("area=776") == codes("")


def test_an_unchanged_answer_is_not_sent_again(
    ask: Callable[..., Any], store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(HOTSPOTS)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    with monkeypatch.context() as patch:
        patch.setattr(features, "get_page", None)  # the main question is not asked
        again = ask(HOTSPOTS, If_None_Match=tag)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        packed = ask(HOTSPOTS, If_None_Match=tag, Accept_Encoding="gzip")
        assert packed.status_code == 304
    assert ask(f"{HOTSPOTS}?limit=2", If_None_Match=tag).status_code == 200
    assert ask(HOTSPOTS, If_None_Match=tag, Accept="text/html").status_code == 200
    with store.write(SYSTEM, "grant.add") as change:
        add_grant(change, get_user(change.connection, "qgis"), "officer")
    assert ask(HOTSPOTS, If_None_Match=tag).status_code == 304, "a right that opens nothing more to be seen"
    with store.write(SYSTEM, "hotspot.touch") as change:
        change.note("hotspot", "DB00001", after={})
        change.touch("hotspots")
    assert ask(HOTSPOTS, If_None_Match=tag).status_code == 200


def test_a_new_day_is_a_new_answer(ask: Callable[..., Any], clock: Clock) -> None:
    tag = ask(HOTSPOTS).headers["ETag"]
    clock.at = clock.at.replace(hour=17)  # past midnight in Viet Nam
    assert ask(HOTSPOTS, If_None_Match=tag).status_code == 200


def test_tags_differ_between_readers_who_see_different_things(client: FlaskClient, bearer: Headers) -> None:
    readers = bearer(name="one"), bearer(name="two"), bearer(name="three", area="776")
    pages = HOTSPOTS, f"{HOTSPOTS}?f=html"
    tags = [[client.get(path, headers=headers).headers["ETag"] for headers in readers] for path in pages]
    assert [len(set(own)) for own in tags] == [2, 3], "pages name their reader"


def test_head_tells_the_same_without_a_body(client: FlaskClient, bearer: Headers) -> None:
    headers = bearer()
    told = client.head(HOTSPOTS, headers=headers)
    assert (told.status_code, told.data) == (200, b"")
    assert told.headers["Content-Crs"]
    assert told.headers["ETag"] == client.get(HOTSPOTS, headers=headers).headers["ETag"]


@pytest.mark.parametrize(
    "path", [HOTSPOTS, BOUNDARIES, f"{HOTSPOTS}/DB00002", "/api/collections", "/api/collections/hotspots"]
)
def test_every_resource_is_a_page_as_well(ask: Callable[..., Any], path: str) -> None:
    for answer in (ask(f"{path}?f=html"), ask(path, Accept="text/html")):
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert "<h1" in answer.text
    assert ask(f"{path}?f=json", Accept="text/html").mimetype in {"application/json", "application/geo+json"}


def test_missing_things_are_404(ask: Callable[..., Any]) -> None:
    for path, code in (
        ("/api/collections/persons", "collection_not_found"),
        ("/api/collections/persons/items", "collection_not_found"),
        (f"{HOTSPOTS}/DB99999", "feature_not_found"),
        (f"{BOUNDARIES}/27418@1999-01-01", "feature_not_found"),
    ):
        answer = ask(path)
        assert (answer.status_code, answer.json["code"]) == (404, code)


def test_an_item_of_another_area_does_not_exist(
    client: FlaskClient, bearer: Headers, ask: Callable[..., Any]
) -> None:
    place = orjson.loads(ask(f"{HOTSPOTS}/DB00001").data)
    ward = place["properties"]["wards"][0]
    others = [
        one["id"]
        for one in orjson.loads(ask(f"{BOUNDARIES}?level=ward").data)["features"]
        if one["properties"]["code"] != ward["code"]
    ]
    headers = bearer("officer", others[0], name="elsewhere")
    answer = client.get(f"{HOTSPOTS}/DB00001", headers=headers)
    missing = client.get(f"{HOTSPOTS}/DB99999", headers=headers)
    assert answer.status_code == missing.status_code == 404
    assert answer.json["code"] == missing.json["code"]


@pytest.mark.parametrize(
    "query",
    ["bbox=1,2,3", "bbox=", "bbox-crs=x", "crs=EPSG:6956", "datetime=x", "limit=0", "cursor=x", "status=x",
     "kind=x", "topic=x", "area=%20", "vintage=x", "as-known-on=x", "f=x", "nothing=1", "limit=1&limit=2"],
)  # fmt: skip
def test_bad_parameters_are_named_in_both_languages(ask: Callable[..., Any], query: str) -> None:
    told = set()
    for locale in ("vi", "en"):
        answer = ask(f"{HOTSPOTS}?{query}", Accept_Language=locale)
        assert answer.status_code == 400
        assert answer.json["parameter"] == query.partition("=")[0]
        assert answer.json["expected"]
        told.add(answer.json["detail"])
    assert len(told) == 2
