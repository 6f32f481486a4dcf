"""What OGC's schemas say of each resource, written down once, and how tests of the interface ask."""

from typing import Any

import jsonschema

from geo.geodesy.crs import WGS84_LONLAT
from tests.webmap.live import Live

TEXT = {"type": "string"}
LINK = {
    "type": "object",
    "required": ["href", "rel", "type"],
    "properties": {"href": {**TEXT, "format": "uri"}, "rel": TEXT, "type": TEXT, "title": TEXT},
}
LINKS = {"type": "array", "minItems": 1, "items": LINK}
NUMBERS = {"type": "array", "items": {"type": "number"}}
SCHEMAS: dict[str, Any] = {
    "landingPage": {
        "type": "object",
        "required": ["links"],
        "properties": {"title": TEXT, "description": TEXT, "attribution": TEXT, "links": LINKS},
    },
    "confClasses": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": TEXT, "uniqueItems": True}},
    },
    "collection": {
        "type": "object",
        "required": ["id", "links", "extent", "crs", "storageCrs"],
        "properties": {
            "id": TEXT,
            "title": TEXT,
            "description": TEXT,
            "links": LINKS,
            "itemType": {"const": "feature"},
            "crs": {"type": "array", "minItems": 1, "items": TEXT},
            "storageCrs": {**TEXT, "format": "uri"},
            "extent": {
                "type": "object",
                "properties": {
                    "spatial": {
                        "type": "object",
                        "properties": {
                            "bbox": {
                                "type": "array",
                                "minItems": 1,
                                "items": {**NUMBERS, "minItems": 4, "maxItems": 4},
                            },
                            "crs": {"const": WGS84_LONLAT.uri},
                        },
                    },
                    "temporal": {
                        "type": "object",
                        "properties": {
                            "interval": {
                                "type": "array",
                                "items": {
                                    "type": "array",
                                    "minItems": 2,
                                    "maxItems": 2,
                                    "items": {"type": ["string", "null"], "format": "date-time"},
                                },
                            },
                            "trs": {"const": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
                        },
                    },
                },
            },
        },
    },
    "featureGeoJSON": {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "not": {"required": ["crs"]},
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": ["string", "integer"]},
            "properties": {"type": ["object", "null"]},
            "links": LINKS,
            "geometry": {
                "type": "object",
                "required": ["type", "coordinates"],
                "properties": {
                    "type": {"enum": ["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]},
                    "coordinates": {"type": "array", "minItems": 1},
                },
            },
        },
    },
}
SCHEMAS["collections"] = {
    "type": "object",
    "required": ["links", "collections"],
    "properties": {"links": LINKS, "collections": {"type": "array", "items": SCHEMAS["collection"]}},
}
SCHEMAS["featureCollectionGeoJSON"] = {
    "type": "object",
    "required": ["type", "features", "links", "timeStamp", "numberReturned"],
    "not": {"required": ["crs"]},
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": SCHEMAS["featureGeoJSON"]},
        "links": LINKS,
        "timeStamp": {**TEXT, "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
        "numberReturned": {"type": "integer", "minimum": 0},
    },
}


def check(body: Any, schema: str) -> None:
    """Hold a body against a schema of the standard."""
    jsonschema.Draft202012Validator(SCHEMAS[schema]).validate(body)


def links_of(body: Any) -> dict[str, Any]:
    """Return the links of a resource by their relation; of several, the last."""
    return {link["rel"]: link for link in body["links"]}


def codes(live: Live, query: str = "") -> set[str]:
    """Return the codes of the hotspots that answer a query."""
    body = live.get(f"/api/collections/hotspots/items?limit=10000&{query}")
    return {feature["properties"]["code"] for feature in body["features"]}


def refused(live: Live, target: str) -> str:
    """Return the name of the parameter for which a request is refused, in both languages."""
    told = set()
    for locale in ("vi", "en"):
        answer = live.ask(target, Accept_Language=locale)
        assert answer.status == 400, target
        assert answer.headers.get_content_type() == "application/problem+json"
        assert answer.headers["Content-Language"] == locale
        told.add(answer.json["detail"])
    assert len(told) == 2
    return str(answer.json["parameter"])
