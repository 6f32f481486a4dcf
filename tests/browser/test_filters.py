"""Filters, and a list that equals what the map shows."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import QUAN_8, MapReader

pytestmark = pytest.mark.browser
ALLEYS = ["Hẻm 126 Hoài Thanh", "Hẻm 690 Nguyễn Duy", "Hẻm 1678 Phạm Thế Hiển"]
ALL = ["Cầu Hiệp Ân", *ALLEYS]


def test_each_filter_narrows_map_and_list(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}")
    assert desk.names() == ALL
    desk.opens_filters()

    desk.chip("kind", "bridge").click()
    expect(desk.count).to_have_text("1 / 4")
    assert desk.names() == ["Cầu Hiệp Ân"]
    expect(desk.part("filters-badge")).to_have_text("1")
    desk.chip("kind", "alley").click()
    expect(desk.count).to_have_text("4 / 4")
    desk.chip("kind", "bridge").click()
    expect(desk.count).to_have_text("3 / 4")
    assert desk.names() == ALLEYS
    desk.waits_for_address("kind=alley")

    desk.chip("topic", "ma_tuy").click()
    desk.chip("status", "THEO_DOI").click()
    expect(desk.count).to_have_text("3 / 4")
    desk.part("filter-ward").select_option(label="Phường Bình Đông")
    expect(desk.count).to_have_text("1 / 4")
    assert desk.names() == ["Hẻm 1678 Phạm Thế Hiển"]
    expect(desk.part("filters-badge")).to_have_text("4")

    desk.part("filters-active").get_by_role("button", name="Bỏ lọc: Hẻm").click()
    expect(desk.count).to_have_text("1 / 4")
    desk.part("filters-active").get_by_role("button", name="Xóa bộ lọc").click()
    expect(desk.count).to_have_text("4 / 4")
    expect(desk.part("filters-active")).to_be_hidden()


def test_what_matches_nothing_says_so_and_offers_the_way_back(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}&kind=bridge&ward=27424@2025-07-01")
    expect(desk.part("empty")).to_contain_text("Không có địa bàn nào khớp với bộ lọc")
    expect(desk.count).to_have_text("0 / 4")
    expect(desk.part("list")).to_be_hidden()
    desk.part("empty-action").click()
    expect(desk.count).to_have_text("4 / 4")
    expect(desk.part("empty")).to_be_hidden()
    assert desk.names() == ALL


def test_the_list_follows_the_frame(desk: MapReader) -> None:
    desk.opens("at=10.7364,106.6497,18")
    expect(desk.count).to_have_text("1 / 4")
    assert desk.names() == ["Hẻm 1678 Phạm Thế Hiển"]
    expect(desk.part("outside-words")).to_have_text("3 địa bàn ngoài khung bản đồ")

    x, y = desk.screen_point(10.7364, 106.6497, looks_at=(10.7364, 106.6497, 18))
    address = desk.page.url
    desk.page.mouse.move(x - 300, y - 250)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 400, y + 250, steps=4)
    desk.page.mouse.up()
    desk.page.wait_for_url(lambda url: url != address)  # the map has come to rest
    expect(desk.rows.filter(has_text="Hẻm 1678 Phạm Thế Hiển")).to_have_count(0)

    desk.part("outside-action").click()
    expect(desk.count).to_have_text("4 / 4")
    expect(desk.part("outside")).to_be_hidden()


def test_a_click_on_the_map_opens_what_lies_there(desk: MapReader) -> None:
    desk.opens("at=10.74,106.655,15")
    desk.page.mouse.click(*desk.screen_point(10.7365, 106.6496, looks_at=(10.74, 106.655, 15)))
    expect(desk.waits_for_card()).to_contain_text("Hẻm 1678 Phạm Thế Hiển")
    expect(desk.rows.filter(has_text="Hẻm 1678")).to_have_attribute("aria-selected", "true")
    desk.part("card-close").click()
    expect(desk.part("card-sheet")).to_be_hidden()


def test_the_legend_explains_what_is_drawn_and_no_more(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}")
    legend = desk.part("legend-body")
    expect(legend).to_contain_text("Phức tạp, đang theo dõi")
    expect(legend).to_contain_text("Khu vực cầu")
    expect(legend).not_to_contain_text("Đã chuyển hóa")
    desk.part("slider").press("Home")
    expect(legend).not_to_contain_text("Phức tạp, đang theo dõi")
    expect(legend).to_contain_text("Ranh giới")
