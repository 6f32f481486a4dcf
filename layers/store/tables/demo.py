"""The table that marks a database as holding an invented history."""

from sqlalchemy import Column, Date, Integer, Table

from layers.store.tables.standard_columns import at_column, by_column, key_column, metadata

demo = Table(
    "demo",
    metadata,
    key_column(),
    Column("seed", Integer, nullable=False, comment="number from which the history was invented"),
    Column("until_on", Date, nullable=False, comment="day up to which it tells"),
    Column("places", Integer, nullable=False, comment="how many places it invented"),
    Column("documents", Integer, nullable=False, comment="how many documents it invented"),
    at_column("recorded_at", "UTC time at which it was loaded"),
    by_column(),
    comment="One row while the invented history is loaded, none otherwise: every page says so.",
)
