"""The page of search, and the box that leads to it."""

import re

import pytest
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn


@pytest.mark.parametrize(
    ("q", "told"),
    [
        ("hem 1678 pth", 'href="/hotspots/DB00001"'),
        ("p12", "Phường 12"),
        ("09/KH", "09/KH-UBMT-BTT"),
        ("binh dong", "Phường Bình Đông"),
    ],
)
def test_everything_is_found_in_one_box(client: FlaskClient, sign_in: SignIn, q: str, told: str) -> None:
    sign_in("viewer", "776")
    assert told in client.get("/search", query_string={"q": q}).text


def test_links_of_areas_lead_to_the_map_and_the_list(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/search?q=p12").text
    links = [
        link.replace("&amp;", "&") for link in re.findall(r'href="(/(?:map|hotspots)\?[^"]*ward[^"]*)"', page)
    ]
    assert len(links) == 2
    assert {client.get(link).status_code for link in links} == {200}


def test_nothing_asked_gives_a_hint_and_nothing_found_says_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    assert "hem 1678 pth" in client.get("/search").text
    assert "Không tìm thấy “&lt;b&gt;xyz”" in client.get("/search?q=<b>xyz").text


@pytest.mark.parametrize("query", ["q=" + "a" * 201, "x=1", "q=a&q=b"])
def test_a_wrong_address_is_explained(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("viewer", "776")
    assert client.get(f"/search?{query}").status_code == 400


def test_it_is_offered_to_readers_only(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("admin")
    page = client.get("/account").text
    assert 'action="/search"' not in page
    assert 'href="/hotspots"' not in page
    assert client.get("/search?q=hem").status_code == 403
