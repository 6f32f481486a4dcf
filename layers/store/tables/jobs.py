"""The table of long work: who asked for what, how it stands, and the file that came of it."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table

from layers.store.tables.standard_columns import (
    at_column,
    key_column,
    metadata,
    reference,
    text_column,
)

job = Table(
    "job",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, so that a repeated request is recognised; also its place in the queue",
        unique=True,
    ),
    reference("account_id", "account", "account that asked; the work is done with its rights"),
    text_column("kind", "what is done, such as pack"),
    text_column("title", "what it is about, for who asked; checked for personal data"),
    text_column("locale", "language of the result: vi or en"),
    text_column("arguments", "JSON of what the work needs to know: codes, days, a map"),
    text_column("state", "waiting, running, done, failed or cancelled"),
    Column("tries", Integer, nullable=False, comment="how often it was begun since it was last asked for"),
    at_column("asked_at", "UTC time at which it was asked for, or asked for again"),
    at_column("started_at", "UTC time of the last begin; empty before the first", optional=True),
    at_column("ended_at", "UTC; empty while it waits or runs", optional=True),
    at_column(
        "expires_at",
        "UTC time from which it is erased with its file; empty while it waits or runs",
        optional=True,
    ),
    text_column("error", "error code of why it failed", optional=True),
    text_column(
        "facts", "JSON of what the words of that code need: never words of the writer", optional=True
    ),
    text_column("sha256", "SHA-256 of the file, hexadecimal; empty unless done", optional=True),
    text_column("file_name", "name of the file, made by the program", optional=True),
    text_column("media_type", "media type of the file", optional=True),
    Column("size_bytes", Integer, nullable=True, comment="length of the file, bytes"),
    at_column("fetched_at", "UTC time at which the file was first fetched", optional=True),
    CheckConstraint("(state = 'done') = (sha256 IS NOT NULL)", name="file"),
    Index("ix_job_account_id", "account_id"),
    Index("ix_job_state", "state"),
    comment="Long work that was asked for; how far it is at the moment is told beside the queue, not here.",
)
