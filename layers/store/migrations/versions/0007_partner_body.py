"""The body that a partner's grant is tied to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the reference stands in it, since SQLite adds no constraint to a table that exists."""
    op.add_column(
        "account_grant",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            sa.ForeignKey("organisation.id", name=op.f("fk_account_grant_organisation_id")),
            nullable=True,
            comment="body whose recommendations a partner receives; empty: none",
        ),
        inline_references=True,
    )
