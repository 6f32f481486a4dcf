"""The places behind a figure."""

import re

import pytest
from flask.testing import FlaskClient

from tests.webmap.conftest import SignIn


def test_every_figure_of_the_page_lists_as_many_places_as_it_says(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("viewer", "776")
    page = client.get("/dashboard").text
    ways = dict(re.findall(r'href="(/dashboard/list\?[^"]+)"[^>]*>\s*(\d+)\s*<', page))
    assert len(ways) >= 5
    for way, number in ways.items():
        table = client.get(way.replace("&amp;", "&").replace("/list?", "/list.csv?")).text
        assert len(table.splitlines()) - 1 == int(number), way


def test_a_place_is_named_with_its_wards_and_state(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/dashboard/list?figure=open&row=27424@2025-07-01").text
    assert "Phường Bình Đông, ngày" in page
    assert "Hẻm 1678" in page
    assert "Phức tạp, đang theo dõi" in page
    assert "Không có địa bàn nào." in client.get("/dashboard/list?figure=state.ON_DINH").text


@pytest.mark.parametrize(
    "query", ["figure=x", "figure=state.X", "row='", "after=-1", "after=99999999", "figure=open&x=1"]
)
def test_what_makes_no_sense_is_refused(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("viewer", "776")
    assert client.get(f"/dashboard/list?{query}").status_code == 400
