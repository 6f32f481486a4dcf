"""The first page, for those who see places and those who do not."""

import re
from datetime import date

from flask.testing import FlaskClient

from geo.text.names import collation_key
from layers.actor import SYSTEM
from layers.demo.erasing import erase_places
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from tests.conftest import CountStatements
from tests.rows import add_recommendation, add_visits, convert
from tests.webmap.conftest import SignIn, post


def section(page: str, name: str) -> str:
    """Return the part of the page under a heading."""
    found = re.search(rf'<section aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert found, name
    return found[0]


def test_it_sums_up_the_readers_area_today(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    page = client.get("/").text
    assert "Quận 8 (cũ), ngày 22/11/2026: 4 địa bàn" in page
    assert "Phức tạp, đang theo dõi: 4" in page
    assert 'href="/hotspots/DB00001"' in page
    assert "quá hạn 5.394 ngày" in page
    assert "chưa giám sát lần nào" in page
    assert "Mở bản đồ" in page


def test_it_speaks_english(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    post(client, "/language", locale="en", next="/")
    page = client.get("/").text
    assert "Everywhere, 22/11/2026: 4 hotspots" in page
    assert "Open the map" in page


def test_places_are_in_vietnamese_order(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in()
    page = client.get("/").text
    overdue = section(page, "overdue")
    names = re.findall(r'href="/hotspots/DB\d+">([^<]+)</a>', overdue)
    assert len(names) == 4
    assert names == sorted(names, key=collation_key)


def remove_places(store: Database) -> None:
    with store.write(SYSTEM, "test.remove") as change:
        erase_places(change, [1, 2, 3, 4])
        change.note("hotspot", "DB00001")


def test_an_empty_area_says_what_would_be_here(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    remove_places(store)
    sign_in()
    page = client.get("/").text
    assert "Hiện chưa có địa bàn nào." in page
    assert page.count("button--primary") == 1


def test_whoever_may_propose_is_offered_the_first_hotspot(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    remove_places(store)
    sign_in("officer")
    assert 'href="/hotspots/new"' in client.get("/").text


def test_a_role_without_places_is_told_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("admin")
    page = client.get("/").text
    assert "chưa có quyền xem địa bàn" in page
    assert "DB0000" not in page


def test_an_account_without_rights_is_told_so(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(None)
    assert "Chưa được giao khu vực" in client.get("/").text
    assert "Chưa được cấp quyền nào" in client.get("/account").text


def test_a_place_visited_lately_is_due_and_no_longer_overdue(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    with store.write(SYSTEM, "visit.record") as change:
        add_visits(change, find_hotspot_row(change.connection, "DB00001"), date(2026, 11, 18))
        add_visits(change, find_hotspot_row(change.connection, "DB00002"), date(2026, 11, 15))
    sign_in("supervisor", "776")
    page = client.get("/").text
    assert "DB00001" not in section(page, "overdue")
    soon = section(page, "soon")
    assert "còn 3 ngày" in soon
    assert "đến hạn hôm nay" in soon
    assert "lần trước 18/11/2026" in soon
    assert 'href="/visits/new?hotspot=DB00001"' in soon


def test_who_may_not_record_a_visit_is_offered_none(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    assert "/visits/new" not in client.get("/").text


def test_my_own_tasks_are_what_i_planned_and_what_waits(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    user = sign_in("supervisor", "776")
    assert "Không có lịch giám sát" in section(client.get("/").text, "mine")
    with store.write(user.actor, "visit.plan") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        add_visits(change, place, date(2026, 11, 25), state="planned")
        overdue = {"sent_on": date(2026, 10, 1), "reply_due_on": date(2026, 10, 22)}
        add_recommendation(change, place, "sent", **overdue)
    with store.write(SYSTEM, "visit.plan") as change:
        add_visits(change, place, date(2026, 11, 26), state="planned")
    mine = section(client.get("/").text, "mine")
    assert "Dự kiến giám sát Hẻm 1678 Phạm Thế Hiển" in mine
    assert "25/11/2026" in mine
    assert "26/11/2026" not in mine
    assert "1 kiến nghị quá hạn trả lời" in mine
    link = re.search(r'href="(/recommendations[^"]*)"', mine)
    assert link is not None
    assert "KN00001" in client.get(link[1]).text


def test_a_relapse_seen_on_a_visit_is_told_as_a_suspicion(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    with store.write(SYSTEM, "status.record") as change:
        place = find_hotspot_row(change.connection, "DB00001")
        convert(change, place, date(2026, 9, 1))
        add_visits(change, place, date(2026, 11, 1), result="relapse")
    sign_in("viewer", "776")
    for path, part in (("/", "mine"), ("/hotspots", None), ("/hotspots/DB00001", None)):
        page = client.get(path).text
        assert "nghi tái phức tạp" in (section(page, part) if part else page), path
    assert "Tái phức tạp:" not in client.get("/").text


def test_places_near_me_carry_their_position_for_the_browser_alone(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("viewer", "27424@2025-07-01")
    near = section(client.get("/").text, "near")
    assert re.findall(r'data-lon="(106\.\d+)" data-lat="(10\.\d+)"', near)
    assert "<noscript>" in near
    assert "DB00002" not in near


def test_the_page_costs_the_same_questions_however_many_visits_there_are(
    client: FlaskClient, sign_in: SignIn, store: Database, count_statements: CountStatements
) -> None:
    sign_in("officer", "776")
    counts = []
    for visits in (1, 60):
        with store.write(SYSTEM, "visit.record") as change:
            for code in ("DB00001", "DB00002", "DB00003"):
                days = [date(2026, 11, 1)] * visits
                add_visits(change, find_hotspot_row(change.connection, code), *days)
        with count_statements(store) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15
