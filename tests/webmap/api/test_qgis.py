"""The real QGIS reads the running service, changes it, and edits the very file that the service is writing to."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import orjson
import pytest

from tests.qgis import require_qgis, run_in_qgis
from tests.servers import is_build_machine
from tests.webmap.live import PLACES, Live, serving

ITEMS = "/api/collections/hotspots/items"
VISITS = "/api/collections/visits/items"
LONGEST_S = 10
MANY = 20_000

Visits = list[dict[str, Any]]

COUNT = """
from collections import Counter
layer = QgsVectorLayer(asked["uri"], "x", "OAPIF")
told["is_valid"] = layer.isValid()
found = list(layer.getFeatures()) if layer.isValid() else []
told["codes"] = [one["code"] for one in found]
told["shapes"] = sorted({QgsWkbTypes.geometryDisplayString(one.geometry().type()) for one in found})
"""

ADD = """
project = QgsProject.instance()
root = project.layerTreeRoot()
told["is_added"], told["fault"] = QgsLayerDefinition.loadLayerDefinition(asked["file"], project, root)
layers = [node.layer() for node in root.findLayers()]
told["valid"] = [one.isValid() and one.crs().isValid() for one in layers]
told["shapes"] = [QgsWkbTypes.geometryDisplayString(one.geometryType()) for one in layers]
told["looks"] = sorted({one.renderer().type() for one in layers})
"""

OPEN = """
project = QgsProject.instance()
told["is_read"], told["fault"] = project.read(asked["file"]), project.error()
told["crs"] = project.crs().authid()
told["groups"] = [one.name() for one in project.layerTreeRoot().findGroups()]
told["layers"] = [
    [one.name(), one.isValid() and one.crs().isValid(), sum(1 for _ in one.getFeatures()), find_categories(one)]
    for one in (node.layer() for node in project.layerTreeRoot().findLayers())
]
view = project.viewSettings().defaultViewExtent()
told["view"] = [view.crs().authid(), view.xMinimum(), view.yMinimum(), view.xMaximum(), view.yMaximum()]
"""

PUT = """
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest
layer = QgsVectorLayer(asked["uri"], "x", "OAPIF")
one = next(one for one in layer.getFeatures() if one["code"] == asked["code"])
moved = one.geometry()
moved.translate(asked["by"], asked["by"])
one.setGeometry(moved)
for name, value in asked["values"].items():
    one[name] = value
body = QgsJsonExporter(layer).exportFeature(one, {}, one["id"])  # as QgsOapifPutFeatureRequest does since 3.32
request = QNetworkRequest(QUrl(asked["items"] + "/" + one["id"]))
request.setHeader(QNetworkRequest.ContentTypeHeader, "application/geo+json")
request.setRawHeader(b"Authorization", asked["basic"].encode())
sent = QgsBlockingNetworkRequest()
sent.put(request, body.encode())
told["status"] = sent.reply().attribute(QNetworkRequest.HttpStatusCodeAttribute)
told["answer"] = bytes(sent.reply().content()).decode()
told["at"] = json.loads(moved.asJson(6))
"""

EDIT = """
layer = QgsVectorLayer(asked["file"] + "|layername=hotspot_version", "x", "ogr")
[one] = layer.getFeatures(f"id = {asked['row']}")
moved = one.geometry()
moved.translate(0.0001, 0.0001)
layer.startEditing()
layer.changeGeometry(one.id(), moved)
layer.changeAttributeValue(one.id(), layer.fields().indexOf("note"), "đo lại bằng QGIS")
for _ in range(20):  # where the service is just writing, whoever edits saves once more
    told["is_saved"] = layer.commitChanges()
    told["errors"] = layer.commitErrors()
    if told["is_saved"]:
        break
