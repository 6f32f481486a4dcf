"""The pages of a set of boundaries: begun, checked, decided on, published."""

import json
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from layers.areas.boundaries import list_areas, list_vintages
from layers.areas.vintage_drafts import list_drafts
from layers.store.database import Database
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.admin.drafting import DONG, HUNG, begin, chosen_kinds, keys, merge, read

FACTS = {
    "valid_from": "01/01/2027",
    "title": "2 phường (từ 01/01/2027)",
    "legal_basis": "Nghị quyết 2000/NQ-UBTVQH16",
    "source": "Vẽ lại",
    "uuid": "5f0c7a52-2f6a-4c1e-9a55-0d5a4f0d7a27",
}


@pytest.fixture
def draft(client: FlaskClient, sign_in: SignIn, store: Database) -> str:
    """Sign a coordinator in and return the address of a draft."""
    sign_in("coordinator")
    return f"/admin/boundaries/drafts/{begin(store)}"


def test_the_list_tells_every_set_and_where_a_coordinator_finds_it(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("coordinator", "776")
    assert 'href="/admin/boundaries"' in client.get("/").text
    page = client.get("/admin/boundaries").text
    told = re.findall(r"(Từ trước|Từ ngày [\d/]+)", page)
    assert told == ["Từ trước", "Từ ngày 01/01/2025", "Từ ngày 01/07/2025"]
    assert re.findall(r"(\d+) khu vực ·", page) == ["17", "11", "6"]
    assert page.count("Đang có hiệu lực") == 1
    assert "Đang soạn" not in page


def test_whoever_publishes_nothing_is_shown_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    assert "/admin/boundaries" not in client.get("/").text


def test_a_set_is_begun_once_however_often_the_form_is_sent(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("coordinator")
    assert client.get("/admin/boundaries/new").status_code == 200
    answers = [post(client, "/admin/boundaries/new", **FACTS) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/admin/boundaries/drafts/1"] * 2
    with store.read() as connection:
        (row,) = list_drafts(connection)
    assert (row.title, row.valid_from, row.begun_by) == (FACTS["title"], date(2027, 1, 1), "lan")
    assert "Soạn tiếp" in client.get("/admin/boundaries").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("valid_from", "", "Cần điền mục này"),
        ("valid_from", "31/02/2027", ""),
        ("valid_from", "01/01/2025", "Đã có bộ ranh giới"),
        ("title", "", ""),
        ("legal_basis", "", ""),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: FlaskClient, sign_in: SignIn, field: str, value: str, words: str
) -> None:
    sign_in("coordinator")
    answer = post(client, "/admin/boundaries/new", **{**FACTS, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "field__error" in answer.text or "notice--error" in answer.text
    assert FACTS["source"] in answer.text


def test_the_page_of_a_draft_lists_and_draws_its_areas(client: FlaskClient, draft: str) -> None:
    page = client.get(draft).text
    assert page.count('name="area"') == 6
    config = json.loads(re.findall(r'data-part="boundary-config">(.*?)</script>', page, re.DOTALL)[0])
    hung = next(one for one in config["areas"] if one["code"] == HUNG)
    assert hung["geometry"]["type"] == "Polygon"
    assert not hung["changed"]
    assert 4_000_000 < hung["area_m2"] < 5_000_000
    west, south, east, north = config["bounds"]
    assert west < hung["label"][0] < east
    assert south < hung["label"][1] < north
    assert "drawing.draw" in config["texts"]


def test_what_a_draft_says_can_be_changed(client: FlaskClient, draft: str, store: Database) -> None:
    assert FACTS["title"] in client.get(f"{draft}/facts").text
    changed = {**FACTS, "valid_from": "01/07/2027", "version": "1"}
    assert post(client, f"{draft}/facts", **changed).status_code == 303
    assert read(store, 1).vintage.valid_from == date(2027, 7, 1)
    assert post(client, f"{draft}/facts", **changed).status_code == 409, "somebody else was faster"
    assert post(client, f"{draft}/facts", **{**changed, "version": "2", "valid_from": "x"}).status_code == 422


def test_the_check_tells_places_that_change_wards(client: FlaskClient, draft: str, store: Database) -> None:
    assert "Không địa bàn nào đổi phường" in client.get(f"{draft}/check").text
    merge(client, store, draft)
    page = client.get(f"{draft}/check").text
    assert "Không có chỗ hở" in page
    assert "DB00002" in page
    assert re.search(r"Phường Phú Định</span>\s*→ Phường Nam Sài Gòn", page)


def test_nothing_is_published_before_every_succession_is_decided(
    client: FlaskClient, draft: str, store: Database
) -> None:
    assert "Bản soạn chưa có thay đổi nào" in client.get(f"{draft}/publish").text
    merge(client, store, draft)
    page = client.get(f"{draft}/publish").text
    assert "Còn 2 đề xuất kế thừa chưa xác nhận" in page
    assert "Công bố bộ ranh giới" not in page
    answer = post(client, f"{draft}/publish", version="2")
    assert answer.status_code == 422
    with store.read() as connection:
        assert len(list_vintages(connection)) == 3


def test_all_proposals_are_confirmed_at_once_then_published(
    client: FlaskClient, draft: str, store: Database
) -> None:
    merge(client, store, draft)
    page = client.get(f"{draft}/succession").text
    assert "Xác nhận cả 2 đề xuất" in page
    assert chosen_kinds(page) == ["whole", "whole"]
    assert post(client, f"{draft}/succession", version="2", all="1").status_code == 303
    assert "lan đã xác nhận" in client.get(f"{draft}/succession").text
    told = client.get(f"{draft}/publish").text
    assert re.findall(r"<dd>\s*(\d+)\s*</dd>", told) == ["1", "2", "4", "3"]
    assert post(client, f"{draft}/publish", version="3").location == "/admin/boundaries"
    with store.read() as connection:
        names = {row.name for row in list_areas(connection, date(2027, 1, 1))}
        before = {row.name for row in list_areas(connection, date(2026, 12, 31))}
    assert "Phường Nam Sài Gòn" in names
    assert {"Phường Chánh Hưng", "Phường Phú Định"} <= before - names
    assert "Chưa đến ngày" in client.get("/admin/boundaries").text
    assert client.get(draft).location == "/admin/boundaries", "what is published is no draft any more"


def test_lost_land_has_to_be_seen_before_publication(
    client: FlaskClient, draft: str, store: Database
) -> None:
    assert post(client, f"{draft}/areas/{keys(store, 1)['27364']}/remove", version="1").status_code == 303
    page = client.get(f"{draft}/check").text
    assert "Không còn thuộc khu vực nào, trước đây thuộc" in page
    assert "Tôi đã xem" in client.get(f"{draft}/publish").text
    assert post(client, f"{draft}/publish", version="2").status_code == 422
    assert post(client, f"{draft}/publish", version="2", acknowledged="1").status_code == 303


def test_a_draft_is_discarded(client: FlaskClient, draft: str) -> None:
    assert post(client, f"{draft}/discard", version="7").status_code == 409
    assert post(client, f"{draft}/discard", version="1").location == "/admin/boundaries"
    assert client.get(draft).location == "/admin/boundaries"
    assert "Đang soạn" not in client.get("/admin/boundaries").text


def test_tokens_neither_read_nor_rule(client: FlaskClient, bearer: object) -> None:
    headers = bearer("coordinator")  # type: ignore[operator]
    assert client.get("/admin/boundaries", headers=headers).status_code == 403


def test_english_has_every_word(client: FlaskClient, draft: str, store: Database) -> None:
    merge(client, store, draft)
    post(client, "/language", locale="en", next="/")
    for path in (
        "",
        "/check",
        "/succession",
        "/publish",
        "/facts",
        "/areas/new",
        f"/areas/{keys(store, 1)[DONG]}/split",
    ):
        assert client.get(draft + path).status_code == 200, path
    assert "Places that change wards" in client.get(f"{draft}/check").text
