"""A day is planned for two teams, changed by hand, by key and by thumb, and every time it stands as it was left."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

Sit = Callable[..., Page]


class Planner:
    """Somebody at a plan."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def plans_for_two(self, day: str = "25/11/2026") -> None:
        """Make a plan of the four places for two teams that set out from two wards."""
        self.page.goto("/plans/new")
        self.page.locator("#plan_on").fill(day)
        self.page.locator("button[value=add]").click()
        self.page.locator("#teams-1-start").select_option(label="Phường Chánh Hưng (giữa phường)")
        self.page.locator(".plan-form__end [type=submit]").click()
        self.page.wait_for_url("**/plans/LT*")
        self.waits()

    def opens(self, address: str) -> None:
        """Open a plan."""
        self.page.goto(address)
        self.waits()

    def waits(self) -> None:
        """Wait until the script of the page is there."""
        expect(self.page.locator("[data-part=plan]")).to_have_attribute("data-state", "ready")

    @property
    def orders(self) -> list[list[str]]:
        """The codes of the stops of each team, then of those left out."""
        script = """(lists) => lists.map(
            (list) => [...list.querySelectorAll('[data-stop]')].map((one) => one.dataset.stop))"""
        found: list[list[str]] = self.page.locator("[data-team]").evaluate_all(script)
        return found

    @property
    def times(self) -> dict[str, str]:
        """When the visit of each stop begins."""
        script = """(rows) => Object.fromEntries(rows.map(
            (row) => [row.dataset.stop, row.querySelector('.stop__clock')?.textContent ?? '']))"""
        found: dict[str, str] = self.page.locator("[data-stop]").evaluate_all(script)
        return found

    def row(self, code: str) -> Locator:
        """A stop in its list."""
        return self.page.locator(f"#stop-{code}")

    def drags(self, code: str, onto: Locator) -> None:
        """Drag a stop by its grip to the middle of something."""
        grip = self.row(code).locator("[data-grip]")
        grip.scroll_into_view_if_needed()
        start = grip.bounding_box()
        assert start
        self.page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] - 8)
        self.page.mouse.down()
        goal = onto.bounding_box()
        assert goal
        self.page.mouse.move(start["x"], goal["y"] + goal["height"] / 2, steps=8)
        self.page.mouse.up()

    def acts(self, code: str, act: str) -> None:
        """Do something with a stop by its menu."""
        self.row(code).locator("summary").click()
        self.row(code).locator(f"[data-act='{act}']").click()

    def is_told(self, words: str) -> None:
        """Wait for what the page says of the change."""
        expect(self.page.locator("[data-part=plan-told]")).to_contain_text(words)


def full_and_other(planner: Planner) -> tuple[int, int]:
    """Return which team has more stops, and the other one, from 0."""
    first, second, _ = planner.orders
    return (0, 1) if len(first) >= len(second) else (1, 0)


def test_a_day_for_two_teams_from_the_form_to_the_walk(sit: Sit) -> None:
    page = sit()
    page.goto("/plans")
    page.get_by_role("link", name="Lập kế hoạch ngày").click()
    planner = Planner(page)
    planner.plans_for_two(
        "22/11/2026"
    )  # confirmed in the end, so that no other plan of that day has these places
    assert sum(map(len, planner.orders)) == 4
    expect(page.locator(".plan-pin")).to_have_count(4)
    expect(page.locator("path.plan-route--1, path.plan-route--2").first).to_be_attached()

    full, other = full_and_other(planner)
    moved, before = planner.orders[full][0], planner.times
    planner.drags(moved, page.locator(f"[data-team='{other + 1}'] .edge--start"))
    planner.is_told("giờ giấc đã tính lại")
    assert planner.orders[other][0] == moved
    after = planner.times
    assert after != before
    expect(page.locator(f".plan-pin--{other + 1} .plan-pin__label").filter(has_text="1")).to_have_count(1)

    planner.acts(moved, "lock")
    planner.is_told("Đã khóa điểm.")
    page.locator("#replan > summary").click()
    page.get_by_role("button", name="Lập lại", exact=True).click()
    expect(page.locator(".flashes")).to_contain_text("Đã lập lại kế hoạch.")
    planner.waits()
    assert moved in planner.orders[other]
    expect(planner.row(moved)).to_contain_text("đã khóa")

    orders, times = planner.orders, planner.times
    page.reload()
    planner.waits()
    assert (planner.orders, planner.times) == (orders, times)

    page.get_by_role("button", name="Xác nhận kế hoạch").click()
    expect(page.locator(".plan__progress")).to_contain_text("Đã giám sát 0/")
    expect(page.get_by_role("link", name="Bắt đầu đi")).to_be_visible()
    page.goto("/visits?state=planned")
    expect(page.locator("main")).to_contain_text("22/11/2026")


def test_by_key_a_stop_moves_and_keeps_the_focus(sit: Sit) -> None:
    planner = Planner(sit())
    planner.plans_for_two()
    full, other = full_and_other(planner)
    order = planner.orders[full]
    planner.row(order[0]).locator("a.stop__name").focus()
    planner.page.keyboard.press("Alt+ArrowDown")
    planner.is_told("giờ giấc đã tính lại")
    assert planner.orders[full][:2] == [order[1], order[0]]
    expect(planner.row(order[0]).locator("summary")).to_be_focused()
    planner.page.keyboard.press("Enter")
    planner.row(order[0]).locator(f"[data-act='team-{other + 1}']").press("Enter")
    expect(planner.page.locator(f"[data-team='{other + 1}'] #stop-{order[0]}")).to_be_visible()
    expect(planner.row(order[0]).locator("summary")).to_be_focused()
    planner.page.keyboard.press("Enter")
    planner.page.keyboard.press("Escape")
    expect(planner.row(order[0]).locator(".menu__sheet")).to_be_hidden()


