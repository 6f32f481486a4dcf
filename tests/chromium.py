"""Owns the headless Chromium of programs that are no tests: benchmarks and the pictures of the guide."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.servers import CHROMIUM_FLAGS, find_chromium


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser, and end it.

    Raises
    ------
    RuntimeError
        There is none on this machine.
    """
    program = find_chromium()
    if program is None:
        raise RuntimeError("no Chromium here: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()
