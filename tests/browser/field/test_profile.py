"""The field page as a telephone sees it: it can be installed, opens without signal, nothing jumps or is too small."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.field_hand import FieldHand

pytestmark = pytest.mark.browser

MOST_SHIFT = 0.1
"""Of one screen, as web.dev calls it good (cumulative layout shift)."""

WATCH_SHIFTS = """
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shifts.push(value);
  }).observe({ type: "layout-shift", buffered: true });
"""
SUM_SHIFTS = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
  resolve(globalThis.shifts.splice(0).reduce((sum, value) => sum + value, 0));
})))"""
FIND_SMALL = """() => {
  const touched = "a, button, summary, select, textarea, .choice, .scale__answer, .input, label.button";
  return [...document.querySelectorAll(touched)]
    .filter((node) => node.checkVisibility() && !node.matches(".skip, .visually-hidden"))
    .filter((node) => {
      const { width, height } = node.getBoundingClientRect();
      return Math.round(width) < 48 || Math.round(height) < 48;
    }).map((node) => node.outerHTML.slice(0, 120));
}"""
SCREENS = (
    "#/", "#/place/DB00001", "#/visit/DB00001", "#/map", "#/map/DB00001", "#/add", "#/propose", "#/counts", "#/outbox",
    "#/received", "#/device",
)  # fmt: skip


def look(hand: FieldHand, screen: str) -> None:
    """Say what jumped on a screen since the last look, and what is too small for a finger there."""
    expect(hand.page.locator("main h1")).to_be_attached()
    hand.page.wait_for_timeout(100)
    assert hand.page.evaluate(SUM_SHIFTS) < MOST_SHIFT, screen
    assert hand.page.evaluate(FIND_SMALL) == [], screen


def test_it_can_be_installed_and_opens_without_signal(hand: FieldHand) -> None:
    hand.takes_area()
    errors: Any = hand.page.context.new_cdp_session(hand.page).send("Page.getInstallabilityErrors")
    found = {one["errorId"] for one in errors["installabilityErrors"]}
    assert found <= {
        "in-incognito"
    }  # a browser without a profile installs nothing; that is not the page's fault
    address = hand.page.locator("link[rel=manifest]").get_attribute("href")
    told = hand.page.evaluate("async (address) => (await fetch(address)).json()", address)
    hand.page.context.set_offline(True)
    answer = hand.page.goto(told["start_url"])
    assert answer is not None
    assert (answer.status, answer.from_service_worker) == (200, True)
    expect(hand.page.locator("h1")).to_have_text("Máy đang khóa")


def test_nothing_jumps_and_nothing_is_too_small_for_a_finger(hand: FieldHand) -> None:
    hand.page.add_init_script(WATCH_SHIFTS)
    hand.page.goto("/field")
    look(hand, "begin")
    hand.takes_area()
    hand.page.reload()
    look(hand, "lock")
    hand.unlocks()
    expect(hand.page.locator(".sync[data-look=good]")).to_be_visible()
    for screen in SCREENS:
        hand.opens(screen)
        look(hand, screen)
    hand.page.context.set_offline(True)
    hand.begins_visit("DB00001")
    hand.answers_all()
    look(hand, "review")
    hand.keeps_visit()
    look(hand, "entry")
    hand.page.get_by_role("link", name="Sửa mục này").click()
    expect(hand.page.locator(".visit-form")).to_be_visible()
    look(hand, "again")
