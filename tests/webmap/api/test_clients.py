"""Programs that others wrote read the running service: GDAL, owslib, QGIS's requests, and the open file itself."""

import multiprocessing
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import fiona
import geopandas
import numpy as np
import orjson
import pyogrio
import pytest
import shapely
from owslib.ogcapi.features import Features
from owslib.util import Authentication

from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_coordinates
from geo.text.names import fold_key
from layers.actor import SYSTEM
from layers.conversion.status import StatusChange
from layers.places.hotspots import Extent, Place, open_hotspot
from layers.store.database import Database
from tests.servers import skip_or_fail
from tests.webmap.live import PLACES, Live

ITEMS = "/api/collections/hotspots/items"
BOX = (106.63, 10.72, 106.64, 10.73)
VN2000 = find_crs(9210)
LONGEST_S = 10


@pytest.fixture(scope="module")
def ours(live: Live) -> dict[str, Any]:
    """Return every hotspot as our own interface tells it, by code."""
    features = live.get(f"{ITEMS}?limit=10000")["features"]
    return {feature["properties"]["code"]: feature for feature in features}


@pytest.fixture
def oapif(live: Live) -> Iterator[str]:
    """Return the address as GDAL takes it, with the token as password."""
    with gdal_options(GDAL_HTTP_USERPWD=f"qgis:{live.token}", GDAL_HTTP_AUTH="BASIC"):
        yield f"OAPIF:{live.url}/api"


class gdal_options:  # noqa: N801 - reads as the function that it stands for
    """Set GDAL's options for a while."""

    def __init__(self, **options: str) -> None:
        self.options = options

    def __enter__(self) -> None:
        pyogrio.set_gdal_config_options(self.options)

    def __exit__(self, *_error: object) -> None:
        pyogrio.set_gdal_config_options(dict.fromkeys(self.options))


def _read(address: str, layer: str = "hotspots", **options: Any) -> geopandas.GeoDataFrame:
    return pyogrio.read_dataframe(address, layer=layer, **options)


def _shape(feature: Any) -> Any:
    return shapely.geometry.shape(feature["geometry"])


def test_gdal_lists_our_collections(oapif: str) -> None:
    assert pyogrio.list_layers(oapif)[:, 0].tolist() == ["boundaries", "hotspots", "visits"]


def test_gdal_takes_a_bearer_token_from_a_file(live: Live, tmp_path: Path) -> None:
    header = tmp_path / "header.txt"
    header.write_text(f"Authorization: Bearer {live.token}\n")
    with gdal_options(GDAL_HTTP_HEADER_FILE=str(header)):
        assert len(_read(f"OAPIF:{live.url}/api", max_features=3)) == 3


def test_gdal_takes_the_token_as_an_option_of_the_connection(live: Live) -> None:
    assert len(_read(f"OAPIF:{live.url}/api", max_features=3, USERPWD=f"qgis:{live.token}")) == 3


def test_gdal_is_told_that_a_token_is_missing(live: Live) -> None:
    with pytest.raises(pyogrio.errors.DataSourceError, match="401"):
        pyogrio.list_layers(f"OAPIF:{live.url}/api")


def test_gdal_reads_every_place_over_many_pages(oapif: str, ours: dict[str, Any]) -> None:
    read = _read(oapif, PAGE_SIZE="400").set_index("code")
    assert len(read) == len(ours) >= PLACES
    assert read.index.is_unique
    for code, feature in ours.items():
        theirs, told = read.loc[code], feature["properties"]
        for name in ("id", "name", "kind", "status", "source", "version", "position_accuracy_m"):
            assert theirs[name] == told[name], (code, name)
        assert list(theirs["topics"]) == told["topics"]
        assert [ward["name"] for ward in theirs["wards"]] == [ward["name"] for ward in told["wards"]]
        assert str(theirs["valid_from"].date()) == told["valid_from"]
        assert theirs["valid_to"] is None
    lengths = {code: one["properties"]["length_m"] for code, one in ours.items()}
    assert read["length_m"].equals(read.index.to_series().map(lengths).astype(float))
    assert shapely.equals(read.geometry.to_numpy(), [_shape(ours[code]) for code in read.index]).all()


def test_gdal_reads_the_boundaries(live: Live, oapif: str) -> None:
    told = live.get("/api/collections/boundaries/items")["features"]
    read = _read(oapif, "boundaries", PAGE_SIZE="2")
    assert read["id"].tolist() == [feature["id"] for feature in told]
    assert shapely.equals(read.geometry.to_numpy(), [_shape(feature) for feature in told]).all()


def test_gdal_asks_for_a_box(live: Live, oapif: str, ours: dict[str, Any]) -> None:
    codes = set(_read(oapif, bbox=BOX)["code"])
    meeting = {code for code, one in ours.items() if shapely.box(*BOX).intersects(_shape(one))}
    asked = live.get(f"{ITEMS}?limit=10000&bbox={','.join(map(str, BOX))}")["features"]
    assert codes == meeting == {feature["properties"]["code"] for feature in asked}
    assert 0 < len(codes) < PLACES / 2


