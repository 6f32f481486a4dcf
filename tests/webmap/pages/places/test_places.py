"""The register at its pages: nothing broken is kept, nothing typed is lost, and two who edit one place lose nothing."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from layers.actor import SYSTEM
from layers.places.references import get_place
from layers.places.versions import read_draft
from layers.store.database import Database
from layers.store.schema import hotspot
from tests.webmap.conftest import PASSWORD, SignIn, csrf_token, post

_INSIDE = "27424@2025-07-01"
_LINE = {"type": "LineString", "coordinates": [[106.655, 10.737], [106.656, 10.736]]}
_NEW: dict[str, Any] = {
    "uuid": "0f5fae1e-54a1-4a40-9d7f-2d7c6f9a0001",
    "name": "Hẻm 88 Nguyễn Duy",
    "kind": "alley",
    "topics": ["ma_tuy", "toi_pham"],
    "shape": json.dumps(_LINE),
    "aliases": "Hẻm Lò Gốm\nXóm Đáy",
    "position_source": "survey",
    "position_accuracy_m": "15",
    "source": "khảo sát",
    "first": "DE_XUAT",
    "valid_from": "01/11/2026",
    "reason": "nhiều người tụ tập về đêm",
}


def _place(store: Database, code: str = "DB00001") -> Any:
    with store.read() as connection:
        ref = get_place(connection, SYSTEM, code)
        return read_draft(connection, ref.id, ref.version)


def _version(store: Database, code: str = "DB00001") -> int:
    with store.read() as connection:
        return get_place(connection, SYSTEM, code).version


def _count(store: Database) -> int:
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(hotspot)).scalar_one())


def fields_of(page: str) -> dict[str, list[str]]:
    """Return what a browser would send of a page's form, without the choices that nobody made."""
    found: dict[str, list[str]] = {}
    main = page[page.index("<main") :]
    for tag in re.findall(r"<input\b[^>]*>", main):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if told.get("type") in {"checkbox", "radio"} and not re.search(r"\schecked\b", tag):
            continue
        if "name" in told:
            found.setdefault(told["name"], []).append(_plain(told.get("value", "")))
    for attributes, text in re.findall(r"<textarea\b([^>]*)>(.*?)</textarea>", main, re.DOTALL):
        found[re.findall(r'name="([^"]+)"', attributes)[0]] = [_plain(text.removeprefix("\r\n"))]
    for attributes, options in re.findall(r"<select\b([^>]*)>(.*?)</select>", main, re.DOTALL):
        chosen = re.findall(r'<option[^>]*\bselected\b[^>]*value="([^"]*)"', options) or [""]
        found[re.findall(r'name="([^"]+)"', attributes)[0]] = [_plain(chosen[0])]
    return found


