"""The tables of recommendations and commendations: what was asked of whom, and what came of it."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    known_span,
    metadata,
    reference,
    text_column,
)

recommendation = Table(
    "recommendation",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    text_column("code", "short public code, such as KN00001", unique=True),
    text_column("kind", "handle (XU_LY: asks an authority to act) or commend (KHEN_THUONG)"),
    reference("hotspot_id", "hotspot", "place that it is about"),
    Column(
        "version", Integer, nullable=False, comment="raised by one with every change; writers start from it"
    ),
    at_column("recorded_at", "UTC"),
    by_column(),
    Index("ix_recommendation_hotspot_id", "hotspot_id"),
    comment="Recommendations; what was recorded of them is in recommendation_version.",
)

recommendation_version = Table(
    "recommendation_version",
    metadata,
    key_column(),
    reference("recommendation_id", "recommendation", "recommendation"),
    Column(
        "version", Integer, nullable=False, comment="value of recommendation.version that this row brought"
    ),
    *known_span(),
    text_column("state", "draft, sent, answered, done, refused or withdrawn"),
    text_column("content", "what is asked for; checked for personal data"),
    reference("sent_to_id", "organisation", "body that it goes to"),
    Column("drafted_on", Date, nullable=False, comment="day on which it was drafted"),
    Column("sent_on", Date, nullable=True, comment="day on which it was sent"),
    reference("document_id", "document", "document with which it was sent", optional=True),
    Column("reply_due_on", Date, nullable=True, comment="day by which the body is to answer"),
    Column("answered_on", Date, nullable=True, comment="day of the answer"),
    reference("reply_document_id", "document", "document of the answer", optional=True),
    text_column("outcome", "what came of it, in words; checked for personal data", optional=True),
    Column("closed_on", Date, nullable=True, comment="day on which it was done, refused or withdrawn"),
    text_column("recipient_kind", "group or individual; commendations only", optional=True),
    text_column(
        "recipient_group",
        "name of the group to be commended; an individual stands only in the decision",
        optional=True,
    ),
    Column("has_consent", Boolean, nullable=False, comment="true: the individual agreed to be commended"),
    text_column("reason", "why it was corrected or withdrawn; checked for personal data", optional=True),
    by_column(),
    Index("ix_recommendation_version_recommendation_id", "recommendation_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="What the register knew of a recommendation when: changes are new rows.",
)

recommendation_visit = Table(
    "recommendation_visit",
    metadata,
    Column("recommendation_id", ForeignKey("recommendation.id"), primary_key=True, comment="recommendation"),
    Column("visit_id", ForeignKey("visit.id"), primary_key=True, comment="visit that it comes from"),
    comment="Which visits a recommendation comes from.",
)
