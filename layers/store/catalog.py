"""The published collections and their properties: one list that drives the API, its documentation and exports."""

from dataclasses import dataclass

from layers.errors import NotFound

GEOMETRY = "geometry"
"""Name by which filters ask for the place of a feature."""


@dataclass(frozen=True)
class Property:
    """A property of the features of a collection.

    Attributes
    ----------
    name
        English snake case, the same in the API, exports and tiles.
    type
        JSON type, such as ``string``, or ``date`` for ISO 8601 calendar dates; lists say ``array``.
    optional
        Whether it may be null.
    is_queryable
        Whether filters may ask for it.
    """

    name: str
    type: str
    optional: bool = False
    is_queryable: bool = True


@dataclass(frozen=True)
class Collection:
    """A published collection.

    Attributes
    ----------
    id
        Name in URLs; title and description are texts ``api.collection.<id>.title`` and ``.description``.
    action
        What an actor must be allowed to do to see it at all.
    geometry_types
        GeoJSON types that occur.
    properties
        In the order in which they are told.
    filters
        Query parameters that it understands beside those of every collection.
    sources
        What else its features are told from: where these change, they change.
    is_of_a_day
        Whether it is told as of today where no day is asked for; else all days are.
    """

    id: str
    action: str
    geometry_types: tuple[str, ...]
    properties: tuple[Property, ...]
    filters: tuple[str, ...]
    sources: tuple[str, ...] = ("boundaries",)
    is_of_a_day: bool = True

    @property
    def queryables(self) -> dict[str, str]:
        """Type by name of each property that filters may ask for; that of `GEOMETRY` is ``geometry``."""
        return {GEOMETRY: "geometry", **{one.name: one.type for one in self.properties if one.is_queryable}}


COLLECTIONS = {
    collection.id: collection
    for collection in (
        Collection(
            "boundaries",
            "boundary.read",
            ("Polygon", "MultiPolygon"),
            (
                Property("id", "string"),
                Property("code", "string"),
                Property("name", "string"),
                Property("full_name", "string"),
                Property("level", "string"),
                Property("valid_from", "date", optional=True),
                Property("valid_to", "date", optional=True),
                Property("population", "integer", optional=True),
                Property("legal_basis", "string"),
                Property("is_partial", "boolean"),
                Property("source", "string"),
            ),
            ("level", "area", "q"),
        ),
        Collection(
            "hotspots",
            "hotspot.read",
            ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
            (
                Property("id", "string"),
                Property("code", "string"),
                Property("name", "string"),
                Property("kind", "string"),
                Property("status", "string", optional=True),
                Property("status_since", "date", optional=True),
                Property("topics", "array"),
                Property("wards", "array", is_queryable=False),
                Property("position_accuracy_m", "number"),
                Property("length_m", "number", optional=True),
                Property("area_m2", "number", optional=True),
                Property("source", "string"),
                Property("valid_from", "date", optional=True),
                Property("valid_to", "date", optional=True),
                Property("version", "integer"),
            ),
            ("status", "kind", "topic", "area", "vintage", "as-known-on", "q"),
        ),
        Collection(
            "visits",
            "visit.read",
            ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
            (
                Property("id", "string"),
                Property("code", "string"),
                Property("hotspot", "string"),
                Property("hotspot_name", "string"),
                Property("kind", "string"),
                Property("wards", "array", is_queryable=False),
                Property("state", "string"),
                Property("day", "date"),
                Property("planned_on", "date", optional=True),
                Property("visited_on", "date", optional=True),
                Property("form", "string"),
                Property("units", "array", is_queryable=False),
                Property("head_count", "integer", optional=True),
                Property("result", "string", optional=True),
                Property("note", "string", optional=True),
                Property("next_on", "date", optional=True),
                Property("version", "integer"),
            ),
            ("kind", "area"),
            sources=("boundaries", "hotspots"),
            is_of_a_day=False,
        ),
    )
}


def get_collection(collection_id: str) -> Collection:
    """Return a published collection.

    Raises
    ------
    NotFound
        ``collection_not_found``.
    """
    if collection_id not in COLLECTIONS:
        raise NotFound("collection_not_found", collection=collection_id)
    return COLLECTIONS[collection_id]
