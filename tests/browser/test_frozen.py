"""The map as one file: saved by the button, opened from a disk with the network cut."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.reader import QUAN_8, MapReader
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser


def test_the_file_shows_the_same_without_a_network(
    desk: MapReader, open_context: Callable[..., BrowserContext], watch: Callable[[], Watch], downloads: Path
) -> None:
    desk.opens(f"at={QUAN_8}")
    desk.types_day("01/03/2012")
    desk.waits_for_address("on=2012-03-01")
    with desk.page.expect_download() as download:
        desk.part("export").click()
    assert download.value.suggested_filename == "diaban-2012-03-01.html"
    file = downloads / download.value.suggested_filename
    download.value.save_as(file)

    context = open_context()
    context.set_offline(True)
    reader = MapReader(context.new_page())
    reader.page.goto(file.as_uri())
    reader.waits_until_drawn()
    expect(reader.count).to_have_text("4 / 4")
    assert reader.names() == desk.names()
    assert reader.rows.all_inner_texts() == desk.rows.all_inner_texts()
    expect(reader.part("day")).to_have_value("01/03/2012")
    reader.sees_on_map("PHƯỜNG 6")

    reader.part("slider").press("PageUp")
    reader.part("slider").press("PageUp")
    expect(reader.part("day")).to_have_value("01/07/2025")
    reader.sees_on_map("PHƯỜNG BÌNH ĐÔNG")
    reader.rows.filter(has_text="Hẻm 1678 Phạm Thế Hiển").click()
    expect(reader.card).to_contain_text("Phường Bình Đông")
    expect(reader.card).to_contain_text("VN-2000")
    expect(reader.card.locator("dt:has-text('VN-2000') + dd")).to_contain_text("X 1.187")
    reader.tool("measure").click()
    expect(reader.part("measure")).to_be_visible()
    reader.page.keyboard.press("Escape")
    reader.waits_for_address("#.*selected=DB00001")

    again = MapReader(context.new_page())
    again.page.goto(reader.page.url)
    again.waits_until_drawn()
    expect(again.card).to_contain_text("Hẻm 1678 Phạm Thế Hiển")
    asked = [address for address in watch().requests if not address.startswith(("data:", "blob:"))]
    assert {address.split("#")[0] for address in asked} == {file.as_uri()}
