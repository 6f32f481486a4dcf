"""What was recorded can be changed until it is sent; what is not taken stays on the phone and is explained."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from layers.actor import SYSTEM
from layers.people.grants import add_grant, list_grants, revoke_grant
from layers.people.users import get_user
from tests.browser.field.conftest import read_outcomes
from tests.browser.field_hand import FieldHand
from tests.browser.service import Service

pytestmark = pytest.mark.browser

DISTRICT, WARD = "776", "27424@2025-07-01"
NOT_MODIFIED = 304
TAMPER_PHOTO = """() => new Promise((resolve) => {
  indexedDB.open("diaban-field").onsuccess = ({ target: { result: database } }) => {
    const rows = database.transaction("bytes", "readwrite").objectStore("bytes");
    rows.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      const { value } = cursor;
      value.data[5] ^= 1;
      cursor.update(value).onsuccess = () => resolve(database.close());
    };
  };
})"""
KEEP = "Lưu vào máy và gửi"


def change_grant(office: Service, area: str) -> None:
    """Let the supervisor work in another area."""
    with office.database.write(SYSTEM, "grant.change") as change:
        user = get_user(change.connection, "giamsat")
        for grant in list_grants(change.connection, user):
            revoke_grant(change, user, grant.id)
        add_grant(change, user, "supervisor", area)


def change_area(page: Page, change: Callable[[Any], None]) -> None:
    """Let the register tell something else of the area."""

    def answer(route: Route) -> None:
        response = route.fetch()
        if response.status == NOT_MODIFIED:
            return route.fulfill(response=response)
        told = response.json()
        change(told)
        return route.fulfill(response=response, json=told)

    page.context.route("**/api/sync/area*", answer)


def propose_by_tap(hand: FieldHand) -> None:
    """Propose a place where the phone finds no position, and have the page thrown away in the middle."""
    page = hand.page
    hand.opens("#/propose")
    page.get_by_role("button", name="Tôi đang ở đó").click()
    expect(page.get_by_text("Không lấy được vị trí của máy")).to_be_visible()
    page.get_by_role("button", name="Chọn trên bản đồ").click()
    page.locator(".field-map--tap .field-canal").first.wait_for()
    page.locator(".field-map--tap").click(position={"x": 40, "y": 300})
    expect(page.get_by_text("Đã chọn một điểm trên bản đồ, sai số ±250 m")).to_be_visible()
    page.locator("#name").fill("Bãi đất trống")
    page.get_by_label("Ma túy").check()
    page.locator("#note").fill("Bãi trống không có đèn.")
    hand.sees_draft_kept()
    page.reload()  # the telephone threw the page away
    hand.unlocks()
    expect(page.get_by_text("Đã mở lại bản nháp trên máy.")).to_be_visible()
    page.get_by_role("button", name=KEEP).click()


def test_a_visit_is_changed_until_it_is_sent_and_comes_in_once(
    hand: FieldHand, office: Service, photo: Path
) -> None:
    before = len(read_outcomes(office))
    hand.takes_area()
    page = hand.page
    page.context.set_offline(True)
    hand.records("DB00001", photo)
    page.get_by_role("link", name="Sửa mục này").click()
    expect(page.locator(".picture canvas")).to_have_count(1)
    page.locator("#note").fill("Đèn đầu hẻm đã sáng.")
    hand.sees_draft_kept()
    page.context.set_offline(False)
    expect(hand.sync).to_have_text("1 mục đang sửa dở, chưa gửi")
    assert len(read_outcomes(office)) == before
    page.get_by_role("link", name="Thoát, giữ bản nháp").click()
    expect(page.locator(".entry-state")).to_have_text("Đang sửa dở, chưa gửi")
    page.get_by_role("link", name="Sửa tiếp").click()
    expect(page.locator("#note")).to_have_value("Đèn đầu hẻm đã sáng.")
    page.locator(".visit-form [type=submit]").click()
    expect(page.locator(".receipt")).to_contain_text("BN")
    expect(page.get_by_text("Ảnh 1: đã gửi")).to_be_visible()
    assert len(read_outcomes(office)) == before + 1
    with office.database.read() as connection:
        notes = connection.exec_driver_sql("SELECT note FROM visit_version ORDER BY id DESC LIMIT 1")
        assert notes.scalar_one() == "Đèn đầu hẻm đã sáng."


def test_a_place_is_tapped_and_counts_are_changed_and_a_new_phone_hears_of_them(
    hand: FieldHand, office: Service
) -> None:
    hand.takes_area()
    page = hand.page
    page.context.set_offline(True)
    propose_by_tap(hand)
    page.get_by_role("link", name="Sửa mục này").click()
    page.locator("#name").fill("Bãi đất trống ven kênh")
    page.get_by_role("button", name=KEEP).click()
    expect(page.locator(".entry-title")).to_have_text("Đề xuất địa bàn: Bãi đất trống ven kênh")
    hand.opens("#/counts")
    page.locator(".count-row input").first.fill("4")
    page.get_by_role("button", name=KEEP).click()
    page.get_by_role("link", name="Sửa mục này").click()
    expect(page.locator(".count-row input").first).to_have_value("4")
    page.locator(".count-row input").first.fill("5")
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_role("link", name="Sửa mục này")).to_be_visible()  # it lies safe; the page leads to it
    page.context.set_offline(False)
    hand.opens("#/outbox")
    expect(page.get_by_text("Biên nhận BN")).to_have_count(2)
    hand.wipes()
    hand.takes_area()
    hand.opens("#/outbox")
    page.get_by_role("link", name="Máy chủ đã nhận gì từ tôi").click()
    told = page.locator(".spot-row")
    expect(told.nth(0)).to_contain_text("Số liệu: Phường")
    expect(told.nth(1)).to_contain_text("Đề xuất địa bàn: Bãi đất trống ven kênh")
    with office.database.read() as connection:
        figures = connection.exec_driver_sql("SELECT value FROM figure_version").scalars().all()
    assert figures == [5]


def test_what_was_tampered_with_or_lies_elsewhere_is_kept_and_explained(
    hand: FieldHand, office: Service, photo: Path
) -> None:
    hand.takes_area()
    page = hand.page
    page.context.set_offline(True)
    hand.records("DB00001", photo)
    hand.records("DB00002")
    page.evaluate(TAMPER_PHOTO)
    change_grant(office, WARD)
    try:
        page.context.set_offline(False)
        expect(page.get_by_text("Không có địa bàn “DB00002” trong phạm vi được xem.")).to_be_visible()
        expect(page.get_by_text("nhờ người quản trị cấp lại quyền")).to_be_visible()
        page.reload()
        hand.unlocks()
        expect(page.locator(".entry-state")).to_have_text("Chưa được nhận")
        hand.opens("#/outbox")
        page.get_by_role("link", name="Hẻm 1678").click()
        expect(page.locator(".receipt")).to_contain_text("BN")
        expect(page.get_by_text("Ảnh 1: không đọc được trên máy, không gửi")).to_be_visible()
    finally:
        change_grant(office, DISTRICT)
    hand.opens("#/outbox")
    page.get_by_role("link", name="Hẻm 690").click()
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator(".receipt")).to_contain_text("BN")


def test_a_photo_that_cannot_be_made_small_enough_is_told_and_the_rest_is_kept(
    hand: FieldHand, photo: Path
) -> None:
    change_area(hand.page, lambda area: area["limits"].update(photo_bytes=100))
    hand.takes_area()
    hand.begins_visit("DB00003")
    hand.answers_all()
    hand.adds_photo(photo)
    told = hand.page.get_by_text("Ảnh 1 quá lớn, không thu nhỏ được.")
    expect(told).to_be_visible()
    hand.page.get_by_role("button", name="Bỏ ảnh 1").click()
    hand.keeps_visit()
    expect(hand.page.locator(".receipt")).to_contain_text("BN")


def test_a_page_older_than_the_register_still_sends_and_says_what_to_do(hand: FieldHand) -> None:
    hand.takes_area()
    change_area(hand.page, lambda area: area.update(format=2))
    hand.records("DB00004")
    expect(hand.page.locator(".receipt")).to_contain_text("BN")
    expect(hand.sync).to_contain_text("Trang này cũ hơn máy chủ")
