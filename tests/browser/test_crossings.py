"""A bridge is drawn by two clicks, at a desk and on a phone; its page says what it is good for; it is closed again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.reader import KEEP_MAP
from tests.browser.service import Service

pytestmark = pytest.mark.browser

BANKS = {
    "desk": ((10.7372, 106.6458), (10.7354, 106.6470)),
    "phone": ((10.7380, 106.6470), (10.7362, 106.6482)),
}
"""Latitude and longitude on both sides of Kênh Đôi, between the places in Phường 6 and Phường 14."""


@pytest.fixture
def seat(office: Service, sit: Callable[..., Page]) -> Callable[..., Page]:
    office.add_reader("dieuphoi", ("coordinator", "776"))
    return sit


def _clicks(page: Page, place: tuple[float, float], *, taps: bool) -> None:
    x, y = page.evaluate(
        """(at) => {
            const box = globalThis.keptMap.getContainer().getBoundingClientRect();
            const { x, y } = globalThis.keptMap.latLngToContainerPoint(at);
            return [x + box.left, y + box.top];
        }""",
        list(place),
    )
    if taps:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.move(x - 2, y)
        page.mouse.click(x, y)


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_a_bridge_is_drawn_and_closed(seat: Callable[..., Page], screen: str) -> None:
    options: dict[str, Any] = PHONE if screen == "phone" else {}
    page = seat("dieuphoi", **options)
    page.add_init_script(KEEP_MAP)
    name = f"Cầu Mới {screen}"
    page.goto("/admin/crossings")
    page.get_by_role("link", name="Thêm cầu").click()
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    page.evaluate("globalThis.keptMap.setView([10.7367, 106.6470], 16, { animate: false })")
    page.locator('[data-part="boundary-snap"]').uncheck()
    page.locator('[data-edit="draw"]').click()
    for bank in BANKS[screen]:
        _clicks(page, bank, taps=screen == "phone")
    expect(page.locator('[name="shape"]')).to_have_value(re.compile("LineString"))
    expect(page.locator('[data-edit="draw"]')).to_have_attribute("aria-pressed", "false")
    page.get_by_label("Tên", exact=True).fill(name)
    page.get_by_role("button", name="Lưu").click()

    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".crossing__effect").first).to_contain_text("địa bàn quanh đây")
    expect(page.locator("path.crossing--bridge.is-this")).to_be_attached()
    expect(page.get_by_text("không bắc qua kênh rạch nào")).to_have_count(0)

    page.get_by_role("link", name="Sửa", exact=True).click()
    expect(page.locator('[data-part="boundary"]')).to_have_attribute("data-state", "drawn")
    page.get_by_label("Xe máy", exact=True).uncheck()
    page.get_by_label("Lý do").fill("cấm xe để sửa mặt cầu")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".facts")).to_contain_text("Chỉ đi bộ")
    expect(page.locator(".crossing__past")).to_contain_text("cấm xe để sửa mặt cầu")
    expect(page.locator(".crossing__effect")).to_have_count(1)

    page.goto("/admin/crossings")
    row = page.locator(".crossing__row", has_text=name)
    expect(row).to_contain_text("Chỉ đi bộ")
    row.get_by_role("link").focus()
    expect(page.locator("path.crossing.is-over")).to_have_count(1)