def test_gdal_reads_vn2000_with_east_before_north(oapif: str, ours: dict[str, Any]) -> None:
    read = _read(oapif, CRS="EPSG:9210", PAGE_SIZE="1000").set_index("code")
    assert read.crs.name == VN2000.name
    plain = np.array([_shape(ours[code]) for code in read.index])
    expected = transform_coordinates(shapely.get_coordinates(plain), WGS84_LONLAT, VN2000)
    told = shapely.get_coordinates(read.geometry.to_numpy())
    assert np.abs(told - expected).max() <= 0.0006  # millimetres, rounded
    assert 500_000 < told[:, 0].min() < told[:, 0].max() < 1_000_000 < told[:, 1].min()


def test_gdal_asks_for_a_box_in_vn2000(oapif: str) -> None:
    box = (597_000.0, 1_187_000.0, 599_000.0, 1_189_000.0)
    everything = _read(oapif, CRS="EPSG:9210", PAGE_SIZE="10000").set_index("code").geometry
    read = _read(oapif, CRS="EPSG:9210", bbox=box)
    assert set(read["code"]) == set(everything.index[everything.intersects(shapely.box(*box))])
    assert "DB00001" in set(read["code"])


@pytest.mark.parametrize("by", ["bearer", "basic"])
def test_owslib_reads_collections_and_items(live: Live, ours: dict[str, Any], by: str) -> None:
    client = (
        Features(f"{live.url}/api", headers={"Authorization": f"Bearer {live.token}"})
        if by == "bearer"
        else Features(f"{live.url}/api", auth=Authentication("qgis", live.token))
    )
    assert client.feature_collections() == ["boundaries", "hotspots", "visits"]
    assert client.api()["openapi"].startswith("3.0")
    assert any(uri.endswith("ogcapi-features-2/1.0/conf/crs") for uri in client.conformance()["conformsTo"])
    assert client.collection("hotspots")["itemType"] == "feature"
    page = client.collection_items("hotspots", limit=7)
    assert page["numberReturned"] == len(page["features"]) == 7
    inside = client.collection_items("hotspots", bbox=list(BOX), limit=10_000)["features"]
    expected = {code for code, one in ours.items() if shapely.box(*BOX).intersects(_shape(one))}
    assert {one["properties"]["code"] for one in inside} == expected
    then = client.collection_items("hotspots", datetime_="../2012-02-08", limit=10_000)["features"]
    began = {code for code, one in ours.items() if one["properties"]["valid_from"] <= "2012-02-08"}
    assert {one["properties"]["code"] for one in then} == began
    assert client.collection_item("hotspots", "DB00001")["properties"]["name"] == "Hẻm 1678 Phạm Thế Hiển"


def test_qgis_finds_what_it_asks_for(live: Live) -> None:
    def get(path: str, accept: str) -> Any:
        answer = live.ask(path, Authorization=live.basic, Accept=accept, User_Agent="Mozilla/5.0 QGIS/33407")
        assert answer.status == 200, answer.body
        assert answer.headers.get_content_type() in accept
        return answer.json

    landing = get("/api", "application/json")
    links = {link["rel"]: link["href"] for link in landing["links"]}
    wanted = (
        "application/vnd.oai.openapi+json;version=3.0, application/openapi+json;version=3.0, application/json"
    )
    document = get(links["service-desc"], wanted)
    limit = document["components"]["parameters"]["limit"]["schema"]
    assert limit["maximum"] == 10_000  # the size of the pages that it asks for
    assert get(links["conformance"], "application/json")["conformsTo"]
    [collection] = [
        one for one in get(links["data"], "application/json")["collections"] if one["id"] == "hotspots"
    ]
    items = next(link["href"] for link in collection["links"] if link["rel"] == "items")
    query = {
        "limit": 1000,
        "bbox": "597000,1187000,599000,1189000",
        "bbox-crs": VN2000.uri,
        "crs": VN2000.uri,
    }
    page = get(f"{items}?{urlencode(query)}", "application/geo+json, application/json")
    assert "DB00001" in {feature["properties"]["code"] for feature in page["features"]}


def write_places(file: Path, told: Connection, enough: Event) -> None:
    """Open places one after the other, as the service does, and tell each code once it is committed."""
    database = Database(f"sqlite:///{file}", clock=lambda: datetime.now(UTC))
    first = StatusChange("DE_XUAT", date(2020, 1, 1), reason="thử đọc trong lúc ghi")
    until = time.monotonic() + LONGEST_S
    number = 0
    while time.monotonic() < until and not enough.is_set():
        west = 106.65 + number * 1e-5
        line = shapely.LineString([(west, 10.74), (west + 0.0005, 10.7405)])
        place = Place(
            f"Hẻm {number} Thử Nghiệm", "alley", line, ("ma_tuy",), 15, "survey", "khảo sát", date(2020, 1, 1)
        )
        with database.write(SYSTEM, "hotspot.open") as change:
            code = open_hotspot(change, place, first, least=Extent(), is_different=True)
        told.send(code)
        number += 1
        time.sleep(0.02)
    database.close()


