"""Visits and recommendations on the map: what is overdue is found there, visited, and is no longer overdue."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from layers.actor import SYSTEM
from layers.places.references import find_hotspot_row
from tests.browser.reader import MapReader
from tests.browser.service import Service
from tests.rows import add_recommendation

pytestmark = pytest.mark.browser
ALLEY = "Hẻm 1678 Phạm Thế Hiển"


def test_a_supervisor_finds_what_is_overdue_and_visits_it(sit: Callable[..., Page]) -> None:
    page = sit("giamsat")
    desk = MapReader(page).opens()
    expect(desk.part("legend-body")).to_contain_text("Quá hạn giám sát")
    desk.opens_filters()
    desk.chip("due", "overdue").press("Enter")
    desk.part("filter-sort").select_option("due")
    expect(desk.count).to_have_text("4 / 4")
    desk.waits_for_address("due=overdue.*sort=due")

    card = desk.opens_card_of(ALLEY)
    expect(card).to_contain_text("quá hạn")
    expect(card).to_contain_text("chưa giám sát lần nào")
    card.locator(".card-actions > a").click()
    page.locator("[data-save]").click()
    page.wait_for_url("**/visits/GS*")

    desk.opens("due=overdue")
    expect(desk.count).to_have_text("3 / 4")
    assert ALLEY not in desk.names()
    desk.part("filters-active").get_by_role("button", name="Bỏ lọc: Quá hạn giám sát").click()
    expect(desk.rows.filter(has_text=ALLEY)).to_contain_text("còn 7 ngày")
    expect(desk.part("legend-body")).to_contain_text("Sắp đến hạn giám sát")


def test_the_ledger_leads_to_the_same_places_on_the_map(office: Service, sit: Callable[..., Page]) -> None:
    with office.database.write(SYSTEM, "recommendation.send") as change:
        place = find_hotspot_row(change.connection, "DB00003")
        assert place is not None
        add_recommendation(change, place, "sent", sent_on=date(2026, 10, 1), reply_due_on=date(2026, 10, 22))
        change.touch("recommendations")
    page = sit("canbo")
    page.goto("/recommendations?state=overdue")
    page.get_by_role("link", name="Xem trên bản đồ").click()
    desk = MapReader(page).waits_until_drawn()
    expect(desk.count).to_have_text("1 / 4")
    assert desk.names() == ["Cầu Hiệp Ân"]
    expect(desk.rows.first).to_contain_text("1 kiến nghị quá hạn trả lời")
    expect(desk.part("legend-body")).to_contain_text("Kiến nghị quá hạn trả lời")
    desk.types_day("15/10/2026")
    expect(desk.count).to_have_text("0 / 4")


def test_supervision_is_switched_off_and_is_not_told_of_long_ago(sit: Callable[..., Page]) -> None:
    desk = MapReader(sit("canbo")).opens()
    legend = desk.part("legend-body")
    expect(legend).to_contain_text("Quá hạn giám sát")
    desk.opens_filters()
    desk.part("filter-supervision").uncheck()
    expect(legend).not_to_contain_text("Quá hạn giám sát")
    expect(desk.rows.first).not_to_contain_text("quá hạn")
    desk.waits_for_address("supervision=0")
    desk.part("filter-supervision").check()
    desk.types_day("01/05/2020")
    expect(legend).to_contain_text("chỉ xem được từ ngày 01/01/2025")
    expect(legend).not_to_contain_text("Quá hạn giám sát")
