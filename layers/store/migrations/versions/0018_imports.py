"""What was read from files and waits for a decision: batches, their rows, how columns of a sender are read."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "import_batch",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="public code, such as NT00001"),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="staged, confirmed, undone or discarded"),
        sa.Column(
            "target", sa.Text(), nullable=False, comment="what the rows are to become, such as hotspots"
        ),
        sa.Column(
            "file_name", sa.Text(), nullable=False, comment="name of the file; checked for personal data"
        ),
        sa.Column("sha256", sa.Text(), nullable=False, comment="SHA-256 of the file as it came, hexadecimal"),
        sa.Column(
            "layer",
            sa.Text(),
            nullable=True,
            comment="layer of the file that was read; empty for the only one",
        ),
        sa.Column(
            "sender",
            sa.Text(),
            nullable=False,
            comment="office that sent the file; checked for personal data",
        ),
        sa.Column(
            "wish",
            sa.Text(),
            nullable=False,
            comment="JSON of what was asked for: coordinate system, encodings, columns, day",
        ),
        sa.Column(
            "diagnosis",
            sa.Text(),
            nullable=False,
            comment="JSON of what was found in the file, as its report says",
        ),
        sa.Column(
            "made",
            sa.Text(),
            nullable=True,
            comment="JSON of what came of it as a whole, such as the set of boundaries",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time at which it was staged"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column("confirmed_at", Moment(), nullable=True, comment="UTC; empty before it was confirmed"),
        sa.Column(
            "confirmed_by",
            sa.Integer(),
            nullable=True,
            comment="who recorded it; empty for the system itself",
        ),
        sa.Column(
            "ended_at", Moment(), nullable=True, comment="UTC time at which it was undone or discarded"
        ),
        sa.Column(
            "ended_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=True,
            comment="why it was undone, in words; checked for personal data",
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_import_batch_confirmed_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_import_batch_ended_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_import_batch_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("code", name=op.f("uq_import_batch_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_import_batch_uuid")),
        comment="Files that were read: what waits to be confirmed, what came of it, what was undone.",
    )
    op.create_table(
        "import_row",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("batch_id", sa.Integer(), nullable=False, comment="batch it belongs to"),
        sa.Column("nth", sa.Integer(), nullable=False, comment="place in the file, from 1"),
        sa.Column(
            "facts",
            sa.Text(),
            nullable=False,
            comment="JSON of what would be written, by field; each text checked for personal data",
        ),
        sa.Column(
            "shape",
            sa.LargeBinary(),
            nullable=True,
            comment="geometry as WKB, EPSG:4326, lon lat; empty: none",
        ),
        sa.Column(
            "faults",
            sa.Text(),
            nullable=False,
            comment="JSON list of what is wrong or was changed: code, facts, whether it stops the row",
        ),
        sa.Column("is_fatal", sa.Boolean(), nullable=False, comment="true: it cannot be written"),
        sa.Column(
            "duplicate_of",
            sa.Text(),
            nullable=True,
            comment="code of what the register has already, or #n of the same file",
        ),
        sa.Column("is_skipped", sa.Boolean(), nullable=False, comment="true: it is not to be written"),
        sa.Column("made", sa.Text(), nullable=True, comment="public code or identifier of what came of it"),
        sa.Column(
            "made_version", sa.Integer(), nullable=True, comment="version of that as the import left it"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("batch_id", "nth", name=op.f("uq_import_row_batch_id_nth")),
        comment="Rows of files that were read, as they would be written.",
    )
    op.create_table(
        "sender_mapping",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "sender", sa.Text(), nullable=False, comment="office that sent files; checked for personal data"
        ),
        sa.Column("target", sa.Text(), nullable=False, comment="what their rows become"),
        sa.Column(
            "mapping",
            sa.Text(),
            nullable=False,
            comment="JSON: column of the file by field of the register, as last confirmed",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_sender_mapping_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_mapping")),
        comment="How the columns of a sender are read, remembered for the next file.",
    )
    op.create_index("ix_sender_mapping_sender_target", "sender_mapping", ["sender", "target"], unique=True)
