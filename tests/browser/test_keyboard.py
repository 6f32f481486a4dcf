"""The whole way from the sign-in to a card and back, without a pointer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import MapReader
from tests.browser.service import PASSWORD, Service

pytestmark = pytest.mark.browser
MOST_TABS = 40


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, and see that the focus can be seen on every stop."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(_SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def test_sign_in_find_a_place_read_its_card_and_go_back(stranger: Page, service: Service) -> None:
    service.add_reader("binh", ("viewer", "776"), password=PASSWORD)
    page, keys = stranger, stranger.keyboard
    reader = MapReader(page)
    page.goto("/map")
    tab_to(page, "#name")
    keys.type("binh")
    tab_to(page, "#password")
    keys.type(PASSWORD)
    keys.press("Enter")
    reader.waits_until_drawn()

    tab_to(page, "[data-part=finder-input]")
    keys.type("hem")
    expect(reader.hits).to_have_count(3)
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(reader.hits.nth(1)).to_have_attribute("aria-selected", "true")
    keys.press("Escape")
    expect(reader.part("finder-hits")).to_be_hidden()
    keys.press("Escape")

    tab_to(page, "[data-part=list]")
    keys.press("End")
    keys.press("Enter")
    expect(reader.waits_for_card()).to_contain_text("Hẻm 1678 Phạm Thế Hiển")
    expect(reader.card.get_by_role("heading", level=2)).to_be_focused()
    keys.press("Escape")
    expect(reader.part("card-sheet")).to_be_hidden()
    expect(reader.part("list")).to_be_focused()
    keys.press("Home")
    keys.press(" ")
    expect(reader.waits_for_card()).to_contain_text("Cầu Hiệp Ân")


def test_the_first_stop_skips_to_the_content(desk: MapReader) -> None:
    desk.opens()
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator(".skip")).to_be_focused()
    expect(desk.page.locator(".skip")).to_be_in_viewport()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#main")).to_be_focused()


def test_the_map_moves_by_arrows_and_measures_by_enter(desk: MapReader) -> None:
    desk.opens("at=10.735,106.645,14")
    desk.tool("measure").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.part("measure")).to_be_visible()
    desk.page.locator(".leaflet-container").focus()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("ArrowRight")
    desk.waits_for_address(r"at=10.73\d*,106.65")
    desk.page.keyboard.press("Enter")
    expect(desk.part("measure-words")).to_have_text(re.compile(r"^Dài [\d.,]+\s+(m|km)$"))
    desk.page.keyboard.press("Escape")
    expect(desk.part("measure")).to_be_hidden()
    expect(desk.tool("measure")).to_have_attribute("aria-pressed", "false")


_SHOWS_FOCUS = """() => {
  const node = document.activeElement;
  if (node === document.body) return true;
  const shows = (one) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(one);
    return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  return shows(node) || shows(node.parentElement);
}"""