told["at"] = json.loads(moved.asJson(6))
"""


@pytest.fixture(autouse=True)
def _qgis() -> None:
    require_qgis()


def _uri(live: Live, collection: str = "hotspots", *, kinds: str = "", token: str | None = None) -> str:
    secret = live.token if token is None else token
    url = f"typename='{collection}' url='{live.url}/api{kinds}'"
    return f" pagingEnabled='true' pageSize='500' {url} username='qgis' password='{secret}'"


def _put(
    live: Live, folder: Path, code: str, collection: str = "hotspots", *, by: float = 0, **values: object
) -> dict[str, Any]:
    """Have QGIS send a feature with other values, moved by some degrees."""
    items = f"{live.url}/api/collections/{collection}/items"
    asked = {"uri": _uri(live, collection), "code": code, "items": items, "basic": live.basic}
    return run_in_qgis(PUT, folder, **asked, by=by, values=values)


@pytest.fixture(scope="module")
def visited(live: Live) -> Visits:
    """Record a visit of a place of each shape, and plan one there."""
    told = []
    for kind in ("point", "alley", "area"):
        (place,) = live.get(f"{ITEMS}?limit=1&kind={kind}")["features"]
        of_place = {"hotspot": place["properties"]["code"]}
        for values in (
            {"visited_on": "2026-01-05", "result": "better", "head_count": 3},
            {"state": "planned", "planned_on": "2199-12-31"},
        ):
            body = {"type": "Feature", "geometry": None, "properties": {**of_place, **values}}
            headers = {"Authorization": live.basic}
            answer = httpx.post(f"{live.url}{VISITS}", headers=headers, json=body)
            assert answer.status_code == 201, answer.text
            told.append(answer.json()["properties"])
    return told


def test_qgis_signs_in_and_pages_through_every_place(live: Live, tmp_path: Path) -> None:
    told = run_in_qgis(COUNT, tmp_path, uri=_uri(live))
    ours = {one["properties"]["code"] for one in live.get(f"{ITEMS}?limit=10000")["features"]}
    assert len(told["codes"]) == len(set(told["codes"])) >= PLACES
    assert set(told["codes"]) == ours
    assert told["shapes"] == ["Line", "Point", "Polygon"]
    assert not run_in_qgis(COUNT, tmp_path, uri=_uri(live, token="wrong"))["is_valid"]


@pytest.mark.skipif(not is_build_machine(), reason="takes minutes: only where CI=true")
def test_qgis_pages_through_twenty_thousand_places(tmp_path: Path) -> None:
    with serving(tmp_path, places=MANY) as live:
        told = run_in_qgis(COUNT, tmp_path, uri=_uri(live))
    assert len(told["codes"]) == len(set(told["codes"])) >= MANY
    assert told["shapes"] == ["Line", "Point", "Polygon"]


@pytest.mark.usefixtures("visited")
def test_qgis_adds_the_layers_of_the_page_with_their_styles(live: Live, tmp_path: Path) -> None:
    text = live.ask("/qgis/diaban.qlr").body.decode()
    file = tmp_path / "diaban.qlr"
    # Whoever opens it is asked for name and token; here they stand in the file.
    file.write_text(text.replace("url='", f"username='qgis' password='{live.token}' url='"))
    told = run_in_qgis(ADD, tmp_path, file=str(file))
    assert told["is_added"], told["fault"]
    assert all(told["valid"])
    assert told["shapes"] == [*("Point", "Line", "Polygon") * 2, "Polygon"]
    assert told["looks"] == ["categorizedSymbol"]
    assert run_in_qgis(COUNT, tmp_path, uri=_uri(live, kinds="?kind=bridge,area"))["shapes"] == ["Polygon"]


@pytest.mark.usefixtures("visited")
def test_qgis_opens_the_project_of_the_page(live: Live, tmp_path: Path) -> None:
    text = live.ask("/qgis/diaban.qgs").body.decode()
    file = tmp_path / "diaban.qgs"
    file.write_text(text.replace("url='", f"username='qgis' password='{live.token}' url='"))
    told = run_in_qgis(OPEN, tmp_path, file=str(file))
    assert told["is_read"], told["fault"]
    assert (told["crs"], told["view"][0]) == ("EPSG:9210", "EPSG:9210")
    assert told["groups"] == ["Lượt giám sát", "Địa bàn", "Ranh giới hành chính"]
    assert [layer[0] for layer in told["layers"][:4]] == [
        "Giám sát – điểm", "Giám sát – hẻm", "Giám sát – vùng", "Địa bàn – điểm",
    ]  # fmt: skip
    assert all(layer[1] for layer in told["layers"]), told["layers"]
    for *_, visits, drawn in told["layers"][:3]:
        assert len(drawn) <= visits, "those that were cancelled are not drawn"
        assert set(drawn) >= {"better", "planned"}
    assert sum(layer[2] for layer in told["layers"][3:6]) >= PLACES
    assert all(layer[2] == len(layer[3]) > 0 for layer in told["layers"][3:]), "each is drawn"
    _, west, south, east, north = told["view"]
    assert 1_000 < east - west < 100_000  # metres: the places of the register, and little more
    assert 1_000 < north - south < 100_000


def test_qgis_changes_a_place_by_part_4(live: Live, tmp_path: Path) -> None:
    code = "DB00003"
    before = live.get(f"{ITEMS}/{code}")["properties"]
    told = _put(live, tmp_path, code, by=0.00005)
    assert told["status"] == 200, told["answer"]
    after = live.get(f"{ITEMS}/{code}")
    assert after["geometry"] == told["at"]
    assert after["properties"]["version"] == before["version"] + 1
    assert after["properties"]["name"] == before["name"]


def test_qgis_corrects_a_visit_by_part_4(live: Live, visited: Visits, tmp_path: Path) -> None:
    made = next(one for one in visited if one["state"] == "made")
    told = _put(live, tmp_path, made["code"], "visits", head_count=7, note="Sửa bằng QGIS")
    assert told["status"] == 200, told["answer"]
    after = live.get(f"{VISITS}/{made['code']}")["properties"]
    assert after == made | {"head_count": 7, "note": "Sửa bằng QGIS", "version": made["version"] + 1}
    elsewhere = _put(live, tmp_path, made["code"], "visits", by=0.001)
    assert (elsewhere["status"], orjson.loads(elsewhere["answer"])["code"]) == (422, "visit_place_fixed")
    assert live.get(f"{VISITS}/{made['code']}")["properties"] == after


@pytest.fixture
def writing(live: Live) -> Iterator[None]:
    """Have the service write three times a second, as long as the test runs."""
    over = Event()
    headers = {"Authorization": live.basic, "If-Match": "*", "Content-Type": "application/merge-patch+json"}

    def write() -> None:
        number = 0
        while not over.wait(0.3):
            number += 1
            body = orjson.dumps({"properties": {"note": f"lần {number}"}})
            httpx.patch(f"{live.url}{ITEMS}/DB00004", headers=headers, content=body).raise_for_status()

    with ThreadPoolExecutor() as pool:
        done = pool.submit(write)
        yield
        over.set()
        done.result()


@pytest.mark.usefixtures("writing")
def test_qgis_edits_the_file_while_the_service_writes_to_it(live: Live, tmp_path: Path) -> None:
    code = "DB00001"
    row = 1  # of the default data, which came first
    told = run_in_qgis(EDIT, tmp_path, file=str(live.file), row=row)
    assert told["is_saved"], told["errors"]
    until = time.monotonic() + LONGEST_S
    while (after := live.get(f"{ITEMS}/{code}"))["geometry"] != told["at"] and time.monotonic() < until:
        time.sleep(0.2)  # taken up when the service writes next
    assert after["geometry"] == told["at"]
    history = live.ask(f"/hotspots/{code}/history", Accept="text/html").body.decode()
    assert "Sửa địa bàn bằng phần mềm khác" in history
    assert "đo lại bằng QGIS" in history
