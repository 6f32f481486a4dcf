"""Correcting a document on its page: the reason is asked for, the old facts stay in sight, two who do so are asked."""

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.records.corrections import correct_document
from layers.records.documents import Document, find_document_row, get_document
from layers.store.database import Database
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.recommending import fields_of, words_of

PLAN = "8402887b-755d-5e5a-880f-eca4e551626f"
PAGE, EDIT = f"/documents/{PLAN}", f"/documents/{PLAN}/edit"
SENT = {"version": "1", "kind": "KH", "title": "Kế hoạch giám sát", "number": "09/KH-UBMT-BTT",
        "issued_on": "08/02/2012", "issuer": "Ban Thường trực", "reason": "ghi nhầm tên"}  # fmt: skip


def _get(store: Database) -> Document:
    with store.read() as connection:
        return get_document(connection, find_document_row(connection, PLAN) or 0)


def test_a_correction_is_shown_where_the_document_is_cited(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    assert EDIT in client.get(PAGE).text
    assert 'name="version" value="1"' in client.get(EDIT).text
    assert post(client, EDIT, **SENT).location == PAGE
    told = words_of(client.get(PAGE).text)
    assert "Các lần đính chính" in told
    assert "Kế hoạch phối hợp" in told  # what it said before
    assert "ghi nhầm tên" in told
    assert "Đã đính chính ngày 22/11/2026" in words_of(client.get("/hotspots/DB00001").text)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "Cần điền mục này"),
        ({"title": ""}, "Cần điền mục này"),
        ({"kind": "X"}, "Chọn một giá trị"),
        ({"issued_on": "hôm qua"}, "ngày/tháng/năm"),
        ({"issued_on": "08/02/2030"}, "tương lai"),
        ({"title": "Gặp ông Nguyễn Văn Bảy"}, "thông tin cá nhân"),
        ({"version": ""}, ""),
    ],
)
def test_what_is_wrong_is_told_and_kept(
    client: FlaskClient, sign_in: SignIn, store: Database, changes: dict[str, str], told: str
) -> None:
    sign_in("officer", "776")
    answer = post(client, EDIT, **{**SENT, **changes})
    assert answer.status_code == 422
    assert told in answer.text
    assert "09/KH-UBMT-BTT" in answer.text
    assert _get(store).version == 1


def test_who_may_not_correct_is_not_shown_how(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    assert EDIT not in client.get(PAGE).text
    assert client.get(EDIT).status_code == 403
    assert post(client, EDIT, **SENT).status_code == 403


def test_two_who_correct_one_document_lose_nothing(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    before = _get(store)
    with store.write(SYSTEM, "document.correct", "khác") as change:
        theirs = Document("QD", before.title, "10/KH", before.issuer, before.issued_on)
        correct_document(change, PLAN, theirs, version=1, reason="khác")
    late = post(client, EDIT, **{**SENT, "number": "90/KH", "issuer": before.issuer})
    assert late.status_code == 412
    assert late.text.count('type="radio"') == 2
    assert "10/KH" in client.get("/conflicts").text
    done = post(client, EDIT, **fields_of(late.text), **{"take-number": "mine"})
    assert done.status_code == 303, done.text
    found = _get(store)
    assert (found.kind, found.number, found.title) == ("QD", "90/KH", "Kế hoạch giám sát")
    assert (found.version, found.issued_on) == (3, before.issued_on)
