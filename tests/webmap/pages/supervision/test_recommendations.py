"""Recommendations as people meet them: the whole way of one, the ledger with its table, and who may do what."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from layers.store.database import Database
from tests.conftest import Clock
from tests.layers.places.supervised import add_bodies, add_draft, add_visit
from tests.webmap.conftest import SignIn, post
from tests.webmap.pages.recommending import LETTER, TEXT, draft, words_of


@pytest.fixture(autouse=True)
def _supervised(store: Database) -> None:
    add_bodies(store)
    add_visit(store)


def test_from_a_visit_to_an_answer(client: FlaskClient, sign_in: SignIn, clock: Clock) -> None:
    sign_in("officer", "27424@2025-07-01")
    form = client.get("/recommendations/new?hotspot=DB00001&visit=GS00001").text
    assert re.search(r'value="GS00001" checked', form)
    assert "Công an phường" in form
    assert "Hội Cựu chiến binh phường" not in form, "a member organisation decides nothing"
    answer = draft(client)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/recommendations/KN00001"
    page = client.get("/recommendations/KN00001").text
    assert TEXT in page
    assert "GS00001" in page
    assert (
        post(client, "/recommendations/KN00001/send", version="1", sent_on="20/11/2026", **LETTER).status_code
        == 303
    )
    words = words_of(client.get("/recommendations/KN00001").text)
    assert "Còn 19 ngày" in words, "15 working days behind Friday 20 November is 11 December"
    assert "15/CV-MTTQ, Ban Thường trực UBMTTQ phường, 20/11/2026: Về việc kiến nghị qua giám sát" in words

    clock.at = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
    post(client, "/sign-in", name="lan", password="ngọn đèn trước gió")
    assert "Quá hạn 3 ngày" in words_of(client.get("/recommendations/KN00001").text)
    ledger = words_of(client.get("/recommendations").text)
    assert "1 kiến nghị, 1 chờ trả lời, 1 quá hạn" in ledger
    assert "Quá hạn 3 ngày" in ledger

    said = "Đã lắp 6 bóng đèn, bố trí tuần tra từ 22h đến 2h"
    answered = post(
        client, "/recommendations/KN00001/answer", version="2", answered_on="14/12/2026", outcome=said
    )
    assert answered.status_code == 303
    done = post(client, "/recommendations/KN00001/close", version="3", state="done", closed_on="14/12/2026")
    assert done.status_code == 303
    page = client.get("/recommendations/KN00001").text
    assert said in page
    assert '<form class="form"' not in page, "an end has no next step"
    steps = re.findall(r'timeline__body">([^<]+)<', page)
    assert steps == ["Đã thực hiện", "Đã trả lời", "Đã gửi, chờ trả lời", "Dự thảo"]


def test_rights_on_other_places_open_nothing_here(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "27397@2025-01-01")
    code = add_draft(store)
    assert client.get(f"/recommendations/{code}").status_code == 404
    assert code not in client.get("/recommendations").text
    assert code not in client.get("/recommendations.csv").text
    assert client.get("/recommendations/new?hotspot=DB00001").status_code == 404
    assert draft(client).status_code == 404
    assert post(client, f"/recommendations/{code}/send").status_code == 404


def test_the_ledger_filters_and_its_totals_are_those_of_its_list(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    for _ in range(3):
        add_draft(store)
    draft(client, body="UBND_PHUONG")
    post(client, "/recommendations/KN00001/send", version="1", sent_on="20/11/2026", **LETTER)
    for query, codes in (
        ("", ["KN00001", "KN00002", "KN00003", "KN00004"]),
        ("?state=draft", ["KN00002", "KN00003", "KN00004"]),
        ("?state=overdue", []),
        ("?body=UBND_PHUONG", ["KN00004"]),
        ("?kind=commend", []),
        ("?hotspot=DB00001&state=sent&kind=&body=&area=", ["KN00001"]),
        ("?area=27424@2025-07-01", ["KN00001", "KN00002", "KN00003", "KN00004"]),
    ):
        page = client.get(f"/recommendations{query}").text
        assert re.findall(r"<strong>(KN\d+)</strong>", page) == codes, query
        assert f"{len(codes)} kiến nghị," in page, query
        table = list(csv.reader(io.StringIO(client.get(f"/recommendations.csv{query}").text)))
        assert [row[0] for row in table[1:]] == codes, query


def test_the_table_is_made_for_spreadsheets(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", "776")
    draft(client, content='=HYPERLINK("http://x") đèn hỏng, hẻm tối')
    post(client, "/recommendations/KN00001/send", version="1", sent_on="20/11/2026",
         reply_due_on="21/11/2026", **LETTER)  # fmt: skip
    answer = client.get("/recommendations.csv")
    assert answer.mimetype == "text/csv"
    assert "kien-nghi-2026-11-22.csv" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    told = dict(zip(head, row, strict=True))
    assert told["Nội dung"].startswith("'=HYPERLINK")
    assert told["Số ngày quá hạn"] == "1"
    assert told["Ngày gửi"] == "2026-11-20"
    assert told["Địa bàn"] == "Hẻm 1678 Phạm Thế Hiển"


def test_pages_of_the_ledger_follow_each_other(
    client: FlaskClient, sign_in: SignIn, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "layers.supervision.ledger.list_recommendations.__kwdefaults__", {"after": None, "limit": 2}
    )
    sign_in("officer", "776")
    for _ in range(5):
        add_draft(store)
    found, path = [], "/recommendations?state=draft"
    while path:
        page = client.get(path).text
        found += re.findall(r"<strong>(KN\d+)</strong>", page)
        link = re.search(r'href="(/recommendations\?[^"]*cursor=[^"]*)"', page)
        path = link[1].replace("&amp;", "&") if link else ""
    assert found == [f"KN0000{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    "query",
    [
        "state=x",
        "kind=x",
        "body=a b",
        "hotspot=<b>",
        "area=a b",
        "cursor=1.2.3",
        "cursor=1.2026-13-01.3",
        "x=1",
    ],
)
def test_a_wrong_address_is_explained(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("officer", "776")
    assert client.get(f"/recommendations?{query}").status_code == 400


def test_pages_are_also_there_in_english(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", "776")
    post(client, "/language", locale="en")
    code = add_draft(store)
    for path in ("/recommendations", f"/recommendations/{code}", f"/recommendations/{code}/edit",
                 "/recommendations/new", "/recommendations/new?hotspot=DB00001&kind=commend"):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200, path
        assert "Kiến nghị" not in page.text.split("<main")[1], path


@pytest.mark.parametrize(
    ("query", "on_map"),
    [
        ("", "/map?reply=waiting"),
        ("?area=27424@2025-07-01", "/map?reply=waiting&amp;ward=27424@2025-07-01"),
        ("?hotspot=DB00001", "/map?reply=waiting&amp;selected=DB00001"),
        ("?state=done", None),
        ("?body=CA_PHUONG", None),
    ],
)
def test_the_ledger_leads_to_the_map_where_it_has_the_same_filter(
    client: FlaskClient, sign_in: SignIn, store: Database, query: str, on_map: str | None
) -> None:
    add_draft(store)
    sign_in("viewer", "776")
    page = client.get(f"/recommendations{query}").text
    assert (f'href="{on_map}"' in page) if on_map else "/map?" not in page
    if on_map:
        assert client.get(on_map.replace("&amp;", "&")).status_code == 200
