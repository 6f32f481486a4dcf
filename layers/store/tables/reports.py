"""The tables of what is owed and reported: reports and their versions, receipts of papers, templates of the office."""

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

report = Table(
    "report",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    text_column("code", "short public code, such as BC00001", unique=True),
    text_column("kind", "kind of its period: month, quarter, half or year"),
    reference("boundary_id", "boundary", "area that it is about"),
    Column("starts_on", Date, nullable=False, comment="first day of its period"),
    version_column(),
    at_column("recorded_at", "UTC time at which it was begun"),
    by_column(),
    UniqueConstraint("boundary_id", "kind", "starts_on"),
    comment="Periodic reports; what was written in them is in report_version.",
)

report_version = Table(
    "report_version",
    metadata,
    key_column(),
    reference("report_id", "report", "report"),
    Column("version", Integer, nullable=False, comment="value of report.version that this row brought"),
    *known_span(),
    text_column("state", "draft, in_approval, submitted, returned or locked"),
    text_column("content", "JSON: text by section; checked for personal data"),
    text_column("comment", "why it was sent back or returned; checked for personal data", optional=True),
    Column("cut_off", Date, nullable=True, comment="last day that its figures tell of; empty in drafts"),
    at_column(
        "facts_at", "UTC time as known at which its figures were drawn; empty in drafts", optional=True
    ),
    text_column("facts", "JSON: its figures as they were submitted; empty in drafts", optional=True),
    text_column(
        "sha256", "hash of area, period, figures and text as submitted; empty in drafts", optional=True
    ),
    Column(
        "layout", Integer, nullable=True, comment="number of report_layout; empty: the one of the service"
    ),
    by_column(),
    Index("ix_report_version_report_id", "report_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="What a report said when: changes are new rows.",
)

receipt = Table(
    "receipt",
    metadata,
    key_column(),
    text_column("rule", "what was owed: a code of layers/data/obligations.json"),
    reference("boundary_id", "boundary", "area that owed it"),
    Column("starts_on", Date, nullable=False, comment="first day of the period for which it was owed"),
    *known_span(),
    Column("received_on", Date, nullable=False, comment="day on which it was received"),
    reference("document_id", "document", "document that was received", optional=True),
    by_column(),
    Index("ix_receipt_boundary_id", "boundary_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="Papers received from those who owed them.",
)

report_layout = Table(
    "report_layout",
    metadata,
    key_column(),
    Column(
        "number",
        Integer,
        nullable=False,
        unique=True,
        comment="public number, from 1; the highest is in force",
    ),
    text_column("sha256", "name under which its bytes are kept"),
    Column("size_bytes", Integer, nullable=False, comment="length of the file"),
    text_column("name", "name of the file as it was sent; checked for personal data"),
    at_column("recorded_at", "UTC time"),
    by_column(),
    comment="Templates of reports that the office made in place of the one of the service; none is ever removed.",
)
