"""The overview: map, table, files and headline tell the same, for each reader what he may see."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import openpyxl
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn


def _table(client: FlaskClient, query: str = "") -> dict[str, dict[str, str]]:
    text = client.get(f"/dashboard.csv{query}").text.removeprefix("\ufeff")
    return {row["Khu vực"]: row for row in csv.DictReader(io.StringIO(text))}


def _map(page: str) -> dict[str, str]:
    (drawing,) = re.findall(r'<svg class="choropleth" viewBox="0 0 640.*?</svg>', page, re.DOTALL)
    told = [one.text or "" for one in ET.fromstring(drawing).iter("title")]
    return dict(words.rsplit(": Đang giám sát ", 1) for words in told)


def test_map_table_and_files_are_equal(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    answer = client.get("/dashboard")
    rows = _table(client)
    assert answer.status_code == 200
    assert rows["Tổng"]["Đang giám sát"] == "4"
    drawn = {area.split(",")[0]: number for area, number in _map(answer.text).items()}
    assert drawn == {name: row["Đang giám sát"] for name, row in rows.items() if name != "Tổng"}
    assert int(rows["Phường Bình Đông"]["Đang giám sát"]) > 0
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/dashboard.xlsx").data)).active
    cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert any(row[:2] == ["Tổng", 4] for row in cells)
    assert client.get("/dashboard.xlsx").data == client.get("/dashboard.xlsx").data


def test_only_the_own_area_is_told_and_only_places_that_the_reader_sees(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("supervisor", "27424@2025-07-01")
    page = client.get("/dashboard").text
    assert "Phường Bình Đông, ngày" in page
    total = int(_table(client)["Tổng"]["Đang giám sát"])
    assert 0 < total < 4
    assert int(_table(client, "?area=all")["Tổng"]["Đang giám sát"]) == total


def test_an_old_day_is_told_on_its_own_boundaries_or_on_others(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    assert "Phường 6" in _table(client, "?on=2013-01-01")
    assert "Phường Bình Đông" in _table(client, "?on=2013-01-01&vintage=2025-07-01")
    early = client.get("/dashboard?on=1990-01-01")
    assert early.status_code == client.get("/dashboard?on=0001-01-01").status_code == 200
    assert client.get("/dashboard?on=9999-12-31").status_code == 400
    assert "0 địa bàn" in early.text


def test_the_table_is_ordered_as_asked_and_the_map_shows_what_was_asked(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("viewer", "776")
    numbers = [
        int(row["Đang giám sát"]) for name, row in _table(client, "?sort=open").items() if name != "Tổng"
    ]
    assert numbers == sorted(numbers, reverse=True)
    page = client.get("/dashboard?show=overdue&sort=open").text
    assert '<option value="overdue" selected>' in page
    assert 'aria-sort="descending"' in page


def test_breaks_stand_beside_the_trend(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/dashboard?months=24").text
    assert "28/2025/QĐ-TTg" in page
    assert "Đổi ranh giới" in page
