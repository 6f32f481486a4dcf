"""A visit on a phone: one question at a time, twelve taps from today to saved, and nothing lost on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from layers.actor import SYSTEM
from layers.supervision.bodies import add_default_bodies
from layers.supervision.checklists import add_default_checklist
from tests.browser.conftest import PHONE
from tests.browser.service import Service
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

NEW = "/visits/new?hotspot=DB00001"
MOST_TAPS = 12
QUESTIONS = 8
HERE = {"longitude": 106.6496, "latitude": 10.7365, "accuracy": 14}
NAMED = "Gặp ông Nguyễn Văn Tèo ở đầu hẻm."


@pytest.fixture(scope="module", autouse=True)
def lists(service: Service) -> None:
    """Add the default lists where the service has none."""
    with service.database.write(SYSTEM, "defaults.add") as change:
        change.note("defaults", "all")
        add_default_bodies(change)
        add_default_checklist(change)


class Hand:
    """A thumb on a phone, which counts its taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def taps_on(self, target: Locator) -> None:
        """Tap once."""
        target.tap()
        self.taps += 1

    @property
    def card(self) -> Locator:
        """The question in sight."""
        return self.page.locator("[data-step]:visible")

    def answers(self, words: str) -> None:
        """Tap an answer of the question in sight, and wait for the next card."""
        expect(self.card).to_have_count(1)  # once the script shows one question at a time
        before = self.card.locator("legend").inner_text()
        self.taps_on(self.card.locator(".scale__answer").filter(has_text=words).first)
        expect(self.page.locator("[data-step] legend:visible").filter(has_text=before)).to_have_count(0)


def test_from_today_to_saved_in_twelve_taps(
    open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> None:
    context = open_context(
        storage_state=signed_in("quantri"), **PHONE, geolocation=HERE, permissions=["geolocation"]
    )
    page = context.new_page()
    hand = Hand(page)
    page.goto("/")
    hand.taps_on(page.locator('a[href="/visits/new?hotspot=DB00001"]').first)
    answers = ("Ít", "Nhiều", "Không", "Tốt", "Có", "Có", "Bình thường", "Có")
    assert len(answers) == QUESTIONS
    for words in answers:
        hand.answers(words)
    hand.answers("Kém hơn")
    review = page.locator("[data-review-list]")
    expect(review).to_contain_text("Kém hơn")
    expect(review.locator("li")).to_have_count(QUESTIONS + 1)
    hand.taps_on(page.locator("[data-gps-button]"))
    expect(page.locator("[data-gps-told]")).to_contain_text("±14 m")
    hand.taps_on(page.locator("[data-save]"))
    page.wait_for_url("**/visits/GS*")
    assert hand.taps <= MOST_TAPS
    told = page.locator("main")
    for words in (
        "GS0",
        "22/11/2026",
        "Kém hơn",
        "Bình thường",
        "Ủy ban Mặt trận Tổ quốc Việt Nam phường",
        "±14 m",
    ):
        expect(told).to_contain_text(words)
    assert page.evaluate("sessionStorage.length") == 0


def test_nothing_is_lost_on_reload(phone: Page) -> None:
    hand = Hand(phone)
    phone.goto(NEW)
    hand.answers("Nhiều")
    hand.answers("Ít")
    uuid = phone.locator('input[name="uuid"]').input_value()
    phone.reload()
    expect(phone.locator("[data-restored]")).to_be_visible()
    expect(hand.card.locator("legend")).to_contain_text("đánh bạc")
    expect(phone.locator('input[name="uuid"]')).to_have_value(uuid)
    expect(phone.locator('input[name="answer_needles"][value="many"]')).to_be_checked()
    phone.locator("[data-start-over]").tap()
    expect(hand.card.locator("legend")).to_contain_text("kim tiêm")
    expect(phone.locator('input[name="answer_needles"][value=""]')).to_be_checked()


def test_a_name_in_the_note_is_marked_and_the_rest_stays(phone: Page, watch: Callable[[], Watch]) -> None:
    watch().expect("422")
    hand = Hand(phone)
    phone.goto(NEW)
    hand.answers("Nhiều")
    for _ in range(QUESTIONS):
        phone.locator("[data-next]").tap()
    phone.locator("#note").fill(NAMED)
    phone.locator("[data-save]").tap()
    expect(phone.locator("mark")).to_have_text("Nguyễn Văn Tèo")
    expect(phone.locator("#note")).to_have_value(NAMED)
    expect(phone.locator("[data-review-list]")).to_contain_text("Nhiều")
    phone.locator("#note").fill("Đèn đầu hẻm hỏng một bóng.")
    phone.locator("[data-save]").tap()
    phone.wait_for_url("**/visits/GS*")
    expect(phone.locator("main")).to_contain_text("Đèn đầu hẻm hỏng một bóng.")


def test_arrow_keys_choose_without_leaving_the_question(phone: Page) -> None:
    phone.goto(NEW)
    first = phone.locator('input[name="answer_needles"]').first
    first.focus()
    phone.keyboard.press("ArrowRight")
    expect(phone.locator('input[name="answer_needles"][value="few"]')).to_be_checked()
    expect(phone.locator("[data-step]:visible legend")).to_contain_text("kim tiêm")
    phone.locator("[data-next]").press("Enter")
    expect(phone.locator("[data-step]:visible legend")).to_contain_text("tụ tập")


def test_at_a_desk_all_questions_are_in_sight_and_a_mistake_is_corrected(page: Page) -> None:
    page.goto(NEW)
    expect(page.locator("[data-step]:visible")).to_have_count(QUESTIONS + 1)
    page.locator("[data-save]").click()
    page.wait_for_url("**/visits/GS*")
    page.locator('a[href$="/edit"]').click()
    page.locator(".scale__answer").filter(has=page.locator('input[name="result"][value="better"]')).click()
    page.locator("#reason").fill("ghi nhầm kết quả")
    page.locator("[data-save]").click()
    expect(page.locator("#versions")).to_be_visible()
    expect(page.locator("main")).to_contain_text("ghi nhầm kết quả")
    assert page.evaluate("sessionStorage.length") == 0


def test_without_scripts_a_visit_is_recorded_all_the_same(
    open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> None:
    page = open_context(storage_state=signed_in("quantri"), **PHONE, java_script_enabled=False).new_page()
    page.goto("/visits/new?hotspot=DB00002")
    page.locator("[data-save]").tap()
    expect(page.locator("h1")).to_contain_text("690 Nguyễn Duy")
    expect(page.locator(".receipt")).to_contain_text("GS0")


@pytest.mark.parametrize("address", ["/visits", NEW, "/visits/new", "/visits/plan?hotspot=DB00001"])
def test_no_page_is_wider_than_the_phone(phone: Page, address: str) -> None:
    phone.goto(address)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
