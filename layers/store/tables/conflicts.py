"""The table of changes that came too late, kept until their author decides about them."""

from sqlalchemy import Column, Index, Integer, Table

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    text_column,
)

conflict = Table(
    "conflict",
    metadata,
    key_column(),
    text_column("uuid", "public identifier", unique=True),
    text_column("object_type", "table or collection concerned, as the audit names it"),
    text_column("object_id", "public identifier of the object"),
    text_column("object_name", "what the object is called; checked for personal data"),
    Column(
        "base_version", Integer, nullable=False, comment="version of the object that the author started from"
    ),
    text_column("path", "path to which the form is sent"),
    text_column(
        "proposed",
        "JSON list of name and value of the form's fields; checked for personal data; emptied once it is settled",
    ),
    at_column("recorded_at", "UTC"),
    by_column(),
    at_column("resolved_at", "UTC; empty while its author has not decided", optional=True),
    text_column("outcome", "merged or discarded; empty while its author has not decided", optional=True),
    Index("ix_conflict_recorded_by_resolved_at", "recorded_by", "resolved_at"),
    comment="Changes that were refused because somebody else had changed the same thing meanwhile.",
)
