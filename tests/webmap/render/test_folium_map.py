"""folium composes the live page and the file: no outside address, a nonce on every script, the same bytes again."""

import re
from typing import Any

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from webmap.maps.scene import Scene, page_config
from webmap.maps.spec import MapSpec
from webmap.render.folium_map import MapParts, compose_frozen, compose_live

_SPEC = MapSpec("Bản đồ </script><script>alert(1)</script>", LonLat(106.65, 10.73), 13.5)
_EXECUTED = re.compile(r"<script(?![^>]*type=\"(?:application/json|text/plain)\")([^>]*)>")


def _config(scene: Scene) -> dict[str, Any]:
    return page_config(scene, locale="vi", texts={}, libraries={})


def _live() -> MapParts:
    scene = Scene(_SPEC, VN2000_HCMC, feed_url="/map/data", card_url="/hotspots/{code}/card")
    return compose_live(scene, _config(scene), nonce="N", asset=lambda path: f"/static/{path}?v=1")


def _frozen() -> MapParts:
    scene = Scene(_SPEC, VN2000_HCMC, feed={"hotspots": {"name": ["</script>"]}})
    return compose_frozen(scene, _config(scene), nonce="N")


def _page(parts: MapParts) -> str:
    return f"{parts.head}{parts.html}{parts.script}"


def test_the_live_page_names_no_other_host() -> None:
    page = _page(_live())
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "cdn" not in page
    assert '<script defer nonce="N" src="/static/vendor/leaflet.js?v=1">' in page
    assert '<link rel="preload" as="fetch" crossorigin href="/map/data">' in page


def test_every_script_that_runs_carries_the_nonce() -> None:
    for parts in (_live(), _frozen()):
        scripts = _EXECUTED.findall(_page(parts))
        assert scripts
        assert all('nonce="N"' in attributes for attributes in scripts)


def test_texts_cannot_end_the_element_they_stand_in() -> None:
    for parts in (_live(), _frozen()):
        page = _page(parts)
        assert "alert(1)</script>" not in page
        assert page.count("<script") == page.count("</script>")


def test_the_flip_to_latitude_first_happens_here() -> None:
    script = str(_live().script)
    assert "[10.73, 106.65]" in script.replace("\n", "")
    assert re.search(r'"zoom":\s*13\.5', script)
    assert "mount(map_main," in script


def test_the_file_fetches_nothing() -> None:
    page = _page(_frozen())
    assert " src=" not in page
    assert "<link" not in page
    assert 'id="library-proj4"' in page
    assert "data:text/javascript;base64," in page


def test_the_same_scene_gives_the_same_bytes() -> None:
    assert _page(_live()) == _page(_live())
    assert _page(_frozen()) == _page(_frozen())
