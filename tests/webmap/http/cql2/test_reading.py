"""Filters: text and JSON say the same, and what is wrong is told with its place."""

from datetime import date
from typing import Any

import orjson
import pytest
import shapely

from geo.geodesy.crs import WGS84, WGS84_LONLAT, find_crs, transform_geometry
from layers.store.catalog import COLLECTIONS
from layers.store.conditions import (
    Between,
    Both,
    Comparison,
    Condition,
    Constant,
    Either,
    Elements,
    Folded,
    IsNull,
    Like,
    Listed,
    Negation,
    OneOf,
    Property,
    Related,
    Shape,
    Span,
    Timed,
    Value,
)
from webmap.errors import BadParameter
from webmap.http.cql2.faults import DEEPEST, MOST_CHARACTERS, MOST_PREDICATES, MOST_VALUES
from webmap.http.cql2.reading import read_filter

NAME, KIND, LENGTH, SINCE = Property("name"), Property("kind"), Property("length_m"), Property("status_since")
PLACE = Property("geometry")
DAY = Value(date(2025, 7, 1))


def _property(name: str) -> Any:
    return {"property": name}


def _op(name: str, *args: Any) -> Any:
    return {"op": name, "args": list(args)}


SAME: list[tuple[str, Any, Condition]] = [
    ("kind = 'alley'", _op("=", _property("kind"), "alley"), Comparison("=", KIND, Value("alley"))),
    (
        "kind = 'alley' OR length_m > 5 AND NOT (\"name\" <> 'it''s')",
        _op(
            "or",
            _op("=", _property("kind"), "alley"),
            _op("and", _op(">", _property("length_m"), 5), _op("not", _op("<>", _property("name"), "it's"))),
        ),
        Either(
            (
                Comparison("=", KIND, Value("alley")),
                Both((Comparison(">", LENGTH, Value(5.0)), Negation(Comparison("<>", NAME, Value("it's"))))),
            )
        ),
    ),
    (
        "CASEI(ACCENTI(name)) LIKE casei('H\\_%')",
        _op("like", _op("casei", _op("accenti", _property("name"))), _op("casei", "H\\_%")),
        Like(Folded("case", Folded("accents", NAME)), Folded("case", Value("H\\_%"))),
    ),
    (
        "length_m NOT BETWEEN 1 AND 2.5e1\n AND (kind IN ('alley','bridge'))",
        _op(
            "and",
            _op("not", _op("between", _property("length_m"), 1, 25)),
            _op("in", _property("kind"), ["alley", "bridge"]),
        ),
        Both(
            (
                Negation(Between(LENGTH, Value(1.0), Value(25.0))),
                OneOf(KIND, (Value("alley"), Value("bridge"))),
            )
        ),
    ),
    ("length_m IS NOT NULL", _op("not", _op("isNull", _property("length_m"))), Negation(IsNull(LENGTH))),
    (
        "s_within(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))",
        _op(
            "s_within",
            _property("geometry"),
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        ),
        Related("within", PLACE, Shape(shapely.Polygon([(0, 0), (1, 0), (1, 1)]))),
    ),
    (
        "S_INTERSECTS(geometry, BBOX(106,10,107,11))",
        _op("s_intersects", _property("geometry"), {"bbox": [106, 10, 107, 11]}),
        Related("intersects", PLACE, Shape(shapely.box(106, 10, 107, 11))),
    ),
    (
        "T_INTERSECTS(INTERVAL(valid_from, '..'), INTERVAL('2024-06-30T18:00:00Z', '2025-07-01'))",
        _op(
            "t_intersects",
            {"interval": [_property("valid_from"), ".."]},
            {"interval": ["2024-06-30T18:00:00Z", "2025-07-01"]},
        ),
        Timed(
            "intersects",
            Span(Property("valid_from"), None),
            Span(Value(date(2024, 7, 1)), DAY),
        ),
    ),
    (
        "T_AFTER(status_since, DATE('2025-07-01')) AND status_since < TIMESTAMP('2025-06-30T17:00:00Z')",
        _op(
            "and",
            _op("t_after", _property("status_since"), {"date": "2025-07-01"}),
            _op("<", _property("status_since"), {"timestamp": "2025-06-30T17:00:00Z"}),
        ),
        Both((Timed("after", SINCE, DAY), Comparison("<", SINCE, DAY))),
    ),
    (
        "A_CONTAINS(topics, ('ma_tuy', 'x'))",
        _op("a_contains", _property("topics"), ["ma_tuy", "x"]),
        Listed("contains", Property("topics"), Elements(("ma_tuy", "x"))),
    ),
    ("NOT TRUE", _op("not", True), Negation(Constant(value=True))),
]


