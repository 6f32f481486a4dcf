"""The tables of what makes places due: peak periods, intervals of their own, supervision plans."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, UniqueConstraint

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    known_span,
    metadata,
    reference,
    text_column,
    valid_span,
    version_column,
)

peak_period = Table(
    "peak_period",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    version_column(),
    at_column("recorded_at", "UTC"),
    by_column(),
    comment="Periods in which places are visited more often; what they are is in peak_period_version.",
)

peak_period_version = Table(
    "peak_period_version",
    metadata,
    key_column(),
    reference("peak_period_id", "peak_period", "period"),
    Column("version", Integer, nullable=False, comment="value of peak_period.version that this row brought"),
    *known_span(),
    *valid_span(),
    text_column("state", "active, or withdrawn: it counts no longer"),
    text_column("kind", "drug_month, attack_wave or other"),
    text_column("name", "name in use; checked for personal data"),
    text_column(
        "topics", "topics that it is about, joined by commas in the order of the list; empty: all of them"
    ),
    reference("boundary_id", "boundary", "area in which it holds; empty: everywhere", optional=True),
    reference("document_id", "document", "document that announced it", optional=True),
    by_column(),
    Index("ix_peak_period_version_peak_period_id", "peak_period_id"),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="What the register knew of a peak period when: changes are new rows.",
)

visit_frequency = Table(
    "visit_frequency",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    version_column(),
    at_column("recorded_at", "UTC"),
    by_column(),
    comment="Intervals between visits for some places alone; what they are is in visit_frequency_version.",
)

visit_frequency_version = Table(
    "visit_frequency_version",
    metadata,
    key_column(),
    reference("visit_frequency_id", "visit_frequency", "interval"),
    Column(
        "version", Integer, nullable=False, comment="value of visit_frequency.version that this row brought"
    ),
    *known_span(),
    *valid_span(),
    text_column("state", "active, or withdrawn: it counts no longer"),
    Column("every_days", Integer, nullable=False, comment="days between two visits at most"),
    text_column("topic", "topic of the places; empty: any", optional=True),
    text_column("state_group", "complicated, in_conversion or converted; empty: any", optional=True),
    reference("boundary_id", "boundary", "area of the places; empty: everywhere", optional=True),
    by_column(),
    Index("ix_visit_frequency_version_visit_frequency_id", "visit_frequency_id"),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="What the register knew of an interval when: changes are new rows.",
)

supervision_plan = Table(
    "supervision_plan",
    metadata,
    key_column(),
    text_column("uuid", "public identifier", unique=True),
    reference("boundary_id", "boundary", "ward that made it"),
    Column("year", Integer, nullable=False, comment="calendar year"),
    version_column(),
    at_column("recorded_at", "UTC time at which it was made"),
    by_column(),
    UniqueConstraint("boundary_id", "year"),
    comment="Supervision plans of wards, one a year.",
)

supervision_plan_version = Table(
    "supervision_plan_version",
    metadata,
    key_column(),
    reference("supervision_plan_id", "supervision_plan", "plan"),
    Column(
        "version", Integer, nullable=False, comment="value of supervision_plan.version that this row brought"
    ),
    *known_span(),
    reference("document_id", "document", "document by which it was issued", optional=True),
    by_column(),
    Index("ix_supervision_plan_version_supervision_plan_id", "supervision_plan_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="What the register knew of a supervision plan when: changes are new rows.",
)

supervision_plan_place = Table(
    "supervision_plan_place",
    metadata,
    key_column(),
    reference("supervision_plan_id", "supervision_plan", "plan"),
    reference("hotspot_id", "hotspot", "place to be visited"),
    *known_span(),
    Column("from_month", Integer, nullable=False, comment="first month of the year that counts, 1 to 12"),
    Column("per_month", Integer, nullable=True, comment="visits wanted a month; empty where days are given"),
    Column(
        "every_days", Integer, nullable=True, comment="days between two visits; empty where visits are given"
    ),
    by_column(),
    Index("ix_supervision_plan_place_supervision_plan_id", "supervision_plan_id"),
    Index("ix_supervision_plan_place_hotspot_id", "hotspot_id"),
    CheckConstraint("(per_month IS NULL) <> (every_days IS NULL)", name="one_wish"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="Which places a supervision plan held when, and how often each was to be visited.",
)
