"""A day's work from end to end: a place across two wards, a round on a phone, in English, on a shaky connection."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.drawer import AWAY, BORDER, Drawer
from tests.browser.service import Service
from tests.browser.test_visits import Hand
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
MARKS = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]")


def describe(page: Page, name: str) -> None:
    """Fill in what a new place needs besides its shape."""
    page.locator("#name").fill(name)
    page.locator("#position_accuracy_m").fill("10")
    page.locator("#source").fill("khảo sát tháng 11/2026")
    page.locator("#reason").fill("khảo sát")
    page.locator('[name="topics"][value="ma_tuy"]').check()


def save(page: Page) -> None:
    """Send the form of a place."""
    page.locator("main form > .form__actions button").click()


def codes_of_visits(page: Page, place: str) -> list[str]:
    """Return the visits to a place, as their list tells them."""
    page.goto(f"/visits?hotspot={place}")
    return sorted(set(re.findall(r"/visits/(GS\d+)", page.locator("main").inner_html())))


def test_a_place_across_two_wards_is_seen_in_both(
    sit: Callable[..., Page], watch: Callable[[], Watch]
) -> None:
    officer = Drawer(sit()).opens("alley")
    page = officer.page
    describe(page, "Hẻm ven kênh")
    officer.looks_at(BORDER, 17)
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.4, 0.55), (0.55, 0.6))
    officer.button("finish").click()
    officer.tells("Phường Bình Đông", "Phường Phú Định", "Hẻm 1678 Phạm Thế Hiển")
    watch().expect("422")
    save(page)
    expect(page.locator("main")).to_contain_text("(DB00001)")  # it lies beside: is it the same?
    page.locator('[name="is_different"]').check()
    save(page)
    page.wait_for_url("**/hotspots/DB*")
    wards = page.locator(".facts dd").first
    expect(wards).to_contain_text("Phường Bình Đông")
    expect(wards).to_contain_text("Phường Phú Định")
    for ward in ("27424@2025-07-01", "27427@2025-07-01"):
        answer = page.request.get(f"/api/collections/hotspots/items?area={ward}&limit=100")
        names = [one["properties"]["name"] for one in answer.json()["features"]]
        assert "Hẻm ven kênh" in names


def test_a_round_on_a_phone(sit: Callable[..., Page]) -> None:
    page = sit(**PHONE)
    page.goto("/hotspots")
    page.get_by_role("link", name="Hẻm 690 Nguyễn Duy", exact=True).tap()
    expect(page.locator("h1")).to_have_text("Hẻm 690 Nguyễn Duy")
    page.get_by_role("link", name="Giám sát", exact=True).last.tap()
    hand = Hand(page)
    hand.answers("Ít")
    page.locator("[data-save]").evaluate("(node) => node.form.requestSubmit()")
    page.wait_for_url("**/visits/GS*")
    page.goto("/hotspots/DB00002?show=visits")
    expect(page.locator(".timeline__item--visits")).to_have_count(1)

    officer = Drawer(page).opens("area")
    describe(page, "Bãi đất trống")
    officer.looks_at(AWAY, 18)
    officer.button("draw").tap()
    officer.looks_at(AWAY, 18)
    officer.taps((0.3, 0.3), (0.6, 0.3), (0.6, 0.6))
    officer.button("finish").tap()
    officer.tells("Phường Bình Đông")
    page.locator("main form > .form__actions button").tap()
    page.wait_for_url("**/hotspots/DB*")
    expect(page.locator("h1")).to_have_text("Bãi đất trống")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_the_same_ways_in_english(
    office: Service, sit: Callable[..., Page], watch: Callable[[], Watch]
) -> None:
    office.add_reader("minh", ("officer", "776"), locale="en")
    page = sit("minh")
    page.goto("/visits/new?hotspot=DB00003")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("[data-save]").click()
    page.wait_for_url("**/visits/GS*")
    visit = page.url.rsplit("/", 1)[1]
    page.goto(f"/recommendations/new?hotspot=DB00003&visit={visit}")
    page.locator("#body").select_option("CA_PHUONG")
    watch().expect("422")
    page.locator("main form .form__actions button").click()
    expect(page.locator(".field__error")).to_have_text("This has to be filled in.")
    for path in (
        "/",
        "/visits",
        "/recommendations",
        "/hotspots/DB00003/status",
        "/documents/new",
        "/hotspots/new",
    ):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        words = page.locator("h1, h2, label, legend, button:visible").all_inner_texts()
        names = ("Tiếng Việt", "Phường", "Hẻm", "Cầu", "Quận 8", "Xã")
        told = [one for one in words if MARKS.search(one) and not any(name in one for name in names)]
        assert told == [], path


def test_a_visit_that_is_sent_twice_is_one(sit: Callable[..., Page]) -> None:
    page = sit("giamsat")
    page.goto("/visits/new?hotspot=DB00004")
    page.locator("[data-save]").dblclick(no_wait_after=True)
    page.wait_for_url("**/visits/GS*")
    assert len(codes_of_visits(page, "DB00004")) == 1

    page.goto("/visits/new?hotspot=DB00004")
    page.locator("#note").fill("Đèn đầu hẻm hỏng một bóng.")
    lost: list[str] = []

    def lose_first_answer(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).headers["location"])  # it is kept, but nobody learns it
            route.abort()
        else:
            route.continue_()

    page.route("**/visits/new*", lose_first_answer)
    page.locator("[data-save]").click()
    page.wait_for_url("chrome-error://**")
    page.reload()  # sends the form again, as whoever sees that error does
    page.wait_for_url(f"**{lost[0]}")
    expect(page.locator("main")).to_contain_text("Đèn đầu hẻm hỏng một bóng.")
    assert len(codes_of_visits(page, "DB00004")) == 2
