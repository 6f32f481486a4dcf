"""The field page without signal on a slow phone (390x844, CPU slowed down four times): from its address to usable."""

import statistics
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from layers.actor import SYSTEM
from layers.demo.loading import load_demo
from layers.demo.story import Invention
from tests.bench.figures import Figure
from tests.browser.conftest import PHONE, sign_in
from tests.browser.field_hand import PIN, FieldHand
from tests.browser.service import Service, make_default_data, serving
from tests.chromium import chromium

SLOWER = 4
ROUNDS = 7
MOST_S = 2.0
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

_NOW = "() => performance.now()"
_UNLOCK = f"""() => new Promise((resolve) => {{
  document.querySelector("#pin").value = "{PIN}";
  const begun = performance.now();
  new MutationObserver((_, observer) => {{
    if (!document.querySelector(".spot-row")) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begun));
  }}).observe(document.body, {{ childList: true, subtree: true }});
  document.querySelector("form").requestSubmit();
}})"""


def measure() -> Iterable[Figure]:
    """Start the page again and again without signal, and unlock it."""
    with _demo() as service, chromium() as browser:
        context = browser.new_context(
            base_url=service.address, storage_state=sign_in(browser, service, "quantri"), **PHONE
        )
        hand = FieldHand(context.new_page())
        hand.takes_area()
        context.set_offline(True)
        starts = [_start(hand.page) for _ in range(ROUNDS)]
        context.close()
    until_lock, unlocking = (statistics.median(column) for column in zip(*starts, strict=True))
    parts = f"{until_lock:.2f} s until the PIN can be typed, {unlocking:.2f} s from the PIN to today's list"
    told = f"{parts}; median of {ROUNDS}"
    yield Figure("offline start to usable, CPU / 4", until_lock + unlocking, "s", most=MOST_S, told=told)


def _start(page: Page) -> tuple[float, float]:
    """Return the seconds until the PIN can be typed, and from the typed PIN to the list of today."""
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto("/field")
    page.locator("#pin").wait_for()
    until_lock: float = page.evaluate(_NOW)
    unlocking: Any = page.evaluate(_UNLOCK)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return until_lock / 1000, unlocking / 1000


@contextmanager
def _demo() -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        make_default_data(Path(folder))
        with serving(Path(folder)) as service:
            with service.database.write(SYSTEM, "demo.load") as change:
                load_demo(change, service.files, Invention(NOW.date()))
            yield service
