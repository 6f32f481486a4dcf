"""What waits is sent when signal comes back: by the worker after the page was closed, else when it is opened again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.field.conftest import read_outcomes
from tests.browser.field_hand import FieldHand
from tests.browser.service import Service
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

TURN_MS = 100
NO_SYNC = "delete globalThis.ServiceWorkerRegistration?.prototype.sync;"


def wake_worker(page: Page, address: str) -> None:
    """Do what the browser does when there is signal again: wake the worker by the name it gave."""
    told: list[Any] = []

    def hear(event: Any) -> None:
        told.append(event)

    browser = page.context.new_cdp_session(page)
    browser.on("ServiceWorker.workerRegistrationUpdated", hear)
    browser.send("ServiceWorker.enable")
    page.wait_for_timeout(100)
    (registration,) = told[-1]["registrations"]
    asked = {"origin": address, "registrationId": registration["registrationId"], "tag": "outbox"}
    browser.send("ServiceWorker.dispatchSyncEvent", {**asked, "lastChance": False})


def test_the_worker_sends_after_the_page_was_closed(hand: FieldHand, office: Service) -> None:
    before = len(read_outcomes(office))
    hand.takes_area()
    hand.page.context.set_offline(True)
    hand.records("DB00001")
    other = hand.page.context.new_page()
    hand.page.close()
    hand.page.context.set_offline(False)
    other.goto("/visits")  # the worker is its as well, but it sends nothing
    wake_worker(other, office.address)
    for _ in range(PATIENCE_MS // TURN_MS):
        if len(read_outcomes(office)) > before:
            break
        other.wait_for_timeout(TURN_MS)
    assert len(read_outcomes(office)) == before + 1


def test_where_nothing_wakes_the_worker_it_is_sent_when_the_page_is_opened(
    hand: FieldHand, office: Service, watch: Callable[[], Watch]
) -> None:
    hand.page.add_init_script(NO_SYNC)
    before = len(read_outcomes(office))
    hand.takes_area()
    hand.page.context.set_offline(True)
    hand.records("DB00002")
    hand.page.goto("about:blank")
    hand.page.context.set_offline(False)
    hand.page.goto("/field")
    hand.unlocks()
    hand.opens("#/outbox")
    expect(hand.page.get_by_text("Biên nhận BN")).to_have_count(1)
    assert len(read_outcomes(office)) == before + 1
