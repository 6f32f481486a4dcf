"""The page of the calendar, its file, and the moves that its script sends."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from layers.actor import SYSTEM
from layers.places.references import find_hotspot_row
from layers.store.database import Database
from layers.supervision.visit_records import get_visit, read_history
from tests.layers.planning.rules import PEAK, set_peak
from tests.rows import add_visits
from tests.webmap.conftest import SignIn, csrf_token

JSON = {"Accept": "application/json"}
BINH_DONG = "27424@2025-07-01"

Send = Callable[..., Any]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """Return a function that sends a form as the page's script does."""

    def go(path: str, **fields: Any) -> Any:
        headers = {**JSON, "X-CSRFToken": csrf_token(client)}
        return client.post(f"/plans/calendar/{path}", data=fields, headers=headers)

    return go


def _plan(store: Database, day: date, place: str = "DB00001") -> None:
    with store.write(SYSTEM, "visit.plan") as change:
        add_visits(change, find_hotspot_row(change.connection, place), day, state="planned", planned_on=day)


def _cell(page: str, day: str) -> str:
    found = re.search(rf'<td[^>]*id="d-{day}".*?</td>', page, re.DOTALL)
    assert found, f"{day} is not shown"
    return re.sub(r"<[^>]+>", " ", found[0])


def _visit(store: Database, code: str = "GS00001") -> Any:
    with store.read() as connection:
        return get_visit(connection, SYSTEM, code, date(2026, 11, 22))