@pytest.fixture
def writer(live: Live) -> Iterator[Connection]:
    """Write to the service's file from another process as long as the test runs, ten seconds at most.

    Another process, since two copies of SQLite in one would undo each other's locks.
    """
    processes = multiprocessing.get_context("spawn")
    here, there = processes.Pipe(duplex=False)
    enough = processes.Event()
    process = processes.Process(target=write_places, args=(live.file, there, enough))
    process.start()
    there.close()
    yield here
    enough.set()
    process.join(timeout=60)
    here.close()
    assert process.exitcode == 0


def test_desktop_programs_read_the_file_while_it_is_written(live: Live, writer: Connection) -> None:
    seen = [0]
    for _ in range(4):
        code = writer.recv()
        while writer.poll():
            code = writer.recv()
        versions = pyogrio.read_dataframe(live.file, layer="hotspot_version", columns=["name", "hotspot_id"])
        # A change may be read before it is told, so that a round can see what the one before saw.
        assert len(versions) >= seen[-1]
        seen.append(len(versions))
        assert not versions.geometry.is_empty.any()
        with fiona.open(live.file, layer="hotspot_version") as rows:
            assert rows.crs.to_epsg() == 4326
            assert len(rows) >= seen[-1]
        assert live.get(f"{ITEMS}/{code}")["properties"]["code"] == code
    assert seen[-1] > seen[1] > 0


def test_ogrinfo_has_nothing_to_complain_about(live: Live, writer: Connection) -> None:
    program = shutil.which("ogrinfo") or skip_or_fail("no ogrinfo here", "apt install gdal-bin")
    for _ in range(2):
        writer.recv()
        told = subprocess.run(
            [program, "-ro", "-so", "-al", str(live.file)], capture_output=True, text=True, check=False
        )
        assert (told.returncode, told.stderr) == (0, "")
        assert "Layer name: hotspot_version" in told.stdout
        assert "Warning" not in told.stdout


def test_gdal_asks_for_properties(oapif: str, ours: dict[str, Any]) -> None:
    """Whatever GDAL leaves to us and whatever it does itself, it ends with the right places."""
    asked: tuple[tuple[str, Any], ...] = (
        ("kind = 'bridge'", lambda one: one["kind"] == "bridge"),
        ("code = 'DB00001'", lambda one: one["code"] == "DB00001"),
        ("kind = 'alley' AND length_m > 200", lambda one: one["kind"] == "alley" and one["length_m"] > 200),
        ("name LIKE '%Thế%' OR version < 0", lambda one: "Thế" in one["name"]),
    )
    for where, test in asked:
        expected = {code for code, one in ours.items() if test(one["properties"])}
        assert set(_read(oapif, where=where)["code"]) == expected, where
        assert expected


def test_owslib_reads_queryables_and_filters(live: Live, ours: dict[str, Any]) -> None:
    client = Features(f"{live.url}/api", headers={"Authorization": f"Bearer {live.token}"})
    assert "length_m" in client.collection_queryables("hotspots")["properties"]
    found = client.collection_items(
        "hotspots", filter="kind = 'alley' AND CASEI(ACCENTI(name)) LIKE '%the%'", limit=10_000
    )
    expected = {
        code
        for code, one in ours.items()
        if one["properties"]["kind"] == "alley" and "the" in fold_key(one["properties"]["name"])
    }
    assert {one["properties"]["code"] for one in found["features"]} == expected
    assert 0 < len(expected) < len(ours)


def test_owslib_records_corrects_and_withdraws_a_visit(live: Live) -> None:
    def client(**headers: str) -> Features:
        one = Features(f"{live.url}/api", auth=Authentication("qgis", live.token))
        one.headers = headers  # those of owslib are the same dictionary for all clients
        return one

    key = str(uuid4())
    seen = {"hotspot": "DB00002", "visited_on": "2026-01-05", "result": "same", "head_count": 3}
    sent = {"type": "Feature", "id": key, "geometry": None, "properties": seen}
    assert client().collection_item_create("visits", sent)
    there = client().collection_item("visits", key)
    assert there["properties"] == there["properties"] | seen
    there["properties"] |= {"result": "worse", "note": "Đèn lại hỏng."}
    put = {"Content-Type": "application/geo+json"}
    assert client(**put).collection_item_update("visits", key, orjson.dumps(there))
    after = client().collection_item("visits", key)["properties"]
    assert after == there["properties"] | {"version": 2}
    elsewhere = orjson.dumps({**there, "properties": {**after, "hotspot": "DB00001"}})
    with pytest.raises(RuntimeError, match="visit_place_fixed"):
        client(**put).collection_item_update("visits", key, elsewhere)
    with pytest.raises(RuntimeError, match="reason_missing"):
        client(**{"If-Match": "*"}).collection_item_delete("visits", key)
    why = f"{key}?reason=ghi+nh%E1%BA%A7m"
    assert client(**{"If-Match": "*"}).collection_item_delete("visits", why)
    assert client().collection_item("visits", key)["properties"]["state"] == "cancelled"
