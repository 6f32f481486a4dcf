"""Recommendations as the body meets them to which they were sent: these alone, and no way into the register."""

import csv
import io
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.layers.places.supervised import ASKED, CONTENT, add_bodies, add_draft, add_sent, add_visit
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.recommending import words_of

_WARD = "27424@2025-07-01"


@pytest.fixture(autouse=True)
def _sent(store: Database) -> None:
    """Send KN00001 to the police and KN00002 to the committee of the ward; KN00003 is a draft to the police."""
    add_bodies(store)
    add_visit(store)
    add_sent(store)
    add_sent(store, replace(ASKED, body="UBND_PHUONG"), number="2")
    add_draft(store)


def _links(page: str) -> set[str]:
    """Return the addresses within the service to which a page leads, without what comes behind a question mark."""
    return {found.partition("?")[0] for found in re.findall(r'href="(/[^"#]*)"', page)}


def _register(page: str) -> set[str]:
    return {link for link in _links(page) if re.match(r"/(hotspots|visits|map|documents|search)", link)}


def test_a_partner_finds_what_was_sent_to_its_body(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("partner", _WARD, body="CA_PHUONG")
    home = client.get("/").text
    assert "Kiến nghị gửi đến Công an phường" in home
    assert "1 kiến nghị, 1 chờ trả lời, 0 quá hạn" in words_of(home)
    ledger = client.get("/recommendations").text
    assert re.findall(r"<strong>(KN\d+)</strong>", ledger) == ["KN00001"]
    assert "1 kiến nghị, 1 chờ trả lời, 0 quá hạn" in words_of(ledger)
    assert "Dự thảo" not in words_of(ledger)
    table = list(csv.reader(io.StringIO(client.get("/recommendations.csv").text)))
    assert [row[0] for row in table[1:]] == ["KN00001"]


def test_its_pages_lead_to_nothing_that_it_may_not_open(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("partner", _WARD, body="CA_PHUONG")
    for path in ("/", "/recommendations", "/recommendations?state=overdue", "/recommendations/KN00001"):
        page = client.get(path).text
        assert "/recommendations" in _links(page), path
        assert _register(page) == set(), path
        assert "/new" not in page, path
        for link in {found for found in _links(page) if not found.startswith("/static")}:
            assert client.get(link).status_code == 200, (path, link)


def test_one_recommendation_tells_letter_and_place_in_words(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("partner", _WARD, body="CA_PHUONG")
    page = client.get("/recommendations/KN00001").text
    words = words_of(page)
    assert CONTENT in words
    assert "1/CV-MTTQ, Ban Thường trực, 20/11/2026: Về việc kiến nghị qua giám sát" in words
    assert "Hẻm 1678 Phạm Thế Hiển (DB00001)" in words
    assert "GS00001" in words
    assert '<form class="form"' not in page, "what it answers is recorded by the ward"
    steps = re.findall(r'timeline__body">([^<]+)<', page)
    assert steps == ["Đã gửi, chờ trả lời"], "what it said as a draft is not the body's"
    for code in ("KN00002", "KN00003", "KN00004"):
        assert client.get(f"/recommendations/{code}").status_code == 404
    assert post(client, "/recommendations/KN00001/answer", version="2").status_code == 403


@pytest.mark.parametrize(
    ("area", "body"), [(_WARD, None), (_WARD, "HOI_ND"), ("27397@2025-01-01", "CA_PHUONG")]
)
def test_without_a_body_or_elsewhere_there_is_nothing(
    client: FlaskClient, sign_in: SignIn, area: str, body: str | None
) -> None:
    sign_in("partner", area, body=body)
    page = client.get("/recommendations").text
    assert "KN0000" not in page
    assert "Chưa có kiến nghị nào gửi đến cơ quan của bạn." in page
    assert client.get("/recommendations/KN00001").status_code == 404
    assert ("gửi đến cơ quan của bạn" in client.get("/").text) == (body is not None)


def test_whoever_reads_the_place_keeps_the_links(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", _WARD)
    assert "/hotspots/DB00001" in _links(client.get("/recommendations").text)
    assert {"/hotspots/DB00001", "/visits/GS00001"} <= _links(client.get("/recommendations/KN00001").text)