@pytest.mark.parametrize(("text", "body", "said"), SAME, ids=[text for text, _, _ in SAME])
def test_text_and_json_say_the_same(text: str, body: Any, said: Condition) -> None:
    hotspots = COLLECTIONS["hotspots"]
    assert read_filter(text, "cql2-text", WGS84_LONLAT, hotspots) == said
    assert read_filter(orjson.dumps(body).decode(), "cql2-json", WGS84_LONLAT, hotspots) == said


def test_coordinates_are_those_of_the_system_named() -> None:
    box = "S_INTERSECTS(geometry, BBOX({},{},{},{}))"

    def shape(text: str, crs: Any) -> Any:
        said = read_filter(text, "cql2-text", crs, COLLECTIONS["hotspots"])
        assert isinstance(said, Related)
        assert isinstance(said.right, Shape)
        return said.right.geometry

    assert shape(box.format(10, 106, 11, 107), WGS84).equals(shapely.box(106, 10, 107, 11))
    assert shape(box.format(170, -5, -170, 5), WGS84_LONLAT).equals(
        shapely.union(shapely.box(170, -5, 180, 5), shapely.box(-180, -5, -170, 5))
    )
    vn2000 = find_crs(9210)
    point = shapely.Point(598_000, 1_188_000)
    there = transform_geometry(point, vn2000, WGS84_LONLAT)
    assert shape("S_INTERSECTS(geometry, POINT(598000 1188000))", vn2000).equals_exact(there, 1e-9)
    assert shape(box.format(597_000, 1_187_000, 599_000, 1_189_000), vn2000).contains(there)


POLYGON_8 = "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"
WRONG: list[tuple[str, str, str]] = [
    ("", "filter_unfinished", "1"),
    ("kind = ", "filter_unfinished", "8"),
    ("kind = 'alley' AND", "filter_unfinished", "19"),
    ("kind == 'alley'", "filter_unreadable", "7"),
    ("kind = 'alley", "filter_unreadable", "8"),
    ("drop(kind)", "filter_unreadable", "5"),
    ("kind IN ()", "filter_unreadable", "10"),
    ("secret = 'x'", "filter_property_unknown", "1"),
    ("wards IS NULL", "filter_property_unknown", "1"),
    ("kind = 5", "filter_type", "8"),
    ("kind = length_m", "filter_type", "8"),
    ("length_m = TRUE", "filter_type", "12"),
    ("kind LIKE name", "filter_value", "11"),
    (f"kind LIKE '{'%a' * 501}'", "filter_value", "11"),
    ("geometry = 'x'", "filter_type", "1"),
    ("valid_from > '2020-01-01'", "filter_type", "14"),
    ("valid_from > DATE('2020-02-30')", "filter_value", "14"),
    ("valid_from > TIMESTAMP('2020-01-01')", "filter_value", "14"),
    ("T_DURING(valid_from, INTERVAL('2021-01-01','2020-01-01'))", "filter_value", "22"),
    ("T_AFTER(kind, DATE('2020-01-01'))", "filter_type", "9"),
    ("length_m > 1e999", "filter_value", "12"),
    ("S_INTERSECTS(geometry, POINT(181 0))", "filter_value", "24"),
    ("S_INTERSECTS(geometry, BBOX(1,2,3))", "filter_value", "24"),
    (f"S_INTERSECTS(geometry, {POLYGON_8})", "filter_value", "24"),
    ("S_INTERSECTS(geometry, POLYGON((1 2)))", "filter_value", "24"),
    ("S_INTERSECTS(geometry, POINT)", "filter_property_unknown", "24"),
    ("S_TOUCHES(geometry, GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4)))", "filter_value", "21"),
    ("NOT (" * 60 + "TRUE" + ")" * 60, "filter_too_deep", "155"),
    ("NOT (" * 21 + "TRUE" + ")" * 21, "filter_too_deep", "1"),
    (" OR ".join(["length_m=1"] * (MOST_PREDICATES + 1)), "filter_too_long", "1"),
    (f"length_m IN ({','.join(['1'] * (MOST_VALUES + 1))})", "filter_too_long", "1"),
    ("x" * (MOST_CHARACTERS + 1), "filter_too_large", str(MOST_CHARACTERS)),
]


