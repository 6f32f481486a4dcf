"""OGC API - Features, requirement by requirement, asked of the running service.

The names are those of the abstract test suites of OGC 17-069r4 (part 1), 18-058r1 (part 2) and 19-072 (common).
"""

import gzip
import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import orjson
import pytest
import shapely

from geo.geodesy.crs import WGS84, WGS84_LONLAT, find_crs, transform_coordinates
from layers.store.catalog import COLLECTIONS
from tests.webmap.api.ogc import check, codes, links_of, refused
from tests.webmap.live import Live
from webmap.api.conformance import CONFORMANCE

HOTSPOTS = "/api/collections/hotspots/items"
BOUNDARIES = "/api/collections/boundaries/items"
GLOBAL = ("/api", "/api/conformance", "/api/collections", "/api/collections/hotspots")
LISTS = (HOTSPOTS, BOUNDARIES)
ONE = f"{HOTSPOTS}/DB00001"
VN2000 = find_crs(9210)


@pytest.fixture(scope="module")
def places(live: Live) -> dict[str, Any]:
    """Return the geometry of every hotspot by code."""
    features = live.get(f"{HOTSPOTS}?limit=10000")["features"]
    return {one["properties"]["code"]: shapely.geometry.shape(one["geometry"]) for one in features}


def test_every_claimed_class_has_tests_of_its_name() -> None:
    here = Path(__file__).parent
    rooms = (*here.glob("test_ogc*.py"), here / "test_editing.py")
    tested = {
        name
        for room in rooms
        for name in re.findall(r"^def test_(\w+)", room.read_text("utf-8"), re.MULTILINE)
    }
    for uri in CONFORMANCE:
        standard, name = re.findall(r"/spec/(?:ogcapi-)?([\w-]+)/\d\.0/conf/([\w-]+)$", uri)[0]
        start = f"{standard}_{name}_".replace("-", "_")
        assert any(f"{one}_".startswith(start) for one in tested), start


def test_common_1_core_every_answer_is_linked_to_its_other_form(live: Live) -> None:
    for path in GLOBAL:
        links = links_of(live.get(path))
        assert links["self"]["type"] == "application/json"
        assert live.get(links["self"]["href"])
        assert live.ask(links["alternate"]["href"]).headers.get_content_type() == "text/html"


def test_common_2_collections_describes_the_same_alone_as_in_the_list(live: Live) -> None:
    for listed in live.get("/api/collections")["collections"]:
        own = links_of(listed)["self"]["href"]
        alone = live.get(own)
        for name in ("id", "title", "description", "extent", "itemType", "storageCrs"):
            assert alone[name] == listed[name]


def test_features_1_core_root_success(live: Live) -> None:
    body = live.get("/api")
    check(body, "landingPage")
    links = links_of(body)
    assert {"service-desc", "service-doc", "conformance", "data"} <= set(links)
    for link in links.values():
        answer = live.ask(link["href"])
        assert answer.status == 200
        assert answer.headers.get_content_type() == link["type"].split(";")[0]


def test_features_1_core_conformance_success(live: Live) -> None:
    body = live.get("/api/conformance")
    check(body, "confClasses")
    assert body["conformsTo"] == list(CONFORMANCE)


def test_features_1_core_http(live: Live) -> None:
    assert live.ask(f"{HOTSPOTS}/none").status == 404
    wrong = live.ask(HOTSPOTS, "DELETE")
    assert wrong.status == 405
    assert {"GET", "HEAD"} <= {method.strip() for method in wrong.headers["Allow"].split(",")}
    nobody = live.ask(HOTSPOTS, Authorization="")
    assert nobody.status == 401
    assert nobody.headers["WWW-Authenticate"]


@pytest.mark.parametrize("path", [*GLOBAL, *LISTS, ONE, "/api/openapi.json"])
def test_features_1_core_query_param_unknown(live: Live, path: str) -> None:
    assert refused(live, f"{path}?colour=red") == "colour"


def test_features_1_core_collections_success(live: Live) -> None:
    body = live.get("/api/collections")
    check(body, "collections")
    assert [one["id"] for one in body["collections"]] == list(COLLECTIONS)
    for one in body["collections"]:
        check(live.get(links_of(one)["self"]["href"]), "collection")
        forms = {link["type"]: link["href"] for link in one["links"] if link["rel"] == "items"}
        assert set(forms) == {"application/geo+json", "text/html"}
        check(live.get(forms["application/geo+json"]), "featureCollectionGeoJSON")
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        for page in live.pages(f"/api/collections/{one['id']}/items?limit=10000&datetime=../.."):
            for feature in page["features"]:
                inside = shapely.box(west, south, east, north)
                assert inside.covers(shapely.geometry.shape(feature["geometry"]))


