"""The published collections and their properties: one list that drives the API, its documentation and exports."""

from dataclasses import dataclass

from layers.errors import NotFound


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
    """

    name: str
    type: str
    optional: bool = False


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
    """

    id: str
    action: str
    geometry_types: tuple[str, ...]
    properties: tuple[Property, ...]
    filters: tuple[str, ...]


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
                Property("wards", "array"),
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
