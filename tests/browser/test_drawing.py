"""Drawing a place with the mouse, with a finger and without either."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.drawer import AWAY, BORDER, Drawer
from tests.browser.service import Service

pytestmark = pytest.mark.browser


@pytest.fixture
def draws(
    open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any], service: Service
) -> Callable[..., Drawer]:
    """Return a function that seats an officer of Quận 8 at a screen."""
    service.add_reader("canbo", ("officer", "776"))

    def sit(account: str = "canbo", **screen: Any) -> Drawer:
        return Drawer(open_context(storage_state=signed_in(account), **(screen or DESKTOP)).new_page())

    return sit


def test_a_line_across_two_wards_names_both_and_the_place_beside_it(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("alley")
    officer.looks_at(BORDER, 17)
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.4, 0.55))
    officer.tells("ít nhất 20 m", "Phường Bình Đông", "Phường Phú Định")  # while it is being drawn
    assert officer.shape() is None
    officer.clicks((0.55, 0.6))
    officer.button("finish").click()
    expect(officer.button("draw")).to_have_attribute("aria-pressed", "false")
    officer.tells("Phường Bình Đông", "Phường Phú Định", "Hẻm 1678 Phạm Thế Hiển (DB00001)")
    assert officer.shape()["type"] == "LineString"
    assert len(officer.shape()["coordinates"]) == 3
    link = officer.part("told").get_by_role("link", name="Hẻm 1678 Phạm Thế Hiển")
    assert link.get_attribute("href") == "/hotspots/DB00001"


def test_the_wards_are_those_of_the_day_in_the_form(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("alley")
    officer.looks_at(BORDER, 17)
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.4, 0.55), (0.55, 0.6))
    officer.button("finish").click()
    officer.tells("Phường Bình Đông")
    officer.page.locator('[name="valid_from"]').fill("01/02/2012")
    officer.page.locator('[name="valid_from"]').blur()
    officer.tells("Ngày 01/02/2012 thuộc:", "Phường 6")


def test_a_tiny_area_says_what_is_missing_and_grows_by_a_corner(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("area")
    officer.looks_at(AWAY, 19)
    officer.button("draw").click()
    officer.clicks((0.5, 0.5), (0.6, 0.5), (0.6, 0.54))
    officer.button("finish").click()
    officer.tells("nhỏ hơn mức tối thiểu 200 m2", "ít nhất 200 m²")
    before = officer.shape()
    officer.page.mouse.move(*officer.point(0.6, 0.54))
    officer.page.mouse.down()
    officer.page.mouse.move(*officer.point(0.6, 0.85), steps=4)
    officer.page.mouse.up()
    expect(officer.part("told")).not_to_contain_text("nhỏ hơn mức")
    assert officer.shape() != before
    officer.button("undo").click()
    officer.tells("nhỏ hơn mức tối thiểu")
    assert officer.shape() == before
    officer.button("redo").click()
    expect(officer.part("told")).not_to_contain_text("nhỏ hơn mức")


def test_a_crossing_is_ringed_on_the_map(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("area")
    officer.looks_at(AWAY, 18)
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.6, 0.6), (0.6, 0.3), (0.3, 0.6))
    officer.button("finish").click()
    officer.tells("Đường viền tự cắt nhau")
    expect(officer.page.locator("path.drawing__spot")).to_have_count(1)
    officer.button("clear").click()
    expect(officer.page.locator("path.drawing__spot")).to_have_count(0)
    assert officer.shape() is None


def test_points_are_taken_back_one_by_one_while_drawing(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("alley")
    officer.looks_at(AWAY, 17)
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.4, 0.5), (0.6, 0.6))
    officer.button("undo").click()
    officer.button("finish").click()
    assert len(officer.shape()["coordinates"]) == 2
    officer.button("undo").click()
    assert officer.shape() is None
    officer.button("redo").focus()
    officer.page.keyboard.press("Control+y")
    assert len(officer.shape()["coordinates"]) == 2


def test_a_vertex_snaps_to_the_place_beside_it_unless_told_not_to(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("alley")
    officer.looks_at(BORDER, 17)
    answer = officer.page.request.get("/api/collections/hotspots/items/DB00001").json()
    lon, lat = answer["geometry"]["coordinates"][0]
    spot = officer.page.evaluate(
        "([lat, lon]) => { const { x, y } = globalThis.keptMap.latLngToContainerPoint([lat, lon]);"
        " const size = globalThis.keptMap.getSize(); return [(x + 5) / size.x, (y + 4) / size.y]; }",
        [lat, lon],
    )
    for snaps in (True, False):
        officer.page.locator('[name="snap"]').set_checked(snaps)
        officer.button("draw").click()
        officer.clicks((0.2, 0.2), tuple(spot))
        officer.button("finish").click()
        expect(officer.button("draw")).to_have_attribute("aria-pressed", "false")
        is_on = officer.shape()["coordinates"][-1] == pytest.approx([lon, lat], abs=1.5e-6)
        assert is_on == snaps
        officer.button("clear").click()


def test_coordinates_stand_for_the_drawing_by_keyboard_alone(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("alley")
    keyboard = officer.page.keyboard
    officer.page.locator(".drawing__typed summary").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(officer.page.locator('[name="coordinates_crs"]')).to_be_focused()
    keyboard.press("Tab")
    keyboard.type("106.6480, 10.7390\n10.7350, 106.6500")
    keyboard.press("Tab")
    keyboard.press("Enter")
    officer.tells("Dòng 1: hai số bị đảo chỗ")
    keyboard.press("Shift+Tab")
    keyboard.press("Control+a")
    keyboard.type("10.7390, 106.6480\n10.7350, 106.6500")
    keyboard.press("Tab")
    keyboard.press("Enter")
    officer.tells("Phường Bình Đông", "Phường Phú Định")
    assert officer.shape() == {"type": "LineString", "coordinates": [[106.648, 10.739], [106.65, 10.735]]}


def test_a_finger_draws_and_moves_a_corner_on_a_phone(draws: Callable[..., Drawer]) -> None:
    officer = draws(**PHONE).opens("alley")
    officer.draws_a_line_by_finger()
    assert len(officer.shape()["coordinates"]) == 2
    handle = officer.page.locator(".drawing .marker-icon:not(.marker-icon-middle)").first.bounding_box()
    assert handle
    assert handle["width"] >= 26
    width = officer.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_a_lost_connection_keeps_the_drawing(draws: Callable[..., Drawer], watch: Callable[[], Any]) -> None:
    officer = draws().opens("alley")
    watch().expect("Failed to load resource")
    officer.looks_at(AWAY, 17)
    officer.page.route("**/drawing/check", lambda route: route.abort())
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.4, 0.5))
    officer.button("finish").click()
    officer.tells("Chưa kiểm tra được")
    assert officer.shape()["type"] == "LineString"


def test_a_cut_begins_at_the_place_and_is_not_measured(draws: Callable[..., Drawer]) -> None:
    officer = draws(account="quantri")
    officer.page.goto("/hotspots/DB00001/split")
    expect(officer.page.locator("path.drawing__hotspot").first).to_be_visible()
    officer.part("map").scroll_into_view_if_needed()
    officer.button("draw").click()
    officer.clicks((0.3, 0.5), (0.6, 0.5))
    officer.button("finish").click()
    expect(officer.part("told")).to_have_text("")
    assert officer.shape()["type"] == "LineString"


def test_a_place_is_drawn_and_changed_by_keys_alone(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("area")
    press = officer.page.keyboard.press
    officer.looks_at(AWAY, 18)
    officer.button("draw").focus()
    officer.presses("Enter", "Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    expect(officer.part("hint")).to_have_text("Đã chấm điểm thứ 2.")
    officer.presses("Shift+ArrowDown", "Shift+ArrowDown", "Enter", "Enter")
    officer.tells("Phường Bình Đông")
    drawn = officer.shape()
    assert len(drawn["coordinates"][0]) == 4
    officer.presses("PageDown", "PageDown")
    expect(officer.part("corner-words")).to_have_text("Đã chọn đỉnh 2/3.")
    officer.presses("ArrowUp", "ArrowUp", "Shift+ArrowRight")
    expect(officer.part("corner-words")).to_have_text("Đỉnh 2/3: dời 10 m về đông, 2 m về bắc.")
    (east, north), (was_east, was_north) = (shape["coordinates"][0][1] for shape in (officer.shape(), drawn))
    assert (east - was_east) * 109_000 == pytest.approx(10, abs=0.3)
    assert (north - was_north) * 110_600 == pytest.approx(2, abs=0.3)
    press("Control+z")  # the moves of one corner in a row are one step, as one drag is
    assert officer.shape() == drawn
    officer.presses("Delete")
    expect(officer.part("corner-words")).to_have_text("Không bỏ được: hình cần ít nhất 3 đỉnh.")
    officer.presses("Insert")
    expect(officer.part("corner-words")).to_have_text("Đã thêm đỉnh 3/4.")
    assert len(officer.shape()["coordinates"][0]) == 5
    officer.presses("Delete", "Escape")
    assert officer.shape() == drawn
    expect(officer.page.locator("path.drawing__chosen")).to_have_count(0)


def test_the_buttons_move_a_corner_that_a_finger_would_cover(draws: Callable[..., Drawer]) -> None:
    officer = draws(**PHONE).opens("alley")
    officer.draws_a_line_by_finger()
    drawn = officer.shape()
    officer.page.locator(".drawing .marker-icon:not(.marker-icon-middle)").nth(1).tap()
    expect(officer.part("corner-words")).to_have_text("Đã chọn đỉnh 2/2.")
    officer.page.locator('[data-corner="west"]').tap()
    expect(officer.part("corner-words")).to_have_text("Đỉnh 2/2: dời 1 m về tây.")
    first, second = officer.shape()["coordinates"]
    assert first == drawn["coordinates"][0]
    assert second[0] < drawn["coordinates"][1][0]


def test_what_saving_would_snap_is_shown_and_can_be_taken(draws: Callable[..., Drawer]) -> None:
    officer = draws().opens("alley")
    officer.looks_at(AWAY, 18)
    answer = officer.page.request.get("/api/collections/hotspots/items/DB00001").json()
    lon, lat = answer["geometry"]["coordinates"][0]
    officer.page.locator(".drawing__typed summary").click()
    officer.page.locator('[name="coordinates"]').fill(f"{lat}, {lon + 0.00003}\n{lat + 0.002}, {lon + 0.001}")
    officer.page.locator('[name="snap"]').uncheck()
    officer.part("typed-show").click()
    officer.tells("Dài")
    drawn = officer.shape()
    officer.page.locator('[name="snap"]').check()
    officer.tells("Khi lưu, 1 đỉnh được bắt dính")
    expect(officer.page.locator("path.drawing__snapped")).to_have_count(1)
    expect(officer.page.locator("path.drawing__moved")).to_have_count(1)
    assert officer.shape() == drawn
    officer.part("snapped").get_by_role("button", name="Dùng hình đã bắt điểm").click()
    expect(officer.part("snapped")).to_be_hidden()
    assert officer.shape()["coordinates"][0] == pytest.approx([lon, lat], abs=1.5e-6)
    officer.button("undo").click()
    assert officer.shape() == drawn


def test_what_lies_outside_his_area_is_dashed_red(draws: Callable[..., Drawer], service: Service) -> None:
    service.add_reader("binhdong", ("officer", "27424@2025-07-01"))
    officer = draws(account="binhdong").opens("alley")
    officer.looks_at(BORDER, 17)
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.4, 0.55), (0.55, 0.6))
    officer.button("finish").click()
    officer.tells("của hình nằm ngoài khu vực bạn được giao")
    expect(officer.page.locator("path.drawing__outside")).to_have_count(1)
    officer.looks_at((10.7400, 106.6450), 18)
    officer.button("draw").click()
    officer.clicks((0.3, 0.3), (0.5, 0.5))
    officer.button("finish").click()
    officer.tells("không lưu được")
