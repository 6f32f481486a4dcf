"""The sheet of one recommendation: its letters, what is offered to whom, and what was wrong with a step."""

import re
from datetime import date

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import func, select

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.schema import document
from layers.supervision.ledger import open_of_place
from tests.conftest import Clock
from tests.layers.places.supervised import add_bodies, add_draft, add_letter, add_visit
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.recommending import LETTER, words_of


@pytest.fixture(autouse=True)
def _supervised(store: Database) -> None:
    add_bodies(store)
    add_visit(store)


def test_a_sent_one_is_not_worded_anew(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", "776")
    code = add_draft(store)
    post(client, f"/recommendations/{code}/withdraw", version="1", reason="ghi nhầm địa bàn")
    assert client.get(f"/recommendations/{code}/edit").status_code == 422
    assert "ghi nhầm địa bàn" in client.get(f"/recommendations/{code}").text
    again = post(client, f"/recommendations/{code}/withdraw", version="2", reason="ghi nhầm địa bàn")
    assert again.status_code == 422


def test_a_letter_of_the_register_can_be_chosen(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    code, letter = add_draft(store), add_letter(store)
    with store.read() as connection:
        uuid = connection.execute(select(document.c.uuid).where(document.c.id == letter)).scalar()
    page = client.get(f"/recommendations/{code}").text
    assert "05/CV-MTTQ, Ban Thường trực, 02/11/2026" in page
    fields = {"version": "1", "document": uuid, "sent_on": "3/11/2026", "reply_due_on": "30/11/2026"}
    assert post(client, f"/recommendations/{code}/send", **fields).status_code == 303
    assert "Còn 8 ngày" in words_of(client.get(f"/recommendations/{code}").text)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({**LETTER, "new_number": ""}, "Cần điền mục này"),
        ({**LETTER, "sent_on": "hôm qua"}, "Viết ngày dạng"),
        ({**LETTER, "sent_on": "19/11/2026"}, "sớm hơn ngày 20/11/2026"),
        ({**LETTER, "sent_on": "23/11/2026"}, "field--invalid"),
        ({**LETTER, "reply_due_on": "20/11/2026"}, "Hạn trả lời phải sau ngày gửi"),
        ({**LETTER, "new_title": "Về anh Nguyễn Văn Bảy"}, "field--invalid"),
        ({}, "Cần điền mục này"),
    ],
)
def test_a_wrong_letter_is_explained_and_nothing_is_kept(
    client: FlaskClient, sign_in: SignIn, store: Database, fields: dict[str, str], told: str
) -> None:
    sign_in("officer", "776")
    code = add_draft(store)
    answer = post(
        client, f"/recommendations/{code}/send", **{"version": "1", "sent_on": "20/11/2026", **fields}
    )
    assert answer.status_code == 422
    assert told in answer.text
    assert '<details class="card recommendation-step" id="step-send" open' in answer.text
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(document)).scalar() == 1


def test_of_two_letters_none_is_taken(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", "776")
    code, letter = add_draft(store), add_letter(store)
    with store.read() as connection:
        uuid = connection.execute(select(document.c.uuid).where(document.c.id == letter)).scalar()
    fields = {"version": "1", "document": uuid, "sent_on": "20/11/2026", **LETTER}
    answer = post(client, f"/recommendations/{code}/send", **fields)
    assert answer.status_code == 422
    assert "Chỉ chọn một" in answer.text


def test_who_started_from_an_old_version_is_told(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    code = add_draft(store)
    fields = {"version": "7", "reason": "ghi nhầm"}
    late = post(client, f"/recommendations/{code}/withdraw", **fields)
    assert late.status_code == 412
    assert "ghi nhầm" in late.text
    again = {"version": re.findall(r'name="version" value="(\d+)"', late.text)[-1], "reason": "ghi nhầm"}
    assert post(client, f"/recommendations/{code}/withdraw", **again).status_code == 303


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        ("viewer", []),
        ("supervisor", ["withdraw"]),
        ("officer", ["send", "withdraw"]),
    ],
)
def test_only_what_may_be_done_is_offered(
    client: FlaskClient, sign_in: SignIn, store: Database, role: str, steps: list[str]
) -> None:
    sign_in(role, "776")
    code = add_draft(store)
    page = client.get(f"/recommendations/{code}").text
    assert re.findall(r'id="step-(\w+)"', page) == steps
    assert (f"/recommendations/{code}/edit" in page) == (role != "viewer")
    assert ("/recommendations/new" in client.get("/recommendations").text) == (role != "viewer")
    for step in ("send", "answer", "close"):
        expected = 422 if role == "officer" else 403
        assert post(client, f"/recommendations/{code}/{step}").status_code == expected


def test_the_card_of_a_place_tells_what_is_open(app: Flask, store: Database, clock: Clock) -> None:
    code = add_draft(store)
    with store.read() as connection:
        rows = open_of_place(connection, SYSTEM, "DB00001", date(2026, 11, 22))
    told = {"hotspot": "DB00001", "today": date(2026, 11, 22)}
    with app.test_request_context():
        part = render_template("recommendations/_of_place.html", recommendations=rows, may_draft=True, **told)
        none = render_template("recommendations/_of_place.html", recommendations=[], may_draft=False, **told)
    assert f"/recommendations/{code}" in part
    assert "/recommendations/new?hotspot=DB00001" in part
    assert "/recommendations/new" not in none
    assert "Không có kiến nghị nào đang chờ" in none
