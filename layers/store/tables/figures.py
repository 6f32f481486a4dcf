"""The tables of counts by unit, month and category: counts only, never names."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, UniqueConstraint

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    known_span,
    metadata,
    reference,
    text_column,
    version_column,
)

figure = Table(
    "figure",
    metadata,
    key_column(),
    reference("boundary_id", "boundary", "area that was counted: a ward or a neighbourhood"),
    Column("month", Date, nullable=False, comment="first day of the month that was counted"),
    text_column("category", "what was counted: a code of layers/data/categories.json"),
    version_column(),
    at_column("recorded_at", "UTC time of the first entry"),
    by_column(),
    UniqueConstraint("boundary_id", "month", "category"),
    comment="Counts of an area in a month; what they are and were is in figure_version.",
)

figure_version = Table(
    "figure_version",
    metadata,
    key_column(),
    reference("figure_id", "figure", "count"),
    Column("version", Integer, nullable=False, comment="value of figure.version that this row brought"),
    *known_span(),
    Column("value", Integer, nullable=True, comment="how many; empty: there are no figures"),
    text_column("reason", "why it was corrected; checked for personal data", optional=True),
    by_column(),
    Index("ix_figure_version_figure_id", "figure_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    CheckConstraint("value >= 0", name="value"),
    comment="What the register knew of a count when: corrections are new rows.",
)
