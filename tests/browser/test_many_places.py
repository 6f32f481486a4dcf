"""The map of more places than one answer holds: its tiles replay days and filters without being asked for again."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import sign_in
from tests.browser.reader import QUAN_8, MapReader
from tests.browser.service import Service
from webmap.maps import tiled

pytestmark = pytest.mark.browser


@pytest.fixture
def crowded(serve_copy: Callable[..., AbstractContextManager[Service]]) -> Iterator[Service]:
    """Serve the four places of the default data as if they were many."""
    with serve_copy(map_tiles_from=2) as running:
        yield running


def _reader(service: Service, browser: Browser, context: Callable[..., BrowserContext]) -> MapReader:
    state = sign_in(browser, service, "quantri")
    return MapReader(context(base_url=service.address, storage_state=state).new_page())


def test_tiles_are_drawn_picked_slid_filtered_and_searched(
    crowded: Service,
    browser: Browser,
    open_context: Callable[..., BrowserContext],
) -> None:
    desk = _reader(crowded, browser, open_context)
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url) if "/map/" in request.url else None)
    desk.opens(f"at={QUAN_8}")
    expect(desk.count).to_have_text("4 / 4")
    assert desk.names()[0] == "Cầu Hiệp Ân"
    tiles = len(asked)
    assert any("/map/tiles/" in url for url in asked)
    assert not any("/map/data" in url for url in asked)

    desk.opens_filters()
    desk.chip("kind", "bridge").click()
    expect(desk.count).to_have_text("1 / 4")
    assert desk.names() == ["Cầu Hiệp Ân"]
    desk.chip("kind", "bridge").click()
    desk.types_day("07/02/2012")
    expect(desk.count).to_have_text("0 / 0")
    desk.types_day("08/02/2012")
    expect(desk.count).to_have_text("4 / 4")
    desk.opens_card_of("Hẻm 126 Hoài Thanh")
    desk.part("card-close").click()
    assert len(asked) == tiles

    desk.opens("at=10.735,106.645,18")
    expect(desk.count).to_have_text("0 / 4")
    desk.searches("pham the hien")
    expect(desk.hits.first).to_contain_text("Hẻm 1678 Phạm Thế Hiển")
    desk.hits.first.click()
    desk.waits_for_card()
    desk.waits_for_address("selected=DB00001")
    assert "Hẻm 1678 Phạm Thế Hiển" in desk.names()


def test_places_too_many_to_name_are_counted_and_a_bubble_leads_into_them(
    crowded: Service,
    browser: Browser,
    open_context: Callable[..., BrowserContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tiled, "MOST_WHOLE", 3)
    monkeypatch.setattr(tiled, "LAST_ZOOM", 10)
    desk = _reader(crowded, browser, open_context)
    desk.opens("at=10.735,106.645,9")
    expect(desk.count).to_have_text("4 / 4")
    desk.sees_on_map("4")
    expect(desk.page.get_by_text("Phóng to, hoặc bấm vào một vòng tròn")).to_be_visible()
    desk.opens_filters()
    desk.chip("kind", "bridge").click()
    expect(desk.count).to_have_text("1 / 4")
    desk.sees_on_map("1")
    desk.chip("kind", "bridge").click()
    circle = desk.page.get_by_role("button", name=re.compile(r"^4 địa bàn ở .+, phóng to$"))
    circle.press("Enter")
    expect(desk.part("list")).to_be_focused()
    assert len(desk.names()) == 4
    desk.opens("at=10.735,106.645,9")
    expect(circle).to_be_attached()
    desk.page.mouse.click(*desk.screen_point(10.735, 106.645, (10.735, 106.645, 9)))
    expect(desk.part("list")).to_be_visible()
    assert len(desk.names()) == 4
