"""Owns what a layer that can be exported is, and reads published collections as such, inside the actor's scope."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from layers.actor import Actor
from layers.store import features
from layers.store.catalog import COLLECTIONS, Collection
from layers.store.query import FeatureQuery

PAGE: Final = 1000
"""Rows that are in memory at a time."""

SHAPES: Final[Mapping[str, str]] = {
    "Point": "point",
    "MultiPoint": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "area",
    "MultiPolygon": "area",
}
"""Shape of each GeoJSON type."""

_KINDS: Final = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "day",
    "array": "list",
}


@dataclass(frozen=True)
class ExportField:
    """A field: its name, the same as in the API, and what it holds: text, integer, number, boolean, day or list."""

    name: str
    kind: str = "text"


@dataclass(frozen=True)
class ExportRow:
    """A row: its geometry as GeoJSON text (WGS 84, longitude first, 6 decimals) or None, and its values by field."""

    geometry: str | None
    values: Mapping[str, object]


_PLACE_FIELDS: Final = {"hotspots": "code"}

Read = Callable[[Connection, Actor, FeatureQuery], Iterator[ExportRow]]


@dataclass(frozen=True)
class ExportLayer:
    """A layer that can be exported.

    Attributes
    ----------
    id
        Name of the layer in files, and of the collection in the API where it is one.
    action
        Entry of `layers.store.scope.ACTIONS` that reading it asks for.
    shapes
        Shapes that occur, of `SHAPES`; empty for a plain table.
    fields
        In the order in which they are told.
    read
        Yields the rows that answer a question, inside the actor's scope.
    place_field
        Field with the code of the place that a row is about; None where rows are not about places.
    """

    id: str
    action: str
    shapes: tuple[str, ...]
    fields: tuple[ExportField, ...]
    read: Read
    place_field: str | None = None


def read_as_layer(collection: Collection) -> ExportLayer:
    """Return a published collection as a layer."""
    shapes = tuple(dict.fromkeys(SHAPES[told] for told in collection.geometry_types))
    fields = tuple(ExportField(told.name, _KINDS[told.type]) for told in collection.properties)
    place_field = _PLACE_FIELDS.get(collection.id)
    return ExportLayer(collection.id, collection.action, shapes, fields, _reader(collection.id), place_field)


def read_collection(
    connection: Connection, actor: Actor, collection_id: str, query: FeatureQuery
) -> Iterator[ExportRow]:
    """Yield all features of a published collection that answer a question, inside the actor's scope."""
    asked = replace(query, limit=PAGE, after=0)
    while True:
        page = features.get_page(connection, actor, collection_id, asked)
        for feature in page.features:
            yield ExportRow(feature.geometry, feature.properties)
        if page.next_after is None:
            return
        asked = replace(asked, after=page.next_after)


def _reader(collection_id: str) -> Read:
    return lambda connection, actor, query: read_collection(connection, actor, collection_id, query)


COLLECTED: Final = tuple(read_as_layer(COLLECTIONS[name]) for name in ("boundaries", "hotspots"))
"""The published collections that are layers as they are."""
