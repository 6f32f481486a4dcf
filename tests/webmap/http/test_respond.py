"""Bodies: coordinates in other systems, formats."""

from datetime import date

import orjson
import pytest
from flask import Flask

from geo.geodesy.crs import WGS84, WGS84_LONLAT, find_crs, transform_coordinates
from layers.store.query import Feature
from webmap.http import respond

POINT = '{"type":"Point","coordinates":[106.6493,10.7371]}'
RING = '{"type":"Polygon","coordinates":[[[106.6,10.7],[106.7,10.7],[106.7,10.8],[106.6,10.7]]]}'


def test_geojson_is_handed_on_as_it_is() -> None:
    assert respond.write_geometries([POINT, RING], WGS84_LONLAT) == [POINT, RING]
    assert respond.write_geometries([], WGS84) == []


def test_wgs84_has_latitude_first() -> None:
    point, ring = (orjson.loads(text) for text in respond.write_geometries([POINT, RING], WGS84))
    assert point["coordinates"] == [10.7371, 106.6493]
    assert ring["coordinates"][0] == [[10.7, 106.6], [10.7, 106.7], [10.8, 106.7], [10.7, 106.6]]


def test_vn2000_is_in_metres_easting_first_to_the_millimetre() -> None:
    zone = find_crs(9210)
    [written] = respond.write_geometries([POINT], zone)
    [expected] = transform_coordinates([(106.6493, 10.7371)], WGS84_LONLAT, zone)
    easting, northing = orjson.loads(written)["coordinates"]
    assert (easting, northing) == (round(expected[0], 3), round(expected[1], 3))
    assert 590_000 < easting < 605_000
    assert 1_180_000 < northing < 1_195_000


def test_vn2000_degrees_have_latitude_first() -> None:
    [written] = respond.write_geometries([POINT], find_crs(4756))
    lat, lon = orjson.loads(written)["coordinates"]
    assert lat == pytest.approx(10.7371, abs=0.003)
    assert lon == pytest.approx(106.6493, abs=0.003)


def test_every_one_of_a_thousand_features_is_written() -> None:
    properties = {
        "code": "DB00001",
        "name": "Hẻm 1678 Phạm Thế Hiển",
        "since": date(2012, 2, 8),
        "topics": ["ma_tuy"],
    }
    features = [Feature(str(i), RING, properties) for i in range(1000)]
    body = orjson.loads(respond.feature_collection(features, WGS84_LONLAT, {"links": []}))
    assert body["numberReturned"] == len(body["features"]) == 1000
    assert body["features"][0]["properties"]["since"] == "2012-02-08"


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("application/geo+json", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("application/geo+json, text/html;q=0.5", False),
        ("application/geo+json;q=0.4, text/html;q=0.5", True),
    ],
)
def test_accept_decides(app: Flask, accept: str | None, is_page: bool) -> None:
    headers = {} if accept is None else {"Accept": accept}
    with app.test_request_context(headers=headers):
        assert respond.wants_html(None) is is_page
        assert respond.wants_html("html") is True
        assert respond.wants_html("json") is False


def test_an_etag_depends_on_every_part() -> None:
    assert respond.make_etag(1, "ab") == respond.make_etag(1, "ab")
    assert (
        len({respond.make_etag(1, "ab"), respond.make_etag("1a", "b"), respond.make_etag(1, "ab", None)}) == 3
    )
