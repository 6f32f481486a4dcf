"""Another day: statuses and boundaries follow the slider without asking the server for the map again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.reader import QUAN_8, MapReader
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
ALLEY = "Hẻm 1678 Phạm Thế Hiển"


def test_ward_6_becomes_binh_dong_without_a_request(desk: MapReader, watch: Callable[[], Watch]) -> None:
    desk.opens(f"at={QUAN_8}")
    desk.page.wait_for_load_state("networkidle")
    before = len(watch().requests)

    desk.types_day("01/03/2012")
    expect(desk.rows.filter(has_text=ALLEY)).to_contain_text("Phường 6")
    desk.sees_on_map("PHƯỜNG 6")
    desk.misses_on_map("PHƯỜNG BÌNH ĐÔNG")

    slider = desk.part("slider")
    slider.press("PageDown")
    expect(desk.part("day")).to_have_value("08/02/2012")
    slider.press("PageUp")
    expect(desk.part("day")).to_have_value("01/01/2025")
    expect(desk.rows.filter(has_text="Hẻm 690 Nguyễn Duy")).to_contain_text("Phường Xóm Củi")
    slider.press("PageUp")
    for _ in range(31):
        slider.press("ArrowRight")
    expect(desk.part("day")).to_have_value("01/08/2025")
    expect(desk.rows.filter(has_text=ALLEY)).to_contain_text("Phường Bình Đông")
    desk.sees_on_map("PHƯỜNG BÌNH ĐÔNG")
    desk.misses_on_map("PHƯỜNG 6")
    desk.waits_for_address("on=2025-08-01")
    assert watch().asked_since(before) == []


def test_an_open_card_follows_the_day(desk: MapReader, watch: Callable[[], Watch]) -> None:
    desk.opens(f"at={QUAN_8}&on=2012-03-01")
    card = desk.opens_card_of(ALLEY)
    expect(card).to_contain_text("Phường 6")
    desk.page.wait_for_load_state("networkidle")
    before = len(watch().requests)

    desk.types_day("15/08/2025")
    expect(card).to_contain_text("Phường Bình Đông")
    expect(card).not_to_contain_text("Phường 6")
    desk.waits_for_card()
    assert all("/hotspots/DB00001/card?on=2025-08-15" in address for address in watch().asked_since(before))


def test_before_the_plan_there_is_nothing(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}")
    desk.part("slider").press("Home")
    expect(desk.part("empty")).to_contain_text("Chưa có địa bàn nào vào ngày này")
    expect(desk.count).to_have_text("0 / 0")
    desk.part("empty-action").click()
    expect(desk.part("day")).to_have_value("22/11/2026")
    expect(desk.count).to_have_text("4 / 4")


def test_a_day_that_is_none_is_said(desk: MapReader) -> None:
    desk.opens()
    desk.types_day("31/02/2025")
    expect(desk.part("day-fault")).not_to_be_empty()
    expect(desk.part("day")).to_have_attribute("aria-invalid", "true")
    desk.types_day("28/02/2025")
    expect(desk.part("day-fault")).to_be_empty()
    expect(desk.page.locator("html")).to_have_attribute("data-map-state", "drawn")


def test_sixteen_wards_stay_on_a_day_of_2026(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}")
    desk.chooses_boundaries("16 phường (đến 31/12/2024)")
    expect(desk.part("day")).to_have_value("22/11/2026")
    desk.sees_on_map("PHƯỜNG 6", "PHƯỜNG 14", "PHƯỜNG 16")
    expect(desk.rows.filter(has_text=ALLEY)).to_contain_text("Phường 6")
    desk.types_day("01/02/2026")
    expect(desk.part("vintage")).to_have_value("start")
    desk.sees_on_map("PHƯỜNG 6")

    card = desk.opens_card_of("Cầu Hiệp Ân")
    expect(card).to_contain_text("Phường 10")
    expect(card).to_contain_text("Phường 11")
    expect(card).to_contain_text("Phường 12")
    desk.chooses_boundaries("Theo ngày")
    desk.sees_on_map("PHƯỜNG BÌNH ĐÔNG")


def test_play_goes_on_by_itself_until_it_is_stopped(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}&on=2012-03-01")
    play = desk.time_button("play")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(desk.part("day")).not_to_have_value("01/03/2012")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    stopped = desk.part("day").input_value()
    desk.waits_for_address(f"on={'-'.join(reversed(stopped.split('/')))}")
    expect(desk.part("day")).to_have_value(stopped)


def test_play_stops_at_the_end(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}&on=2026-09-01")
    desk.time_button("play").click()
    expect(desk.part("day")).to_have_value("22/11/2026")
    expect(desk.time_button("play")).to_have_attribute("aria-pressed", "false")
