"""Changing a visit: corrections that lose nothing of what another person corrected, moving and cancelling."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.store.database import Database
from layers.supervision.visit_records import VisitRecord, get_visit
from tests.webmap.conftest import PASSWORD, SignIn, post
from tests.webmap.pages.recommending import fields_of
from tests.webmap.pages.supervision.test_visits import FIELDS, NEW, PLAN, _text, _version, lists
from webmap.http.today import today

__all__ = ["lists"]

EDIT = "/visits/GS00001/edit"


@pytest.fixture
def other(app: Flask, add_account: SignIn) -> FlaskClient:
    """Return the browser of a second officer."""
    client = app.test_client()
    add_account("officer", "776", name="minh")
    assert post(client, "/sign-in", name="minh", password=PASSWORD).status_code == 303
    return client


def _get(app: Flask, store: Database, code: str = "GS00001") -> VisitRecord:
    with app.app_context(), store.read() as connection:
        return get_visit(connection, SYSTEM, code, today())


def test_a_correction_needs_a_reason_and_keeps_what_was_said(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    edit = "/visits/GS00001/edit"
    fields = {**FIELDS, "result": "worse", "version": _version(client, edit)}
    assert post(client, edit, **fields).status_code == 422
    assert post(client, edit, **fields, reason="ông Nguyễn Văn Tèo báo").status_code == 422
    assert post(client, edit, **fields, reason="ghi nhầm kết quả").location == "/visits/GS00001"
    text = _text(client.get("/visits/GS00001").text)
    assert all(told in text for told in ("Kém hơn", "ghi nhầm kết quả", "Các bản trước", "Tốt hơn", "lan"))


def test_two_who_correct_one_visit_lose_nothing(
    app: Flask, client: FlaskClient, other: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    sent = {**FIELDS, "version": "1", "reason": "xem lại"}
    assert post(other, EDIT, **{**sent, "head_count": "6", "result": "same"}).status_code == 303
    late = post(client, EDIT, **{**sent, "result": "worse", "answer_lighting": "poor"})
    assert late.status_code == 412
    text = _text(late.text)
    assert all(told in text for told in ("Hai người cùng sửa", "Kém hơn", "Như trước", "Tốt hơn", "6"))
    assert late.text.count('name="take-') == 2  # only the result clashes: mine or theirs
    undecided = post(client, EDIT, **fields_of(late.text))
    assert undecided.status_code == 422
    assert "Còn phần chưa chọn" in undecided.text
    done = post(client, EDIT, **fields_of(undecided.text), **{"take-result": "mine"})
    assert (done.status_code, done.location) == (303, "/visits/GS00001"), done.text
    found = _get(app, store)
    assert (found.version, found.head_count, found.result) == (3, 6, "worse")
    assert (found.answers["lighting"], found.note) == ("poor", "Hẻm đã có đèn.")


def test_the_other_ones_answer_may_be_taken(
    app: Flask, client: FlaskClient, other: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    sent = {**FIELDS, "version": "1", "reason": "xem lại"}
    theirs = {**sent, "answer_lighting": "fair", "units": ["MAT_TRAN"]}
    assert post(other, EDIT, **theirs).status_code == 303
    late = post(client, EDIT, **{**sent, "answer_lighting": "poor", "units": ["HOI_CCB"]})
    taken = {"take-answer_lighting": "theirs", "take-units": "theirs"}
    assert post(client, EDIT, **fields_of(late.text), **taken).status_code == 303
    found = _get(app, store)
    assert (found.answers["lighting"], found.units) == ("fair", ("MAT_TRAN",))


def test_a_correction_that_came_too_late_waits_until_it_is_merged(
    app: Flask, client: FlaskClient, other: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    sent = {**FIELDS, "version": "1", "reason": "xem lại"}
    assert post(other, EDIT, **{**sent, "head_count": "6"}).status_code == 303
    assert post(client, EDIT, **{**sent, "note": "Đèn đã hỏng."}).status_code == 412
    waiting = client.get("/conflicts").text
    assert "Hẻm 1678 Phạm Thế Hiển" in waiting
    assert "Đèn đã hỏng." not in other.get("/conflicts").text
    again = post(client, EDIT, **fields_of(waiting))
    assert again.status_code == 412
    assert post(client, EDIT, **fields_of(again.text)).status_code == 303
    found = _get(app, store)
    assert (found.head_count, found.note) == (6, "Đèn đã hỏng.")
    assert "Đèn đã hỏng." not in client.get("/conflicts").text


def test_the_same_correction_twice_is_one(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    sent = {**FIELDS, "version": "1", "reason": "xem lại", "head_count": "6"}
    assert [post(client, EDIT, **sent).status_code for _ in range(2)] == [303, 303]
    assert "bản số 3" not in _text(client.get("/visits/GS00001").text)


def test_a_planned_visit_is_moved_with_a_reason(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    post(client, PLAN, uuid=str(uuid4()), planned_on="25/11/2026")
    path = "/visits/GS00001/redate"
    for wrong in ({"planned_on": "26/11/2026"}, {"planned_on": "21/11/2026", "reason": "mưa"}, {"reason": "mưa"},
                  {"planned_on": "26/11/2026", "reason": "ông Nguyễn Văn Tèo bận"}):  # fmt: skip
        assert post(client, path, version="1", **wrong).status_code == 422, wrong
    assert post(client, path, version="1", planned_on="26/11/2026", reason="trời mưa to").status_code == 303
    text = _text(client.get("/visits/GS00001").text)
    assert all(told in text for told in ("26/11/2026", "trời mưa to", "Các bản trước", "25/11/2026"))
    assert "Đổi từ ngày 25/11/2026: trời mưa to" in _text(client.get("/hotspots/DB00001").text)
    late = post(client, path, version="1", planned_on="27/11/2026", reason="bận họp")
    assert late.status_code == 412
    assert 'name="version" value="2"' in late.text
    assert "bận họp" in late.text


def test_a_plan_that_was_moved_meanwhile_is_looked_at_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    post(client, PLAN, uuid=str(uuid4()), planned_on="22/11/2026")
    moved = post(client, "/visits/GS00001/redate", version="1", planned_on="23/11/2026", reason="mưa")
    assert moved.status_code == 303
    start = f"{NEW}&plan=GS00001"
    late = post(client, start, uuid=str(uuid4()), **FIELDS, version="1")
    assert late.status_code == 412
    assert "Hẻm đã có đèn." in late.text
    assert post(client, start, **{**FIELDS, "version": fields_of(late.text)["version"]}).status_code == 303


def test_cancelling(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    post(client, NEW, uuid=str(uuid4()), **FIELDS)
    post(client, PLAN, uuid=str(uuid4()), planned_on="25/11/2026")
    assert "/visits/GS00001/cancel" not in client.get("/visits/GS00001").text
    assert post(client, "/visits/GS00001/cancel", version="1", reason="ghi nhầm").status_code == 403
    assert post(client, "/visits/GS00002/cancel", version="1").status_code == 422
    assert post(client, "/visits/GS00002/cancel", version="1", reason="gọi 0903 123 456").status_code == 422
    assert post(client, "/visits/GS00002/cancel", version="1", reason="trời mưa to").status_code == 303
    assert "trời mưa to" in client.get("/visits/GS00002").text
    assert client.get("/visits/GS00002/edit").status_code == 422
    cancelled = post(client, "/visits/GS00002/cancel", version="1", reason="lần nữa")
    assert cancelled.status_code == 422
