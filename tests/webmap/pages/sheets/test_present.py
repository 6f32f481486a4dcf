"""The presentation: each screen tells what the overview does, and its steps lead from ward to ward, day to day."""

import csv
import html
import io
import re

from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn
from tests.webmap.pages.sheets.saving import save

_BINH_DONG = "27424@2025-07-01"


def _numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'present__number">(\d+)<', page)]


def _step(page: str, name: str) -> str | None:
    found = re.search(rf'href="([^"]+)" data-step="{name}"', page)
    return html.unescape(found[1]) if found else None


def _title(page: str) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]


def test_a_screen_tells_what_the_overview_does(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    rows = {
        row["Mã khu vực"]: row
        for row in csv.DictReader(io.StringIO(client.get("/dashboard.csv").text.removeprefix("\ufeff")))
    }
    heads = (
        "Đang giám sát",
        "Đang chuyển hóa",
        "Đã chuyển hóa, giữ vững",
        "Tái phức tạp",
        "Quá hạn giám sát",
    )
    whole, ward = client.get("/present").text, client.get(f"/present?row={_BINH_DONG}").text
    assert _numbers(whole) == [int(rows[""][head]) for head in heads]
    assert _numbers(ward) == [int(rows[_BINH_DONG][head]) for head in heads]
    assert "bar__nav" not in whole
    assert "Hẻm 1678 Phạm Thế Hiển" in ward
    assert "Hẻm 1678 Phạm Thế Hiển" not in whole


def test_steps_go_through_every_ward_and_end(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/present?on=2026-11-01").text
    assert _step(page, "before") is None
    titles = [_title(page)]
    while way := _step(page, "after"):
        page = client.get(way).text
        titles.append(_title(page))
    assert titles[0] == "Quận 8 (cũ), ngày 01/11/2026"
    wards = [title.split(",")[0] for title in titles[1:]]
    assert wards[:3] == ["Phường Bình Đông", "Phường Chánh Hưng", "Phường Phú Định"]
    assert len(set(wards)) == len(wards)
    assert f"Phường {len(wards)}/{len(wards)}" in page
    assert _title(client.get(_step(page, "before") or "").text) == titles[-2]


def test_days_step_by_month_on_the_same_boundaries(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get(f"/present?row={_BINH_DONG}&since=2026-11-03").text
    assert _step(page, "later") is None
    for day in ("31/10/2026", "30/09/2026"):
        page = client.get(_step(page, "earlier") or "").text
        assert _title(page) == f"Phường Bình Đông, ngày {day}"
    for day in ("31/10/2026", "22/11/2026"):
        page = client.get(_step(page, "later") or "").text
        assert _title(page) == f"Phường Bình Đông, ngày {day}"
    assert _step(page, "later") is None
    older = client.get(_step(client.get("/present?on=2025-06-30&vintage=2025-07-01").text, "earlier") or "")
    assert "Phường Bình Đông" in older.text


def test_what_cannot_be_shown_is_said(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    for day in ("0001-01-01", "1990-05-05", "9998-12-31"):
        page = client.get(f"/present?on={day}")
        assert page.status_code == 200
        assert _step(page.text, "later" if day > "2026" else "earlier") is None
    assert client.get("/present?on=9999-12-31").status_code == 400
    assert client.get("/present?row=99999@start").status_code == 404
    assert client.get("/present?row=nowhere at all").status_code == 400
    assert client.get("/present?colour=red").status_code == 400


def test_a_saved_map_is_presented(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer")
    save(client, map=f"on=2026-10-01&kind=alley&ward={_BINH_DONG}&status=THEO_DOI")
    way = re.search(r'href="(/present[^"]*)"', client.get("/maps").text)[1]
    page = client.get(html.unescape(way)).text
    assert _title(page) == "Phường Bình Đông, ngày 01/10/2026"
    assert _numbers(page)[0] > 0
