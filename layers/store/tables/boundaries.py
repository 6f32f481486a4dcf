"""The tables of areas over time, and of what followed what."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Double, Integer, Table, UniqueConstraint

from layers.store.columns import Geometry
from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    reference,
    sort_key_column,
    text_column,
    valid_span,
)

boundary_vintage = Table(
    "boundary_vintage",
    metadata,
    key_column(),
    Column(
        "valid_from",
        Date,
        nullable=False,
        unique=True,
        comment="day on which this set of boundaries came into force",
    ),
    text_column("title", "short name of the set"),
    text_column("legal_basis", "resolution or decision that made it"),
    text_column("source", "where the geometries come from, and what they are not"),
    at_column("recorded_at", "UTC"),
    by_column(),
    comment="Sets of boundaries that came into force together.",
)

boundary = Table(
    "boundary",
    metadata,
    key_column(),
    reference("vintage_id", "boundary_vintage", "set with which it came into force"),
    text_column("code", "official code; reused for other areas over time, so never a key alone"),
    *valid_span(),
    at_column("recorded_at", "UTC time from which the register knew of it"),
    at_column("closed_at", "UTC time at which the register learned of its end", optional=True),
    text_column("name", "short name, such as Phường 6"),
    text_column("full_name", "name with the district or province it lay in"),
    text_column("level", "province, district, ward, neighbourhood or grouping"),
    reference("parent_id", "boundary", "area it belongs to", optional=True),
    Column("is_partial", Boolean, nullable=False, comment="true: only a part of the area is drawn"),
    Column("population", Integer, nullable=True, comment="residents, from the source; never computed"),
    Column("population_on", Date, nullable=True, comment="date of that count"),
    Column(
        "area_m2",
        Double,
        nullable=False,
        comment="geodesic area of the drawn polygon, m2; not the official area",
    ),
    Column("label_lon", Double, nullable=False, comment="widest place, degrees, WGS 84"),
    Column("label_lat", Double, nullable=False, comment="widest place, degrees, WGS 84"),
    text_column("search_terms", "folded words by which it is found"),
    sort_key_column(),
    text_column("geojson", "the geometry as GeoJSON text, WGS 84, 6 decimals"),
    Column("geom", Geometry("GEOMETRY"), nullable=False, comment="(multi)polygon, EPSG:4326, lon lat"),
    UniqueConstraint("code", "valid_from"),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    comment="Administrative areas and groupings over time, one row per (code, valid_from).",
)

succession = Table(
    "succession",
    metadata,
    key_column(),
    reference("from_id", "boundary", "area that ended"),
    reference("to_id", "boundary", "area that received it, or a part of it"),
    text_column("kind", "whole or part"),
    Column("area_m2", Double, nullable=False, comment="geodesic area in common, m2"),
    Column(
        "share_of_from", Double, nullable=False, comment="part of the old area as drawn that went there, 0..1"
    ),
    Column(
        "share_of_to",
        Double,
        nullable=False,
        comment="part of the new area as drawn that came from there, 0..1",
    ),
    UniqueConstraint("from_id", "to_id"),
    comment="Which area became which, with shares computed from the geometries.",
)
