"""What is owed and reported: periodic reports, receipts of papers, templates of the office."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "report_layout",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="public number, from 1; the highest is in force"
        ),
        sa.Column("sha256", sa.Text(), nullable=False, comment="name under which its bytes are kept"),
        sa.Column("size_bytes", sa.Integer(), nullable=False, comment="length of the file"),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="name of the file as it was sent; checked for personal data",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_report_layout_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_layout")),
        sa.UniqueConstraint("number", name=op.f("uq_report_layout_number")),
        comment="Templates of reports that the office made in place of the one of the service; none is ever removed.",
    )
    op.create_table(
        "receipt",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "rule", sa.Text(), nullable=False, comment="what was owed: a code of layers/data/obligations.json"
        ),
        sa.Column("boundary_id", sa.Integer(), nullable=False, comment="area that owed it"),
        sa.Column(
            "starts_on", sa.Date(), nullable=False, comment="first day of the period for which it was owed"
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("received_on", sa.Date(), nullable=False, comment="day on which it was received"),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="document that was received"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_receipt_known_span")),
        sa.ForeignKeyConstraint(["boundary_id"], ["boundary.id"], name=op.f("fk_receipt_boundary_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_receipt_document_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_receipt_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        comment="Papers received from those who owed them.",
    )
    op.create_index("ix_receipt_boundary_id", "receipt", ["boundary_id"], unique=False)
    op.create_table(
        "report",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="short public code, such as BC00001"),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="kind of its period: month, quarter, half or year"
        ),
        sa.Column("boundary_id", sa.Integer(), nullable=False, comment="area that it is about"),
        sa.Column("starts_on", sa.Date(), nullable=False, comment="first day of its period"),
        sa.Column(
            "version",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time at which it was begun"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["boundary_id"], ["boundary.id"], name=op.f("fk_report_boundary_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_report_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "boundary_id", "kind", "starts_on", name=op.f("uq_report_boundary_id_kind_starts_on")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_report_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_report_uuid")),
        comment="Periodic reports; what was written in them is in report_version.",
    )
    op.create_table(
        "report_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("report_id", sa.Integer(), nullable=False, comment="report"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="value of report.version that this row brought"
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column(
            "state", sa.Text(), nullable=False, comment="draft, in_approval, submitted, returned or locked"
        ),
        sa.Column(
            "content", sa.Text(), nullable=False, comment="JSON: text by section; checked for personal data"
        ),
        sa.Column(
            "comment",
            sa.Text(),
            nullable=True,
            comment="why it was sent back or returned; checked for personal data",
        ),
        sa.Column(
            "cut_off", sa.Date(), nullable=True, comment="last day that its figures tell of; empty in drafts"
        ),
        sa.Column(
            "facts_at",
            Moment(),
            nullable=True,
            comment="UTC time as known at which its figures were drawn; empty in drafts",
        ),
        sa.Column(
            "facts",
            sa.Text(),
            nullable=True,
            comment="JSON: its figures as they were submitted; empty in drafts",
        ),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=True,
            comment="hash of area, period, figures and text as submitted; empty in drafts",
        ),
        sa.Column(
            "layout",
            sa.Integer(),
            nullable=True,
            comment="number of report_layout; empty: the one of the service",
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_report_version_known_span")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_report_version_recorded_by")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_version_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        comment="What a report said when: changes are new rows.",
    )
    op.create_index("ix_report_version_report_id", "report_version", ["report_id"], unique=False)