def test_a_month_shows_what_stands_on_its_days(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", "776")
    _plan(store, date(2026, 11, 24))
    page = client.get("/plans/calendar").text
    assert "Lịch tháng 11/2026" in page
    assert "Hẻm 1678 Phạm Thế Hiển" in _cell(page, "2026-11-24")
    assert "Lịch giám sát" in _cell(page, "2026-11-24")
    assert "Quá hạn từ trước, chưa có lịch: 3" in page
    assert "2026-12-06" in page and "2026-12-07" not in page
    assert "view=month&amp;on=2026-10-01" in page and "view=month&amp;on=2026-12-01" in page


def test_a_peak_period_is_told_with_its_last_day(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    set_peak(store, PEAK)
    page = client.get("/plans/calendar").text
    assert "Đợt cao điểm cuối năm: từ 15/11/2026 đến 31/12/2026" in page
    assert "Cao điểm" in _cell(page, "2026-11-15") and "Cao điểm" not in _cell(page, "2026-11-14")


def test_a_week_shows_seven_days(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("officer", "776")
    page = client.get("/plans/calendar?view=week&on=2026-11-25").text
    assert "Lịch tuần 23/11 – 29/11/2026" in page
    assert page.count("data-number") == 7


def test_an_area_narrows_the_page_and_its_links(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("officer", "776")
    for place in ("DB00001", "DB00003"):
        _plan(store, date(2026, 11, 24), place)
    page = client.get(f"/plans/calendar?area={BINH_DONG}").text
    assert "Hẻm 1678" in _cell(page, "2026-11-24") and "Cầu Hiệp Ân" not in page
    assert "area=27424%402025-07-01" in page or "area=27424@2025-07-01" in page
    assert "Nhận lịch Phường Bình Đông" in page


@pytest.mark.parametrize(
    "query", ["view=year", "on=2026-13-01", "on=0001-01-01", "on=9999-12-31", "area=*", "day=1"]
)
def test_an_address_that_makes_no_sense_is_refused(client: FlaskClient, sign_in: SignIn, query: str) -> None:
    sign_in("officer", "776")
    assert client.get(f"/plans/calendar?{query}").status_code == 400


def test_only_those_who_record_visits_move_them(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("viewer", "776")
    _plan(store, date(2026, 11, 24))
    page = client.get("/plans/calendar").text
    assert "data-moves" not in page and "data-choose" not in page and "<dialog" not in page


def test_the_days_shown_are_there_as_a_file(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    sign_in("officer", BINH_DONG)
    _plan(store, date(2026, 11, 24))
    answer = client.get("/plans/calendar.ics?view=week&on=2026-11-24")
    assert answer.mimetype == "text/calendar"
    assert 'filename="lich-2026-11-23-2026-11-29.ics"' in answer.headers["Content-Disposition"]
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Lịch giám sát: Hẻm 1678 Phạm Thế Hiển"
    assert str(event["URL"]) == "http://localhost/visits/GS00001"
    assert client.get("/plans/calendar.ics?view=week&on=2026-11-24").data == answer.data


def test_a_visit_is_moved_with_the_usual_reason(
    client: FlaskClient, sign_in: SignIn, store: Database, send: Send
) -> None:
    sign_in("supervisor", "776")
    _plan(store, date(2026, 11, 24))
    answer = send("visits/GS00001/move", day="2026-11-26", version=1)
    assert answer.json == {"code": "GS00001", "version": 2, "day": "2026-11-26", "before": "2026-11-24"}
    assert (_visit(store).planned_on, _visit(store).reason) == (date(2026, 11, 26), "dời lịch")
    assert send("visits/GS00001/move", day="27/11/2026", version=2, reason="mưa, ngập").status_code == 200
    with store.read() as connection:
        told = [one.reason for one in read_history(connection, SYSTEM, "GS00001", date(2026, 11, 22))]
    assert told == ["mưa, ngập", "dời lịch", None]


def test_a_stale_move_changes_nothing_and_says_so(
    client: FlaskClient, sign_in: SignIn, store: Database, send: Send
) -> None:
    sign_in("supervisor", "776")
    _plan(store, date(2026, 11, 24))
    assert send("visits/GS00001/move", day="2026-11-26", version=1).status_code == 200
    late = send("visits/GS00001/move", day="2026-11-27", version=1)
    assert (late.status_code, late.json["code"]) == (409, "version_stale")
    assert _visit(store).planned_on == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"day": "2026-11-21", "version": "1"}, "date_in_past"),
        ({"day": "2026-11-24", "version": "1"}, "date_unchanged"),
        ({"day": "32/11/2026", "version": "1"}, "move_incomplete"),
        ({"day": "2026-11-26"}, "move_incomplete"),
        ({"day": "2026-11-26", "version": "1", "reason": "ông Nguyễn Văn Tèo báo"}, "personal_data"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_moved_is_refused_with_the_reason(
    client: FlaskClient, sign_in: SignIn, store: Database, send: Send, fields: dict[str, str], code: str
) -> None:
    sign_in("supervisor", "776")
    _plan(store, date(2026, 11, 24))
    answer = send("visits/GS00001/move", **fields)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["detail"]
    assert _visit(store).version == 1


def test_a_place_that_is_due_gets_one_visit_and_loses_it_again(
    client: FlaskClient, sign_in: SignIn, store: Database, send: Send
) -> None:
    sign_in("supervisor", "776")
    uuid = str(uuid4())
    first = send("places/DB00001/plan", day="2026-11-25", uuid=uuid)
    assert (first.status_code, first.json["code"]) == (201, "GS00001")
    assert send("places/DB00001/plan", day="2026-11-25", uuid=uuid).json["code"] == "GS00001"
    assert (_visit(store).state, _visit(store).planned_on) == ("planned", date(2026, 11, 25))
    assert send("visits/GS00001/undo", version=1).json == {"code": "GS00001", "version": 2}
    assert (_visit(store).state, _visit(store).reason) == ("cancelled", "hoàn tác thao tác vừa làm trên lịch")
    assert send("visits/GS00001/undo", version=1).status_code in {409, 422}


def test_a_move_that_does_not_come_from_our_page_is_refused(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    sign_in("supervisor", "776")
    _plan(store, date(2026, 11, 24))
    answer = client.post(
        "/plans/calendar/visits/GS00001/move", data={"day": "2026-11-26", "version": 1}, headers=JSON
    )
    assert (answer.status_code, answer.json["code"]) == (400, "form_expired")
