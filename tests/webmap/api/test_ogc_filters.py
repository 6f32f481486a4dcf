"""OGC API - Features, part 3 (19-079r2) and CQL2 (21-065r2), class by class, asked of the running service.

What each filter finds is held against plain Python over all places, as the service itself tells them.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema
import orjson
import pytest
import shapely

from geo.geodesy.crs import WGS84, WGS84_LONLAT, find_crs, transform_geometry
from geo.text.names import fold_key
from layers.store.catalog import COLLECTIONS
from tests.webmap.api.ogc import codes, links_of, refused
from tests.webmap.live import Live
from webmap.api.queryables import EXAMPLES, QUERYABLES

HOTSPOTS = "/api/collections/hotspots/items"
BOUNDARIES = "/api/collections/boundaries/items"
VN2000 = find_crs(9210)
BOX = shapely.box(106.62, 10.72, 106.64, 10.74)
AREA = shapely.Polygon([(106.62, 10.72), (106.66, 10.72), (106.64, 10.75)])

Test = Callable[[dict[str, Any]], Any]
Places = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def places(live: Live) -> Places:
    """Return the properties of every hotspot by code, its shape among them."""
    features = live.get(f"{HOTSPOTS}?limit=10000")["features"]
    return {
        one["properties"]["code"]: {**one["properties"], "geometry": shapely.geometry.shape(one["geometry"])}
        for one in features
    }


@pytest.fixture
def agrees(live: Live, places: Places) -> Callable[..., None]:
    """Return a function that asks with a filter and compares the answer with a plain test of every place."""

    def compare(filter_: Any, test: Test, *, some: bool = True, **parameters: str) -> None:
        text = filter_ if isinstance(filter_, str) else orjson.dumps(filter_).decode()
        language = "cql2-text" if isinstance(filter_, str) else "cql2-json"
        found = codes(live, urlencode({"filter": text, "filter-lang": language, **parameters}))
        assert found == {code for code, one in places.items() if test(one)}, text
        assert not some or 0 < len(found) < len(places), text

    return compare


def _refused(live: Live, text: str, path: str = HOTSPOTS) -> str:
    return refused(live, f"{path}?filter={quote(text, safe='')}")


def _name(one: str) -> dict[str, str]:
    return {"property": one}


def test_features_3_queryables_are_a_schema_of_the_collection(live: Live) -> None:
    for collection in COLLECTIONS.values():
        described = live.get(f"/api/collections/{collection.id}")
        link = links_of(described)[QUERYABLES]
        answer = live.ask(link["href"], Accept="application/schema+json")
        assert answer.headers.get_content_type() == link["type"] == "application/schema+json"
        schema = answer.json
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == link["href"]
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        assert schema["properties"].keys() == collection.queryables.keys()
        assert schema["properties"]["geometry"]["format"] == "geometry-any"
        page = live.ask(f"{link['href']}?f=html")
        assert page.headers.get_content_type() == "text/html"
        for name in schema["properties"]:
            assert f"<code>{name}</code>".encode() in page.body
        told = [one["properties"] for one in live.get(f"/api/collections/{collection.id}/items")["features"]]
        queryable = {name: one for name, one in schema["properties"].items() if name != "geometry"}
        validator = jsonschema.Draft202012Validator({**schema, "properties": queryable})
        for properties in told:
            validator.validate({name: properties[name] for name in queryable if properties[name] is not None})


def test_features_3_queryables_shown_as_examples_are_answered(live: Live) -> None:
    for collection, examples in EXAMPLES.items():
        for example in examples:
            asked = f"/api/collections/{collection}/items?{urlencode({'filter': example})}"
            assert live.ask(asked).status == 200, example


def test_features_3_queryables_query_parameters_ask_for_one_value(live: Live, places: Places) -> None:
    one = places["DB00001"]
    assert codes(live, urlencode({"name": one["name"]})) >= {"DB00001"}
    assert codes(live, f"code=DB00001&kind={one['kind']}") == {"DB00001"}
    assert codes(live, f"id={one['id']}") == {"DB00001"}
    assert codes(live, f"valid_from={one['valid_from']}&version={one['version']}") == {
        code
        for code, other in places.items()
        if (other["valid_from"], other["version"]) == (one["valid_from"], one["version"])
    }
    assert codes(live, "code=nobody") == set()
    assert codes(live, "code=DB00001&filter=version%20%3C%200") == set()
    for wrong in ("version=x", "version=1.5", "valid_from=2020-02-30", "length_m=NaN", "length_m="):
        assert refused(live, f"{HOTSPOTS}?{wrong}") == wrong.partition("=")[0]
    assert refused(live, f"{BOUNDARIES}?is_partial=1") == "is_partial"


def test_features_3_filter_is_one_of_the_languages_named(live: Live) -> None:
    assert codes(live, "filter=code%20%3D%20'DB00001'") == {"DB00001"}
    assert codes(live, "filter-lang=cql2-text&filter=code%20%3D%20'DB00001'") == {"DB00001"}
    assert refused(live, f"{HOTSPOTS}?filter=code='DB00001'&filter-lang=cql") == "filter-lang"
    assert refused(live, f"{HOTSPOTS}?filter=code='DB00001'&filter-lang=cql2-json") == "filter"
    assert refused(live, f"{HOTSPOTS}?filter-crs=EPSG:6956") == "filter-crs"
    assert refused(live, "/api/collections?filter=TRUE") == "filter"


def test_features_3_filter_that_is_wrong_is_told_with_its_place(live: Live) -> None:
    for wrong in (
        "",
        "code =",
        "code = 1",
        "nothing = 1",
        "wards IS NULL",
        "code = 'x'; --",
        "S_INTERSECTS(geometry, 1)",
    ):
        assert _refused(live, wrong) == "filter"
    problem = live.ask(f"{HOTSPOTS}?filter={quote('code = 1 OR')}").json
    assert problem["facts"]["at"] == "12"
    huge = live.ask(f"{HOTSPOTS}?filter={'x' * 70_000}")
    assert huge.status in {400, 413, 414, 431}


def test_features_3_filter_crs_places_the_geometries(agrees: Callable[..., None]) -> None:
    box = "S_INTERSECTS(geometry, BBOX({},{},{},{}))"
    west, south, east, north = BOX.bounds
    test: Test = lambda one: one["geometry"].intersects(BOX)  # noqa: E731 - said once, asked twice
    agrees(box.format(west, south, east, north), test)
    agrees(box.format(south, west, north, east), test, **{"filter-crs": WGS84.uri})
    there = transform_geometry(AREA, WGS84_LONLAT, VN2000)
    agrees(
        f"S_INTERSECTS(geometry, {there.wkt})",
        lambda one: one["geometry"].intersects(transform_geometry(there, VN2000, WGS84_LONLAT)),
        **{"filter-crs": VN2000.uri},
    )


def test_features_3_features_filter_goes_with_every_other_parameter_and_page(
    live: Live, places: Places
) -> None:
    box = ",".join(map(str, BOX.bounds))
    query = urlencode({"filter": "kind = 'alley'", "bbox": box, "datetime": "2026-11-22"})
    expected = {
        code for code, one in places.items() if one["kind"] == "alley" and one["geometry"].intersects(BOX)
    }
    assert codes(live, query) == expected
    seen = [
        feature["properties"]["code"]
        for page in live.pages(f"{HOTSPOTS}?limit=50&{query}")
        for feature in page["features"]
    ]
    assert len(seen) > 50
    assert sorted(seen) == sorted(expected)
    page = live.ask(f"{HOTSPOTS}?f=html&limit=1&{query}").body.decode()
    assert "filter=kind" in page


def test_cql2_basic_cql2_compares_and_joins(agrees: Callable[..., None]) -> None:
    agrees("kind = 'alley'", lambda one: one["kind"] == "alley")
    agrees("kind <> 'alley' AND version >= 1", lambda one: one["kind"] != "alley" and one["version"] >= 1)
    agrees("length_m > 100.5", lambda one: one["length_m"] is not None and one["length_m"] > 100.5)
    agrees("NOT (length_m > 100)", lambda one: one["length_m"] is not None and one["length_m"] <= 100)
    agrees("length_m IS NULL", lambda one: one["length_m"] is None)
    agrees("code = 'DB00001' OR kind = 'alley' AND version < 0", lambda one: one["code"] == "DB00001")
    agrees("valid_from < DATE('2020-01-01')", lambda one: one["valid_from"] < "2020-01-01")
    agrees("FALSE", lambda _one: False, some=False)


def test_cql2_basic_cql2_knows_truth_values(live: Live) -> None:
    told = live.get(f"{BOUNDARIES}?limit=1000")["features"]
    found = live.get(f"{BOUNDARIES}?limit=1000&filter=is_partial%20%3D%20TRUE")["features"]
    assert {one["id"] for one in found} == {one["id"] for one in told if one["properties"]["is_partial"]}


def test_cql2_cql2_text_and_cql2_cql2_json_find_the_same(agrees: Callable[..., None]) -> None:
    test: Test = lambda one: one["kind"] == "alley" and (one["length_m"] or 0) > 200  # noqa: E731 - asked twice
    agrees("kind = 'alley' AND length_m > 200", test)
    long = {"op": ">", "args": [_name("length_m"), 200]}
    agrees({"op": "and", "args": [{"op": "=", "args": [_name("kind"), "alley"]}, long]}, test)


def test_cql2_cql2_json_takes_every_kind_of_literal(agrees: Callable[..., None]) -> None:
    box = {"op": "s_intersects", "args": [_name("geometry"), {"bbox": list(BOX.bounds)}]}
    agrees(box, lambda one: one["geometry"].intersects(BOX))
    polygon = orjson.loads(shapely.to_geojson(AREA))
    agrees({"op": "s_within", "args": [_name("geometry"), polygon]}, lambda one: one["geometry"].within(AREA))
    since = {"op": "t_after", "args": [_name("valid_from"), {"date": "2015-01-01"}]}
    agrees({"op": "not", "args": [since]}, lambda one: one["valid_from"] <= "2015-01-01")


def test_cql2_advanced_comparison_operators(agrees: Callable[..., None]) -> None:
    agrees("code LIKE 'DB0000_'", lambda one: one["code"].startswith("DB0000") and len(one["code"]) == 7)
    agrees("name NOT LIKE 'Hẻm%'", lambda one: not one["name"].startswith("Hẻm"))
    agrees("name LIKE 'hẻm%'", lambda one: one["name"].startswith("hẻm"), some=False)
    agrees("kind IN ('alley', 'bridge')", lambda one: one["kind"] in {"alley", "bridge"})
    agrees("version NOT IN (2, 3)", lambda one: one["version"] not in {2, 3}, some=False)
    agrees("length_m BETWEEN 50 AND 150", lambda one: 50 <= (one["length_m"] or 0) <= 150)


def test_cql2_case_insensitive_comparison(agrees: Callable[..., None]) -> None:
    agrees("CASEI(name) LIKE CASEI('HẺM%')", lambda one: one["name"].lower().startswith("hẻm"))
    agrees("CASEI(name) = CASEI('HẺM 1678 PHẠM THẾ HIỂN')", lambda one: one["code"] == "DB00001")


def test_cql2_accent_insensitive_comparison(agrees: Callable[..., None]) -> None:
    agrees("ACCENTI(name) LIKE ACCENTI('Hẽm%')", lambda one: one["name"].startswith("Hẻm"))
    agrees("CASEI(ACCENTI(name)) LIKE 'hem%'", lambda one: fold_key(one["name"]).startswith("hem"))


def test_cql2_basic_spatial_functions(agrees: Callable[..., None], places: Places) -> None:
    box = ",".join(map(str, BOX.bounds))
    agrees(f"S_INTERSECTS(geometry, BBOX({box}))", lambda one: one["geometry"].intersects(BOX))
    corner = shapely.Point(shapely.get_coordinates(places["DB00001"]["geometry"])[0])
    agrees(f"S_INTERSECTS({corner.wkt}, geometry)", lambda one: one["geometry"].intersects(corner))


def test_cql2_basic_spatial_functions_plus(agrees: Callable[..., None]) -> None:
    line = shapely.LineString([(106.62, 10.72), (106.66, 10.75)])
    several = shapely.MultiPolygon([BOX, shapely.box(106.65, 10.74, 106.66, 10.75)])
    lines = shapely.MultiLineString([line.coords[:], [(106.60, 10.74), (106.70, 10.74)]])
    mixed = shapely.GeometryCollection([line, shapely.box(106.65, 10.74, 106.66, 10.75)])
    for shape in (line, AREA, several, lines, mixed):
        agrees(
            f"S_INTERSECTS(geometry, {shape.wkt})", lambda one, shape=shape: one["geometry"].intersects(shape)
        )
    points = "MULTIPOINT(106.5 10.5, 106.4 10.4)"
    agrees(f"S_INTERSECTS(geometry, {points})", lambda _one: False, some=False)


@pytest.mark.parametrize(
    "relation", ["within", "disjoint", "crosses", "overlaps", "contains", "touches", "equals"]
)
def test_cql2_spatial_functions(agrees: Callable[..., None], places: Places, relation: str) -> None:
    for shape in (AREA, places["DB00003"]["geometry"]):
        text = f"S_{relation.upper()}(geometry, {shapely.to_wkt(shape, rounding_precision=-1)})"
        agrees(text, lambda one, shape=shape: getattr(one["geometry"], relation)(shape), some=False)


def test_cql2_temporal_functions(agrees: Callable[..., None], live: Live) -> None:
    agrees("T_BEFORE(valid_from, DATE('2015-01-01'))", lambda one: one["valid_from"] < "2015-01-01")
    agrees(
        "T_DURING(valid_from, INTERVAL('2014-12-31', '2018-01-01'))",
        lambda one: "2014-12-31" < one["valid_from"] < "2018-01-01",
    )
    agrees(
        "T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('..', '2015-06-30T00:00:00+07:00'))",
        lambda one: one["valid_from"] <= "2015-06-30",
    )
    ended = "T_FINISHEDBY(INTERVAL(valid_from, valid_to), INTERVAL('2024-01-01', '2025-01-01'))"
    body = live.get(f"{BOUNDARIES}?limit=1000&datetime=../..&filter={quote(ended, safe='')}")
    assert {one["properties"]["valid_to"] for one in body["features"]} <= {"2025-01-01"}
    assert _refused(live, "T_AFTER(kind, DATE('2020-01-01'))") == "filter"


def test_cql2_array_functions(agrees: Callable[..., None]) -> None:
    drugs = {"ma_tuy"}
    agrees("A_CONTAINS(topics, ('ma_tuy'))", lambda one: drugs <= set(one["topics"]))
    agrees("A_EQUALS(topics, ('ma_tuy'))", lambda one: drugs == set(one["topics"]))
    agrees("A_CONTAINEDBY(topics, ('ma_tuy'))", lambda one: set(one["topics"]) <= drugs)
    agrees(
        "A_OVERLAPS(('ma_tuy', 'mai_dam'), topics)", lambda one: {"ma_tuy", "mai_dam"} & set(one["topics"])
    )


def test_cql2_property_property(agrees: Callable[..., None]) -> None:
    agrees("status_since = valid_from", lambda one: one["status_since"] == one["valid_from"], some=False)
    agrees("length_m > position_accuracy_m", lambda one: (one["length_m"] or 0) > one["position_accuracy_m"])
    agrees("1 = 1 AND 'a' < 'b'", lambda _one: True, some=False)
