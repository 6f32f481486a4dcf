"""Signing in and out, one-time links, tokens and passwords, as a browser does them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.people.tokens import add_link
from layers.people.users import end_sessions, find_user, set_active
from layers.store.database import Database
from tests.conftest import Clock
from tests.webmap.conftest import PASSWORD, SignIn, csrf_token, post


def test_sign_in_leads_to_the_page_that_was_asked_for(client: FlaskClient, add_account: SignIn) -> None:
    add_account()
    asked = client.get("/account?x=1")
    assert asked.status_code == 303
    assert asked.location == "/sign-in?next=%2Faccount%3Fx%3D1"
    form = client.get(asked.location)
    assert 'name="next" value="/account?x=1"' in form.text
    answer = post(client, "/sign-in", name="LAN ", password=PASSWORD, next="/account?x=1")
    assert (answer.status_code, answer.location) == (303, "/account?x=1")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""]
)
def test_sign_in_never_leads_elsewhere(client: FlaskClient, add_account: SignIn, target: str) -> None:
    add_account()
    assert post(client, "/sign-in", name="lan", password=PASSWORD, next=target).location == "/"


@pytest.mark.parametrize(("name", "password"), [("lan", "wrong password"), ("nobody", PASSWORD)])
def test_wrong_name_and_wrong_password_look_the_same(
    client: FlaskClient, add_account: SignIn, name: str, password: str
) -> None:
    add_account()
    answer = post(client, "/sign-in", name=name, password=password)
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answer.text
    assert client.get("/account").status_code == 303


def test_a_closed_account_cannot_sign_in(client: FlaskClient, add_account: SignIn, store: Database) -> None:
    user = add_account()
    with store.write(SYSTEM, "account.close") as change:
        set_active(change, user, is_active=False)
    assert post(client, "/sign-in", name="lan", password=PASSWORD).status_code == 422


def test_sign_in_is_throttled_per_account(client: FlaskClient, add_account: SignIn) -> None:
    add_account()
    token = csrf_token(client)
    tries = [
        client.post("/sign-in", data={"csrf_token": token, "name": "lan", "password": f"no {i}"}).status_code
        for i in range(6)
    ]
    assert tries == [422] * 5 + [429]
    answer = client.post("/sign-in", data={"csrf_token": token, "name": "Lan", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_sign_in_is_throttled_per_address(client: FlaskClient) -> None:
    token = csrf_token(client)
    tries = [
        client.post("/sign-in", data={"csrf_token": token, "name": f"a{i}", "password": "x"}).status_code
        for i in range(21)
    ]
    assert tries == [422] * 20 + [429]


def test_forms_need_their_token(client: FlaskClient, add_account: SignIn) -> None:
    add_account()
    answer = client.post("/sign-in", data={"name": "lan", "password": PASSWORD})
    assert answer.status_code == 400
    assert client.get("/account").status_code == 303


def test_forms_from_another_site_are_refused(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    token = csrf_token(client, "/account")
    answer = client.post("/sign-out", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert client.get("/account").status_code == 200


def test_a_session_cookie_is_guarded(app: Flask, client: FlaskClient, add_account: SignIn) -> None:
    add_account()
    plain = post(client, "/sign-in", name="lan", password=PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    secure = app.test_client().get("/sign-in", base_url="https://localhost")
    assert secure.status_code == 200
    assert "Secure" in secure.headers["Set-Cookie"]


def test_a_session_ends_after_its_hours(client: FlaskClient, sign_in: SignIn, clock: Clock) -> None:
    sign_in()
    clock.at += timedelta(hours=11, minutes=55)
    assert client.get("/account").status_code == 200
    clock.at += timedelta(minutes=10)
    assert client.get("/account").status_code == 303


def test_signing_out_everywhere_ends_every_session(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    elsewhere = app.test_client()
    assert post(elsewhere, "/sign-in", name="lan", password=PASSWORD).status_code == 303
    token = csrf_token(client, "/account")
    assert client.post("/account/sign-out-everywhere", data={"csrf_token": token}).location == "/sign-in"
    assert client.get("/account").status_code == 303
    assert elsewhere.get("/account").status_code == 303


def test_signing_out_ends_this_session_only(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    elsewhere = app.test_client()
    post(elsewhere, "/sign-in", name="lan", password=PASSWORD)
    client.post("/sign-out", data={"csrf_token": csrf_token(client, "/account")})
    assert client.get("/account").status_code == 303
    assert elsewhere.get("/account").status_code == 200


def test_a_new_password_keeps_this_session_and_ends_others(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in()
    elsewhere = app.test_client()
    post(elsewhere, "/sign-in", name="lan", password=PASSWORD)
    fields = {
        "csrf_token": csrf_token(client, "/account"),
        "present": PASSWORD,
        "password": "một mật khẩu mới",
    }
    assert client.post("/account/password", data=fields).status_code == 303
    assert "Đã đổi mật khẩu." in client.get("/account").text
    assert elsewhere.get("/account").status_code == 303
    client.post("/sign-out", data={"csrf_token": csrf_token(client, "/account")})
    assert post(client, "/sign-in", name="lan", password=PASSWORD).status_code == 422
    assert post(client, "/sign-in", name="lan", password="một mật khẩu mới").status_code == 303


@pytest.mark.parametrize(
    ("present", "password", "told"),
    [("wrong", "một mật khẩu mới", "hiện nay chưa đúng"), (PASSWORD, "short", "ít nhất 10 ký tự")],
)
def test_a_bad_new_password_is_explained(
    client: FlaskClient, sign_in: SignIn, present: str, password: str, told: str
) -> None:
    sign_in()
    fields = {"csrf_token": csrf_token(client, "/account"), "present": present, "password": password}
    answer = client.post("/account/password", data=fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert password not in answer.text


def _link(store: Database, name: str = "lan", minutes: float = 15) -> str:
    with store.write(SYSTEM, "link.add") as change:
        user = find_user(change.connection, name)
        assert user
        return add_link(change, user, minutes=minutes)


def test_looking_at_a_link_does_not_spend_it(
    client: FlaskClient, add_account: SignIn, store: Database
) -> None:
    add_account()
    path = f"/link/{_link(store)}"
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert client.get("/account").status_code == 303
    token = csrf_token(client, path)
    assert client.post(path, data={"csrf_token": token}).status_code == 303
    assert client.get("/account").status_code == 200


def test_a_link_signs_in_once(app: Flask, client: FlaskClient, add_account: SignIn, store: Database) -> None:
    add_account()
    path = f"/link/{_link(store)}"
    other = app.test_client()
    tokens = csrf_token(client, path), csrf_token(other, path)
    assert client.post(path, data={"csrf_token": tokens[0]}).status_code == 303
    assert other.post(path, data={"csrf_token": tokens[1]}).status_code == 410
    assert other.get(path).status_code == 410
    assert other.get("/account").status_code == 303


def test_a_link_grows_old(client: FlaskClient, add_account: SignIn, store: Database, clock: Clock) -> None:
    add_account()
    path = f"/link/{_link(store)}"
    clock.at += timedelta(minutes=16)
    assert client.get(path).status_code == 410
    assert client.get("/link/not-a-secret").status_code == 410


def test_a_session_from_before_the_epoch_is_over(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    user = sign_in()
    with store.write(SYSTEM, "session.end_all") as change:
        end_sessions(change, user)
    assert client.get("/account").status_code == 303


def test_a_token_is_shown_once_and_can_be_revoked(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    made = post(client, "/account/tokens", name="QGIS máy bàn")
    assert made.status_code == 201
    found = re.search(r'id="secret">(dban_[\w-]+)<', made.text)
    assert found, made.text
    assert found[1] not in client.get("/account").text
    program = app.test_client()
    basic = {"Authorization": f"Bearer {found[1]}"}
    assert program.get("/api", headers=basic).status_code == 200
    listed = re.search(r"/account/tokens/(\d+)/revoke", client.get("/account").text)
    assert listed
    assert post(client, listed[0]).status_code == 303
    assert program.get("/api", headers=basic).status_code == 401
    assert post(client, listed[0]).status_code == 404


def test_nobody_revokes_the_token_of_another(
    client: FlaskClient, sign_in: SignIn, bearer: Callable[..., dict[str, str]]
) -> None:
    headers = bearer()
    sign_in()
    assert post(client, "/account/tokens/1/revoke").status_code == 404
    assert client.get("/api", headers=headers).status_code == 200


def test_a_token_does_not_open_the_account(
    client: FlaskClient, bearer: Callable[..., dict[str, str]]
) -> None:
    headers = bearer()
    assert client.get("/account", headers=headers).status_code == 403
    assert client.post("/account/tokens", data={"name": "more"}, headers=headers).status_code == 403


def test_the_language_is_kept_in_the_account(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    assert '<html lang="vi">' in client.get("/account").text
    assert post(client, "/language", locale="en", next="/account").location == "/account"
    assert '<html lang="en">' in client.get("/account").text
    elsewhere = app.test_client()
    post(elsewhere, "/sign-in", name="lan", password=PASSWORD)
    assert '<html lang="en">' in elsewhere.get("/account").text
    assert post(client, "/language", locale="fr").status_code == 400


def test_the_password_appears_in_no_answer_and_no_log(
    client: FlaskClient, add_account: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    add_account()
    answer = post(client, "/sign-in", name="lan", password="a wrong secret")
    assert "a wrong secret" not in answer.text
    assert "a wrong secret" not in caplog.text