@pytest.mark.parametrize("path", LISTS)
def test_features_1_core_fc_response(live: Live, path: str) -> None:
    answer = live.ask(f"{path}?limit=5")
    check(answer.json, "featureCollectionGeoJSON")
    assert answer.json["numberReturned"] == len(answer.json["features"]) <= 5
    told = datetime.fromisoformat(answer.json["timeStamp"])
    assert abs((parsedate_to_datetime(answer.headers["Date"]) - told).total_seconds()) < 60
    links = links_of(answer.json)
    assert {"self", "alternate", "collection"} <= set(links)
    assert links["collection"]["href"].endswith(path.removesuffix("/items"))
    assert live.get(links["self"]["href"])["features"] == answer.json["features"]


@pytest.mark.parametrize(("asked", "got"), [("", 100), ("limit=1", 1), ("limit=250", 250)])
def test_features_1_core_fc_limit_response(live: Live, asked: str, got: int) -> None:
    assert live.get(f"{HOTSPOTS}?{asked}")["numberReturned"] == got


def test_features_1_core_fc_limit_more_than_the_maximum_is_the_maximum(
    live: Live, places: dict[str, Any]
) -> None:
    for limit in ("10001", "9" * 18, "9" * 30):
        assert live.get(f"{HOTSPOTS}?limit={limit}")["numberReturned"] == len(places)
    for limit in ("0", "-1", "1.5", "x", "", "1e3", "+1"):
        assert refused(live, f"{HOTSPOTS}?limit={quote(limit)}") == "limit"


@pytest.mark.parametrize("path", [f"{HOTSPOTS}?limit=300&kind=alley", f"{BOUNDARIES}?limit=4&datetime=../.."])
def test_features_1_core_fc_links_lead_through_every_feature_once(live: Live, path: str) -> None:
    pages = [[one["id"] for one in page["features"]] for page in live.pages(path)]
    walked = [one for page in pages for one in page]
    whole = live.get(re.sub(r"limit=\d+", "limit=10000", path))
    assert walked == [one["id"] for one in whole["features"]]
    assert len(set(walked)) == len(walked)
    assert len(pages) > 3
    assert {len(page) for page in pages[:-1]} == {len(pages[0])}


@pytest.mark.parametrize(
    "box",
    [
        (106.63, 10.72, 106.64, 10.73),
        (106.6, 10.7, 106.7, 10.76),
        (106.6493, 10.7371, 106.6493, 10.7371),  # one point, where DB00001 begins
        (0.0, 0.0, 1.0, 1.0),
        (106.66, -90.0, -170.0, 90.0),  # across the antimeridian
    ],
)
def test_features_1_core_fc_bbox_response(live: Live, places: dict[str, Any], box: tuple[float, ...]) -> None:
    asked = ",".join(map(str, box))
    west, south, east, north = box
    area = shapely.box(west, south, 180 if west > east else east, north)
    met = {code for code, shape in places.items() if area.intersects(shape)}
    assert codes(live, f"bbox={asked}") == met
    high = f"{west},{south},-100,{east},{north},8848"
    assert codes(live, f"bbox={high}") == met


@pytest.mark.parametrize(
    "box", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "1,2,3,nan", "1,2,3,inf", "0,5,1,4", "0,0,1,91", ""]
)
def test_features_1_core_fc_bbox_invalid(live: Live, box: str) -> None:
    assert refused(live, f"{HOTSPOTS}?bbox={box}") == "bbox"


def test_features_1_core_fc_time_response(live: Live) -> None:
    began = {
        one["properties"]["code"]: one["properties"]["valid_from"]
        for one in live.get(f"{HOTSPOTS}?limit=10000&datetime=../..")["features"]
    }
    until = {code for code, day in began.items() if day <= "2016-05-04"}
    assert 0 < len(until) < len(began)
    for asked in (
        "2016-05-04",
        "2016-05-04T12:00:00%2B07:00",
        "../2016-05-04",
        "/2016-05-04",
        "2016-05-03T17:00:00Z",
    ):
        assert codes(live, f"datetime={asked}") == until, asked
    assert codes(live, "datetime=2016-05-04/..") == set(began)
    assert codes(live, "datetime=1900-01-01/1900-12-31") == set()
    vintages = live.get(f"{BOUNDARIES}?datetime=2024-12-31/2025-01-01&level=ward")["features"]
    assert {one["properties"]["valid_from"] for one in vintages} == {None, "2025-01-01"}
    for wrong in (
        "2016",
        "2016-13-01",
        "2016-02-30",
        "2020-01-01/2019-01-01",
        "a/b",
        "2016-05-04T12:00:00",
        "",
    ):
        assert refused(live, f"{HOTSPOTS}?datetime={wrong}") == "datetime"


