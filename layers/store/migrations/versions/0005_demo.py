"""The mark of a database that holds an invented history."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "demo",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("seed", sa.Integer(), nullable=False, comment="number from which the history was invented"),
        sa.Column("until_on", sa.Date(), nullable=False, comment="day up to which it tells"),
        sa.Column("places", sa.Integer(), nullable=False, comment="how many places it invented"),
        sa.Column("documents", sa.Integer(), nullable=False, comment="how many documents it invented"),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time at which it was loaded"),
        sa.Column(
            "recorded_by",
            sa.Integer(),
            nullable=True,
            comment="who recorded it; empty for the system itself",
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_demo_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo")),
        comment="One row while the invented history is loaded, none otherwise: every page says so.",
    )
