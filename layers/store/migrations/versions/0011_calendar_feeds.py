"""Calendar feeds: tokens that give one calendar and nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the area that a calendar shows, and the number of days on which a token was used."""
    op.add_column(
        "token",
        sa.Column(
            "area",
            sa.Text(),
            nullable=True,
            comment="calendar only: public id of the area it shows; empty: the holder's own work",
        ),
    )
    op.add_column(
        "token",
        sa.Column(
            "used_days",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="days on which it was used",
        ),
    )
    if op.get_context().dialect.supports_comments:  # a GeoPackage keeps none
        op.alter_column(
            "token",
            "kind",
            comment="api (for programs), link (one-time sign-in) or calendar (feed of a calendar)",
            existing_comment="api (for programs) or link (one-time sign-in)",
            existing_type=sa.Text(),
            existing_nullable=False,
        )
