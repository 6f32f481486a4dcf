"""Tells how far a collection reaches, in space and back in time, to whoever may see it."""

from datetime import date

from geo.types import BBox
from layers.store import features, scope
from layers.store.catalog import get_collection
from layers.store.database import Reading
from webmap.http import auth, respond
from webmap.http.kept import kept


def find_extent(connection: Reading, collection_id: str) -> tuple[BBox | None, date | None]:
    """Return box and first day of a collection, worked out once until something changes."""
    actor = auth.actor()
    tag = respond.make_etag(collection_id, features.get_revision(connection, actor, collection_id))
    scope.require(connection, actor, get_collection(collection_id).action)
    extent: tuple[BBox | None, date | None] = kept("extent").get(
        tag, lambda: features.get_extent(connection, actor, collection_id)
    )
    return extent
