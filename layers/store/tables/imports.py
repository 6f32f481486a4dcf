"""The tables of what was read from files: batches that wait for a decision, their rows, the habits of senders."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, UniqueConstraint

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    reference,
    text_column,
    version_column,
)

import_batch = Table(
    "import_batch",
    metadata,
    key_column(),
    text_column("code", "public code, such as NT00001", unique=True),
    text_column("uuid", "given by the recorder, so that a repeated request is recognised", unique=True),
    version_column(),
    text_column("state", "staged, confirmed, undone or discarded"),
    text_column("target", "what the rows are to become, such as hotspots"),
    text_column("file_name", "name of the file; checked for personal data"),
    text_column("sha256", "SHA-256 of the file as it came, hexadecimal"),
    text_column("layer", "layer of the file that was read; empty for the only one", optional=True),
    text_column("sender", "office that sent the file; checked for personal data"),
    text_column("wish", "JSON of what was asked for: coordinate system, encodings, columns, day"),
    text_column("diagnosis", "JSON of what was found in the file, as its report says"),
    text_column("made", "JSON of what came of it as a whole, such as the set of boundaries", optional=True),
    at_column("recorded_at", "UTC time at which it was staged"),
    by_column(),
    at_column("confirmed_at", "UTC; empty before it was confirmed", optional=True),
    by_column("confirmed_by"),
    at_column("ended_at", "UTC time at which it was undone or discarded", optional=True),
    by_column("ended_by"),
    text_column("reason", "why it was undone, in words; checked for personal data", optional=True),
    comment="Files that were read: what waits to be confirmed, what came of it, what was undone.",
)

import_row = Table(
    "import_row",
    metadata,
    key_column(),
    reference("batch_id", "import_batch", "batch it belongs to"),
    Column("nth", Integer, nullable=False, comment="place in the file, from 1"),
    text_column("facts", "JSON of what would be written, by field; each text checked for personal data"),
    Column("shape", LargeBinary, nullable=True, comment="geometry as WKB, EPSG:4326, lon lat; empty: none"),
    text_column("faults", "JSON list of what is wrong or was changed: code, facts, whether it stops the row"),
    Column("is_fatal", Boolean, nullable=False, comment="true: it cannot be written"),
    text_column(
        "duplicate_of", "code of what the register has already, or #n of the same file", optional=True
    ),
    Column("is_skipped", Boolean, nullable=False, comment="true: it is not to be written"),
    text_column("made", "public code or identifier of what came of it", optional=True),
    Column("made_version", Integer, nullable=True, comment="version of that as the import left it"),
    UniqueConstraint("batch_id", "nth"),
    comment="Rows of files that were read, as they would be written.",
)

sender_mapping = Table(
    "sender_mapping",
    metadata,
    key_column(),
    text_column("sender", "office that sent files; checked for personal data"),
    text_column("target", "what their rows become"),
    text_column("mapping", "JSON: column of the file by field of the register, as last confirmed"),
    at_column("recorded_at", "UTC"),
    by_column(),
    Index("ix_sender_mapping_sender_target", "sender", "target", unique=True),
    comment="How the columns of a sender are read, remembered for the next file.",
)
