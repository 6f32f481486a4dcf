"""What filters can ask a collection for, as JSON Schema (OGC API - Features, part 3)."""

from typing import Final

from layers.store.catalog import Collection
from webmap.api.fields import describe_field
from webmap.api.schemas import Schema
from webmap.http.i18n import t

SCHEMA = "application/schema+json"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
"""Relation of the link to the queryables of a collection."""

EXAMPLES: Final = {
    "boundaries": (
        "level = 'ward' AND population > 30000",
        "CASEI(ACCENTI(name)) LIKE '%phu dinh%'",
        "T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('2024-01-01', '2024-12-31'))",
    ),
    "hotspots": (
        "kind IN ('alley', 'bridge') AND NOT (status = 'ON_DINH')",
        "CASEI(ACCENTI(name)) LIKE 'hem%' AND length_m BETWEEN 50 AND 300",
        "S_INTERSECTS(geometry, BBOX(106.62, 10.72, 106.66, 10.75))",
        "T_AFTER(status_since, DATE('2026-01-01')) OR A_CONTAINS(topics, ('ma_tuy'))",
    ),
    "visits": (
        "state = 'made' AND result IN ('worse', 'relapse')",
        "hotspot = 'DB00001' AND day >= DATE('2026-01-01')",
        "head_count > 3 AND CASEI(ACCENTI(note)) LIKE '%den%'",
    ),
}
"""Filters that people may start from, by collection."""


def describe_queryables(collection: Collection, address: str) -> Schema:
    """Return the schema of the properties that filters can ask for.

    Parameters
    ----------
    address
        Absolute address of the resource.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": t("api.queryables.title", collection=t(f"api.collection.{collection.id}.title")),
        "properties": {
            name: describe_field(collection, name, kind) for name, kind in collection.queryables.items()
        },
        "additionalProperties": False,
    }
