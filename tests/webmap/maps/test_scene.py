"""The scene: one config for the live page and the file."""

import orjson
import pytest

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from webmap.maps.scene import Basemap, Scene, find_basemap, page_config
from webmap.maps.spec import MapSpec
from webmap.maps.symbols import DRAWN_STATES

_SPEC = MapSpec("Bản đồ", LonLat(106.65, 10.73), 13)


def _config(scene: Scene) -> dict[str, object]:
    told = page_config(scene, locale="vi", texts={"map.title": "Bản đồ"}, libraries={"proj4": "/p.js"})
    return dict(orjson.loads(orjson.dumps(told)))


def test_a_live_page_fetches_and_a_file_holds_its_data() -> None:
    live = _config(Scene(_SPEC, VN2000_HCMC, feed_url="/map/data", card_url="/hotspots/{code}/card"))
    frozen = _config(Scene(_SPEC, VN2000_HCMC, feed={"hotspots": {}}))
    assert (live["mode"], live["feed"]) == ("live", {"url": "/map/data"})
    assert (frozen["mode"], frozen["feed"]) == ("frozen", {"inline": "map-feed"})
    assert frozen["card_url"] is None
    assert live["symbols"] == frozen["symbols"]


def test_every_drawn_state_has_its_symbol_and_the_grid_its_shift() -> None:
    told = _config(Scene(_SPEC, VN2000_HCMC, feed_url="/map/data"))
    assert list(told["symbols"]) == list(DRAWN_STATES)
    crs = told["crs"]
    assert isinstance(crs, dict)
    assert crs["code"] == "EPSG:9210"
    assert "+towgs84=-191.90441429" in crs["proj4"]


def test_a_wmts_template_is_read_as_leaflet_does() -> None:
    told = find_basemap("https://a/wmts/{TileMatrix}/{TileRow}/{TileCol}.png", "nguồn")
    assert told == Basemap("xyz", "https://a/wmts/{z}/{y}/{x}.png", "nguồn")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/tiles/{z}/{x}/{y}.png", "xyz"),
        ("/base/quan8.pmtiles", "pmtiles"),
        ("https://a/b.pmtiles?v=1", "pmtiles"),
    ],
)
def test_the_kind_of_base_map_follows_from_its_address(url: str, kind: str) -> None:
    assert find_basemap(url, "nguồn") == Basemap(kind, url, "nguồn")
    assert find_basemap("", "") is None
