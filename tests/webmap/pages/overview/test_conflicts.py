"""The list of what came too late: one's own, opened by its form, discarded by its author alone."""

import re

import pytest
from flask.testing import FlaskClient

from layers.people.conflicts import Proposal, keep_proposal
from layers.people.users import Account
from layers.store.database import Database
from tests.webmap.conftest import SignIn, post

_LATE = Proposal(
    "visit", "GS00001", "Hẻm 1678", 1, "/visits/GS00001/edit", (("version", "1"), ("note", "Đèn <hỏng>"))
)


@pytest.fixture
def kept(store: Database, sign_in: SignIn) -> str:
    """Keep a change of the reader who is signed in, and return its identifier."""
    return _keep(store, sign_in("officer", "776"))


def _keep(store: Database, who: Account) -> str:
    with store.write(who.actor, "conflict.keep") as change:
        return keep_proposal(change, _LATE)


def test_nothing_waits_at_first(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer")
    assert "Không có phần sửa nào" in client.get("/conflicts").text
    assert 'class="notice notice--warning row"' not in client.get("/").text
    assert client.get("/conflicts?x=1").status_code == 400


def test_what_waits_is_named_here_and_on_the_first_page(client: FlaskClient, kept: str) -> None:
    page = client.get("/conflicts").text
    assert "Hẻm 1678" in page
    assert 'action="/visits/GS00001/edit"' in page
    assert "Đèn &lt;hỏng&gt;" in page
    assert re.search(r"giữ đến hết ngày 22/12/2026", page)
    assert "1 phần sửa của bạn" in client.get("/").text


def test_its_author_discards_it_once(client: FlaskClient, kept: str) -> None:
    path = f"/conflicts/{kept}/discard"
    assert post(client, path).location == "/conflicts"
    assert "Hẻm 1678" not in client.get("/conflicts").text
    assert post(client, path).status_code == 404


@pytest.mark.parametrize(
    ("target", "location"),
    [("/visits/GS00001/edit", "/visits/GS00001/edit"), ("https://x.example/", "/conflicts")],
)
def test_discarding_goes_on_only_inside(client: FlaskClient, kept: str, target: str, location: str) -> None:
    assert post(client, f"/conflicts/{kept}/discard", next=target).location == location


def test_nobody_sees_or_discards_another_ones(
    client: FlaskClient, store: Database, add_account: SignIn, sign_in: SignIn
) -> None:
    other = _keep(store, add_account("officer", "776", name="minh"))
    sign_in("coordinator", "776")
    assert "Hẻm 1678" not in client.get("/conflicts").text
    assert post(client, f"/conflicts/{other}/discard").status_code == 404
