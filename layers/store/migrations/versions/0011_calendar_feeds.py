"""Calendar feeds: tokens that give one calendar and nothing else."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
