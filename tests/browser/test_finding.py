"""Finding a place as people write it, and what its card says."""

import numpy as np
import pytest
from playwright.sync_api import expect

from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_coordinates
from tests.browser.reader import MapReader

pytestmark = pytest.mark.browser
PLAN = "09/KH-UBMT-BTT"


@pytest.mark.parametrize("typed", ["hem 1678", "hem 1678 pth", "Hẽm 1678", "HẺM 1678 PHẠM THẾ HIỂN"])
def test_an_alley_is_found_however_it_is_typed(desk: MapReader, typed: str) -> None:
    desk.opens()
    desk.searches(typed)
    expect(desk.hits).to_have_count(1)
    expect(desk.hits.first).to_contain_text("Hẻm 1678 Phạm Thế Hiển")


def test_the_card_says_where_and_since_when_and_by_which_document(desk: MapReader) -> None:
    desk.opens()
    desk.searches("hem 1678 pth")
    desk.part("finder-input").press("Enter")
    card = desk.waits_for_card()
    expect(card.get_by_role("heading", level=2)).to_have_text("Hẻm 1678 Phạm Thế Hiển")
    for told in ("DB00001", "Phường Bình Đông", "Phức tạp, đang theo dõi", "08/02/2012", PLAN, "±250 m"):
        expect(card).to_contain_text(told)

    lat, lon = 10.7365, 106.6496
    ((east, north),) = transform_coordinates(np.array([[lon, lat]]), WGS84_LONLAT, find_crs(9210)).tolist()
    expect(card).to_contain_text("WGS 84")
    assert _numbers(card.locator("dt:text-is('WGS 84') + dd").inner_text()) == pytest.approx(
        [lat, lon], abs=1e-3
    )
    local = card.locator("dt:has-text('VN-2000') + dd").inner_text()
    assert _numbers(local.replace(".", "")) == pytest.approx([north, east], abs=100)
    desk.waits_for_address("selected=DB00001")


def test_a_bridge_on_a_border_names_both_wards(desk: MapReader) -> None:
    desk.opens()
    desk.searches("cau hiep an")
    desk.hits.first.click()
    card = desk.waits_for_card()
    expect(card).to_contain_text("Phường Phú Định (chủ trì), Phường Chánh Hưng")
    expect(card).to_contain_text("Khu vực cầu")


@pytest.mark.parametrize("zoom", [13, 15, 16])
@pytest.mark.parametrize("way", ["pointer", "keyboard", "search"])
def test_a_place_that_is_opened_lies_clear_of_card_and_tools(desk: MapReader, zoom: int, way: str) -> None:
    desk.opens(f"at=10.745,106.652,{zoom}")
    row = desk.rows.filter(has_text="Cầu Hiệp Ân")
    if way == "search" or not row.count():
        desk.searches("cau hiep an")
        desk.hits.first.click()
    elif way == "pointer":
        row.click()
    else:
        desk.part("list").focus()
        desk.part("list").press("Home")
        desk.part("list").press("Enter")
    expect(desk.waits_for_card()).to_contain_text("Cầu Hiệp Ân")
    desk.page.wait_for_function(_IS_CLEAR, arg=[10.74355, 106.6616])
    if way != "search" and zoom < 15:
        assert desk.page.evaluate("globalThis.keptMap.getZoom()") == zoom


def test_ward_names_stay_when_their_widest_place_is_out_of_sight(desk: MapReader) -> None:
    desk.opens("at=10.7365,106.6496,16.5")
    desk.sees_on_map("PHƯỜNG PHÚ ĐỊNH", "PHƯỜNG BÌNH ĐÔNG")
    assert desk.covered_words("PHƯỜNG PHÚ ĐỊNH", "PHƯỜNG BÌNH ĐÔNG") == []


def test_names_make_room_for_the_card_in_a_view_that_is_opened_again(desk: MapReader) -> None:
    desk.opens("at=10.735,106.645,14.5&selected=DB00001")
    desk.waits_for_card()
    desk.sees_on_map("PHƯỜNG BÌNH ĐÔNG", "PHƯỜNG PHÚ ĐỊNH")
    desk.page.wait_for_timeout(300)
    assert desk.covered_words("PHƯỜNG BÌNH ĐÔNG", "PHƯỜNG PHÚ ĐỊNH") == []


def test_the_language_changes_where_the_reader_is(desk: MapReader) -> None:
    desk.opens("at=10.74,106.65,14")
    desk.opens_card_of("Hẻm 1678 Phạm Thế Hiển")
    desk.waits_for_address("selected=DB00001")
    address = desk.page.url
    desk.page.locator("details[data-menu] summary").first.click()
    desk.page.locator("button[name=locale][value=en]").click()
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    assert desk.page.url == address
    desk.page.locator("details[data-menu] summary").first.click()
    desk.page.locator("button[name=locale][value=vi]").click()
    expect(desk.page.locator("html")).to_have_attribute("lang", "vi")


def test_a_ward_of_another_time_brings_its_boundaries_along(desk: MapReader) -> None:
    desk.opens()
    desk.searches("p12")
    assert all("Phường 12" in text for text in desk.hits.all_inner_texts())
    desk.hits.first.click()
    desk.waits_for_address("vintage=start")
    desk.sees_on_map("PHƯỜNG 12")
    expect(desk.part("filters-active")).to_contain_text("Phường 12 (trước 01/2025)")


def test_enter_narrows_the_map_to_all_hits(desk: MapReader) -> None:
    desk.opens()
    desk.searches("hem")
    expect(desk.hits).to_have_count(3)
    desk.part("finder-input").press("Enter")
    expect(desk.count).to_have_text("3 / 4")
    assert "Cầu Hiệp Ân" not in desk.names()


def test_what_is_not_there_is_said(desk: MapReader) -> None:
    desk.opens()
    desk.searches("ngõ 99")
    expect(desk.part("finder-none")).to_be_visible()
    desk.part("finder-input").press("Escape")
    expect(desk.part("finder-input")).to_have_value("ngõ 99")
    desk.part("finder-input").press("Escape")
    expect(desk.part("finder-input")).to_have_value("")


def _numbers(text: str) -> list[float]:
    return [
        float(word)
        for word in text.replace(",", " ").replace("X", " ").replace("Y", " ").replace("·", " ").split()
    ]


_IS_CLEAR = """([lat, lng]) => {
  const map = globalThis.keptMap;
  const { left, top } = map.getContainer().getBoundingClientRect();
  const { x, y } = map.latLngToContainerPoint([lat, lng]);
  return [[0, 0], [-20, 0], [20, 0], [0, -20], [0, 20]].every(([dx, dy]) => {
    const over = document.elementFromPoint(left + x + dx, top + y + dy);
    return over?.closest(".leaflet-container") && !over.closest("[data-over-map]");
  });
}"""
