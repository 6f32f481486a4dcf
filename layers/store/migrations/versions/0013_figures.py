"""Counts by unit and month."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "figure",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "boundary_id",
            sa.Integer(),
            nullable=False,
            comment="area that was counted: a ward or a neighbourhood",
        ),
        sa.Column("month", sa.Date(), nullable=False, comment="first day of the month that was counted"),
        sa.Column(
            "category",
            sa.Text(),
            nullable=False,
            comment="what was counted: a code of layers/data/categories.json",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time of the first entry"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["boundary_id"], ["boundary.id"], name=op.f("fk_figure_boundary_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_figure_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sa.UniqueConstraint(
            "boundary_id", "month", "category", name=op.f("uq_figure_boundary_id_month_category")
        ),
        comment="Counts of an area in a month; what they are and were is in figure_version.",
    )
    op.create_table(
        "figure_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("figure_id", sa.Integer(), nullable=False, comment="count"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="value of figure.version that this row brought"
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("value", sa.Integer(), nullable=True, comment="how many; empty: there are no figures"),
        sa.Column(
            "reason", sa.Text(), nullable=True, comment="why it was corrected; checked for personal data"
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_figure_version_known_span")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_figure_version_value")),
        sa.ForeignKeyConstraint(["figure_id"], ["figure.id"], name=op.f("fk_figure_version_figure_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_figure_version_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_version")),
        comment="What the register knew of a count when: corrections are new rows.",
    )
    op.create_index("ix_figure_version_figure_id", "figure_version", ["figure_id"], unique=False)
