"""The tables of documents, of bodies, of every change, and of counters."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, Table, UniqueConstraint

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

audit = Table(
    "audit",
    metadata,
    key_column(),
    at_column("recorded_at", "UTC"),
    by_column("account_id"),
    text_column("actor_name", "sign-in name at that time, or system"),
    text_column("action", "what was done, such as hotspot.open"),
    text_column("object_type", "table or collection concerned"),
    text_column("object_id", "public identifier of the object"),
    text_column("before", "JSON of what changed, before", optional=True),
    text_column("after", "JSON of what changed, after", optional=True),
    text_column("reason", "why, in the words of the one who did it", optional=True),
    text_column(
        "digest", "SHA-256 over the digest of the row before and this row, hexadecimal", optional=True
    ),
    Index("ix_audit_object_type_object_id", "object_type", "object_id"),
    Index("ix_audit_account_id_recorded_at", "account_id", "recorded_at"),
    comment="Who changed what, when and why; only ever added to.",
)

revision = Table(
    "revision",
    metadata,
    text_column("name", "collection or counter", primary_key=True),
    Column("value", Integer, nullable=False, comment="raised by one with every change"),
    comment="Counters that tell whether anything changed, and the last number given out.",
)

document = Table(
    "document",
    metadata,
    key_column(),
    text_column("uuid", "public identifier", unique=True),
    text_column(
        "kind",
        "KH plan, QD decision, BC report, TTr submission, CV letter, TB notice, NQ resolution, KHAC other",
    ),
    text_column(
        "number",
        "number and symbol as printed, such as 09/KH-UBMT-BTT; empty for a document without one",
        optional=True,
    ),
    text_column("issuer", "issuing body", optional=True),
    Column("issued_on", Date, nullable=True, comment="date printed on the document"),
    text_column("title", "subject line"),
    version_column(),
    at_column("recorded_at", "UTC"),
    by_column(),
    UniqueConstraint("issuer", "number", "issued_on"),
    comment="Documents that plans, decisions and places are founded on.",
)

document_version = Table(
    "document_version",
    metadata,
    key_column(),
    reference("document_id", "document", "document"),
    Column("version", Integer, nullable=False, comment="value of document.version while it stood so"),
    *known_span(),
    text_column("kind", "as in document"),
    text_column("number", "as in document", optional=True),
    text_column("issuer", "as in document", optional=True),
    Column("issued_on", Date, nullable=True, comment="as in document"),
    text_column("title", "as in document"),
    text_column("reason", "why it was corrected; checked for personal data"),
    by_column("corrected_by"),
    UniqueConstraint("document_id", "version"),
    CheckConstraint("known_from <= known_to", name="known_span"),
    comment="What the register said of a document before each correction; what it says now is in document.",
)

document_file = Table(
    "document_file",
    metadata,
    key_column(),
    text_column("uuid", "public identifier", unique=True),
    reference("document_id", "document", "document of which it is the text or a scan"),
    text_column(
        "sha256", "SHA-256 of the bytes, hexadecimal: the name under which they are kept in the data folder"
    ),
    text_column("file_name", "name for whoever downloads it; checked for personal data"),
    text_column("media_type", "found from the bytes, never from the name"),
    Column("size_bytes", Integer, nullable=False, comment="length, bytes"),
    at_column("recorded_at", "UTC"),
    by_column(),
    at_column("removed_at", "UTC; empty while it is shown", optional=True),
    Index("ix_document_file_document_id", "document_id"),
    comment="Files of documents; the bytes lie beside the database.",
)

organisation = Table(
    "organisation",
    metadata,
    key_column(),
    text_column("code", "stable name", unique=True),
    text_column("name", "name of an office or organisation, never of a person"),
    text_column("kind", "member (joins visits), authority (decides, receives recommendations) or partner"),
    Column("position", Integer, nullable=False, comment="order in lists"),
    Column("is_active", Boolean, nullable=False, comment="false: no longer offered"),
    version_column(),
    comment="Bodies that join visits and to which recommendations go.",
)
