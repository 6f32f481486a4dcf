"""OGC API - Tiles and tile matrix sets, requirement by requirement, asked of the running service.

The names are those of the conformance classes of OGC 20-057 (tiles) and 17-083r4 (tile matrix sets).
"""

import gzip
from urllib.parse import urlsplit

import orjson
import pytest
import shapely

from geo.formats.tiles import HALF_WORLD_M, Tile, tile_at, tile_bounds
from geo.types import LonLat
from layers.store.catalog import COLLECTIONS
from layers.store.tiles import LAST_ZOOM
from tests.geo.formats.tile_reader import read_features
from tests.webmap.api.ogc import links_of, refused
from tests.webmap.live import Live

MVT = "application/vnd.mapbox-vector-tile"
SET = "/api/collections/hotspots/tiles/WebMercatorQuad"
NEAR = tile_at(LonLat(106.65, 10.735), 14)
HERE = f"{SET}/{NEAR.z}/{NEAR.row}/{NEAR.col}"
PAGES = (
    "/api/tileMatrixSets",
    "/api/tileMatrixSets/WebMercatorQuad",
    "/api/collections/hotspots/tiles",
    SET,
    "/api/styles",
    "/api/styles/hotspots",
    "/api/styles/visits",
    "/api/collections/visits/styles",
)


def test_tiles_1_core_a_tile_holds_what_items_tell_of_its_box(live: Live) -> None:
    answer = live.ask(HERE)
    assert (answer.status, answer.headers.get_content_type()) == (200, MVT)
    box = ",".join(map(str, tile_bounds(NEAR).degrees))
    listed = live.get(f"/api/collections/hotspots/items?limit=10000&bbox={box}")["features"]
    drawn = read_features(answer.body, "hotspots").values()
    inside = {
        one.properties["code"] for one in drawn if one.geometry.intersects(shapely.box(0, 0, 4096, 4096))
    }
    told = {feature["properties"]["code"]: feature["properties"] for feature in listed}
    # A place at the very edge may lie half a unit on the other side once its corners are whole numbers.
    assert len(inside ^ set(told)) <= 2
    assert len(inside & set(told)) > 20
    for one in drawn:
        if one.properties["code"] in told:
            assert one.properties["name"] == told[one.properties["code"]]["name"]
            assert one.properties["status"] == told[one.properties["code"]]["status"]


def test_tiles_1_core_what_is_no_tile_is_not_found(live: Live) -> None:
    across = 1 << 14
    for place in (
        f"14/{across}/0",
        f"14/0/{across}",
        f"{LAST_ZOOM + 1}/0/0",
        "99999999999999/0/0",
        "-1/0/0",
        "a/b/c",
    ):
        answer = live.ask(f"{SET}/{place}")
        assert answer.status == 404, place
        assert answer.headers.get_content_type() == "application/problem+json"
    for path in (
        f"/api/collections/none/tiles/WebMercatorQuad/{NEAR.z}/{NEAR.row}/{NEAR.col}",
        "/api/collections/hotspots/tiles/WorldCRS84Quad",
        "/api/tileMatrixSets/WorldCRS84Quad",
        f"{SET}/14/{'9' * 3000}/0",
    ):
        assert live.ask(path).status == 404, path


def test_tiles_1_core_an_empty_tile_has_no_content(live: Live) -> None:
    for place in ("14/0/0", "0/0/0?kind=bridge&datetime=1900-01-01"):
        answer = live.ask(f"{SET}/{place}")
        assert (answer.status, answer.body) == (204, b"")


