"""On a phone, by touch: the sheet with its three stops, a card, the filters, the day."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import MapReader

pytestmark = pytest.mark.browser
SMALLEST_TARGET_PX = 44


def test_sheet_card_and_filters(hand: MapReader) -> None:
    hand.opens()
    panel = hand.part("panel")
    expect(hand.count).to_have_text("4 / 4")
    expect(panel).to_have_attribute("data-stop", "peek")
    hand.part("grip").tap()
    expect(panel).to_have_attribute("data-stop", "half")
    hand.part("grip").tap()
    expect(panel).to_have_attribute("data-stop", "full")
    hand.part("grip").tap()
    expect(panel).to_have_attribute("data-stop", "peek")

    hand.part("grip").tap()
    hand.rows.filter(has_text="Cầu Hiệp Ân").tap()
    expect(panel).to_have_attribute("data-stop", "peek")
    expect(hand.waits_for_card()).to_contain_text("Phường Phú Định")
    expect(hand.card.get_by_role("heading", level=2)).to_be_in_viewport()
    hand.part("card-close").tap()
    expect(hand.part("card-sheet")).to_be_hidden()

    hand.part("filters-toggle").tap()
    expect(hand.part("filters")).to_be_visible()
    expect(panel).to_have_attribute("data-stop", "half")
    hand.chip("kind", "alley").tap()
    expect(hand.count).to_have_text("3 / 4")


def test_search_and_another_day(hand: MapReader) -> None:
    hand.opens()
    hand.part("finder-input").tap()
    hand.searches("hem 1678 pth")
    hand.hits.first.tap()
    expect(hand.waits_for_card()).to_contain_text("Hẻm 1678 Phạm Thế Hiển")
    hand.part("card-close").tap()
    hand.types_day("01/03/2012")
    hand.part("grip").tap()
    expect(hand.rows.filter(has_text="Hẻm 1678")).to_contain_text("Phường 6")


def test_a_tap_on_the_map_opens_what_lies_there(hand: MapReader) -> None:
    hand.opens("at=10.7365,106.6496,16")
    hand.page.touchscreen.tap(*hand.screen_point(10.7365, 106.6496, looks_at=(10.7365, 106.6496, 16)))
    expect(hand.waits_for_card()).to_contain_text("Hẻm 1678 Phạm Thế Hiển")


@pytest.mark.parametrize(
    "address", ["/", "/map", "/account", "/hotspots/DB00001", "/api", "/api/collections"]
)
def test_no_page_is_wider_than_the_phone(phone: Page, address: str) -> None:
    phone.goto(address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("address", ["/", "/map", "/account"])
def test_what_is_tapped_is_large_enough(phone: Page, address: str) -> None:
    phone.goto(address)
    if address == "/map":
        MapReader(phone).waits_until_drawn()
    assert phone.evaluate(_FIND_SMALL, SMALLEST_TARGET_PX) == []


_FIND_SMALL = """(least) => {
  const kinds = ["button", "summary", "select", "input:not([type=hidden])", "a.button", ".bar a", "a.tool"];
  // The grip is as wide as the screen, and dragged rather than tapped.
  const isAsked = (node) => node.checkVisibility() && !node.matches(".panel__grip");
  return [...document.querySelectorAll(kinds.join(", "))]
    .filter(isAsked)
    .map((node) => [node.getBoundingClientRect(), node])
    .filter(([{ width, height }]) => width * height > 4 && Math.min(width, height) < least)
    .map(([{ width, height }, node]) => `${Math.round(width)} x ${Math.round(height)}: ${node.outerHTML.slice(0, 99)}`);
}"""