def test_features_1_core_f_success(live: Live) -> None:
    listed = live.get(f"{HOTSPOTS}?limit=3")["features"]
    for feature in listed:
        alone = live.get(f"{HOTSPOTS}/{feature['id']}")
        check(alone, "featureGeoJSON")
        links = links_of(alone)
        assert {"self", "alternate", "collection"} <= set(links)
        assert {name: alone[name] for name in feature} == feature
        assert live.get(links["self"]["href"]) == alone


@pytest.mark.parametrize("path", [HOTSPOTS, ONE])
def test_features_1_core_an_unchanged_answer_is_304(live: Live, path: str) -> None:
    first = live.ask(path)
    again = live.ask(path, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert live.ask(path, If_None_Match='"other"').status == 200


@pytest.mark.parametrize("path", [*GLOBAL, *LISTS, ONE])
def test_features_1_core_head_tells_what_get_tells(live: Live, path: str) -> None:
    got, head = live.ask(path), live.ask(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Vary", "Content-Crs", "Cache-Control"):
        assert head.headers[name] == got.headers[name], name


@pytest.mark.parametrize(
    ("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)], ids=["gzip", "br"]
)
@pytest.mark.parametrize("path", [HOTSPOTS, BOUNDARIES, "/api/collections", f"{HOTSPOTS}?f=html"])
def test_features_1_core_packed_answers_say_the_same(
    live: Live, path: str, coding: str, unpack: Callable[[bytes], bytes]
) -> None:
    packed = live.ask(path, Accept_Encoding=coding)
    plain = live.ask(path, Accept_Encoding="identity")
    assert packed.headers["Content-Encoding"] == coding
    assert plain.headers["Content-Encoding"] is None
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.body) < len(plain.body) / 3
    assert _timeless(unpack(packed.body)) == _timeless(plain.body)


def _timeless(body: bytes) -> bytes:
    return re.sub(rb'"timeStamp":"[^"]+"|nonce="[^"]+"|value="[^"]+"', b"", body)


def test_features_1_oas30_definition(live: Live) -> None:
    answer = live.ask("/api/openapi.json")
    assert answer.headers.get_content_type() == "application/vnd.oai.openapi+json"
    document = answer.json
    assert re.fullmatch(r"3\.0\.\d", document["openapi"])
    parameters = document["components"]["parameters"]
    assert parameters["limit"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 10_000,
        "default": 100,
    }
    bbox = parameters["bbox"]
    assert (bbox["in"], bbox["style"], bbox["explode"], bbox.get("required", False)) == (
        "query",
        "form",
        False,
        False,
    )
    assert bbox["schema"]["items"] == {"type": "number"}
    assert bbox["schema"]["oneOf"] == [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]
    assert parameters["datetime"]["schema"]["type"] == "string"
    for name in COLLECTIONS:
        operation = document["paths"][f"/api/collections/{name}/items"]["get"]
        told = {one["$ref"].rsplit("/", 1)[1] for one in operation["parameters"]}
        assert {"limit", "bbox", "datetime", "crs", "bbox-crs"} <= told
        assert {"200", "400", "401", "403", "404"} <= set(operation["responses"])
    assert document["security"]


def test_features_1_html_tells_the_same_data(live: Live) -> None:
    for path in (*GLOBAL, *LISTS, ONE):
        for answer in (live.ask(path, Accept="text/html"), live.ask(f"{path}?f=html")):
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    page = live.ask(f"{HOTSPOTS}?f=html&limit=50").body.decode()
    for feature in live.get(f"{HOTSPOTS}?limit=50")["features"]:
        assert feature["properties"]["code"] in page
        assert feature["properties"]["name"] in page
    assert 'rel="next"' in page
    alone = live.ask(f"{ONE}?f=html").body.decode()
    told = live.get(ONE)["properties"]
    for name in ("code", "name", "source"):
        assert told[name] in alone
    assert told["wards"][0]["name"] in alone


def test_features_1_geojson_is_valid(live: Live) -> None:
    for path in LISTS:
        answer = live.ask(f"{path}?limit=10000&datetime=../..", Accept="application/geo+json")
        assert answer.headers.get_content_type() == "application/geo+json"
        for feature in answer.json["features"]:
            shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
            assert shape.is_valid
            assert not shape.is_empty
            west, south, east, north = shape.bounds
            assert 102 < west <= east < 118
            assert 7 < south <= north < 24
            for part in shapely.get_parts(shape):
                if part.geom_type == "Polygon":
                    assert part.exterior.is_ccw
                    assert not any(ring.is_ccw for ring in part.interiors)
        ids = [feature["id"] for feature in answer.json["features"]]
        assert len(set(ids)) == len(ids) or path == HOTSPOTS  # a place has as many rows as versions held


def test_features_2_crs_lists_and_storage(live: Live) -> None:
    body = live.get("/api/collections")
    assert body["crs"][0] == WGS84_LONLAT.uri
    assert {WGS84.uri, VN2000.uri} <= set(body["crs"])
    for one in body["collections"]:
        assert one["crs"] == ["#/crs"]
        assert one["storageCrs"] in body["crs"]
        assert live.get(links_of(one)["self"]["href"])["crs"] == body["crs"]


@pytest.mark.parametrize("path", [f"{HOTSPOTS}?limit=50", f"{BOUNDARIES}?limit=5", ONE])
def test_features_2_crs_parameter(live: Live, path: str) -> None:
    glue = "&" if "?" in path else "?"
    plain = live.ask(path)
    assert plain.headers["Content-Crs"] == f"<{WGS84_LONLAT.uri}>"
    lonlat = _coordinates(plain.json)
    for crs, near in ((WGS84, 1e-9), (VN2000, 6e-4)):
        answer = live.ask(f"{path}{glue}crs={quote(crs.uri, safe='')}")
        assert answer.headers["Content-Crs"] == f"<{crs.uri}>"
        expected = transform_coordinates(lonlat, WGS84_LONLAT, crs)
        expected = expected[:, ::-1] if crs.north_first else expected
        assert _coordinates(answer.json) == pytest.approx(expected, abs=near)
    for wrong in ("EPSG:6956", "EPSG:1", "x", ""):
        assert refused(live, f"{path}{glue}crs={wrong}") == "crs"


def _coordinates(body: Any) -> Any:
    features = body.get("features", [body])
    return shapely.get_coordinates([shapely.geometry.shape(one["geometry"]) for one in features])


def test_features_2_crs_of_the_box(live: Live, places: dict[str, Any]) -> None:
    first = places["DB00001"]
    west, south, east, north = first.buffer(0.002).bounds
    meeting = {
        code for code, shape in places.items() if shapely.box(west, south, east, north).intersects(shape)
    }
    latlon = f"bbox={south},{west},{north},{east}&bbox-crs={WGS84.uri}"
    assert codes(live, f"bbox={west},{south},{east},{north}") == codes(live, latlon) == meeting
    shapes = {
        code: shapely.transform(shape, lambda xy: transform_coordinates(xy, WGS84_LONLAT, VN2000))
        for code, shape in places.items()
    }
    box = shapes["DB00001"].buffer(200).bounds
    found = codes(live, f"bbox={','.join(map(str, box))}&bbox-crs={VN2000.uri}")
    inside = {code for code, shape in shapes.items() if shapely.box(*box).intersects(shape)}
    # The box is asked as one in degrees around it: it may hold a little more, never less.
    wider = shapely.box(*box).buffer(2)
    assert inside <= found <= {code for code, shape in shapes.items() if wider.intersects(shape)}
    assert refused(live, f"{HOTSPOTS}?bbox=1,2,3,4&bbox-crs=EPSG:6956") == "bbox-crs"
    assert refused(live, f"{HOTSPOTS}?bbox=1,2,3,4&bbox-crs={VN2000.uri}") == "bbox"


def test_features_2_crs_is_kept_by_the_link_to_the_next_page(live: Live) -> None:
    pages = list(live.pages(f"{HOTSPOTS}?limit=900&crs={VN2000.uri}"))
    assert len(pages) >= 3
    for before, after in pairwise(pages):
        assert before["features"][-1]["id"] != after["features"][0]["id"]
    assert all(_coordinates(page)[:, 0].min() > 500_000 for page in pages)
