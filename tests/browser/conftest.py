"""A real server and a real Chromium; every test gets a browser that has not been here before, and is watched."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.reader import MapReader
from tests.browser.service import Service, make_default_data, serving
from tests.browser.watch import Watch
from tests.servers import CHROMIUM_FLAGS, require_chromium

DESKTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PATIENCE_MS = 15_000

Open = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all stories."""
    path = require_chromium()
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        started = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="package")
def serve_copy(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., AbstractContextManager[Service]]:
    """Return a function that serves a copy of the default data, which are made once, with settings of its own."""
    model = tmp_path_factory.mktemp("model")
    make_default_data(model)

    def serve(**settings: Any) -> AbstractContextManager[Service]:
        folder = tmp_path_factory.mktemp("served")
        shutil.copy(model / "diaban.gpkg", folder / "diaban.gpkg")
        return serving(folder, **settings)

    return serve


@pytest.fixture(scope="package")
def service(serve_copy: Callable[[], AbstractContextManager[Service]]) -> Iterator[Service]:
    """Serve the default data to all stories that change none of its four places."""
    with serve_copy() as running:
        yield running


@pytest.fixture(scope="package")
def signed_in(service: Service, browser: Browser) -> Callable[[str], Any]:
    """Return a function that gives the cookies of an account that has signed in by a link, made once."""
    return cache(partial(sign_in, browser, service))


def sign_in(browser: Browser, service: Service, name: str) -> Any:
    """Sign an account in by a link and return the cookies that it gets."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(service.make_link(name))
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/link/" not in url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def office(serve_copy: Callable[[], AbstractContextManager[Service]]) -> Iterator[Service]:
    """Serve a copy that the stories of one module have to themselves, with an officer and a supervisor of Quận 8."""
    with serve_copy() as running:
        running.add_reader("canbo", ("officer", "776"))
        running.add_reader("giamsat", ("supervisor", "776"))
        yield running


@pytest.fixture
def sit(
    office: Service, browser: Browser, open_context: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """Return a function that seats an account of the office at a screen of its own, signed in just now."""

    def seat(name: str = "canbo", **screen: Any) -> Page:
        state = sign_in(browser, office, name)
        return open_context(base_url=office.address, storage_state=state, **screen).new_page()

    return seat


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """Collect the watches over the test's browsers, and ask them at the end."""
    opened: list[Watch] = []
    yield opened
    for watch in opened:
        watch.check()


@pytest.fixture
def open_context(
    browser: Browser, service: Service, watches: list[Watch]
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a browser of its own: a desk's by default, with Vietnamese as its language."""
    contexts: list[BrowserContext] = []

    def open_new(**options: Any) -> BrowserContext:
        asked = {"base_url": service.address, "locale": "vi-VN", **DESKTOP, **options}
        context = browser.new_context(**asked)
        context.set_default_timeout(PATIENCE_MS)
        watches.append(Watch(context, asked["base_url"]))
        contexts.append(context)
        return context

    yield open_new
    for context in contexts:
        context.unroute_all(
            behavior="ignoreErrors"
        )  # a page may still ask for something when its story is over
        context.close()


@pytest.fixture
def stranger(open_context: Callable[..., BrowserContext]) -> Page:
    """Return a page of somebody who is not signed in."""
    return open_context().new_page()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]) -> Page:
    """Return a page of the coordinator of Quận 8, at a desk."""
    return open_context(storage_state=signed_in("quantri")).new_page()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]) -> Page:
    """Return a page of the same person, on a phone."""
    return open_context(storage_state=signed_in("quantri"), **PHONE).new_page()


@pytest.fixture
def watch(watches: list[Watch]) -> Callable[[], Watch]:
    """Return a function that gives the watch over the browser that was opened last."""
    return lambda: watches[-1]


@pytest.fixture
def desk(page: Page) -> MapReader:
    """Return a reader of the map at a desk."""
    return MapReader(page)


@pytest.fixture
def hand(phone: Page) -> MapReader:
    """Return a reader of the map on a phone."""
    return MapReader(phone)


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Return an empty folder for downloads."""
    return tmp_path
