"""The list of day plans: weeks, earlier ones by state and page, the figures of what waits, and who sees which."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from layers.actor import SYSTEM
from layers.outings.day_changes import cancel_plan
from layers.store.database import Database
from tests.conftest import Clock
from tests.layers.outings.days import TODAY, WISH, confirm, make
from tests.webmap.conftest import SignIn
from webmap.pages.outings import plans

RACH_ONG = "27397@2025-01-01"  # holds no place


def make_on(store: Database, day: date) -> str:
    return make(store, replace(WISH, plan_on=day))


def test_plans_stand_in_their_weeks(client: FlaskClient, sign_in: SignIn, store: Database) -> None:
    for days in (0, 3, 30):
        make_on(store, TODAY + timedelta(days=days))
    sign_in("viewer", "776")
    page = client.get("/plans").text
    order = [
        page.index(words) for words in ("Tuần này", "LT00001", "Tuần tới", "LT00002", "Sau đó", "LT00003")
    ]
    assert order == sorted(order)
    assert "Chủ nhật, 22/11/2026" in page
    assert "Đội 1 · 4 điểm" in page


def test_what_waits_is_told_in_numbers_with_one_thing_to_do(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("supervisor", "776")
    page = client.get("/plans").text
    assert "<strong>4</strong> địa bàn quá hạn giám sát" in page
    assert 'href="/plans/new"' in page
    assert "Tuần này chưa có kế hoạch ngày." in page


def test_a_reader_is_offered_no_plan_of_his_own(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer", "776")
    assert "/plans/new" not in client.get("/plans").text


def test_earlier_plans_are_filtered_by_state(
    client: FlaskClient, sign_in: SignIn, store: Database, clock: Clock
) -> None:
    make(store)
    make(store)
    with store.write(SYSTEM, "plan.cancel") as change:
        cancel_plan(change, "LT00002", version=1, reason="mưa lớn")
    clock.at = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    sign_in("viewer", "776")
    both = client.get("/plans").text
    assert "LT00001" in both
    assert "LT00002" in both
    cancelled = client.get("/plans?state=cancelled").text
    assert "LT00001" not in cancelled
    assert "LT00002" in cancelled


def test_earlier_plans_come_page_by_page(
    client: FlaskClient, sign_in: SignIn, store: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make(store)
    clock.at = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(plans, "PAGE_ROWS", 2)
    sign_in("viewer", "776")
    first = client.get("/plans").text
    (address,) = {part.split('"')[0] for part in first.split('href="')[1:] if "cursor=" in part}
    second = client.get(address.replace("&amp;", "&")).text
    shown = [{code for code in ("LT00001", "LT00002", "LT00003") if code in page} for page in (first, second)]
    assert shown == [{"LT00002", "LT00003"}, {"LT00001"}]


@pytest.mark.parametrize("address", ["/plans?state=lost", "/plans?what=1", "/plans?cursor=xyz"])
def test_an_address_that_asks_for_what_is_not_there_is_refused(
    client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    sign_in("viewer", "776")
    assert client.get(address).status_code == 400


def test_a_confirmed_plan_tells_how_far_it_is_done(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    confirm(store, make(store))
    sign_in("viewer", "776")
    assert "Đã giám sát 0/4 điểm" in client.get("/plans").text


def test_no_plan_is_listed_where_no_stop_is_seen(
    client: FlaskClient, sign_in: SignIn, store: Database
) -> None:
    make(store)
    sign_in("viewer", RACH_ONG)
    page = client.get("/plans")
    assert page.status_code == 200
    assert "LT00001" not in page.text
