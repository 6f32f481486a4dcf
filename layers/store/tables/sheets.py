"""The tables of what people keep of maps: saved maps, snapshots, links that expire."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, UniqueConstraint

from layers.store.tables.standard_columns import (
    at_column,
    key_column,
    metadata,
    reference,
    text_column,
    version_column,
)

saved_map = Table(
    "saved_map",
    metadata,
    key_column(),
    text_column("uuid", "public identifier, so that a repeated request is recognised", unique=True),
    text_column("code", "short public code, such as BD00001", unique=True),
    reference("account_id", "account", "account that keeps it; no other changes it"),
    text_column("title", "what it is called; checked for personal data"),
    text_column(
        "spec", "JSON of the map: place, day, boundaries, filters; its words checked for personal data"
    ),
    text_column("shared_with", "nobody, or readers: all who may read the register"),
    version_column(),
    at_column("made_at", "UTC"),
    at_column("changed_at", "UTC"),
    at_column("removed_at", "UTC; empty while it is kept", optional=True),
    Index("ix_saved_map_account_id", "account_id"),
    comment="Maps that people keep: what is shown of them is decided by the rights of whoever opens one.",
)

snapshot = Table(
    "snapshot",
    metadata,
    key_column(),
    text_column("uuid", "public identifier, so that a repeated request is recognised", unique=True),
    text_column("code", "what the sheet is called by, such as AB23-CD45", unique=True),
    reference("account_id", "account", "account that took it"),
    text_column("title", "what it is called; checked for personal data"),
    text_column(
        "sheet", "JSON of the sheet and its map, its day filled in; its words checked for personal data"
    ),
    at_column("known_at", "UTC time as of which the register was read"),
    Column("today_on", Date, nullable=False, comment="day that counted as today"),
    text_column("digest", "SHA-256 of the data that it shows, hexadecimal"),
    Column("shown", Integer, nullable=False, comment="how many rows of snapshot_version it began with"),
    at_column("made_at", "UTC"),
    Index("ix_snapshot_account_id", "account_id"),
    comment="Maps as they were at one moment; the code on a sheet opens the same map again.",
)

snapshot_version = Table(
    "snapshot_version",
    metadata,
    Column("snapshot_id", ForeignKey("snapshot.id"), primary_key=True, comment="snapshot"),
    Column("hotspot_version_id", ForeignKey("hotspot_version.id"), primary_key=True, comment="what it shows"),
    comment="What of which places a snapshot shows: whoever may not see all of it does not open it.",
)

snapshot_file = Table(
    "snapshot_file",
    metadata,
    key_column(),
    reference("snapshot_id", "snapshot", "snapshot"),
    text_column("format", "what was made of it, such as pdf or png-300"),
    text_column(
        "url", "where the code on it leads: what it says of itself differs by the name of the server"
    ),
    text_column("sha256", "SHA-256 of the bytes, hexadecimal; the bytes are made again when they are wanted"),
    Column("size_bytes", Integer, nullable=False, comment="length, bytes"),
    UniqueConstraint("snapshot_id", "format", "url"),
    comment="Files that were made of snapshots, so that one made again is known to be the same.",
)

share_link = Table(
    "share_link",
    metadata,
    key_column(),
    text_column("secret_hash", "SHA-256 of the last part of its address, hexadecimal", unique=True),
    reference("account_id", "account", "account that made it"),
    reference("saved_map_id", "saved_map", "saved map that it opens", optional=True),
    reference("snapshot_id", "snapshot", "snapshot that it opens", optional=True),
    at_column("made_at", "UTC"),
    at_column("expires_at", "UTC"),
    at_column("revoked_at", "UTC; empty while it holds", optional=True),
    Column("uses", Integer, nullable=False, server_default="0", comment="how often it was opened"),
    at_column("used_at", "UTC time at which it was last opened", optional=True),
    CheckConstraint("(saved_map_id IS NULL) <> (snapshot_id IS NULL)", name="one_target"),
    Index("ix_share_link_account_id", "account_id"),
    comment="Short addresses that end: they need a sign-in and open nothing that the reader may not see.",
)
