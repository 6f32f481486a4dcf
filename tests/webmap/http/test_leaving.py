"""Signing out of a browser that holds work of the field page."""

import pytest
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn, csrf_token, post
from webmap.http.leaving import COOKIE


@pytest.mark.parametrize("path", ["/sign-out", "/account/sign-out-everywhere"])
def test_unsent_work_is_not_lost_unasked(client: FlaskClient, sign_in: SignIn, path: str) -> None:
    sign_in("supervisor", "776")
    client.set_cookie(COOKIE, "3")
    asked = post(client, path)
    assert asked.status_code == 200
    assert "còn 3 mục chưa gửi" in asked.text
    assert client.get("/account").status_code == 200
    left = post(client, path, lose_unsent="yes")
    assert left.status_code == 303
    assert left.headers["Clear-Site-Data"] == '"storage"'
    assert client.get_cookie(COOKIE) is None
    assert client.get("/account").status_code == 303


def test_with_everything_sent_it_asks_nothing_and_clears(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    client.set_cookie(COOKIE, "0")
    assert post(client, "/sign-out").headers["Clear-Site-Data"] == '"storage"'


def test_a_browser_that_keeps_nothing_is_left_as_it_is(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    answer = post(client, "/sign-out")
    assert answer.status_code == 303
    assert "Clear-Site-Data" not in answer.headers


@pytest.mark.parametrize("told", ["-1", "a", "1" * 40, "²"], ids=["negative", "word", "huge", "superscript"])
def test_a_cookie_that_somebody_made_up_is_no_reason_to_ask(
    client: FlaskClient, sign_in: SignIn, told: str
) -> None:
    sign_in("supervisor", "776")
    token = csrf_token(client, "/account")
    client.set_cookie(COOKIE, told)
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303