def test_tiles_1_core_an_unchanged_tile_is_304_and_is_sent_packed(live: Live) -> None:
    first = live.ask(HERE, Accept_Encoding="identity")
    again = live.ask(HERE, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    packed = live.ask(HERE, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.body) == first.body
    assert len(packed.body) < len(first.body) / 2


def test_tiles_1_core_unknown_parameters_and_formats_are_refused(live: Live) -> None:
    assert refused(live, f"{HERE}?colour=red") == "colour"
    assert refused(live, f"{HERE}?limit=3") == "limit"
    assert refused(live, f"{HERE}?f=png") == "f"
    assert refused(live, f"{HERE}?kind=x") == "kind"


def test_tiles_1_tileset_tells_address_and_limits_of_tiles(live: Live) -> None:
    body = live.get(SET)
    links = links_of(body)
    (item,) = [link for link in body["links"] if link["rel"] == "item"]
    assert (item["type"], item["templated"]) == (MVT, True)
    template = urlsplit(item["href"]).path
    assert live.ask(template.format(tileMatrix=NEAR.z, tileRow=NEAR.row, tileCol=NEAR.col)).status == 200
    assert (
        live.get(links["http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"]["href"])["id"]
        == "WebMercatorQuad"
    )
    limits = {one["tileMatrix"]: one for one in body["tileMatrixSetLimits"]}
    assert set(limits) == {str(z) for z in range(LAST_ZOOM + 1)}
    assert limits["14"]["minTileRow"] <= NEAR.row <= limits["14"]["maxTileRow"]
    assert limits["14"]["minTileCol"] <= NEAR.col <= limits["14"]["maxTileCol"]
    beyond = Tile(14, limits["14"]["minTileRow"] - 2, NEAR.col)
    assert live.ask(f"{SET}/{beyond.z}/{beyond.row}/{beyond.col}").status == 204


def test_tiles_1_tilesets_list_names_every_set_of_a_collection(live: Live) -> None:
    for collection in COLLECTIONS:
        body = live.get(f"/api/collections/{collection}/tiles")
        (listed,) = body["tilesets"]
        assert listed["dataType"] == "vector"
        assert live.get(links_of(listed)["self"]["href"])["layers"][0]["id"] == collection


def test_tiles_1_geodata_tilesets_are_linked_from_their_collection(live: Live) -> None:
    for listed in live.get("/api/collections")["collections"]:
        links = links_of(listed)
        assert live.get(links["http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"]["href"])["tilesets"]
    landing = links_of(live.get("/api"))
    assert live.get(landing["http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"]["href"])[
        "tileMatrixSets"
    ]
    assert len(live.get(landing["http://www.opengis.net/def/rel/ogc/1.0/styles"]["href"])["styles"]) == 3


def test_tiles_1_datetime_narrows_a_tile_as_it_does_items(live: Live) -> None:
    def codes(query: str) -> set[str]:
        found = read_features(live.ask(f"{HERE}?{query}").body, "hotspots")
        return {one.properties["code"] for one in found.values()}

    then, ever = codes("datetime=2016-05-04"), codes("datetime=../..")
    assert 0 < len(then) < len(ever)
    alleys = codes("kind=alley")
    assert 0 < len(alleys) < len(codes(""))
    assert codes("filter=kind%3D%27alley%27") == alleys


def test_tiles_1_mvt_is_read_by_tilejson(live: Live) -> None:
    body = live.get(f"{SET}?f=tilejson&kind=alley")
    assert body["tilejson"] == "3.0.0"
    (layer,) = body["vector_layers"]
    assert layer["id"] == "hotspots"
    (template,) = body["tiles"]
    path = urlsplit(template.format(z=NEAR.z, y=NEAR.row, x=NEAR.col))
    found = read_features(live.ask(f"{path.path}?{path.query}").body, "hotspots")
    assert {one.properties["kind"] for one in found.values()} == {"alley"}
    told = {name for one in found.values() for name in one.properties}
    assert told <= set(layer["fields"])
    west, south, east, north = body["bounds"]
    assert west < 106.65 < east
    assert south < 10.735 < north
    overview = read_features(live.ask(f"{SET}/5/{NEAR.row >> 9}/{NEAR.col >> 9}").body, "hotspots")
    assert sum(one.properties["count"] for one in overview.values()) > 1000
    assert len(overview) < 100


def test_tiles_1_oas30_describes_tiles(live: Live) -> None:
    paths = live.get("/api/openapi.json")["paths"]
    for collection in COLLECTIONS:
        operation = paths[
            f"/api/collections/{collection}/tiles/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
        ]["get"]
        assert MVT in operation["responses"]["200"]["content"]
        assert {"204", "304", "400", "404"} <= set(operation["responses"])


def test_tms_tilematrixset_is_that_of_the_registry(live: Live) -> None:
    matrices = live.get("/api/tileMatrixSets/WebMercatorQuad")["tileMatrices"]
    assert [one["id"] for one in matrices] == [str(z) for z in range(25)]
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.028717)
    assert matrices[0]["cellSize"] == pytest.approx(156543.033928041)
    for one in matrices:
        assert one["pointOfOrigin"] == pytest.approx([-HALF_WORLD_M, HALF_WORLD_M])
        assert one["matrixWidth"] * one["tileWidth"] * one["cellSize"] == pytest.approx(2 * HALF_WORLD_M)


def test_tms_json_tilematrixset_is_listed(live: Live) -> None:
    (listed,) = live.get("/api/tileMatrixSets")["tileMatrixSets"]
    assert live.get(links_of(listed)["self"]["href"])["uri"] == listed["uri"]
    assert listed["uri"] == "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"


def test_tms_tilesetmetadata_tells_properties_and_box(live: Live) -> None:
    body = live.get(SET)
    (layer,) = body["layers"]
    told = [one.name for one in COLLECTIONS["hotspots"].properties]
    assert list(layer["propertiesSchema"]["properties"]) == [*told, "count"]
    assert body["boundingBox"]["lowerLeft"] < body["boundingBox"]["upperRight"]


def test_tms_json_tilesetmetadata_and_all_pages_are_there_for_people(live: Live) -> None:
    for path in PAGES:
        page = live.ask(f"{path}?f=html")
        assert (page.status, page.headers.get_content_type()) == (200, "text/html"), path
        assert b"<h1" in page.body
        assert orjson.loads(live.ask(f"{path}?f=json").body)
