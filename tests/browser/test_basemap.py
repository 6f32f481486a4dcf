"""A base map under the places: a PMTiles file of the data folder, or XYZ tiles; within the policy of the page."""

import io
from collections.abc import Callable
from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely
from matplotlib import image
from numpy import full
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.reader import MapReader
from tests.browser.service import Service, make_default_data, serving

pytestmark = pytest.mark.browser
SOURCE = "Nền thử"


def _make_base_map(path: Path) -> None:
    water = geopandas.GeoDataFrame(
        {"kind": ["ocean"]}, geometry=[shapely.box(106.5, 10.6, 106.8, 10.9)], crs=4326
    )
    zooms = {"MINZOOM": "0", "MAXZOOM": "14"}
    pyogrio.write_dataframe(water, path, driver="PMTiles", layer="water", dataset_options=zooms)


def _sign_in(service: Service, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(service.make_link("quantri"))
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/link/" not in url)
    return page


def test_a_file_of_the_data_folder_is_drawn_in_the_browser(
    tmp_path: Path, open_context: Callable[..., BrowserContext]
) -> None:
    make_default_data(tmp_path)
    _make_base_map(tmp_path / "quan8.pmtiles")
    with serving(tmp_path, basemap_url="quan8.pmtiles", basemap_attribution=SOURCE) as service:
        page = _sign_in(service, open_context(base_url=service.address))
        with page.expect_response(lambda answer: "basemap.pmtiles" in answer.url) as asked:
            MapReader(page).opens("at=10.74,106.66,14")
        assert asked.value.status == 206
        expect(page.locator(".leaflet-tile-pane canvas").first).to_be_attached()
        expect(page.locator(".leaflet-control-attribution")).to_contain_text(SOURCE)


def test_tiles_of_a_template_are_asked_for_where_the_map_looks(
    tmp_path: Path, open_context: Callable[..., BrowserContext]
) -> None:
    make_default_data(tmp_path)
    picture = io.BytesIO()
    image.imsave(picture, full((256, 256, 3), 0.9), format="png")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=picture.getvalue(), content_type="image/png")

    with serving(tmp_path, basemap_url="/tiles/{z}/{y}/{x}.png", basemap_attribution=SOURCE) as service:
        context = open_context(base_url=service.address)
        context.route("**/tiles/**", answer)
        page = _sign_in(service, context)
        MapReader(page).opens("at=10.74,106.66,14")
        expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
        expect(page.locator(".leaflet-control-attribution")).to_contain_text(SOURCE)
    assert any("/tiles/14/7700/13046.png" in url for url in asked)
