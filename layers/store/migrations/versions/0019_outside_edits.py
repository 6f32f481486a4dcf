"""What other programs changed in the file of the register."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; what fills them are triggers of the file (layers/store/outside_edits.py)."""
    op.create_table(
        "service_write",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_write")),
        comment="One row inside every transaction of the service, so that triggers know its own; empty to all others.",
    )
    op.create_table(
        "outside_edit",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("table_name", sa.Text(), nullable=False, comment="table that another program changed"),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="its row (rowid of SQLite)"),
        sa.Column("deed", sa.Text(), nullable=False, comment="insert, update or delete"),
        sa.Column(
            "before",
            sa.Text(),
            nullable=True,
            comment="JSON: the row as it was; empty for one that was added",
        ),
        sa.Column(
            "after",
            sa.Text(),
            nullable=True,
            comment="JSON: the row as it became; empty for one that was removed",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time of the change"),
        sa.Column("state", sa.Text(), nullable=False, comment="waiting, taken_up, refused or seen"),
        sa.Column("code", sa.Text(), nullable=True, comment="why it was refused: the code of an error"),
        sa.Column("facts", sa.Text(), nullable=True, comment="JSON: facts of that error"),
        sa.Column(
            "settled_at",
            Moment(),
            nullable=True,
            comment="UTC time at which the service took it up, or put the row back",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_edit")),
        comment="What other programs changed in the file: taken up as a change, or put back and kept with the reason.",
    )
    op.create_index("ix_outside_edit_state", "outside_edit", ["state"], unique=False)
