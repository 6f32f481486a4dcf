"""A recommendation from the visit that it comes from to the answer, and what an office sees while none comes."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.service import Service

pytestmark = pytest.mark.browser

ASKED = "Đề nghị lắp thêm hai đèn chiếu sáng ở đầu hẻm và tăng cường tuần tra ban đêm."
DONE = "Đã lắp hai đèn; tuần tra tăng thêm một ca mỗi đêm."
LETTER = {"new_number": "15/CV-MTTQ", "new_issued_on": "22/11/2026", "new_issuer": "Ban Thường trực UBMTTQ phường",
          "new_title": "Về việc kiến nghị qua giám sát"}  # fmt: skip
REPLY = {"new_number": "201/CV-CAP", "new_issued_on": "20/12/2026", "new_issuer": "Công an phường",
         "new_title": "Trả lời kiến nghị"}  # fmt: skip
DUE, AFTER = "11/12/2026", datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
"""Fifteen working days after the letter, and a day after that."""


@pytest.fixture
def later(office: Service) -> Iterator[Callable[[], None]]:
    """Return a function that lets a month go by at the office."""
    now = office.clock.at

    def go_on() -> None:
        office.clock.at = AFTER

    yield go_on
    office.clock.at = now


def fill(page: Page, step: str, **typed: str) -> None:
    """Fill in fields of one step's form, unfolding it where it is folded."""
    form = page.locator(f"#step-{step}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for name, value in typed.items():
        form.locator(f'[name="{name}"]').fill(value)


def send(page: Page, step: str) -> None:
    """Send the form of one step."""
    page.locator(f"#step-{step} .form__actions button").click()


def draft_from_visit(page: Page) -> str:
    """Record a visit, draft a recommendation that comes from it, and return its code."""
    page.goto("/visits/new?hotspot=DB00001")
    page.locator("[data-save]").click()
    page.wait_for_url("**/visits/GS*")
    visit = page.url.rsplit("/", 1)[1]
    page.goto(f"/recommendations/new?hotspot=DB00001&visit={visit}")
    expect(page.locator(f'input[name="visits"][value="{visit}"]')).to_be_checked()
    page.locator("#body").select_option("CA_PHUONG")
    page.locator("#content").fill(ASKED)
    page.locator("main form .form__actions button").click()
    page.wait_for_url("**/recommendations/KN*")
    expect(page.locator("main")).to_contain_text(visit)
    return page.url.rsplit("/", 1)[1]


def test_drafted_sent_overdue_answered_done(sit: Callable[..., Page], later: Callable[[], None]) -> None:
    page = sit()
    code = draft_from_visit(page)
    fill(page, "send", sent_on="22/11/2026", **LETTER)
    send(page, "send")
    sheet = page.locator("main")
    expect(sheet.locator("dl")).to_contain_text(DUE)
    expect(sheet.locator("dl")).to_contain_text(LETTER["new_number"])
    page.goto("/recommendations?state=overdue")
    expect(page.locator(".ledger__row")).to_have_count(0)

    later()
    page = sit()
    page.goto("/")
    page.get_by_role("link", name="1 kiến nghị").click()
    row = page.locator(".ledger__row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Quá hạn 10 ngày")
    row.get_by_role("link", name=code).click()
    fill(page, "answer", answered_on="20/12/2026", outcome=DONE, **REPLY)
    send(page, "answer")
    sheet = page.locator("main")
    for words in (DONE, REPLY["new_number"], "20/12/2026"):
        expect(sheet.locator("dl")).to_contain_text(words)
    page.goto("/recommendations?state=overdue")
    expect(page.locator(".ledger__row")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("link", name="1 kiến nghị")).to_have_count(0)

    page.goto(f"/recommendations/{code}")
    page.locator('#step-close [name="state"][value="done"]').check()
    fill(page, "close", closed_on="21/12/2026")
    send(page, "close")
    history = page.locator("#history + .timeline .timeline__item")
    expect(history).to_have_count(4)
    page.goto("/hotspots/DB00001?show=recommendations")
    expect(page.locator(".timeline")).to_contain_text(DONE)


def test_a_supervisor_drafts_and_an_officer_sends(sit: Callable[..., Page]) -> None:
    code = draft_from_visit(sit("giamsat"))
    page = sit("giamsat")
    page.goto(f"/recommendations/{code}")
    expect(page.locator("#step-send")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(ASKED)
    page = sit()
    page.goto("/recommendations?state=draft")
    page.get_by_role("link", name=code).click()
    expect(page.locator("#step-send")).to_be_visible()


def test_what_the_letter_lacks_is_told_and_what_was_typed_stays(
    sit: Callable[..., Page], watch: Callable[[], Any]
) -> None:
    page = sit()
    draft_from_visit(page)
    watch().expect("422")
    fill(page, "send", new_number=LETTER["new_number"], sent_on="22/11/2026")
    send(page, "send")
    form = page.locator("#step-send")
    expect(form.locator(".field--invalid")).to_have_count(3)
    expect(form.locator('[name="new_number"]')).to_have_value(LETTER["new_number"])
    expect(page.locator(".chip").first).to_contain_text("Dự thảo")
