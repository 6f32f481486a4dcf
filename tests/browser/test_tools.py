"""The tools on the map: measuring, coordinates, address, print, and what happens when the data does not come."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_coordinates
from geo.geodesy.measure import distance_m
from geo.types import LonLat
from tests.browser.reader import QUAN_8, MapReader
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser


def test_a_measured_length_is_the_geodesic(desk: MapReader) -> None:
    desk.opens("at=10.74,106.65,13")
    desk.tool("measure").click()
    expect(desk.part("measure")).to_be_visible()
    ends = []
    for lat, lon in ((10.71, 106.61), (10.75, 106.70)):
        desk.page.mouse.move(*desk.screen_point(lat, lon, looks_at=(10.74, 106.65, 13)))
        desk.page.mouse.down()
        desk.page.mouse.up()
        north, east = (float(part) for part in desk.part("pointer-value").inner_text().split(", "))
        ends.append(LonLat(east, north))
    expect(desk.part("measure-words")).to_have_text(re.compile(r"^Dài [\d.,]+\s+km$"))
    told = float(desk.part("measure-words").inner_text().split()[1].replace(",", "."))
    assert told * 1000 == pytest.approx(distance_m(*ends), abs=8)
    desk.part("measure-clear").click()
    expect(desk.part("measure-words")).to_have_text("Chọn các điểm trên bản đồ để đo")
    desk.part("measure-done").click()
    expect(desk.part("measure")).to_be_hidden()


@pytest.mark.parametrize(("lat", "lon"), [(10.7365, 106.6496), (10.6953, 106.609), (10.7519, 106.688)])
def test_vn_2000_is_what_the_pinned_operation_says(desk: MapReader, lat: float, lon: float) -> None:
    desk.opens(f"at={lat},{lon},17")
    desk.part("pointer-format").select_option(label="VN-2000")
    expect(desk.part("pointer-value")).to_have_text(re.compile(r"X\s[\d.]+,\d\s.*Y\s[\d.]+,\d"))
    told = [
        float(word.replace(".", "").replace(",", "."))
        for word in re.findall(r"[\d.]+,\d", desk.part("pointer-value").inner_text())
    ]
    lat, lon = desk.middle()
    ((east, north),) = transform_coordinates(np.array([[lon, lat]]), WGS84_LONLAT, find_crs(9210)).tolist()
    assert told == pytest.approx([north, east], abs=0.1)


def test_coordinates_are_copied(desk: MapReader) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.opens("at=10.7365,106.6496,17")
    desk.part("pointer-format").select_option(label="WGS 84 ° ′ ″")
    desk.part("pointer-copy").click()
    expect(desk.page.locator(".toast")).to_contain_text("Đã chép")
    assert desk.page.evaluate("navigator.clipboard.readText()") == "10°44′11,4″N  106°38′58,6″E"


def test_the_address_opens_the_same_view_again(
    desk: MapReader, open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.opens(f"at={QUAN_8}")
    desk.types_day("15/03/2025")
    desk.chooses_boundaries("16 phường (đến 31/12/2024)")
    desk.opens_filters()
    desk.chip("kind", "alley").click()
    desk.opens_card_of("Hẻm 126 Hoài Thanh")
    desk.waits_for_address("selected=DB00004")
    desk.tool("link").click()
    expect(desk.page.locator(".toast")).to_have_text("Đã chép liên kết")
    address = desk.page.evaluate("navigator.clipboard.readText()")
    assert address == desk.page.url

    other = MapReader(open_context(storage_state=signed_in("quantri")).new_page())
    other.page.goto(address)
    other.waits_until_drawn()
    expect(other.waits_for_card()).to_contain_text("Phường 14")
    expect(other.part("day")).to_have_value("15/03/2025")
    expect(other.part("vintage")).to_have_value("start")
    expect(other.count).to_have_text(desk.count.inner_text())
    assert other.names() == desk.names()
    other.sees_on_map("PHƯỜNG 16", "PHƯỜNG 15")
    assert other.page.url == address


def test_the_printed_sheet_says_what_and_when_and_from_where(desk: MapReader) -> None:
    desk.opens(f"at={QUAN_8}&on=2012-03-01")
    desk.page.emulate_media(media="print")
    desk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(desk.part("paper-legend")).to_be_visible()
    expect(desk.part("paper-legend")).to_contain_text("Phức tạp, đang theo dõi")
    expect(desk.part("paper-date")).to_contain_text("01/03/2012")
    expect(desk.part("paper-date")).to_contain_text("16 phường")
    expect(desk.part("paper-sources")).to_contain_text("Ranh giới tham khảo")
    expect(desk.part("timebar")).to_be_hidden()
    expect(desk.part("tools")).to_be_hidden()
    sheet = desk.page.pdf(format="A4", landscape=True)
    assert sheet.startswith(b"%PDF")
    assert sheet.count(b"/Type /Page\n") == 1


def test_data_that_does_not_come_is_said_and_asked_for_again(
    desk: MapReader, watch: Callable[[], Watch]
) -> None:
    watch().expect("ERR_FAILED")
    watch().expect("Failed to fetch")
    desk.page.route("**/map/data*", lambda route: route.abort())
    desk.page.goto(f"/map?on=2012-03-01&at={QUAN_8}")
    expect(desk.page.locator("html")).to_have_attribute("data-map-state", "failed")
    expect(desk.part("failure")).to_be_visible()
    expect(desk.part("failure")).to_contain_text("Không tải được dữ liệu bản đồ")
    desk.page.unroute("**/map/data*")
    desk.part("retry").click()
    desk.waits_until_drawn()
    expect(desk.part("failure")).to_be_hidden()
    expect(desk.part("day")).to_have_value("01/03/2012")
    expect(desk.count).to_have_text("4 / 4")


def test_a_card_that_does_not_come_leaves_what_the_map_knows(
    desk: MapReader, watch: Callable[[], Watch]
) -> None:
    watch().expect("ERR_FAILED")
    desk.opens(f"at={QUAN_8}")
    desk.page.route("**/hotspots/**", lambda route: route.abort())
    desk.rows.filter(has_text="Hẻm 690 Nguyễn Duy").click()
    expect(desk.card).to_contain_text("Chưa tải được thẻ đầy đủ")
    expect(desk.card).to_contain_text("Phường Phú Định")


def test_where_the_reader_is(
    open_context: Callable[..., BrowserContext], signed_in: Callable[[str], Any]
) -> None:
    place = {"latitude": 10.7365, "longitude": 106.6496, "accuracy": 30}
    context = open_context(storage_state=signed_in("quantri"), geolocation=place, permissions=["geolocation"])
    reader = MapReader(context.new_page()).opens()
    reader.tool("locate").click()
    expect(reader.page.locator(".toast")).to_have_text("Vị trí của bạn, chính xác khoảng 30 m")
    reader.waits_for_address(r"at=10\.736\d*,106\.649")
