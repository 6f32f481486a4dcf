"""The form of a draft: what it refuses and keeps, the rules of commendations, and wording it anew."""

from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.ledger import get_recommendation
from tests.layers.places.supervised import add_bodies, add_draft, add_visit
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.recommending import (
    COMMEND,
    HANDLE,
    TEXT,
    count_recommendations,
    draft,
    fields_of,
    words_of,
)


@pytest.fixture(autouse=True)
def _supervised(store: Database) -> None:
    add_bodies(store)
    add_visit(store)


def test_a_form_sent_twice_is_one_recommendation(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("supervisor", "776")
    uuid = str(uuid4())
    places = {draft(client, uuid=uuid).headers["Location"] for _ in range(3)}
    assert places == {"/recommendations/KN00001"}
    assert count_recommendations(store) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"visits": ""}, "Chọn ít nhất một lượt giám sát"),
        ({"visits": "GS09999"}, "Chọn một giá trị trong danh sách"),
        ({"content": ""}, "Cần điền mục này"),
        ({"content": "Xử lý anh Nguyễn Văn Bảy"}, "field--invalid"),
        ({"body": "HOI_CCB"}, "Chọn một giá trị trong danh sách"),
        ({"body": ""}, "Cần điền mục này"),
        ({"hotspot": ""}, "Chọn địa bàn trước"),
    ],
)
def test_a_wrong_draft_is_explained_and_kept(
    client: FlaskClient, sign_in: SignIn, store: Database, fields: dict[str, str], told: str
) -> None:
    sign_in("supervisor", "776")
    answer = draft(client, **fields)
    assert answer.status_code == 422
    assert told in answer.text
    if fields.get("hotspot") != "":
        assert fields.get("content", TEXT) in answer.text
    assert count_recommendations(store) == 0


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({}, 303, ""),
        ({"recipient_kind": "individual", "recipient_group": "", "has_consent": "y"}, 303, ""),
        ({"recipient_kind": "individual", "recipient_group": ""}, 422, "khi người đó đã đồng ý"),
        ({"recipient_group": ""}, 422, "Cần ghi tên tập thể"),
        ({"recipient_group": "Gia đình bà Trần Thị Hoa"}, 422, "field--invalid"),
        ({"recipient_kind": ""}, 422, "Cần điền mục này"),
        ({"is_informant": ""}, 422, "Cần điền mục này"),
        ({"is_informant": "yes"}, 422, "Hệ thống không lưu gì"),
    ],
)
def test_rules_of_commendations(
    client: FlaskClient, sign_in: SignIn, store: Database, fields: dict[str, str], status: int, told: str
) -> None:
    sign_in("supervisor", "776")
    assert "is_informant" in client.get("/recommendations/new?hotspot=DB00001&kind=commend").text
    answer = post(client, "/recommendations/new", uuid=str(uuid4()), **{**COMMEND, **fields})
    assert answer.status_code == status, answer.text
    assert told in answer.text
    assert count_recommendations(store) == (status == 303)


def test_a_draft_is_worded_anew_from_the_version_that_was_seen(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("supervisor", "776")
    code = add_draft(store)
    form = client.get(f"/recommendations/{code}/edit").text
    assert 'name="version" value="1"' in form
    fields = {**HANDLE, "content": "Đề nghị dọn vệ sinh, trồng cây xanh ở cuối hẻm", "body": "UBND_PHUONG"}
    assert post(client, f"/recommendations/{code}/edit", version="1", **fields).status_code == 303
    page = words_of(client.get(f"/recommendations/{code}").text)
    assert "Kiến nghị gửi UBND phường" in page
    assert "Sửa dự thảo" in page
    again = post(client, f"/recommendations/{code}/edit", version="1", **fields)
    assert (again.status_code, again.location) == (303, f"/recommendations/{code}")
    assert post(client, f"/recommendations/{code}/edit", version="2", content="").status_code == 422


def test_two_who_word_one_draft_lose_nothing(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("supervisor", "776")
    code, second = add_draft(store), add_visit(store)
    edit = f"/recommendations/{code}/edit"
    shown = fields_of(client.get(edit).text)
    theirs = HANDLE | {
        "visits": ["GS00001", second],
        "content": "Đề nghị dọn vệ sinh, trồng cây xanh ở cuối hẻm",
    }
    assert post(client, edit, **{**theirs, "version": "1"}).status_code == 303
    mine = {**HANDLE, **shown, "content": "Đề nghị lắp thêm đèn", "body": "UBND_PHUONG"}
    late = post(client, edit, **mine)
    assert late.status_code == 412
    assert late.text.count('type="radio"') == 2
    assert post(client, edit, **fields_of(late.text)).status_code == 422
    kept = client.get("/conflicts").text
    assert "Hẻm 1678 Phạm Thế Hiển" in kept
    done = post(client, edit, **fields_of(late.text), **{"take-content": "theirs"})
    assert done.status_code == 303, done.text
    with store.read() as connection:
        found = get_recommendation(connection, SYSTEM, code, date(2026, 11, 22))
    assert (found.row.content, found.row.body) == (theirs["content"], "UBND_PHUONG")
    assert {visit.code for visit in found.visits} == {"GS00001", second}
    assert code not in client.get("/conflicts").text


def test_whether_somebody_informed_is_not_kept_with_a_change_that_came_too_late(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("supervisor", "776")
    code = draft(client, **COMMEND).location.rpartition("/")[2]
    edit = f"/recommendations/{code}/edit"
    sent = {**COMMEND, "version": "1"}
    assert post(client, edit, **{**sent, "content": "Tự quản tốt nhiều năm"}).status_code == 303
    late = post(client, edit, **{**sent, "is_informant": "yes", "recipient_group": "Tổ tự quản khu phố 6"})
    assert late.status_code == 412
    assert "is_informant" not in late.text
    assert "is_informant" not in client.get("/conflicts").text
