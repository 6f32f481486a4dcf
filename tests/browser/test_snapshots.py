"""A sheet of the map: chosen beside its picture, taken, downloaded, and opened again by its code."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import QUAN_8, MapReader

pytestmark = pytest.mark.browser

_LOADED = "(picture) => picture.complete && picture.naturalWidth > 0"


def _sees_preview(page: Page) -> None:
    picture = page.locator("[data-preview]")
    expect(picture).not_to_have_class(re.compile("waits"))
    page.wait_for_function(_LOADED, arg=picture.element_handle())


def test_what_the_map_shows_becomes_a_sheet_that_its_code_opens_again(
    desk: MapReader, downloads: Path
) -> None:
    desk.opens(f"at={QUAN_8}")
    desk.types_day("01/03/2012")
    desk.waits_for_address("on=2012-03-01")
    names = desk.names()
    page = desk.page
    page.get_by_role("link", name="Xuất bản in").click()
    page.wait_for_url("**/snapshots/new?*on=2012-03-01*")
    _sees_preview(page)
    expect(page.get_by_role("button", name="Xem trước")).to_be_hidden()
    page.locator("#title").fill("Giao ban tháng 3")
    page.get_by_label("Chiều giấy").select_option(label="Dọc")
    page.wait_for_url("**orientation=portrait*")
    _sees_preview(page)
    assert page.locator("[data-preview]").evaluate("(one) => one.naturalHeight > one.naturalWidth")

    page.get_by_role("button", name="Lấy ảnh bản đồ").click()
    page.wait_for_url("**/s/*")
    desk.waits_until_drawn()
    code = page.locator(".snapshot-strip summary b").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    assert download.value.suggested_filename == f"{code}.pdf"
    file = downloads / f"{code}.pdf"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF")

    page.goto(page.url.split("/s/")[0] + "/s")
    page.get_by_label("Mã trên bản in").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Mở theo mã").click()
    desk.waits_until_drawn()
    expect(page.locator(".snapshot-strip summary")).to_contain_text("Giao ban tháng 3")
    expect(page.locator(".snapshot-strip summary")).to_contain_text("đúng nguyên bản lúc chụp")
    assert desk.names() == names
    expect(desk.part("day")).to_have_value("01/03/2012")
