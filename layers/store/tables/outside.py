"""The tables by which the register finds out what other programs changed in its file."""

from sqlalchemy import Column, Index, Integer, Table

from layers.store.tables.standard_columns import at_column, key_column, metadata, text_column

service_write = Table(
    "service_write",
    metadata,
    key_column(),
    comment="One row inside every transaction of the service, so that triggers know its own; empty to all others.",
)

outside_edit = Table(
    "outside_edit",
    metadata,
    key_column(),
    text_column("table_name", "table that another program changed"),
    Column("row_number", Integer, nullable=False, comment="its row (rowid of SQLite)"),
    text_column("deed", "insert, update or delete"),
    text_column("before", "JSON: the row as it was; empty for one that was added", optional=True),
    text_column("after", "JSON: the row as it became; empty for one that was removed", optional=True),
    at_column("recorded_at", "UTC time of the change"),
    text_column("state", "waiting, taken_up, refused or seen"),
    text_column("code", "why it was refused: the code of an error", optional=True),
    text_column("facts", "JSON: facts of that error", optional=True),
    at_column("settled_at", "UTC time at which the service took it up, or put the row back", optional=True),
    Index("ix_outside_edit_state", "state"),
    comment="What other programs changed in the file: taken up as a change, or put back and kept with the reason.",
)
