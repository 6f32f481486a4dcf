"""The page of a tile set: what is in its tiles, where they are, and what the map of it is given."""

import re
from datetime import date
from itertools import pairwise

import orjson
from flask import Flask
from flask.testing import FlaskClient

from geo.types import BBox
from layers.store.catalog import COLLECTIONS
from tests.webmap.conftest import SignIn
from webmap.api.fields import CODE_TEXTS
from webmap.api.tile_pages import list_addresses, list_zooms, preview_config

QUAN8 = BBox(106.6, 10.7, 106.7, 10.76)


def test_a_map_gets_the_tiles_that_were_asked_for_and_the_legend_of_our_own(app: Flask) -> None:
    with app.test_request_context("/api/collections/hotspots/tiles/WebMercatorQuad?kind=alley"):
        told = preview_config(COLLECTIONS["hotspots"], QUAN8, [("kind", "alley")], date(2026, 11, 22))
        addresses = list_addresses(COLLECTIONS["hotspots"], [("kind", "alley")])
    assert told["url"] == "/api/collections/hotspots/tiles/WebMercatorQuad/{z}/{y}/{x}?kind=alley"
    (watched,) = [one for one in told["entries"] if one["wants"] == {"status": "THEO_DOI"}]
    assert (watched["late"], watched["symbol"]["color"]) == (None, "#D55E00")
    assert addresses[0][1].endswith("/{z}/{y}/{x}?kind=alley")
    assert all(url.startswith("http://localhost/api/") for _, url in addresses)


def test_zooms_begin_where_something_is_drawn() -> None:
    zooms = list_zooms(COLLECTIONS["visits"], QUAN8)
    assert (zooms[0].z, zooms[-1].z) == (12, 16)
    assert all(closer.tiles >= one.tiles for one, closer in pairwise(zooms))


def test_the_page_tells_fields_addresses_and_zooms(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("viewer")
    for collection in COLLECTIONS:
        here = f"/api/collections/{collection}/tiles/WebMercatorQuad"
        page = client.get(f"{here}?f=html").text
        schema = client.get(here).json["layers"][0]["propertiesSchema"]["properties"]
        for name, field in schema.items():
            assert f"<code>{name}</code>" in page
            assert field["description"] in page
            for code, words in zip(field.get("enum", ()), field.get(CODE_TEXTS, ()), strict=True):
                assert re.search(rf"<code>{code}</code>\s*{words}", page)
        assert f'data-copy="http://localhost{here}/{{z}}/{{y}}/{{x}}"' in page
        config = re.search(r'data-part="tiles-config">(.*?)</script>', page, re.DOTALL)
        assert (config is None) == (collection == "visits"), "there is no map of what is not there"
        if config:
            assert orjson.loads(config[1])["layer"] == collection