def test_a_drag_that_is_given_up_changes_nothing(sit: Sit) -> None:
    planner = Planner(sit())
    planner.plans_for_two()
    full, other = full_and_other(planner)
    before = planner.orders
    grip = planner.row(before[full][0]).locator("[data-grip]")
    grip.hover()
    planner.page.mouse.down()
    goal = planner.page.locator(f"[data-team='{other + 1}'] .edge--end").bounding_box()
    assert goal
    planner.page.mouse.move(goal["x"] + 20, goal["y"] + 5, steps=5)
    assert planner.orders != before
    planner.page.keyboard.press("Escape")
    assert planner.orders == before
    planner.page.mouse.up()
    planner.page.reload()
    planner.waits()
    assert planner.orders == before


def test_who_comes_too_late_is_told_and_the_stop_goes_back(sit: Sit, office: Any, watches: list[Any]) -> None:
    office.add_reader("chihai", ("officer", "776"))
    first, second = Planner(sit()), Planner(sit("chihai"))
    watches[-1].expect("409")
    first.plans_for_two()
    second.opens(first.page.url)
    full, other = full_and_other(first)
    moved, late = first.orders[full][:2]
    first.acts(moved, f"team-{other + 1}")
    first.is_told("giờ giấc đã tính lại")
    before = second.orders
    second.drags(late, second.page.locator(f"[data-team='{other + 1}'] .edge--end"))
    second.is_told("Người khác vừa sửa kế hoạch này")
    assert second.orders == before
    second.page.get_by_role("link", name="Xem bản mới").click()
    second.waits()
    assert second.orders == first.orders


def test_without_the_server_the_stop_goes_back(sit: Sit, watches: list[Any]) -> None:
    planner = Planner(sit())
    for fault in ("ERR_FAILED", "Failed to fetch"):
        watches[-1].expect(fault)
    planner.plans_for_two()
    planner.page.route("**/moves", lambda route: route.abort())
    full, other = full_and_other(planner)
    before = planner.orders
    planner.drags(before[full][0], planner.page.locator(f"[data-team='{other + 1}'] .edge--end"))
    planner.is_told("Thay đổi chưa được lưu")
    assert planner.orders == before


def test_on_a_phone_lists_come_first_and_the_map_unfolds(sit: Sit) -> None:
    page = sit(**PHONE)
    planner = Planner(page)
    planner.plans_for_two()
    expect(page.locator(".plan__map")).to_be_hidden()
    page.locator("[data-part=plan-fold] > summary").tap()
    expect(page.locator(".plan-pin").first).to_be_visible()
    page.locator("[data-part=plan-fold] > summary").tap()
    full, other = full_and_other(planner)
    moved = planner.orders[full][0]
    planner.row(moved).locator("summary").tap()
    planner.row(moved).locator(f"[data-act='team-{other + 1}']").tap()
    planner.is_told("giờ giấc đã tính lại")
    assert moved in planner.orders[other]
    for address in ("/plans", "/plans/new", page.url, f"{page.url}/teams/1"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for target in page.locator("main button:visible, main summary:visible, main .plan-chip:visible").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 48


def test_without_a_script_everything_goes_by_forms(sit: Sit) -> None:
    page = sit(java_script_enabled=False)
    page.goto("/plans/new?on=2026-11-26")
    page.locator("button[value=add]").click()
    page.locator(".plan-form__end [type=submit]").click()
    page.wait_for_url("**/plans/LT*")
    row = page.locator("[data-stop]").first
    code = row.get_attribute("data-stop")
    row.locator("summary").click()
    row.locator("[data-act=out]").click()
    expect(page.locator(f"[data-team=''] #stop-{code}")).to_be_visible()
    expect(page.locator(".flashes")).to_contain_text("giờ giấc đã tính lại")
    page.locator("#cancel > summary").click()
    page.locator("#cancel-reason").fill("mưa lớn")
    page.locator("#cancel button").click()
    expect(page.locator("main")).to_contain_text("Kế hoạch đã hủy: mưa lớn")


def test_an_area_is_drawn_and_a_start_is_picked_on_the_map(sit: Sit) -> None:
    page = sit()
    page.goto("/plans/new?on=2026-11-27")
    expect(page.locator("[data-part=plan-new]")).to_have_attribute("data-state", "ready")
    box = page.locator("[data-part=plan-map]").bounding_box()
    assert box
    page.locator("#teams-0-start").select_option("map")
    page.locator("[data-part=spot-pick]").first.click()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert len(page.locator("#teams-0-start_at").input_value().split(",")) == 2
    expect(page.locator(".plan-home")).to_be_visible()
    page.locator("[data-area=draw]").click()
    corners = [(0.05, 0.2), (0.95, 0.2), (0.95, 0.95), (0.05, 0.95)]
    for x, y in corners:
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.locator("[data-area=finish]").click()
    expect(page.locator("[data-part=plan-drawn]")).to_be_visible()
    page.locator(".plan-form__end [type=submit]").click()
    page.wait_for_url("**/plans/LT*")
    expect(page.locator("main")).to_contain_text("Vị trí đã chọn")
