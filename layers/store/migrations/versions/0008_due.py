"""When places are due: peak periods, intervals of their own, supervision plans."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "peak_period",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_peak_period_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peak_period")),
        sa.UniqueConstraint("uuid", name=op.f("uq_peak_period_uuid")),
        comment="Periods in which places are visited more often; what they are is in peak_period_version.",
    )
    op.create_table(
        "peak_period_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("peak_period_id", sa.Integer(), nullable=False, comment="period"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="value of peak_period.version that this row brought",
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day on which it held"),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="first day on which it no longer held"),
        sa.Column("state", sa.Text(), nullable=False, comment="active, or withdrawn: it counts no longer"),
        sa.Column("kind", sa.Text(), nullable=False, comment="drug_month, attack_wave or other"),
        sa.Column("name", sa.Text(), nullable=False, comment="name in use; checked for personal data"),
        sa.Column(
            "topics",
            sa.Text(),
            nullable=False,
            comment="topics that it is about, joined by commas in the order of the list; empty: all of them",
        ),
        sa.Column(
            "boundary_id", sa.Integer(), nullable=True, comment="area in which it holds; empty: everywhere"
        ),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="document that announced it"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_peak_period_version_known_span")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_peak_period_version_valid_span")),
        sa.ForeignKeyConstraint(
            ["boundary_id"], ["boundary.id"], name=op.f("fk_peak_period_version_boundary_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_peak_period_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["peak_period_id"], ["peak_period.id"], name=op.f("fk_peak_period_version_peak_period_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_peak_period_version_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peak_period_version")),
        comment="What the register knew of a peak period when: changes are new rows.",
    )
    op.create_index(
        "ix_peak_period_version_peak_period_id", "peak_period_version", ["peak_period_id"], unique=False
    )
    op.create_table(
        "visit_frequency",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_visit_frequency_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_frequency")),
        sa.UniqueConstraint("uuid", name=op.f("uq_visit_frequency_uuid")),
        comment="Intervals between visits for some places alone; what they are is in visit_frequency_version.",
    )
    op.create_table(
        "visit_frequency_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("visit_frequency_id", sa.Integer(), nullable=False, comment="interval"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="value of visit_frequency.version that this row brought",
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day on which it held"),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="first day on which it no longer held"),
        sa.Column("state", sa.Text(), nullable=False, comment="active, or withdrawn: it counts no longer"),
        sa.Column("every_days", sa.Integer(), nullable=False, comment="days between two visits at most"),
        sa.Column("topic", sa.Text(), nullable=True, comment="topic of the places; empty: any"),
        sa.Column(
            "state_group",
            sa.Text(),
            nullable=True,
            comment="complicated, in_conversion or converted; empty: any",
        ),
        sa.Column(
            "boundary_id", sa.Integer(), nullable=True, comment="area of the places; empty: everywhere"
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_visit_frequency_version_known_span")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_visit_frequency_version_valid_span")),
        sa.ForeignKeyConstraint(
            ["boundary_id"], ["boundary.id"], name=op.f("fk_visit_frequency_version_boundary_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_visit_frequency_version_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["visit_frequency_id"],
            ["visit_frequency.id"],
            name=op.f("fk_visit_frequency_version_visit_frequency_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_frequency_version")),
        comment="What the register knew of an interval when: changes are new rows.",
    )
    op.create_index(
        "ix_visit_frequency_version_visit_frequency_id",
        "visit_frequency_version",
        ["visit_frequency_id"],
        unique=False,
    )
    op.create_table(
        "supervision_plan",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("uuid", sa.Text(), nullable=False, comment="public identifier"),
        sa.Column("boundary_id", sa.Integer(), nullable=False, comment="ward that made it"),
        sa.Column("year", sa.Integer(), nullable=False, comment="calendar year"),
        sa.Column(
            "version",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time at which it was made"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(
            ["boundary_id"], ["boundary.id"], name=op.f("fk_supervision_plan_boundary_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_supervision_plan_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_plan")),
        sa.UniqueConstraint("boundary_id", "year", name=op.f("uq_supervision_plan_boundary_id_year")),
        sa.UniqueConstraint("uuid", name=op.f("uq_supervision_plan_uuid")),
        comment="Supervision plans of wards, one a year.",
    )
    op.create_table(
        "supervision_plan_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("supervision_plan_id", sa.Integer(), nullable=False, comment="plan"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="value of supervision_plan.version that this row brought",
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="document by which it was issued"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_supervision_plan_version_known_span")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_supervision_plan_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_supervision_plan_version_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_plan_id"],
            ["supervision_plan.id"],
            name=op.f("fk_supervision_plan_version_supervision_plan_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_plan_version")),
        comment="What the register knew of a supervision plan when: changes are new rows.",
    )
    op.create_index(
        "ix_supervision_plan_version_supervision_plan_id",
        "supervision_plan_version",
        ["supervision_plan_id"],
        unique=False,
    )
    op.create_table(
        "supervision_plan_place",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("supervision_plan_id", sa.Integer(), nullable=False, comment="plan"),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place to be visited"),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column(
            "from_month", sa.Integer(), nullable=False, comment="first month of the year that counts, 1 to 12"
        ),
        sa.Column(
            "per_month",
            sa.Integer(),
            nullable=True,
            comment="visits wanted a month; empty where days are given",
        ),
        sa.Column(
            "every_days",
            sa.Integer(),
            nullable=True,
            comment="days between two visits; empty where visits are given",
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint(
            "(per_month IS NULL) <> (every_days IS NULL)", name=op.f("ck_supervision_plan_place_one_wish")
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_supervision_plan_place_known_span")),
        sa.ForeignKeyConstraint(
            ["hotspot_id"], ["hotspot.id"], name=op.f("fk_supervision_plan_place_hotspot_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_supervision_plan_place_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_plan_id"],
            ["supervision_plan.id"],
            name=op.f("fk_supervision_plan_place_supervision_plan_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_plan_place")),
        comment="Which places a supervision plan held when, and how often each was to be visited.",
    )
    op.create_index(
        "ix_supervision_plan_place_hotspot_id", "supervision_plan_place", ["hotspot_id"], unique=False
    )
    op.create_index(
        "ix_supervision_plan_place_supervision_plan_id",
        "supervision_plan_place",
        ["supervision_plan_id"],
        unique=False,
    )