def _plain(text: str) -> str:
    for sign, entity in (('"', "&#34;"), ("'", "&#39;"), ("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return text


def _edit(client: FlaskClient, **changes: Any) -> dict[str, Any]:
    page = client.get("/hotspots/DB00001/edit")
    assert page.status_code == 200
    return {**fields_of(page.text), "reason": "đo lại", "valid_from": "20/11/2026", **changes}


def _send(client: FlaskClient, fields: dict[str, Any], path: str = "/hotspots/DB00001/edit") -> Any:
    return client.post(path, data={**fields, "csrf_token": csrf_token(client)})


def test_a_supervisor_proposes_a_place(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("supervisor", _INSIDE)
    page = client.get("/hotspots/new")
    assert page.status_code == 200
    assert "THEO_DOI" not in page.text
    answer = post(client, "/hotspots/new", **_NEW)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/hotspots/DB00005"), answer.text
    kept = _place(store, "DB00005")
    assert (kept.alley_number, kept.street) == ("88", "Nguyễn Duy")
    assert kept.aliases == ("Hẻm Lò Gốm", "Xóm Đáy")
    assert "Mới đề xuất" in client.get("/hotspots/DB00005").text


def test_sending_a_form_twice_opens_one_place(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", _INSIDE)
    for _ in range(2):
        assert post(client, "/hotspots/new", **_NEW).headers["Location"] == "/hotspots/DB00005"
    assert _count(store) == 5


def test_an_officer_puts_a_place_under_watch_with_a_document(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", _INSIDE)
    without = post(client, "/hotspots/new", **_NEW | {"first": "THEO_DOI"})
    assert without.status_code == 422
    assert "văn bản làm căn cứ" in without.text
    paper = re.search(r'<option value="([0-9a-f-]{36})">09/KH', client.get("/hotspots/new").text)
    assert paper
    answer = post(client, "/hotspots/new", **_NEW | {"first": "THEO_DOI", "document": paper[1], "source": ""})
    assert answer.status_code == 303, answer.text
    assert _place(store, "DB00005").source.startswith("09/KH-UBMT-BTT")


def test_a_reporter_may_not_begin_with_watching(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("reporter", _INSIDE)
    assert post(client, "/hotspots/new", **_NEW | {"first": "THEO_DOI"}).status_code == 422
    assert _count(store) == 4


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("", "Hãy vẽ vị trí"),
        ("{", "Không đọc được"),
        (json.dumps({"type": "LineString", "coordinates": []}), "rỗng"),
        (
            json.dumps({"type": "LineString", "coordinates": [[106.655, 10.737], [106.65501, 10.737]]}),
            "nhỏ hơn mức",
        ),
        (
            json.dumps({"type": "LineString", "coordinates": [[10.737, 106.655], [10.736, 106.656]]}),
            "đổi chỗ",
        ),
        (json.dumps({"type": "LineString", "coordinates": [[2.35, 48.85], [2.36, 48.86]]}), "ngoài Việt Nam"),
        (
            json.dumps(
                {
                    "type": "LineString",
                    "coordinates": [[106.6551234 + i / 1e7, 10.7371234] for i in range(50_000)],
                }
            ),
            "quá 10.000 đỉnh",
        ),
        (json.dumps({"type": "Point", "coordinates": [106.655, 10.737]}), "không hợp với loại"),
    ],
    ids=["none", "broken", "empty", "tiny", "swapped", "abroad", "huge", "other kind"],
)
def test_a_shape_that_is_no_place_is_explained_and_nothing_is_kept(
    client: FlaskClient, sign_in: SignIn, store: Database, shape: str, words: str
) -> None:
    sign_in("officer", _INSIDE)
    answer = post(client, "/hotspots/new", **_NEW | {"shape": shape})
    assert answer.status_code == 422
    assert words in answer.text[answer.text.index("shape-error") :]
    assert "Hẻm 88 Nguyễn Duy" in answer.text
    assert "Xóm Đáy" in answer.text
    assert _count(store) == 4


def test_a_shape_that_crosses_itself_says_where(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", _INSIDE)
    ring = [[106.655, 10.735], [106.657, 10.737], [106.657, 10.735], [106.655, 10.737], [106.655, 10.735]]
    crossed = {"type": "Polygon", "coordinates": [ring]}
    answer = post(
        client, "/hotspots/new", **_NEW | {"kind": "area", "name": "Bãi xe", "shape": json.dumps(crossed)}
    )
    assert answer.status_code == 422
    assert "106,656" in answer.text
    assert _count(store) == 4


def test_outside_the_area_nothing_is_kept_and_the_form_stays(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "27397@2025-01-01")
    answer = post(client, "/hotspots/new", **_NEW)
    assert answer.status_code == 403
    assert "ngoài khu vực" in answer.text
    assert "Hẻm 88 Nguyễn Duy" in answer.text
    assert _count(store) == 4


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "1678/12/5 Phạm Thế Hiển"}, "số nhà"),
        ({"street": "1678/12/5 Phạm Thế Hiển"}, "số nhà"),
        ({"aliases": "nhà anh Nguyễn Văn Bảy"}, "thông tin cá nhân"),
        ({"note": "gọi 0903123456"}, "thông tin cá nhân"),
        ({"alley_number": "mười hai"}, "số hẻm"),
        ({"valid_from": "31/12/2026"}, "tương lai"),
        ({"valid_from": "01/01/0001"}, "ngày/tháng/năm"),
        ({"source": ""}, "Chọn văn bản"),
        ({"lead": "1"}, "không có phần nào"),
        ({"position_accuracy_m": "0"}, "số nguyên"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    client: FlaskClient, sign_in: SignIn, store: Database, changes: dict[str, str], words: str
) -> None:
    sign_in("officer", "776")
    if "lead" in changes:
        page = client.get("/hotspots/new").text
        changes = {"lead": re.findall(r'<option value="(\d+)">Phường Phú Định', page)[0]}
    answer = post(client, "/hotspots/new", **_NEW | changes)
    assert answer.status_code == 422
    errors = re.findall(r'class="field__error"[^>]*>([^<]*)', answer.text)
    assert any(words in error for error in errors), errors
    assert _count(store) == 4


def test_a_place_nearby_is_shown_and_may_be_another(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", _INSIDE)
    beside = {"type": "LineString", "coordinates": [[106.6494, 10.7371], [106.65, 10.736]]}
    sent = _NEW | {"name": "Hẻm 1680 Phạm Thế Hiển", "shape": json.dumps(beside)}
    answer = post(client, "/hotspots/new", **sent)
    assert answer.status_code == 422
    assert 'href="/hotspots/DB00001"' in answer.text
    assert 'name="is_different"' in answer.text
    assert _count(store) == 4
    assert post(client, "/hotspots/new", **sent, is_different="1").status_code == 303


def test_coordinates_stand_in_for_a_drawing(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", _INSIDE)
    typed = {"shape": "", "coordinates": "10.737, 106.655\n10.736, 106.656", "coordinates_crs": "EPSG:4326"}
    assert post(client, "/hotspots/new", **_NEW | typed).status_code == 303
    assert _place(store, "DB00005").geometry.coords[0] == pytest.approx((106.655, 10.737))


def test_an_edit_keeps_what_was_before(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", _INSIDE)
    before = _place(store)
    answer = _send(client, _edit(client, name="Hẻm 1678 Phạm Thế Hiển (đoạn đầu)"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/hotspots/DB00001"), answer.text
    after = _place(store)
    assert after.name == "Hẻm 1678 Phạm Thế Hiển (đoạn đầu)"
    assert after.geometry == before.geometry
    assert (after.topics, after.document_id) == (before.topics, before.document_id)
    assert "Hẻm 1678 Phạm Thế Hiển<" in client.get("/hotspots/DB00001?on=2026-11-01").text


def _second(app: Flask, add_account: SignIn) -> FlaskClient:
    other = app.test_client()
    add_account("officer", _INSIDE, name="minh")
    assert post(other, "/sign-in", name="minh", password=PASSWORD).status_code == 303
    return other


def test_two_who_edit_one_place_lose_nothing(
    app: Flask, client: FlaskClient, sign_in: SignIn, add_account: SignIn, store: Database
) -> None:
    sign_in("officer", _INSIDE)
    other = _second(app, add_account)
    mine = _edit(client, note="đèn hỏng từ đầu tháng", name="Hẻm 1678 (cầu)", aliases="Hẻm Cầu")
    theirs = _edit(other, position_accuracy_m="12", name="Hẻm 1678 (chợ)")
    assert _send(other, theirs).status_code == 303
    seen = _version(store)
    conflict = _send(client, mine)
    assert conflict.status_code == 412
    for words in ("Hẻm 1678 Phạm Thế Hiển", "Hẻm 1678 (cầu)", "Hẻm 1678 (chợ)", "đèn hỏng", "12 m"):
        assert words in conflict.text
    assert _place(store).name == "Hẻm 1678 (chợ)"
    sent = fields_of(conflict.text)
    assert sent["version"] == [str(seen)]
    assert sent["asked"] == ["name"]
    assert "take-name" not in sent, "nobody decides for them"
    undecided = _send(client, sent)
    assert undecided.status_code == 422
    assert _version(store) == seen
    again = _send(client, fields_of(undecided.text) | {"take-name": "mine"})
    assert again.status_code == 303, again.text
    kept = _place(store)
    assert (kept.name, kept.note) == ("Hẻm 1678 (cầu)", "đèn hỏng từ đầu tháng")
    assert (kept.position_accuracy_m, kept.aliases) == (12, ("Hẻm Cầu",))


def test_the_other_ones_value_may_be_taken(
    app: Flask, client: FlaskClient, sign_in: SignIn, add_account: SignIn, store: Database
) -> None:
    sign_in("officer", _INSIDE)
    other = _second(app, add_account)
    moved = {
        "type": "LineString",
        "coordinates": [[106.6485, 10.7385], [106.6494, 10.7371], [106.65, 10.7361]],
    }
    drawn = {"type": "LineString", "coordinates": [[106.6486, 10.7385], [106.6494, 10.7371]]}
    mine = _edit(client, shape=json.dumps(drawn), note="tối")
    assert _send(other, _edit(other, shape=json.dumps(moved))).status_code == 303
    conflict = _send(client, mine)
    assert conflict.status_code == 412
    assert conflict.text.count('class="sketch"') == 3
    theirs = _place(store).geometry
    assert _send(client, fields_of(conflict.text) | {"take-geometry": "theirs"}).status_code == 303
    assert _place(store).note == "tối"
    assert _place(store).geometry == theirs


def test_a_third_change_while_a_conflict_is_open_is_asked_again(
    app: Flask, client: FlaskClient, sign_in: SignIn, add_account: SignIn, store: Database
) -> None:
    sign_in("officer", _INSIDE)
    other = _second(app, add_account)
    mine = _edit(client, note="của tôi")
    assert _send(other, _edit(other, note="lần một")).status_code == 303
    first = _send(client, mine)
    assert _send(other, _edit(other, note="lần hai")).status_code == 303
    second = _send(client, fields_of(first.text) | {"take-note": "mine"})
    assert second.status_code == 412
    assert "lần hai" in second.text
    assert _send(client, fields_of(second.text) | {"take-note": "theirs"}).status_code == 303
    assert _place(store).note == "lần hai"


def test_sending_an_edit_twice_records_it_once(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", _INSIDE)
    sent = _edit(client, note="tối")
    assert _send(client, sent).status_code == 303
    version = _version(store)
    again = _send(client, sent)
    assert (again.status_code, _version(store)) == (303, version)


def test_a_place_is_taken_off_the_list_and_put_back(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", _INSIDE)
    page = client.get("/hotspots/DB00001/close")
    assert page.status_code == 200
    version = fields_of(page.text)["version"][0]
    assert post(client, "/hotspots/DB00001/close", version=version).status_code == 422
    closed = post(client, "/hotspots/DB00001/close", version=version, reason="nhập trùng")
    assert closed.headers["Location"] == "/hotspots/removed"
    assert client.get("/hotspots/DB00001").status_code == 404
    listed = client.get("/hotspots/removed").text
    assert "Hẻm 1678 Phạm Thế Hiển" in listed
    assert "nhập trùng" in listed
    back = post(client, "/hotspots/DB00001/restore", version=fields_of(listed)["version"][0])
    assert back.headers["Location"] == "/hotspots/DB00001"
    assert client.get("/hotspots/DB00001").status_code == 200
    assert post(client, "/hotspots/DB00001/restore", version=version).status_code == 422


def test_an_old_page_takes_nothing_off(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", _INSIDE)
    version = _version(store)
    assert _send(client, _edit(client, note="tối")).status_code == 303
    answer = post(client, "/hotspots/DB00001/close", version=version, reason="nhầm")
    assert answer.status_code == 412
    assert f'value="{_version(store)}"' in answer.text
    assert "nhầm" in answer.text
    assert client.get("/hotspots/DB00001").status_code == 200


def test_pages_are_whole_in_english(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("coordinator", "776")
    assert post(client, "/language", locale="en").status_code == 303
    for path in ("new", "removed", "merge", "DB00001/edit", "DB00001/close", "DB00001/split"):
        assert client.get(f"/hotspots/{path}").status_code == 200
    assert post(client, "/hotspots/new", **_NEW | {"shape": ""}).status_code == 422
