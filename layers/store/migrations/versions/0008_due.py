"""When places are due: peak periods, intervals of their own, supervision plans."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
