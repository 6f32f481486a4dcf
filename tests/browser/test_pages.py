"""What holds on every page: it speaks both languages, and errors are told in words."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.screens import SCREENS, Screen
from tests.browser.service import Service
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
TEXT_KEY = re.compile(r"\b(?:account|api|codes|errors|home|hotspots|map|shell)\.[a-z_]+(?:\.[a-z_]+)*\b")
VIETNAMESE_ONLY = ("Đăng xuất", "Hôm nay", "Tài khoản", "Phường, xã", "Lọc", "Chú giải")


@pytest.fixture(scope="module", autouse=True)
def readers(service: Service) -> None:
    """Add accounts whose language no other story depends on."""
    service.add_reader("tam", ("viewer", "776"))
    service.add_reader("phap", ("auditor", "776"))


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/",
        "/account",
        "/map?at=10.735,106.645,13.5&selected=DB00001",
        "/hotspots/DB00001",
        "/api?f=html",
        "/api/docs",
    ],
)
def test_to_english_and_back(
    path: str, service: Service, open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> None:
    state = None if path == "/sign-in" else signed_in("tam")
    page = open_context(storage_state=state).new_page()
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    words = page.locator("main").inner_text()
    assert not TEXT_KEY.search(words), words

    choose_language(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.startswith(f"{service.address}{path}"), "the choice leads back to the same view"
    page.wait_for_load_state("networkidle")
    words = page.locator("body").inner_text()
    assert not TEXT_KEY.search(words), words
    assert [word for word in VIETNAMESE_ONLY if word in words] == []

    choose_language(page, "Tiếng Việt")
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def choose_language(page: Page, name: str) -> None:
    """Open the language menu and choose."""
    page.locator("header details.menu", has_text=re.compile("VI|EN")).first.locator("summary").click()
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def _errors() -> list[Screen]:
    return [
        screen
        for screen in SCREENS
        if screen.name in {"not-found", "not-allowed", "bad-address", "link-spent"}
    ]


@pytest.mark.parametrize("screen", _errors(), ids=lambda screen: screen.name)
def test_an_error_says_what_happened_and_what_to_do(
    screen: Screen,
    open_context: Callable[..., BrowserContext],
    signed_in: Callable[[str], Any],
    watch: Callable[[], Watch],
) -> None:
    state = signed_in(screen.account) if screen.account else None
    page = open_context(storage_state=state).new_page()
    for pattern in screen.faults:
        watch().expect(pattern)
    page.goto(screen.path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    words = page.locator("main").inner_text()
    assert len(words.split()) > 10
    assert not re.search(r"Traceback|Error\b|[a-z]+_[a-z]+|\{|\}", words), words
    page.locator("main a").first.click()
    expect(page.locator("main h1")).to_be_visible()
