"""What comes in from devices: devices, entries with their answers, pictures on their way."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "device",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("uuid", sa.Text(), nullable=False, comment="public identifier, made by the device itself"),
        sa.Column(
            "account_id",
            sa.Integer(),
            nullable=False,
            comment="account that registered it; no other sends from it",
        ),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="what it is called, such as Android, Chrome; checked for personal data",
        ),
        sa.Column("registered_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "seen_at", Moment(), nullable=False, comment="UTC time at which it last asked, to the hour"
        ),
        sa.Column(
            "wiped_at",
            Moment(),
            nullable=True,
            comment="UTC time from which it is told to forget everything; empty: it may go on",
        ),
        sa.Column(
            "wiped_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_device_account_id")),
        sa.ForeignKeyConstraint(["wiped_by"], ["account.id"], name=op.f("fk_device_wiped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("uuid", name=op.f("uq_device_uuid")),
        comment="Telephones and other devices that carry a part of the register along.",
    )
    op.create_index("ix_device_account_id", "device", ["account_id"], unique=False)
    op.create_table(
        "sync_entry",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="identifier of the entry, made by the device, so that it is stored once",
        ),
        sa.Column("device_id", sa.Integer(), nullable=False, comment="device that sent it"),
        sa.Column("seq", sa.Integer(), nullable=False, comment="number on its device, from 1"),
        sa.Column(
            "format", sa.Integer(), nullable=False, comment="version of the form in which it was written"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="visit, place or count"),
        sa.Column(
            "digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the canonical JSON of its body, hexadecimal",
        ),
        sa.Column(
            "device_at",
            Moment(),
            nullable=False,
            comment="UTC time of the device when it was recorded; its clock may be wrong",
        ),
        sa.Column("sent_at", Moment(), nullable=False, comment="UTC time of the device when it was sent"),
        sa.Column(
            "received_at", Moment(), nullable=False, comment="UTC time of the service when it was answered"
        ),
        sa.Column(
            "skew_s",
            sa.Double(),
            nullable=False,
            comment="clock of the service less clock of the device, s",
        ),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=False,
            comment="stored, conflict, refused (it may be sent again) or replaced (by another)",
        ),
        sa.Column(
            "receipt",
            sa.Text(),
            nullable=True,
            comment="number of the receipt, such as BN00001; empty unless stored",
        ),
        sa.Column(
            "object_type",
            sa.Text(),
            nullable=True,
            comment="what was stored, or is in conflict, as the audit names it",
        ),
        sa.Column("object_id", sa.Text(), nullable=True, comment="public identifier of that"),
        sa.Column("code", sa.Text(), nullable=True, comment="why it was not stored, as an error code"),
        sa.Column(
            "facts",
            sa.Text(),
            nullable=True,
            comment="JSON of what the words of that code need: never words of its writer",
        ),
        sa.Column(
            "inbox",
            sa.Text(),
            nullable=True,
            comment="public identifier of the conflict in which its content waits",
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_sync_entry_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_entry")),
        sa.UniqueConstraint("receipt", name=op.f("uq_sync_entry_receipt")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sync_entry_uuid")),
        comment="What devices sent, each with the answer that it got; what it says is where it was stored.",
    )
    op.create_index("ix_sync_entry_device_id", "sync_entry", ["device_id"], unique=False)
    op.create_table(
        "sync_upload",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("uuid", sa.Text(), nullable=False, comment="identifier of the picture, made by the device"),
        sa.Column("device_id", sa.Integer(), nullable=False, comment="device that sends it"),
        sa.Column(
            "entry_id", sa.Integer(), nullable=False, comment="entry of the visit on which it was taken"
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False, comment="length, bytes"),
        sa.Column(
            "sha256", sa.Text(), nullable=False, comment="SHA-256 of the bytes that are sent, hexadecimal"
        ),
        sa.Column(
            "is_blurred",
            sa.Boolean(),
            nullable=False,
            comment="true: parts were made unreadable on the device",
        ),
        sa.Column("begun_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "ended_at",
            Moment(),
            nullable=True,
            comment="UTC time at which it was kept; empty while parts are missing",
        ),
        sa.Column(
            "receipt",
            sa.Text(),
            nullable=True,
            comment="number of the receipt; empty while parts are missing",
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_sync_upload_device_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["sync_entry.id"], name=op.f("fk_sync_upload_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_upload")),
        sa.UniqueConstraint("receipt", name=op.f("uq_sync_upload_receipt")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sync_upload_uuid")),
        comment="Pictures that come from devices piece by piece; unfinished bytes lie in the data folder.",
    )
    op.create_index("ix_sync_upload_entry_id", "sync_upload", ["entry_id"], unique=False)
