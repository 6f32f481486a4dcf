"""Counts on any boundaries: exact ones, ranges with their reason, what nobody can say where; files tell the same."""

import csv
import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.programme.figures import Sheet, enter_counts
from layers.store.database import Database
from tests.layers.summaries.stories import PHU_DINH
from tests.layers.summaries.test_restated import COUNTS, MONTH
from tests.webmap.conftest import SignIn


@pytest.fixture
def counted(store: Database) -> None:
    """Count crime in the sixteen wards of 2024."""
    with store.write(SYSTEM, "count.enter") as change:
        for code, value in COUNTS.items():
            enter_counts(change, Sheet(f"{code}@start", MONTH, {"TP": value}, {}))


def _rows(page: str) -> dict[str, tuple[str, str]]:
    """Return count and reason by area, as the table of the page tells them."""
    found = re.findall(
        r'<th scope="row">(.*?)</th>\s*<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>', page, re.DOTALL
    )
    return {re.sub(r"<.*", "", name).strip(): (count, why.strip()) for name, count, why in found}


def _files(client: FlaskClient, query: str) -> list[dict[str, str]]:
    text = client.get(f"/dashboard/counts.csv?{query}").text.removeprefix("\ufeff")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["Loại"] == "Đối tượng tội phạm"]


@pytest.mark.usefixtures("counted")
def test_old_counts_on_the_new_wards(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    page = client.get("/dashboard/counts").text
    rows = _rows(page)
    assert "Quận 8 (cũ): số liệu tháng 06/2024" in page
    assert rows["Phường Phú Định"] == ("91 – 116", "trong khoảng, vì đã chia tách: Phường 16")
    assert rows["Phường Chánh Hưng"] == ("100 – 114", "trong khoảng, vì đã chia tách: Phường 5")
    assert rows["Không phân bổ được"][0] == "55"
    assert rows["Tổng"] == (str(sum(COUNTS.values())), "chính xác")
    assert page.count('fill="url(#range)"') >= 3
    between = _rows(client.get("/dashboard/counts?vintage=2025-01-01").text)
    assert between.pop("Không phân bổ được") == ("0", "chính xác")
    total = int(between.pop("Tổng")[0])
    assert {why for _, why in between.values()} == {"chính xác"}
    assert sum(int(count) for count, _ in between.values()) == total


@pytest.mark.usefixtures("counted")
def test_files_tell_the_same_and_nothing_is_lost(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    *areas, unassigned, total = _files(client, "area=776")
    told = {row["Mã khu vực"]: (row["Ít nhất"], row["Nhiều nhất"], row["Mức chính xác"]) for row in areas}
    assert told[PHU_DINH] == ("91", "116", "trong khoảng, vì đã chia tách: Phường 16")
    assert sum(int(row["Ít nhất"] or 0) for row in (*areas, unassigned)) == int(total["Ít nhất"])
    book = client.get("/dashboard/counts.xlsx?area=776").data
    cells = [row for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)]
    assert ("Đối tượng tội phạm", "Phường Phú Định", PHU_DINH, 91, 116, told[PHU_DINH][2]) in cells
    assert book == client.get("/dashboard/counts.xlsx?area=776").data


@pytest.mark.usefixtures("counted")
def test_a_small_count_is_hidden_and_whoever_reads_none_is_refused(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("viewer", "776")
    count, why = _rows(client.get(f"/dashboard/counts?area={PHU_DINH}").text)["Phường Phú Định"]
    assert (count, "có số dưới 5 không hiện" in why) == ("88 – 117", True)
    nothing = _rows(client.get("/dashboard/counts?month=2023-01").text)
    assert nothing["Phường Bình Đông"][0] == "–"
    assert "chưa có số của: Phường 5, Phường 6, Phường 7" in nothing["Phường Bình Đông"][1]
    for query in ("month=2024-13", "month=x", "category=XX", "vintage=x", "area=*", "level=ward"):
        assert client.get(f"/dashboard/counts?{query}").status_code == 400
    assert client.get("/dashboard/counts?month=1900-01").status_code == 200
