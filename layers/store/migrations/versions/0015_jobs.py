"""Long work that was asked for."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "job",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, so that a repeated request is recognised; also its place in the queue",
        ),
        sa.Column(
            "account_id",
            sa.Integer(),
            nullable=False,
            comment="account that asked; the work is done with its rights",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="what is done, such as pack"),
        sa.Column(
            "title",
            sa.Text(),
            nullable=False,
            comment="what it is about, for who asked; checked for personal data",
        ),
        sa.Column("locale", sa.Text(), nullable=False, comment="language of the result: vi or en"),
        sa.Column(
            "arguments",
            sa.Text(),
            nullable=False,
            comment="JSON of what the work needs to know: codes, days, a map",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="waiting, running, done, failed or cancelled"),
        sa.Column(
            "tries",
            sa.Integer(),
            nullable=False,
            comment="how often it was begun since it was last asked for",
        ),
        sa.Column(
            "asked_at",
            Moment(),
            nullable=False,
            comment="UTC time at which it was asked for, or asked for again",
        ),
        sa.Column(
            "started_at",
            Moment(),
            nullable=True,
            comment="UTC time of the last begin; empty before the first",
        ),
        sa.Column("ended_at", Moment(), nullable=True, comment="UTC; empty while it waits or runs"),
        sa.Column(
            "expires_at",
            Moment(),
            nullable=True,
            comment="UTC time from which it is erased with its file; empty while it waits or runs",
        ),
        sa.Column("error", sa.Text(), nullable=True, comment="error code of why it failed"),
        sa.Column(
            "facts",
            sa.Text(),
            nullable=True,
            comment="JSON of what the words of that code need: never words of the writer",
        ),
        sa.Column(
            "sha256", sa.Text(), nullable=True, comment="SHA-256 of the file, hexadecimal; empty unless done"
        ),
        sa.Column("file_name", sa.Text(), nullable=True, comment="name of the file, made by the program"),
        sa.Column("media_type", sa.Text(), nullable=True, comment="media type of the file"),
        sa.Column("size_bytes", sa.Integer(), nullable=True, comment="length of the file, bytes"),
        sa.Column(
            "fetched_at", Moment(), nullable=True, comment="UTC time at which the file was first fetched"
        ),
        sa.CheckConstraint("(state = 'done') = (sha256 IS NOT NULL)", name=op.f("ck_job_file")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_job_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("uuid", name=op.f("uq_job_uuid")),
        comment="Long work that was asked for; how far it is at the moment is told beside the queue, not here.",
    )
    op.create_index("ix_job_account_id", "job", ["account_id"], unique=False)
    op.create_index("ix_job_state", "job", ["state"], unique=False)
