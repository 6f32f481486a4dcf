"""The overview and its presentation: a figure opens its list, the map shows another one, steps go by key and finger."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def test_an_official_finds_what_stands_behind_a_figure(page: Page) -> None:
    page.goto("/dashboard")
    page.get_by_label("Khu vực", exact=True).select_option(label="Phường Bình Đông")
    page.get_by_label("Tình hình ngày").fill("2026-11-20")
    page.get_by_role("button", name="Xem").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phường Bình Đông, ngày 20/11/2026")
    expect(page.locator("[data-chart] svg")).to_be_visible()
    table = page.locator("[data-chart-table]")
    expect(table.locator("table")).to_be_hidden()
    table.locator("summary").press("Enter")
    expect(table.get_by_role("row", name=re.compile("Phức tạp, đang theo dõi"))).to_be_visible()
    page.get_by_label("Bản đồ thể hiện").select_option(label="Quá hạn giám sát")
    expect(page).to_have_url(re.compile("show=overdue"))
    expect(page.locator("#board-map")).to_have_text("Quá hạn giám sát")
    figure = page.locator(".board__headline li").first.get_by_role("link")
    count = int(figure.inner_text())
    figure.click()
    expect(page.locator("main tbody tr")).to_have_count(count)
    page.get_by_role("link", name="← Tổng quan").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert re.search(rf"^Tổng,[^,]*,{count},", text, re.MULTILINE)


def test_without_scripts_the_table_stands_in_for_the_chart(
    open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> None:
    page = open_context(storage_state=signed_in("quantri"), java_script_enabled=False).new_page()
    page.goto("/dashboard")
    expect(page.locator("[data-chart]")).to_be_hidden()
    expect(page.locator("[data-chart-table] table")).to_be_visible()
    page.goto("/present")
    page.get_by_role("link", name=re.compile("Phường sau")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phường")
    expect(page.get_by_role("button", name="Toàn màn hình")).to_be_hidden()


def test_a_meeting_is_led_by_keys(page: Page) -> None:
    page.goto("/dashboard?area=776")
    page.get_by_role("link", name="Trình chiếu").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Quận 8 (cũ), ngày 22/11/2026")
    page.get_by_role("button", name="Toàn màn hình").click()
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text("Phường Bình Đông, ngày 22/11/2026")
    page.keyboard.press("PageDown")
    expect(title).to_have_text("Phường Chánh Hưng, ngày 22/11/2026")
    page.keyboard.press("ArrowDown")
    expect(title).to_have_text("Phường Chánh Hưng, ngày 31/10/2026")
    expect(page.get_by_role("status")).to_have_text("Phường Chánh Hưng, ngày 31/10/2026")
    assert page.evaluate("() => document.fullscreenElement !== null")
    address = page.url
    page.go_back()
    expect(title).to_have_text("Phường Chánh Hưng, ngày 22/11/2026")
    page.goto(address)
    expect(title).to_have_text("Phường Chánh Hưng, ngày 31/10/2026")
    page.keyboard.press("PageUp")
    expect(title).to_have_text("Phường Bình Đông, ngày 31/10/2026")
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_text("Quận 8 (cũ), ngày 31/10/2026")
    page.locator(".choropleth").get_by_role("link", name=re.compile("Phường Phú Định")).click()
    expect(title).to_have_text("Phường Phú Định, ngày 31/10/2026")
    page.keyboard.press("Escape")
    expect(page.locator(".board__headline")).to_be_visible()


def test_a_finger_steps_on_a_phone(
    open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> None:
    page = open_context(storage_state=signed_in("quantri"), **PHONE).new_page()
    page.goto("/present?area=776")
    stroke = page.context.new_cdp_session(page)
    for kind, x in (("touchStart", 320), ("touchMove", 200), ("touchEnd", None)):
        points = [{"x": x, "y": 300}] if x else []
        stroke.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(page.get_by_role("heading", level=1)).to_have_text("Phường Bình Đông, ngày 22/11/2026")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
