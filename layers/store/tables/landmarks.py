"""The tables of water and of the crossings over it: what the register says now, and what it said before."""

from sqlalchemy import Boolean, CheckConstraint, Column, Double, Index, Integer, Table, UniqueConstraint, true

from layers.store.columns import Geometry
from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    reference,
    text_column,
    version_column,
)


def _accuracy_column() -> Column[float]:
    return Column("position_accuracy_m", Double, nullable=True, comment="radius within which it lies, m")


def _open_column(name: str, who: str) -> Column[bool]:
    comment = f"crossings: true where {who} may use it; water: no meaning"
    return Column(name, Boolean, nullable=False, server_default=true(), comment=comment)


landmark = Table(
    "landmark",
    metadata,
    key_column(),
    text_column("kind", "canal or bridge"),
    text_column("name", "name on the map"),
    _accuracy_column(),
    text_column("source", "where the position comes from"),
    Column("geom", Geometry("GEOMETRY"), nullable=False, comment="line or point, EPSG:4326, lon lat"),
    text_column("uuid", "public identifier; empty for what a desktop program drew", optional=True),
    version_column(),
    _open_column("is_open_walking", "people on foot"),
    _open_column("is_open_motorbike", "motorbikes"),
    at_column("recorded_at", "UTC time of the present version; empty: before it was noted", optional=True),
    by_column(),
    at_column(
        "removed_at", "UTC time at which it was taken off the map; empty while it counts", optional=True
    ),
    Index("ix_landmark_uuid", "uuid", unique=True),
    comment="Water and crossings: orientation where there is no base map.",
)

landmark_version = Table(
    "landmark_version",
    metadata,
    key_column(),
    reference("landmark_id", "landmark", "water or crossing"),
    Column("version", Integer, nullable=False, comment="value of landmark.version while it stood so"),
    at_column(
        "known_from", "UTC time from which the register said so; empty: before it was noted", optional=True
    ),
    at_column("known_to", "UTC time at which a later record replaced it"),
    text_column("name", "as in landmark"),
    _accuracy_column(),
    text_column("source", "as in landmark"),
    _open_column("is_open_walking", "people on foot"),
    _open_column("is_open_motorbike", "motorbikes"),
    text_column("geojson", "the geometry as GeoJSON text, WGS 84, 6 decimals"),
    text_column("reason", "why it was changed; checked for personal data"),
    by_column("replaced_by"),
    UniqueConstraint("landmark_id", "version"),
    CheckConstraint("known_from <= known_to", name="known_span"),
    comment="What the register said of water and crossings before each change; what it says now is in landmark.",
)