@pytest.mark.parametrize(("text", "code", "at"), WRONG, ids=[text[:60] or "empty" for text, _, _ in WRONG])
def test_what_is_wrong_is_told_with_its_place(text: str, code: str, at: str) -> None:
    with pytest.raises(BadParameter) as error:
        read_filter(text, "cql2-text", WGS84_LONLAT, COLLECTIONS["hotspots"])
    assert (error.value.code, error.value.facts["at"]) == (code, at)
    assert error.value.facts["parameter"] == "filter"


DEEP = "[" * 2000 + "]" * 2000
WRONG_JSON: list[tuple[Any, str, str]] = [
    ('{"op":', "filter_unreadable", "7"),
    (DEEP, "filter_unreadable", "1026"),
    ("null", "filter_unreadable", "/"),
    ("[]", "filter_unreadable", "/"),
    (_op("and", True), "filter_unreadable", "/"),
    (_op("drop", 1), "filter_unreadable", "/"),
    (_op("and", True, _op("=", _property("x"), 1)), "filter_property_unknown", "/args/1/args/0"),
    (_op("=", _property("kind"), {"date": "x"}), "filter_value", "/args/1"),
    (_op("=", _property("kind"), None), "filter_unreadable", "/args/1"),
    (_op("in", _property("kind"), ["alley", 2]), "filter_type", "/args/1/1"),
    ('{"op":"=","args":[{"property":"length_m"},1e999]}', "filter_unreadable", "43"),
    (
        _op("s_intersects", _property("geometry"), {"type": "Point", "coordinates": ["x"]}),
        "filter_value",
        "/args/1",
    ),
    (
        _op("t_after", {"interval": ["2020-01-01", 5]}, {"date": "2020-01-01"}),
        "filter_type",
        "/args/0/interval/1",
    ),
]


@pytest.mark.parametrize(
    ("body", "code", "at"), WRONG_JSON, ids=[str(body)[:60] for body, _, _ in WRONG_JSON]
)
def test_what_is_wrong_in_json_is_told_with_its_place(body: Any, code: str, at: str) -> None:
    text = body if isinstance(body, str) else orjson.dumps(body).decode()
    with pytest.raises(BadParameter) as error:
        read_filter(text, "cql2-json", WGS84_LONLAT, COLLECTIONS["hotspots"])
    assert (error.value.code, error.value.facts["at"]) == (code, at)


def test_a_filter_as_deep_as_allowed_is_read() -> None:
    said = read_filter(
        "NOT (" * DEEPEST + "TRUE" + ")" * DEEPEST, "cql2-text", WGS84_LONLAT, COLLECTIONS["hotspots"]
    )
    assert isinstance(said, Negation)
