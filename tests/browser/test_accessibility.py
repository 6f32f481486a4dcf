"""Every page holds the rules of axe-core, fits a phone, and does nothing behind the reader's back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE, sign_in
from tests.browser.furnished import furnish
from tests.browser.screens import SCREENS, Screen
from tests.browser.service import Service
from tests.browser.watch import Watch
from tests.servers import is_build_machine

pytestmark = pytest.mark.browser
MAIN = [screen for screen in SCREENS if screen.is_main]
"""What whoever runs the tests by hand looks at; a build machine looks at every screen."""

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RUN = """async (rules) => {
  const chosen = rules.length > 0 ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run({ resultTypes: ["violations"], preload: false, ...chosen });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => {
    const why = [...any, ...all, ...none].map(({ message }) => message).join(" ");
    return `${id}: ${html.slice(0, 160)} ${why}`;
  }));
}"""
SEEN_BY_NIGHT = ["color-contrast"]
"""The rules that colours can break: all others hold by night where they hold by day."""

FIND_WIDE = """() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const isWide = (node) => node.checkVisibility() && node.getBoundingClientRect().right > clientWidth + 0.5;
  return [...document.querySelectorAll("body *")].filter(isWide).slice(0, 5).map((node) => node.outerHTML.slice(0, 99));
}"""
NARROW: Any = PHONE["viewport"]

Scheme = Literal["light", "dark"]
Look = Callable[[str | None, str], tuple[Page, Watch]]
READERS: dict[str, dict[str, Any]] = {
    "desk": {**DESKTOP, "locale": "vi-VN"},
    "phone": {**PHONE, "locale": "en-GB"},
}


@pytest.fixture(scope="module")
def furnished(serve_copy: Callable[[], AbstractContextManager[Service]]) -> Iterator[Service]:
    """Serve an office that has something in its books."""
    with serve_copy() as running:
        furnish(running)
        yield running


@pytest.fixture(scope="module")
def look(browser: Browser, furnished: Service) -> Iterator[Look]:
    """Return a function that gives a page of an account to a reader; those who look at all screens keep their cache."""
    opened: dict[tuple[str | None, str], tuple[BrowserContext, Watch]] = {}

    def open_page(account: str | None, reader: str) -> tuple[Page, Watch]:
        if (account, reader) not in opened:
            twin = ".en" if reader == "phone" else ""
            state = sign_in(browser, furnished, account + twin) if account else None
            context = browser.new_context(
                base_url=furnished.address, storage_state=state, reduced_motion="reduce", **READERS[reader]
            )
            context.set_default_timeout(PATIENCE_MS)
            opened[account, reader] = context, Watch(context, furnished.address)
        context, watch = opened[account, reader]
        watch.begin()
        return context.new_page(), watch

    yield open_page
    for context, _ in opened.values():
        context.close()


@pytest.fixture
def see(look: Look, furnished: Service) -> Iterator[Callable[[Screen, str], Page]]:
    """Return a function that opens a screen; at the end it is asked what the browser did wrong meanwhile."""
    seen: list[tuple[Page, Watch]] = []

    def open_screen(screen: Screen, reader: str) -> Page:
        page, watch = look(screen.account, reader)
        seen.append((page, watch))
        for pattern in screen.faults:
            watch.expect(pattern)
        secret = furnished.make_link("quantri").rsplit("/", 1)[1] if "{secret}" in screen.path else ""
        page.goto(screen.path.replace("{secret}", secret))
        screen.step(page)
        # Evaluated by the debugger, not by the page: its policy stays as strict as it is.
        page.evaluate(AXE)
        return page

    yield open_screen
    for page, watch in seen:
        page.close()
        watch.check()


@pytest.mark.parametrize("screen", SCREENS if is_build_machine() else MAIN, ids=lambda screen: screen.name)
def test_at_a_desk_by_day_and_by_night_and_no_wider_than_a_phone(
    screen: Screen, see: Callable[[Screen, str], Page]
) -> None:
    page = see(screen, "desk")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert _violations(page, "light") == []
    assert _violations(page, "dark", SEEN_BY_NIGHT) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate(FIND_WIDE) == []


@pytest.mark.parametrize("screen", MAIN, ids=lambda screen: screen.name)
def test_on_a_phone_in_english(screen: Screen, see: Callable[[Screen, str], Page]) -> None:
    page = see(screen, "phone")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.evaluate(FIND_WIDE) == []
    assert _violations(page, "light") == []


def _violations(page: Page, scheme: Scheme, rules: list[str] | None = None) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    found: list[str] = page.evaluate(RUN, rules or [])
    return found
