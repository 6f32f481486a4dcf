"""Two officers change one place at once: what does not clash is joined, what clashes is asked, nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Two = tuple[Page, Page]


@pytest.fixture
def two(sit: Callable[..., Page], office: Any, watches: list[Any]) -> Two:
    """Return the screens of two officers; the second one is told that it is late (412)."""
    office.add_reader("chihai", ("officer", "776"))
    first, second = sit(), sit("chihai")
    watches[-1].expect("412")
    return first, second


def open_form(code: str, *pages: Page) -> None:
    """Open the form of a place on each screen."""
    for page in pages:
        page.goto(f"/hotspots/{code}/edit")
        expect(page.locator("#name")).to_be_visible()


def change(page: Page, **typed: str) -> None:
    """Change fields of the form, with a reason, and send it."""
    for name, value in {"reason": "khảo sát lại", **typed}.items():
        page.locator(f"#{name}").fill(value)
    page.locator("main form .form__actions button").click()


def values(page: Page, code: str, *names: str) -> list[str]:
    """Return what the register holds, as the form of the place shows it."""
    open_form(code, page)
    return [page.locator(f"#{name}").input_value() for name in names]


def test_what_does_not_clash_is_joined(two: Two) -> None:
    first, second = two
    open_form("DB00002", first, second)
    change(first, note="Hẻm đã lắp thêm đèn.")
    first.wait_for_url("**/hotspots/DB00002")
    change(second, position_accuracy_m="7")
    page = second.locator("main")
    expect(page.locator(".conflict__field")).to_have_count(2)
    expect(page.locator('.conflict [type="radio"]')).to_have_count(0)
    expect(page.locator(".conflict__field").filter(has_text="Ghi chú")).to_contain_text(
        "Hẻm đã lắp thêm đèn."
    )
    page.locator(".form__actions .button--primary").click()
    second.wait_for_url("**/hotspots/DB00002")
    assert values(first, "DB00002", "note", "position_accuracy_m") == ["Hẻm đã lắp thêm đèn.", "7"]


def test_what_clashes_is_asked_and_both_stay_in_the_history(two: Two) -> None:
    first, second = two
    open_form("DB00003", first, second)
    change(first, note="Chân cầu đã rào lại.")
    first.wait_for_url("**/hotspots/DB00003")
    change(second, note="Chân cầu còn để trống.", source="khảo sát ngày 20/11")
    page = second.locator("main")
    clash = page.locator(".conflict__field", has=second.locator('[name="take-note"]'))
    for words in ("Chân cầu đã rào lại.", "Chân cầu còn để trống."):
        expect(clash).to_contain_text(words)
    expect(page.locator('[type="radio"]')).to_have_count(2)
    page.locator(".form__actions .button--primary").click()  # nothing is chosen yet: the browser asks
    assert second.url.endswith("/edit")
    clash.locator('[value="mine"]').check()
    page.locator(".form__actions .button--primary").click()
    second.wait_for_url("**/hotspots/DB00003")
    told = values(first, "DB00003", "note", "source")
    assert told == ["Chân cầu còn để trống.", "khảo sát ngày 20/11"]
    first.goto("/hotspots/DB00003/history")
    for words in ("Chân cầu đã rào lại.", "Chân cầu còn để trống.", "canbo", "chihai"):
        expect(first.locator("main")).to_contain_text(words)


def test_the_same_change_twice_is_one(sit: Callable[..., Page], two: Two, watches: list[Any]) -> None:
    watches[-1].begin()  # nobody is late who wants the same
    first, second = two
    open_form("DB00004", first, second)
    for page in two:
        change(page, note="Đã có chốt tự quản.")
        page.wait_for_url("**/hotspots/DB00004")
    expect(second.locator(".flash, [role=status]").first).to_be_visible()
    assert values(first, "DB00004", "note") == ["Đã có chốt tự quản."]
