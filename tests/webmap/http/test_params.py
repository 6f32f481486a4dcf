"""Query parameters: what is understood, and what is refused by name."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from geo.geodesy.crs import WGS84_LONLAT, find_crs, transform_coordinates
from geo.types import DATE_MAX, DATE_MIN, BBox, Interval
from layers.store.catalog import COLLECTIONS
from webmap.errors import BadParameter
from webmap.http import params

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # already the 23rd in Viet Nam
HOTSPOTS = COLLECTIONS["hotspots"]
BOUNDARIES = COLLECTIONS["boundaries"]


def _read(**args: str) -> params.ItemsRequest:
    return params.read_items(
        MultiDict({name.replace("_", "-"): text for name, text in args.items()}), HOTSPOTS, NOW
    )


def test_nothing_asked_is_today_in_viet_nam() -> None:
    asked = _read()
    assert asked.query.on == date(2026, 11, 23)
    assert asked.query.valid is None
    assert asked.query.limit == params.LIMIT_DEFAULT
    assert asked.crs == WGS84_LONLAT


@pytest.mark.parametrize(
    ("text", "valid", "on"),
    [
        ("2025-07-01", Interval(date(2025, 7, 1), date(2025, 7, 2)), date(2025, 7, 1)),
        ("2025-06-30T17:00:00Z", Interval(date(2025, 7, 1), date(2025, 7, 2)), date(2025, 7, 1)),
        ("2025-06-30T16:59:59.999Z", Interval(date(2025, 6, 30), date(2025, 7, 1)), date(2025, 6, 30)),
        ("2025-07-01t00:00:00+07:00", Interval(date(2025, 7, 1), date(2025, 7, 2)), date(2025, 7, 1)),
        ("2012-02-08/2025-06-30", Interval(date(2012, 2, 8), date(2025, 7, 1)), date(2025, 6, 30)),
        ("2012-02-08/..", Interval(date(2012, 2, 8), DATE_MAX), date(2026, 11, 23)),
        ("2030-01-01/", Interval(date(2030, 1, 1), DATE_MAX), date(2030, 1, 1)),
        ("../2012-02-08", Interval(DATE_MIN, date(2012, 2, 9)), date(2012, 2, 8)),
        ("/2012-02-08", Interval(DATE_MIN, date(2012, 2, 9)), date(2012, 2, 8)),
        ("../..", Interval(), date(2026, 11, 23)),
        ("9999-12-31", Interval(DATE_MAX, DATE_MAX), date(9999, 12, 31)),
    ],
)
def test_datetime(text: str, valid: Interval, on: date) -> None:
    asked = _read(datetime=text)
    assert asked.query.valid == valid
    assert asked.query.on == on


@pytest.mark.parametrize(
    "text",
    ["", "today", "2025-13-01", "2025-02-30", "2025-7-1", "20250701", "2025-07-01T00:00:00", "2025-W01-1",
     "2025-07-01/2025-06-01", "a/b", "2025-07-01/2025-08-01/2025-09-01", "0000-01-01", "9999-12-31T23:00:00Z",
     "2025-07-01T25:00:00Z", "٢٠٢٥-07-01"],
)  # fmt: skip
def test_datetime_refused(text: str) -> None:
    with pytest.raises(BadParameter) as raised:
        _read(datetime=text)
    assert raised.value.facts["parameter"] == "datetime"


@pytest.mark.parametrize(
    ("text", "crs", "box"),
    [
        ("106.6,10.7,106.7,10.8", "CRS84", BBox(106.6, 10.7, 106.7, 10.8)),
        ("106.6,10.7,0,106.7,10.8,100", "CRS84", BBox(106.6, 10.7, 106.7, 10.8)),
        ("10.7,106.6,10.8,106.7", "EPSG:4326", BBox(106.6, 10.7, 106.7, 10.8)),
        ("170,-10,-170,10", "CRS84", BBox(170, -10, -170, 10)),
        ("-10,170,10,-170", "EPSG:4326", BBox(170, -10, -170, 10)),
        ("106.6,10.7,106.6,10.7", "CRS84", BBox(106.6, 10.7, 106.6, 10.7)),
    ],
)
def test_bbox(text: str, crs: str, box: BBox) -> None:
    assert _read(bbox=text, bbox_crs=crs).query.bbox == box


def test_bbox_in_vn2000_holds_the_same_places() -> None:
    zone = find_crs(9210)
    corners = transform_coordinates([(106.60, 10.70), (106.70, 10.76)], WGS84_LONLAT, zone)
    text = ",".join(f"{number:.3f}" for number in corners.ravel())
    assert not zone.north_first  # EPSG:9210 writes easting first
    box = _read(bbox=text, bbox_crs="http://www.opengis.net/def/crs/EPSG/0/9210").query.bbox
    assert box is not None
    assert box == pytest.approx((106.60, 10.70, 106.70, 10.76), abs=3e-4)
    assert box.west <= 106.60 + 1e-8
    assert box.north >= 10.76 - 1e-8


def test_bbox_in_vn2000_geographic_has_latitude_first() -> None:
    box = _read(bbox="10.7,106.6,10.8,106.7", bbox_crs="EPSG:4756").query.bbox
    assert box == pytest.approx((106.6, 10.7, 106.7, 10.8), abs=0.003)


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ("", "CRS84"),
        ("1,2,3", "CRS84"),
        ("1,2,3,4,5", "CRS84"),
        ("1,2,3,x", "CRS84"),
        ("1,2,3,nan", "CRS84"),
        ("1,2,3,inf", "CRS84"),
        ("1_0,2,30,4", "CRS84"),
        ("106,11,107,10", "CRS84"),
        ("106,10,107,91", "CRS84"),
        ("181,10,182,11", "CRS84"),
        ("600000,1190000,590000,1200000", "EPSG:9210"),
        ("0,0,1,1", "EPSG:9210"),
        ("106.6,10.7,106.7,10.8", "EPSG:4326"),
        ("1e300,1e300,1e301,1e301", "EPSG:3857"),
    ],
)
def test_bbox_refused(text: str, crs: str) -> None:
    with pytest.raises(BadParameter) as raised:
        _read(bbox=text, bbox_crs=crs)
    assert raised.value.facts["parameter"] == "bbox"


@pytest.mark.parametrize("name", ["crs", "bbox-crs"])
@pytest.mark.parametrize("text", ["", "EPSG:6956", "EPSG:1", "9" * 400, "[EPSG:9210"])
def test_crs_refused(name: str, text: str) -> None:
    with pytest.raises(BadParameter) as raised:
        params.read_items(MultiDict({name: text}), HOTSPOTS, NOW)
    assert raised.value.facts["parameter"] == name


@pytest.mark.parametrize(
    ("text", "limit"), [("1", 1), ("10000", 10_000), ("10001", 10_000), ("9" * 18, 10_000)]
)
def test_limit(text: str, limit: int) -> None:
    assert _read(limit=text).query.limit == limit


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "ten", "1_000", "１", "9" * 5000])
def test_limit_refused(text: str) -> None:
    with pytest.raises(BadParameter) as raised:
        _read(limit=text)
    assert raised.value.facts["parameter"] == "limit"


def test_codes_come_in_the_order_of_the_list() -> None:
    query = _read(status="DANG_CHUYEN_HOA,THEO_DOI", kind="bridge", topic="ma_tuy,toi_pham").query
    assert query.status == ("THEO_DOI", "DANG_CHUYEN_HOA")
    assert query.kind == ("bridge",)
    assert query.topic == ("toi_pham", "ma_tuy")


@pytest.mark.parametrize(
    ("name", "text"),
    [("status", "theo_doi"), ("status", ""), ("status", "THEO_DOI,"), ("kind", "house"), ("topic", "x"),
     ("area", "a b"), ("area", "776@2025"), ("area", "x" * 41), ("area", ""), ("vintage", "now"),
     ("as-known-on", "x"), ("as-known-on", "9999-12-31"), ("q", "x" * 201), ("f", "xml")],
)  # fmt: skip
def test_filters_refused(name: str, text: str) -> None:
    with pytest.raises(BadParameter) as raised:
        asked = MultiDict({name: text})
        params.read_items(asked, HOTSPOTS, NOW)
        params.read_format(asked)
    assert raised.value.facts["parameter"] == name


def test_unknown_and_repeated_parameters_are_named() -> None:
    with pytest.raises(BadParameter) as unknown:
        _read(colour="red")
    assert unknown.value.code == "parameter_unknown"
    assert "bbox" in str(unknown.value.facts["allowed"])
    with pytest.raises(BadParameter) as repeated:
        params.read_items(MultiDict([("limit", "1"), ("limit", "2")]), HOTSPOTS, NOW)
    assert (repeated.value.code, repeated.value.facts["parameter"]) == ("parameter_repeated", "limit")
    with pytest.raises(BadParameter):
        params.read_items(MultiDict({"status": "THEO_DOI"}), BOUNDARIES, NOW)


def test_vintage_and_what_was_known() -> None:
    query = _read(vintage="start", as_known_on="2026-11-20").query
    assert query.vintage == DATE_MIN
    assert query.known_at == datetime(2026, 11, 20, 16, 59, 59, 999_000, tzinfo=UTC)
    assert _read(as_known_on="2026-11-20T08:00:00+07:00").query.known_at == datetime(
        2026, 11, 20, 1, tzinfo=UTC
    )


def test_a_cursor_continues_the_same_question_on_the_same_day() -> None:
    key = _read(status="THEO_DOI", limit="2").key
    cursor = params.write_cursor(key, 17, date(2026, 11, 22))
    query = _read(status="THEO_DOI", limit="5", cursor=cursor).query
    assert (query.after, query.on) == (17, date(2026, 11, 22))
    with pytest.raises(BadParameter):
        _read(status="DANG_CHUYEN_HOA", cursor=cursor)


@given(position=st.integers(0, 70), letter=st.sampled_from("ABCxyz019-_="))
def test_a_changed_cursor_is_refused(position: int, letter: str) -> None:
    key = _read().key
    cursor = params.write_cursor(key, 17, date(2026, 11, 22))
    changed = cursor[:position] + letter + cursor[position + 1 :]
    try:
        asked = params.read_cursor(changed, key)
    except BadParameter as error:
        assert error.facts["parameter"] == "cursor"
    else:
        # The last characters may hold bits that say nothing.
        assert asked == (17, date(2026, 11, 22))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    for name in params.items_parameters(HOTSPOTS):
        if name == "f":
            continue
        try:
            params.read_items(MultiDict({name: text}), HOTSPOTS, NOW)
        except BadParameter as error:
            assert error.facts["parameter"] == name
            assert re.fullmatch(r"[a-z_]+", str(error.facts["expected"]))
