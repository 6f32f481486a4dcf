"""The tables of what devices send: the devices, each entry with its answer, and pictures on their way."""

from sqlalchemy import Boolean, Column, Double, Index, Integer, Table

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    reference,
    text_column,
)

device = Table(
    "device",
    metadata,
    key_column(),
    text_column("uuid", "public identifier, made by the device itself", unique=True),
    reference("account_id", "account", "account that registered it; no other sends from it"),
    text_column("name", "what it is called, such as Android, Chrome; checked for personal data"),
    at_column("registered_at", "UTC"),
    at_column("seen_at", "UTC time at which it last asked, to the hour"),
    at_column(
        "wiped_at", "UTC time from which it is told to forget everything; empty: it may go on", optional=True
    ),
    by_column("wiped_by"),
    Index("ix_device_account_id", "account_id"),
    comment="Telephones and other devices that carry a part of the register along.",
)

sync_entry = Table(
    "sync_entry",
    metadata,
    key_column(),
    text_column(
        "uuid", "identifier of the entry, made by the device, so that it is stored once", unique=True
    ),
    reference("device_id", "device", "device that sent it"),
    Column("seq", Integer, nullable=False, comment="number on its device, from 1"),
    Column("format", Integer, nullable=False, comment="version of the form in which it was written"),
    text_column("kind", "visit, place or count"),
    text_column("digest", "SHA-256 of the canonical JSON of its body, hexadecimal"),
    at_column("device_at", "UTC time of the device when it was recorded; its clock may be wrong"),
    at_column("sent_at", "UTC time of the device when it was sent"),
    at_column("received_at", "UTC time of the service when it was answered"),
    Column("skew_s", Double, nullable=False, comment="clock of the service less clock of the device, s"),
    text_column("outcome", "stored, conflict, refused (it may be sent again) or replaced (by another)"),
    text_column(
        "receipt", "number of the receipt, such as BN00001; empty unless stored", optional=True, unique=True
    ),
    text_column("object_type", "what was stored, or is in conflict, as the audit names it", optional=True),
    text_column("object_id", "public identifier of that", optional=True),
    text_column("code", "why it was not stored, as an error code", optional=True),
    text_column(
        "facts", "JSON of what the words of that code need: never words of its writer", optional=True
    ),
    text_column("inbox", "public identifier of the conflict in which its content waits", optional=True),
    Index("ix_sync_entry_device_id", "device_id"),
    comment="What devices sent, each with the answer that it got; what it says is where it was stored.",
)

sync_upload = Table(
    "sync_upload",
    metadata,
    key_column(),
    text_column("uuid", "identifier of the picture, made by the device", unique=True),
    reference("device_id", "device", "device that sends it"),
    reference("entry_id", "sync_entry", "entry of the visit on which it was taken"),
    Column("size_bytes", Integer, nullable=False, comment="length, bytes"),
    text_column("sha256", "SHA-256 of the bytes that are sent, hexadecimal"),
    Column("is_blurred", Boolean, nullable=False, comment="true: parts were made unreadable on the device"),
    at_column("begun_at", "UTC"),
    at_column("ended_at", "UTC time at which it was kept; empty while parts are missing", optional=True),
    text_column(
        "receipt", "number of the receipt; empty while parts are missing", optional=True, unique=True
    ),
    Index("ix_sync_upload_entry_id", "entry_id"),
    comment="Pictures that come from devices piece by piece; unfinished bytes lie in the data folder.",
)
