"""A phone without signal: what is recorded there comes into the register once, and nothing is lost on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from layers.actor import SYSTEM
from layers.supervision.visits import plan_visit, redate_visit
from tests.browser.conftest import PATIENCE_MS, PHONE, sign_in
from tests.browser.field.conftest import ZONE, read_outcomes
from tests.browser.field_hand import OTHER_PIN, PIN, FieldHand
from tests.browser.service import Service
from tests.browser.watch import Watch
from tests.conftest import START
from tests.servers import CHROMIUM_FLAGS, require_chromium
from webmap.pages.field import kept_files

pytestmark = pytest.mark.browser

NAMED = "Gặp ông Nguyễn Văn Tèo ở đầu hẻm."
TAMPER = """() => new Promise((resolve) => {
  indexedDB.open("diaban-field").onsuccess = ({ target: { result: database } }) => {
    const rows = database.transaction("outbox", "readwrite").objectStore("outbox");
    rows.getAll().onsuccess = ({ target: { result: [row] } }) => {
      row.sealed.data[5] ^= 1;
      rows.put(row).onsuccess = () => resolve(database.close());
    };
  };
})"""
FILL_UP = """() => {
  globalThis.put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...words) {
    if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
    return globalThis.put.apply(this, words);
  };
}"""
KEPT = """async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
})"""


class TestThreeVisitsWithoutSignal:
    """Three visits with photos, the tab killed in the middle of everything, and each of them once in the register."""

    @contextmanager
    def open_phone(self, browser: Browser, office: Service, folder: Path) -> Iterator[BrowserContext]:
        """Open a browser that keeps what it has in a folder, as a phone does."""
        context = browser.browser_type.launch_persistent_context(
            folder,
            executable_path=require_chromium(),
            args=list(CHROMIUM_FLAGS),
            base_url=office.address,
            locale="vi-VN",
            timezone_id=ZONE,
            **PHONE,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.clock.set_fixed_time(START)
        yield context
        context.close()

    def test_they_are_stored_once(
        self, browser: Browser, office: Service, tmp_path: Path, photo: Path
    ) -> None:
        before = len(read_outcomes(office))
        folder = tmp_path / "phone"
        with self.open_phone(browser, office, folder) as phone:
            phone.add_cookies(sign_in(browser, office, "giamsat")["cookies"])
            hand = FieldHand(phone.new_page())
            hand.takes_area()
            phone.set_offline(True)
            hand.records("DB00001", photo, photo)
            hand.records("DB00002")
            hand.records("DB00003", photo)
            expect(hand.sync).to_have_text("Đang ngoại tuyến, 3 mục chờ gửi")
            hand.begins_visit("DB00004")
            hand.page.locator("fieldset.scale:visible .scale__answer").first.click()
            expect(hand.page.locator(".steps__dot--done")).to_have_count(1)
            hand.sees_draft_kept()
            hand.page.close()
        assert len(read_outcomes(office)) == before

        with self.open_phone(browser, office, folder) as phone:
            phone.set_offline(True)
            hand = FieldHand(phone.new_page())
            hand.page.goto("/field")
            expect(hand.page.locator(".chip--warning")).to_have_text("3 mục chờ gửi")
            hand.unlocks()
            expect(hand.sync).to_have_text("Đang ngoại tuyến, 3 mục chờ gửi")
            hand.begins_visit("DB00004")
            expect(hand.page.get_by_text("Đã mở lại bản nháp trên máy.")).to_be_visible()
            hand.opens("#/outbox")
            phone.set_offline(False)
            expect(hand.page.get_by_text("Biên nhận BN")).to_have_count(3)
            expect(hand.sync).to_contain_text("Đã đồng bộ 09:00")
            hand.page.goto("/visits")
            expect(hand.page.locator(".visit-row")).to_have_count(before + 3)
            hand.page.goto("/field")
            hand.unlocks()
            expect(hand.page.locator(".sync[data-look=good]")).to_be_visible()
        assert len(read_outcomes(office)) == before + 3
        with office.database.read() as connection:
            told = connection.exec_driver_sql("SELECT count(*) FROM visit_image").scalar_one()
        assert told == 3


def test_a_plan_that_moved_meanwhile_is_decided_on_the_phone(hand: FieldHand, office: Service) -> None:
    today = START.date()
    with office.database.write(SYSTEM, "visit.plan") as change:
        planned = plan_visit(change, "DB00002", today, (), uuid="5f9d3c1e-5a52-4c39-9a4e-0d2f0b1c7a11")
    hand.takes_area()
    hand.page.context.set_offline(True)
    hand.begins_visit("DB00002")
    expect(hand.page.get_by_text(f"Thực hiện lịch {planned}.")).to_be_visible()
    hand.answers_all()
    hand.keeps_visit()
    office.clock.at += timedelta(minutes=1)
    with office.database.write(SYSTEM, "visit.redate", "đổi lịch") as change:
        redate_visit(change, planned, today + timedelta(days=2), version=1, reason="đổi lịch")
    before = len(read_outcomes(office))
    hand.page.context.set_offline(False)
    expect(hand.page.locator(".entry-state--conflict")).to_be_visible()
    expect(hand.page.get_by_text("lịch đã dời sang ngày 24/11/2026")).to_be_visible()
    assert len(read_outcomes(office)) == before
    hand.page.get_by_role("button", name="Gửi thành lần giám sát riêng").click()
    expect(hand.page.locator(".receipt")).to_contain_text("BN")
    assert len(read_outcomes(office)) == before + 1


def test_a_remark_with_a_name_is_put_right_and_sent_again(hand: FieldHand) -> None:
    hand.takes_area()
    hand.begins_visit("DB00003")
    hand.answers_all()
    hand.page.locator("#note").fill(NAMED)
    hand.keeps_visit()
    expect(hand.page.locator(".entry-state--refused")).to_be_visible()
    expect(hand.page.locator("mark")).to_have_text("Nguyễn Văn Tèo")
    expect(hand.sync).to_contain_text("1 mục chưa được nhận")
    hand.page.locator("#fix").fill("Đèn ở đầu hẻm đã sáng.")
    hand.page.get_by_role("button", name="Gửi lại").click()
    expect(hand.page.locator(".receipt")).to_contain_text("BN")


def test_a_wrong_pin_opens_nothing_and_waits_longer(hand: FieldHand) -> None:
    hand.takes_area()
    hand.page.get_by_role("button", name="Khóa lại").click()
    for _ in range(3):
        expect(hand.page.locator("h1")).to_have_text("Máy đang khóa")
        hand.unlocks("900817")
        expect(hand.page.get_by_role("alert")).to_contain_text("Mã PIN không đúng")
    expect(hand.page.locator("#pin")).to_be_disabled()
    expect(hand.page.get_by_role("alert")).to_contain_text("Chờ 15 giây")
    hand.page.context.clock.set_fixed_time(START + timedelta(seconds=16))
    expect(hand.page.locator("#pin")).to_be_enabled()
    hand.unlocks()
    expect(hand.page.locator("h1")).to_contain_text("Hôm nay")


def test_the_pin_is_changed(hand: FieldHand) -> None:
    hand.takes_area()
    hand.opens("#/device")
    hand.page.locator("details.field-more summary").click()
    hand.page.locator("#pin-now").fill(PIN)
    hand.page.locator("#pin-new").fill(OTHER_PIN)
    hand.page.get_by_role("button", name="Đổi mã PIN").click()
    expect(hand.page.get_by_text("Đã đổi mã PIN.")).to_be_visible()
    hand.page.get_by_role("button", name="Khóa lại").click()
    hand.unlocks(PIN)
    expect(hand.page.get_by_role("alert")).to_contain_text("Mã PIN không đúng")
    hand.unlocks(OTHER_PIN)
    expect(hand.page.locator("h1")).to_contain_text("Máy này")


def test_signing_out_asks_about_unsent_work_and_then_leaves_nothing(
    hand: FieldHand, watch: Callable[[], Watch]
) -> None:
    watch().expect("503|Failed to load")
    hand.takes_area()
    hand.page.context.route("**/api/sync/entries", lambda route: route.fulfill(status=503))
    hand.records("DB00001")
    expect(hand.sync).to_contain_text("Máy chủ chưa nhận được, 1 mục giữ trong máy")
    hand.page.goto("/account")
    hand.page.get_by_role("button", name="Đăng xuất", exact=True).last.click()
    expect(hand.page.get_by_text("còn 1 mục chưa gửi")).to_be_visible()
    hand.page.get_by_role("button", name="Xóa và đăng xuất").click()
    hand.page.wait_for_url("**/sign-in")
    hand.page.wait_for_timeout(500)
    assert hand.page.evaluate(KEPT) == {"databases": [], "caches": []}


def test_a_phone_that_is_wiped_from_afar_keeps_nothing(hand: FieldHand, office: Service) -> None:
    hand.takes_area()
    other = hand.page.context.new_page()
    other.goto("/account")
    other.get_by_role("button", name="Xóa dữ liệu trên máy").first.click()
    other.wait_for_load_state()
    hand.page.get_by_role("button", name="Đồng bộ").click()
    expect(hand.page.get_by_text("Dữ liệu trên máy này đã được xóa từ xa.")).to_be_visible()
    assert hand.page.evaluate("async () => (await caches.keys()).length") == 0
    hand.takes_area()
    hand.page.wait_for_function("async () => Boolean(await caches.match('/field', { ignoreVary: true }))")
    hand.page.wait_for_load_state("networkidle")
    hand.page.context.set_offline(True)
    hand.page.reload()
    expect(hand.page.locator("h1")).to_have_text("Máy đang khóa")


def test_a_session_that_ended_keeps_everything_and_says_where_to_sign_in(
    hand: FieldHand, watch: Callable[[], Watch]
) -> None:
    watch().expect("401")
    hand.takes_area()
    hand.page.context.clear_cookies()
    hand.records("DB00004")
    expect(hand.sync).to_have_text("Phiên đăng nhập đã hết: đăng nhập để gửi")
    expect(hand.page.locator(".entry-state")).to_have_text("Đã lưu trong máy, chờ gửi")
    link = hand.page.locator(".sync a")
    assert link.get_attribute("href") == "/sign-in?next=/field"


def test_a_full_phone_keeps_the_draft_and_says_so(hand: FieldHand) -> None:
    hand.takes_area()
    hand.page.context.set_offline(True)
    hand.begins_visit("DB00001")
    hand.answers_all()
    hand.sees_draft_kept()
    hand.page.evaluate(FILL_UP)
    hand.page.locator(".visit-form [type=submit]").click()
    expect(hand.page.get_by_text("Bộ nhớ điện thoại đã đầy.")).to_be_visible()
    hand.page.evaluate("() => { IDBObjectStore.prototype.put = globalThis.put; }")
    hand.opens("#/outbox")
    expect(hand.page.get_by_text("Chưa ghi mục nào trên máy này.")).to_be_visible()
    hand.begins_visit("DB00001")
    expect(hand.page.get_by_text("Đã mở lại bản nháp trên máy.")).to_be_visible()
    hand.keeps_visit()
    expect(hand.page.locator(".entry-state")).to_have_text("Đã lưu trong máy, chờ gửi")


def test_a_clock_a_day_ahead_is_set_right(hand: FieldHand, office: Service) -> None:
    hand.page.context.clock.set_fixed_time(START + timedelta(days=1))
    hand.takes_area()
    hand.records("DB00003")
    expect(hand.page.locator(".receipt")).to_contain_text("BN")
    with office.database.read() as connection:
        days = connection.exec_driver_sql("SELECT visited_on FROM visit_version ORDER BY id DESC LIMIT 1")
        assert days.scalar_one() == "2026-11-22"


def test_what_was_tampered_with_is_not_sent_and_says_so(hand: FieldHand) -> None:
    hand.takes_area()
    hand.page.context.set_offline(True)
    hand.records("DB00002")
    hand.page.evaluate(TAMPER)
    hand.page.reload()
    hand.unlocks()
    hand.opens("#/outbox")
    hand.page.get_by_role("link", name="Giám sát").click()
    expect(hand.page.locator(".entry-state--damaged")).to_have_text("Không đọc được")
    hand.page.get_by_role("button", name="Bỏ mục này").click()
    hand.page.get_by_role("button", name="Bỏ mục này").click()
    expect(hand.page.get_by_text("Chưa ghi mục nào trên máy này.")).to_be_visible()


def test_it_locks_after_a_quarter_of_an_hour(hand: FieldHand) -> None:
    hand.takes_area()
    hand.page.context.clock.set_fixed_time(START + timedelta(minutes=14))
    hand.page.locator("h1").click()
    expect(hand.page.locator(".tabs")).to_be_visible()
    hand.page.context.clock.set_fixed_time(START + timedelta(minutes=30))
    hand.page.locator("h1").click()
    expect(hand.page.locator("h1")).to_have_text("Máy đang khóa")


def test_a_place_is_proposed_where_one_stands(hand: FieldHand) -> None:
    hand.page.context.grant_permissions(["geolocation"])
    hand.page.context.set_geolocation({"longitude": 106.6301, "latitude": 10.7282, "accuracy": 9})
    hand.takes_area()
    hand.opens("#/propose")
    hand.page.get_by_role("button", name="Lưu vào máy và gửi").click()
    expect(hand.page.get_by_text("Nhập tên địa bàn.")).to_be_visible()
    hand.page.get_by_role("button", name="Tôi đang ở đó").click()
    expect(hand.page.get_by_text("Đã ghi một điểm, sai số ±20 m")).to_be_visible()
    hand.page.locator("#name").fill("Bãi đất trống cuối đường số 10")
    hand.page.get_by_label("Ma túy").check()
    hand.page.locator("#note").fill("Bãi trống không có đèn, thấy kim tiêm.")
    hand.page.get_by_role("button", name="Lưu vào máy và gửi").click()
    expect(hand.page.locator(".receipt")).to_contain_text("BN")


def test_other_pages_without_signal_lead_back_to_the_field(hand: FieldHand) -> None:
    hand.takes_area()
    hand.page.context.set_offline(True)
    hand.page.goto("/visits")
    expect(hand.page.locator("h1")).to_have_text("Không có kết nối")
    hand.page.get_by_role("link", name="Mở trang đi thực địa").click()
    expect(hand.page.locator("h1")).to_have_text("Máy đang khóa")


def test_a_new_version_waits_for_the_end_of_a_visit(hand: FieldHand, monkeypatch: pytest.MonkeyPatch) -> None:
    hand.takes_area()
    hand.begins_visit("DB00001")
    monkeypatch.setattr(kept_files, "render_away", lambda: "<!DOCTYPE html><h1>new</h1>")
    hand.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    told = hand.page.get_by_text("Có bản mới của trang này.")
    expect(hand.page.locator(".fresh[data-waits]")).to_have_count(1)
    expect(told).to_be_hidden()
    hand.opens("#/")
    expect(told).to_be_visible()
    hand.page.get_by_role("button", name="Tải lại").click()
    expect(hand.page.locator("h1")).to_have_text("Máy đang khóa")
    expect(hand.page.locator(".fresh[data-waits]")).to_have_count(0)
