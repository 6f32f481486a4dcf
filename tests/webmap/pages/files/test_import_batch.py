"""A batch: found, corrected, confirmed and taken back by pages; what goes wrong is told, and nothing is lost."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from layers.store.database import Database
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.files.samples import PLACES, old_table, sent


@pytest.fixture
def batch(client: FlaskClient, sign_in: SignIn) -> str:
    """Send an old table and return the address of its batch."""
    sign_in("coordinator", "776")
    answer = post(client, "/imports", **sent(old_table()))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def _names(client: FlaskClient) -> set[str]:
    told = client.get("/api/collections/hotspots/items?limit=100", headers={"Accept": "application/geo+json"})
    return {one["properties"]["name"] for one in told.json["features"]}


def _config(page: str) -> dict[str, Any]:
    found = re.search(r'data-part="boundary-config">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_an_old_table_is_read_confirmed_and_taken_back(client: FlaskClient, batch: str) -> None:
    page = client.get(batch).text
    assert "VN-2000 / TM-3 105-45" in page
    assert "TCVN3" in page
    name = PLACES[0][0]
    assert f"<ins>{name}</ins>" in page
    assert len(_config(page)["rows"]) == len(PLACES)
    assert name not in _names(client)

    done = post(client, f"{batch}/confirm", version="1")
    assert done.status_code == 303, done.text
    assert {name for name, _, _ in PLACES} <= _names(client)
    assert "Đã nhập 3 dòng." in client.get(batch).text

    late = post(client, f"{batch}/undo", version="1", reason="nhầm tệp")
    assert late.status_code == 412
    bare = post(client, f"{batch}/undo", version="2", reason="")
    assert bare.status_code == 422
    assert 'id="reason-error"' in bare.text
    back = post(client, f"{batch}/undo", version="2", reason="nhầm tệp")
    assert back.status_code == 303, back.text
    assert _names(client).isdisjoint({name for name, _, _ in PLACES})
    assert "nhầm tệp" in client.get(batch).text


def test_what_the_reader_knows_better_is_examined_anew(client: FlaskClient, batch: str) -> None:
    fields = {
        "version": "1",
        "target": "hotspots",
        "column-name": "TEN_DIADIEM",
        "column-kind": "LOAI",
        "encoding-0": "vni",
    }
    answer = post(client, f"{batch}/again", **fields)
    assert answer.status_code == 303, answer.text
    assert answer.location != batch
    page = client.get(answer.location).text
    assert "VNI" in page
    assert PLACES[0][0] not in page
    assert "Đã bỏ" in client.get(batch).text
    wrong = post(client, f"{answer.location}/again", version="1", target="hotspots", crs="EPSG:1")
    assert wrong.status_code == 422
    assert post(client, f"{answer.location}/discard", version="1").status_code == 303


def test_what_was_sent_as_places_can_be_examined_as_boundaries(client: FlaskClient, batch: str) -> None:
    unsaid = post(client, f"{batch}/again", version="1", target="boundaries")
    assert unsaid.status_code == 422
    assert 'id="valid_from-error"' in unsaid.text
    answer = post(client, f"{batch}/again", version="1", target="boundaries", valid_from="01/07/2025")
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location).text
    assert "Ranh giới (bộ mới)" in page
    assert "01/07/2025" in page
    assert "Đã bỏ" in client.get(batch).text


def test_rows_that_are_there_already_stay_out_until_they_are_wanted(client: FlaskClient, batch: str) -> None:
    post(client, f"{batch}/confirm", version="1")
    again = post(client, "/imports", **sent(old_table())).location
    page = client.get(again).text
    assert page.count('name="wanted"') == len(PLACES)
    assert "/confirm" not in page or "Không có dòng nào nhập được" in page
    kept = post(client, f"{again}/rows", version="1", listed=["1", "2", "3"], wanted=["2"])
    assert kept.status_code == 303, kept.text
    assert "nhập 1 dòng" in client.get(again).text


def test_the_report_and_the_file_itself_can_be_had(client: FlaskClient, batch: str) -> None:
    told = client.get(f"{batch}/report.json").json
    assert told["crs"] == "EPSG:9210"
    assert told["encodings"]["TEN_DIADIEM"] == "tcvn3"
    assert (told["features"], told["accepted"]) == (3, 3)
    book = load_workbook(BytesIO(client.get(f"{batch}/report.xlsx").data))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("VN-2000" in str(value) for value in cells)
    raw = client.get(f"{batch}/file")
    assert raw.data == old_table()
    raw.close()
    assert client.get(f"{batch}/report.pdf").status_code == 404


def test_a_batch_of_somebody_else_is_unknown(
    client: FlaskClient, batch: str, sign_in: SignIn, store: Database
) -> None:
    post(client, "/sign-out")
    sign_in("officer", "27424@2025-07-01", name="minh")
    assert client.get(batch).status_code == 404
    assert post(client, f"{batch}/confirm", version="1").status_code == 404
