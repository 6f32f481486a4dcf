"""No page breaks a rule of axe-core, at a desk and on a phone, by day and by night."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE
from tests.browser.screens import SCREENS, Screen
from tests.browser.service import Service
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => {
    const why = [...any, ...all, ...none].map(({ message }) => message).join(" ");
    return `${id}: ${html.slice(0, 160)} ${why}`;
  }));
}"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


SIZES = {"desk": DESKTOP, "phone": PHONE}

Look = Callable[[str | None, str], tuple[Page, Watch]]


@pytest.fixture(scope="module", autouse=True)
def accounts(service: Service) -> None:
    """Add the accounts that the screens are seen by."""
    service.add_reader("khanh", ("viewer", "776"))
    service.add_reader("phap", ("auditor", "776"))


@pytest.fixture(scope="module")
def look(browser: Browser, service: Service, signed_in: Callable[[str], Any]) -> Iterator[Look]:
    """Return a function that gives a page of an account at a size; those who look at all screens keep their cache."""
    opened: dict[tuple[str | None, str], tuple[BrowserContext, Watch]] = {}

    def open_page(account: str | None, size: str) -> tuple[Page, Watch]:
        if (account, size) not in opened:
            state = signed_in(account) if account else None
            context = browser.new_context(
                base_url=service.address,
                locale="vi-VN",
                storage_state=state,
                reduced_motion="reduce",
                **SIZES[size],
            )
            context.set_default_timeout(PATIENCE_MS)
            opened[account, size] = context, Watch(context, service.address)
        context, watch = opened[account, size]
        watch.begin()
        return context.new_page(), watch

    yield open_page
    for context, _ in opened.values():
        context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_no_rule_is_broken(screen: Screen, size: str, look: Look) -> None:
    page, watch = look(screen.account, size)
    for pattern in screen.faults:
        watch.expect(pattern)
    page.goto(screen.path)
    screen.step(page)
    # Evaluated by the debugger, not by the page: its policy stays as strict as it is.
    page.evaluate(AXE)
    assert {scheme: _violations(page, scheme) for scheme in SCHEMES} == {scheme: [] for scheme in SCHEMES}
    page.close()
    watch.check()


def _violations(page: Page, scheme: Literal["light", "dark"]) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    found: list[str] = page.evaluate(RUN)
    return found
