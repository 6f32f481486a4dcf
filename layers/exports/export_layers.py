"""Lists every layer that can be exported: the published collections, and what is recorded of places."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection

from layers.actor import Actor
from layers.errors import NotFound
from layers.exports.export_records import RECORDS
from layers.exports.export_rows import COLLECTED, ExportLayer
from layers.store import scope

LAYERS: Final[Mapping[str, ExportLayer]] = {layer.id: layer for layer in (*COLLECTED, *RECORDS)}
"""By name."""


def get_layer(layer_id: str) -> ExportLayer:
    """Return a layer that can be exported.

    Raises
    ------
    NotFound
        ``collection_not_found``.
    """
    if layer_id not in LAYERS:
        raise NotFound("collection_not_found", collection=layer_id)
    return LAYERS[layer_id]


def list_readable(connection: Connection, actor: Actor) -> list[ExportLayer]:
    """Return the layers of which the actor may read something."""
    return [layer for layer in LAYERS.values() if scope.allowed(connection, actor, layer.action)]
