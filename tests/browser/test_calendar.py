"""The calendar: a visit is dragged to another day at a desk, moved by menu and by finger on a phone, and taken back."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from layers.actor import SYSTEM
from layers.places.references import find_hotspot_row
from layers.supervision.visit_records import get_visit
from layers.supervision.visits import plan_visit, redate_visit
from tests.browser.conftest import PHONE
from tests.browser.service import Service
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
TODAY = date(2026, 11, 22)


@pytest.fixture
def planned(office: Service) -> Callable[[str, str], str]:
    """Return a function that plans a visit to a place and returns its code."""

    def plan(place: str, day: str) -> str:
        with office.database.write(SYSTEM, "visit.plan") as change:
            find_hotspot_row(change.connection, place)
            return plan_visit(change, place, date.fromisoformat(day))

    return plan


def day_of(office: Service, code: str) -> str:
    """Return for which day a visit is planned."""
    with office.database.read() as connection:
        return str(get_visit(connection, SYSTEM, code, TODAY).planned_on)


def opened(page: Page, path: str = "/plans/calendar?on=2026-11-22") -> Page:
    """Open the calendar and wait until it can be used."""
    page.goto(path)
    expect(page.locator('[data-calendar][data-state="ready"]')).to_be_visible()
    return page


def cell(page: Page, day: str) -> Locator:
    """Return a day of the calendar."""
    return page.locator(f'td[data-date="{day}"]')


def mark(page: Page, code: str) -> Locator:
    """Return a visit or a place that is due."""
    return page.locator(f'[data-item="{code}"]').first


def middle(one: Locator) -> tuple[float, float]:
    """Return the middle of something on the screen."""
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: Locator, where: Locator) -> None:
    """Drag by mouse; what is dragged and the day have to fit on the screen together."""
    where.scroll_into_view_if_needed()
    page.mouse.move(*middle(what))
    page.mouse.down()
    page.mouse.move(*middle(where), steps=6)
    expect(where).to_have_class(re.compile("takes"))
    page.mouse.up()


def toast(page: Page) -> Locator:
    """Return what is told after a move."""
    return page.locator('[data-part="toast"]')


def test_a_visit_is_dragged_to_another_day_and_taken_back(
    office: Service, sit: Callable[..., Page], planned: Callable[[str, str], str]
) -> None:
    code = planned("DB00001", "2026-11-24")
    page = opened(sit(viewport={"width": 1366, "height": 1000}))
    expect(cell(page, "2026-11-24")).to_contain_text("Hẻm 1678 Phạm Thế Hiển")
    drag(page, mark(page, code), cell(page, "2026-11-26"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Dời lịch giám sát Hẻm 1678 Phạm Thế Hiển")
    expect(dialog.locator("select")).to_have_value("2026-11-26")
    expect(dialog.get_by_label("Dời lịch")).to_be_checked()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Đã dời Hẻm 1678 Phạm Thế Hiển sang thứ năm, 26/11/2026.")
    expect(cell(page, "2026-11-26")).to_contain_text("Hẻm 1678")
    expect(cell(page, "2026-11-24")).not_to_contain_text("Hẻm 1678")
    assert day_of(office, code) == "2026-11-26"
    toast(page).get_by_role("button", name="Hoàn tác").click()
    expect(toast(page)).to_contain_text("Đã hoàn tác.")
    expect(cell(page, "2026-11-24")).to_contain_text("Hẻm 1678")
    assert day_of(office, code) == "2026-11-24"
    page.reload()
    expect(cell(page, "2026-11-24")).to_contain_text("Hẻm 1678")


def test_a_place_that_is_due_is_dragged_onto_a_day_and_no_visit_goes_back_in_time(
    sit: Callable[..., Page],
) -> None:
    page = opened(sit(viewport={"width": 1366, "height": 1500}))
    waiting = page.locator('[data-part="waiting"]')
    what = waiting.locator('[data-item="DB00003"]')
    page.mouse.move(*middle(what))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, "2026-11-20")), steps=4)
    page.mouse.up()
    expect(toast(page)).to_contain_text("Không đặt lịch vào ngày đã qua.")
    drag(page, what, cell(page, "2026-11-25"))
    expect(toast(page)).to_contain_text("Đã đặt lịch giám sát Cầu Hiệp Ân vào thứ tư, 25/11/2026.")
    expect(cell(page, "2026-11-25")).to_contain_text("Lịch giám sát")
    expect(waiting).not_to_contain_text("Cầu Hiệp Ân")
    toast(page).get_by_role("button", name="Hoàn tác").click()
    expect(waiting).to_contain_text("Cầu Hiệp Ân")
    expect(cell(page, "2026-11-25")).not_to_contain_text("Cầu Hiệp Ân")


def test_whoever_comes_too_late_is_told_and_sees_how_it_is(
    office: Service,
    sit: Callable[..., Page],
    planned: Callable[[str, str], str],
    watch: Callable[[], Watch],
) -> None:
    code = planned("DB00002", "2026-11-27")
    page = opened(sit(viewport={"width": 1366, "height": 1000}))
    with office.database.write(SYSTEM, "visit.redate") as change:
        redate_visit(change, code, date(2026, 11, 30), version=1, reason="họp phường")
    watch().expect("409")
    drag(page, mark(page, code), cell(page, "2026-11-26"))
    page.get_by_role("dialog").get_by_role("button", name="Dời lịch").click()
    expect(toast(page)).to_contain_text("Người khác vừa đổi lịch này.")
    expect(cell(page, "2026-11-30")).to_contain_text("Hẻm 690 Nguyễn Duy")
    assert day_of(office, code) == "2026-11-30"


def test_on_a_phone_the_menu_moves_a_visit(
    office: Service, sit: Callable[..., Page], planned: Callable[[str, str], str]
) -> None:
    code = planned("DB00004", "2026-11-24")
    page = opened(sit("giamsat", **PHONE))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    mark(page, code).get_by_role("button").tap()
    dialog = page.get_by_role("dialog")
    dialog.locator("select").select_option("2026-11-28")
    dialog.get_by_text("Mưa, ngập, không vào được").tap()
    dialog.get_by_role("button", name="Dời lịch").tap()
    expect(toast(page)).to_contain_text("sang thứ bảy, 28/11/2026.")
    expect(cell(page, "2026-11-28")).to_contain_text("Hẻm 126 Hoài Thanh")
    with office.database.read() as connection:
        assert get_visit(connection, SYSTEM, code, TODAY).reason == "mưa, ngập, không vào được"


def test_on_a_phone_a_finger_that_rests_drags_and_one_that_moves_scrolls(
    office: Service, sit: Callable[..., Page], planned: Callable[[str, str], str]
) -> None:
    code = planned("DB00004", "2026-12-08")
    page = opened(sit("giamsat", **PHONE), "/plans/calendar?on=2026-12-08")
    with Finger(page) as touch:
        x, y = middle(mark(page, code))
        touch("touchStart", x, y)
        page.wait_for_timeout(450)
        strip = page.locator('.month-strip__day[data-date="2026-12-10"]')
        touch("touchMove", x + 3, y - 3)
        box = strip.bounding_box()
        assert box
        touch("touchMove", box["x"] + 20, box["y"] + 20)
        expect(strip).to_have_class(re.compile("takes"))
        touch("touchEnd")
    expect(page.get_by_role("dialog").locator("select")).to_have_value("2026-12-10")
    page.get_by_role("dialog").get_by_role("button", name="Thôi").tap()
    expect(cell(page, "2026-12-08")).to_contain_text("Hẻm 126 Hoài Thanh")
    assert day_of(office, code) == "2026-12-08"


class Finger:
    """Sends touches as a screen does."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def __enter__(self) -> Callable[..., None]:
        return self._send

    def __exit__(self, *_: object) -> None:
        self._session.detach()

    def _send(self, kind: str, *xy: float) -> None:
        points = [{"x": xy[0], "y": xy[1]}] if xy else []
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_arrow_keys_walk_through_the_days(sit: Callable[..., Page]) -> None:
    page = opened(sit())
    number = "td[data-date='{}'] [data-number]".format
    assert page.locator("[data-number][tabindex='0']").count() == 1
    page.locator(number("2026-11-22")).focus()
    for key, day in (
        ("ArrowRight", "2026-11-23"),
        ("ArrowUp", "2026-11-16"),
        ("End", "2026-11-22"),
        ("Home", "2026-11-16"),
        ("ArrowLeft", "2026-11-15"),
    ):
        page.keyboard.press(key)
        expect(page.locator(number(day))).to_be_focused()
    page.locator(number("2026-12-06")).evaluate("(node) => { node.tabIndex = 0; node.focus(); }")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**on=2026-12-01**")
    expect(page.locator(number("2026-12-13"))).to_be_focused()
    page.keyboard.press("PageUp")
    page.wait_for_url("**on=2026-11-01**")


def test_an_address_for_the_phone_is_made_and_read(sit: Callable[..., Page]) -> None:
    page = opened(sit())
    page.get_by_role("button", name="Nhận lịch việc của tôi").click()
    expect(page.locator("h1")).to_have_text("Địa chỉ lịch đã sẵn sàng")
    expect(page.locator(".feed-ways__code img")).to_be_visible()
    address = page.locator("#secret").inner_text()
    answer = page.request.get(address, headers={"Cookie": ""})
    assert answer.ok and answer.text().startswith("BEGIN:VCALENDAR")
