"""Shapes that cannot be a place: each is explained on the page, nothing of it is kept, what was typed stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawer import AWAY, Drawer
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

LAT, LON = AWAY
STEP = 0.0005
"""Degrees, about 55 m."""


def corners(*places: tuple[float, float]) -> str:
    """Return positions as they are typed, in steps north and east of a place in Bình Đông."""
    return "\n".join(f"{LAT + north * STEP:.6f}, {LON + east * STEP:.6f}" for north, east in places)


SQUARE = corners((0, 0), (0, 1), (1, 1), (1, 0))
CROSSING = corners((0, 0), (1, 1), (1, 0), (0, 1))
TINY = corners((0, 0), (0, 0.05), (0.05, 0.05), (0.05, 0))
SWAPPED = "\n".join(", ".join(reversed(line.split(", "))) for line in SQUARE.splitlines())
IN_HA_NOI = "21.0300, 105.8500\n21.0300, 105.8510\n21.0310, 105.8510"
IN_PARIS = "48.8600, 2.3500\n48.8600, 2.3510\n48.8610, 2.3510"
HUGE = "\n".join(f"{LAT + n % 250 * 1e-5:.5f}, {LON + n // 250 * 1e-5:.5f}" for n in range(50_000))


@pytest.fixture
def officer(sit: Callable[..., Page]) -> Drawer:
    """Return an officer whose form of a new place lacks nothing but the shape."""
    drawer = Drawer(sit()).opens("area")
    page = drawer.page
    page.locator(".drawing__typed summary").click()
    page.locator("#name").fill("Bãi đất trống ven kênh")
    page.locator("#position_accuracy_m").fill("10")
    page.locator("#source").fill("khảo sát tháng 11/2026")
    page.locator("#reason").fill("khảo sát")
    page.locator('[name="topics"][value="ma_tuy"]').check()
    return drawer


def count_places(page: Page) -> int:
    """Return how many places the officer sees."""
    return len(page.request.get("/api/collections/hotspots/items?limit=100").json()["features"])


def paste(page: Page, typed: str) -> None:
    """Put text into the field of coordinates, at once as from a clipboard."""
    page.locator("#coordinates").evaluate(
        "(node, text) => { node.value = text; node.dispatchEvent(new Event('input', { bubbles: true })); }",
        typed,
    )


def save(page: Page) -> None:
    """Send the form and wait for the page that answers."""
    with page.expect_navigation():
        page.locator("main form > .form__actions button").click()


FAULTS = {
    "self-crossing": (CROSSING, "tự cắt", "tự cắt"),
    "tiny": (TINY, "nhỏ hơn mức tối thiểu 200 m2", "nhỏ hơn mức tối thiểu 200 m2"),
    "swapped axes": (SWAPPED, "Dòng 1: hai số bị đảo chỗ", "Dòng 1: hai số bị đảo chỗ"),
    "outside the area": (IN_HA_NOI, "ngoài mọi phường", "ngoài khu vực mà bạn được giao"),
    "outside the country": (IN_PARIS, "Dòng 1", "Dòng 1"),
    "50,000 corners": (HUGE, "hơn 1.000 dòng", "hơn 1.000 dòng"),
}
"""What is typed, what is said under the map, and what is said when it is sent all the same."""


def test_each_fault_is_explained_and_nothing_is_kept_until_it_is_right(
    officer: Drawer, watch: Callable[[], Watch]
) -> None:
    page, before = officer.page, count_places(officer.page)
    watch().expect("4(22|03)")
    for fault, (typed, words, sent_words) in FAULTS.items():
        paste(page, typed)
        officer.part("typed-show").click()
        officer.tells(words)
        save(page)
        expect(page.get_by_role("alert").filter(has_text=sent_words).first, fault).to_be_visible()
        expect(page.locator("#name"), fault).to_have_value("Bãi đất trống ven kênh")
        assert page.locator("#coordinates").input_value() == typed, fault
        assert count_places(page) == before, fault
    paste(page, SQUARE)
    save(page)
    expect(page.locator("h1")).to_have_text("Bãi đất trống ven kênh")
    assert count_places(page) == before + 1


def test_a_crossing_is_ringed_where_it_crosses(officer: Drawer) -> None:
    paste(officer.page, CROSSING)
    officer.part("typed-show").click()
    officer.tells("Đường viền tự cắt nhau ở chỗ khoanh đỏ")
    spot = officer.page.locator("path.drawing__spot")
    expect(spot).to_have_count(1)
    ring, frame = spot.bounding_box(), officer.part("map").bounding_box()
    assert ring
    assert frame
    assert frame["x"] < ring["x"] < frame["x"] + frame["width"]
    assert frame["y"] < ring["y"] < frame["y"] + frame["height"]
