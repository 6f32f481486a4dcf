"""The list of places, and the card of one: wards of the day, status with its document, coordinates in both systems."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.conversion.status import StatusChange, record_status
from layers.places.references import find_hotspot_row
from layers.records.documents import Document, add_document
from layers.store.database import Database
from tests.conftest import CountStatements
from tests.rows import add_visits
from tests.webmap.conftest import SignIn
from webmap.pages.overview import hotspots

ON = date(2026, 11, 22)


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("query", "wards"),
    [
        ("on=2012-06-01", ["Phường 10", "Phường 11", "Phường 12"]),
        ("on=2025-02-01", ["Phường Xóm Củi", "Phường Hưng Phú"]),
        ("on=2026-11-22", ["Phường Phú Định", "Phường Chánh Hưng"]),
        ("on=2026-11-22&vintage=start", ["Phường 10", "Phường 11", "Phường 12"]),
    ],
)
def test_wards_follow_the_day_and_the_boundaries(
    client: FlaskClient, sign_in: SignIn, query: str, wards: list[str]
) -> None:
    sign_in("viewer", "776")
    text = _text(client.get(f"/hotspots/DB00003/card?{query}").text)
    assert all(ward in text for ward in wards)


def test_the_card_tells_source_accuracy_and_both_coordinates(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    text = _text(client.get("/hotspots/DB00001/card").text)
    for told in (
        "Hẻm 1678 Phạm Thế Hiển",
        "09/KH-UBMT-BTT",
        "08/02/2012",
        "250",
        "154",
        "10.73",
        "VN-2000",
        "1.187.",
    ):
        assert told in text, told


def test_a_page_of_its_own_leads_to_the_map(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/hotspots/DB00001")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "/map?selected=DB00001" in page.text


def test_corrected_events_stay_readable(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    with store.write(SYSTEM, "status.record") as change:
        document = add_document(change, Document("CV", "Công văn", "15/CV", "UBND", None))
        due = StatusChange("CHO_KE_HOACH", change.now.date(), document, reply_due_on=change.now.date())
        wrong = record_status(change, 1, due)
    with store.write(SYSTEM, "status.record") as change:
        right = StatusChange(
            "CHO_KE_HOACH",
            change.now.date(),
            document,
            "ghi nhầm",
            reply_due_on=change.now.date(),
            corrects_id=wrong,
        )
        record_status(change, 1, right)
    sign_in("viewer", "776")
    page = client.get("/hotspots/DB00001/card").text
    assert page.count("<del>") == 1
    assert "ghi nhầm" in page


def test_a_place_out_of_scope_is_not_known(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "27424@2025-07-01")
    assert client.get("/hotspots/DB00001/card").status_code == 200
    for path in ("/hotspots/DB00002/card", "/hotspots/DB00002", "/hotspots/DB99999"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["on=mai", "vintage=x", "zoom=3", "show=people", "entries=-1"])
def test_a_wrong_address_is_explained(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("viewer", "776")
    assert client.get(f"/hotspots/DB00001/card?{query}").status_code == 400


def _listed(page: str) -> list[str]:
    return re.findall(r'due-row__name" href="/hotspots/(DB\d+)"', page)


def _visit(store: Database, code: str, *days: date) -> None:
    with store.write(SYSTEM, "visit.record") as change:
        add_visits(change, find_hotspot_row(change.connection, code), *days)


def test_the_list_is_in_vietnamese_order_and_in_scope(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "27427@2025-07-01")
    page = client.get("/hotspots").text
    assert _listed(page) == ["DB00003", "DB00004", "DB00002"]
    assert "3 địa bàn, ngày 22/11/2026" in page
    assert "/visits/new" not in page
    assert "/hotspots/new" not in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("q=hem+1678", ["DB00001"]),
        ("kind=bridge&status=&topic=&ward=&on=&sort=name&q=", ["DB00003"]),
        ("ward=27424%40start", ["DB00001"]),
        ("status=ON_DINH", []),
        ("status=THEO_DOI,ON_DINH&kind=bridge,area", ["DB00003"]),
        ("on=2011-01-01", []),
    ],
)
def test_filters_narrow_the_list_and_lead_to_the_same_map(
    client: FlaskClient, sign_in: SignIn, query: str, codes: list[str]
) -> None:
    sign_in("officer", "776")
    page = client.get(f"/hotspots?{query}").text
    assert _listed(page) == codes
    link = re.search(r'href="(/map[^"]*)"[^>]*>Xem trên bản đồ', page)
    assert client.get(link[1].replace("&amp;", "&")).status_code == 200
    assert 'href="/hotspots/new"' in page


def test_the_order_may_be_the_due_day_or_the_status(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    _visit(store, "DB00003", date(2026, 11, 20))
    _visit(store, "DB00001", date(2026, 11, 10))
    sign_in("officer", "776")
    assert _listed(client.get("/hotspots?sort=due").text) == ["DB00004", "DB00002", "DB00001", "DB00003"]
    assert len(_listed(client.get("/hotspots?sort=status").text)) == 4
    assert client.get("/hotspots?sort=size").status_code == 400


def test_pages_follow_each_other_without_a_gap(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hotspots, "PAGE_ROWS", 3)
    sign_in("viewer", "776")
    first = client.get("/hotspots?sort=due").text
    following = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    second = client.get(following).text
    assert len(_listed(first)) == 3
    assert sorted(_listed(first) + _listed(second)) == ["DB00001", "DB00002", "DB00003", "DB00004"]
    assert 'rel="next"' not in second
    assert client.get(following.replace("sort=due", "sort=name")).status_code == 400


def test_the_list_costs_the_same_questions_however_long_it_is(
    client: FlaskClient, sign_in: SignIn, store: Database, count_statements: CountStatements
) -> None:
    _visit(store, "DB00003", *(ON - timedelta(days=day) for day in range(40)))
    sign_in("officer", "776")
    counts = []
    for query in ("kind=bridge", "sort=due"):
        with count_statements(store) as asked:
            client.get(f"/hotspots?{query}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_the_timeline_can_be_narrowed_and_continued_without_a_script(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    _visit(store, "DB00001", *(ON - timedelta(days=day) for day in range(25)))
    sign_in("viewer", "776")
    page = client.get("/hotspots/DB00001?on=2026-11-22").text
    assert page.count("timeline__item--visits") == 20
    assert page.count("timeline__item--status") == 0
    more = re.search(r'href="([^"]+entries=[^"]+)"', page)[1].replace("&amp;", "&")
    assert "on=2026-11-22" in more
    whole = client.get(more).text
    assert (whole.count("timeline__item--visits"), whole.count("timeline__item--status")) == (25, 1)
    only = client.get("/hotspots/DB00001/card?show=status").text
    assert (only.count("timeline__item--visits"), only.count("timeline__item--status")) == (0, 1)
    assert 'data-card-part="/hotspots/DB00001/card?show=visits"' in only


def test_only_what_may_be_done_here_is_offered(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "27424@2025-07-01")
    page = client.get("/hotspots/DB00001").text
    assert "/visits/new?hotspot=DB00001" in page
    assert "/recommendations/new?hotspot=DB00001" in page
    assert "/hotspots/DB00001/status" not in page
    assert "/hotspots/DB00001/edit" not in page


def test_a_reader_is_offered_nothing_to_do(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    page = client.get("/hotspots/DB00001").text
    assert not re.search(r'href="/hotspots/DB00001/(status|edit|history)"|/visits/new', page)
