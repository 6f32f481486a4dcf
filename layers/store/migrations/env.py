"""Runs the migrations on the connection that the database room hands over."""

from typing import Any

from alembic import context

from layers.store.schema import metadata


def _is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Leave out tables that GeoPackage and PostGIS keep for themselves."""
    return kind != "table" or name in metadata.tables


context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, include_object=_is_ours
)
with context.begin_transaction():
    context.run_migrations()
