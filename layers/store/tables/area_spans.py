"""The table from which figures are counted: which place was in which state in which area, and when; derived."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table

from layers.store.tables.standard_columns import known_span, metadata, text_column, valid_span

area_span = Table(
    "area_span",
    metadata,
    Column("hotspot_version_id", Integer, nullable=False, comment="version of the place"),
    Column("status_span_id", Integer, nullable=False, comment="span of its state"),
    Column("hotspot_id", Integer, nullable=False, comment="place"),
    Column("boundary_id", Integer, nullable=False, comment="area that holds a part of it; 0: everywhere"),
    text_column("state", "state during the span"),
    *valid_span(),
    *known_span(),
    PrimaryKeyConstraint("hotspot_version_id", "status_span_id", "boundary_id"),
    # Holds all that a count asks for, in the order in which it is told: no row is looked up, and nothing is sorted.
    Index(
        "ix_area_span_boundary_id",
        "boundary_id",
        "known_to",
        "state",
        "valid_to",
        "valid_from",
        "hotspot_version_id",
        "hotspot_id",
    ),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="Versions of places x their areas x their states, kept by triggers in the transaction of every change.",
)
