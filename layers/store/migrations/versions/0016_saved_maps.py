"""Saved maps, snapshots, links that expire."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "saved_map",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, so that a repeated request is recognised",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="short public code, such as BD00001"),
        sa.Column(
            "account_id", sa.Integer(), nullable=False, comment="account that keeps it; no other changes it"
        ),
        sa.Column("title", sa.Text(), nullable=False, comment="what it is called; checked for personal data"),
        sa.Column(
            "spec",
            sa.Text(),
            nullable=False,
            comment="JSON of the map: place, day, boundaries, filters; its words checked for personal data",
        ),
        sa.Column(
            "shared_with",
            sa.Text(),
            nullable=False,
            comment="nobody, or readers: all who may read the register",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("made_at", Moment(), nullable=False, comment="UTC"),
        sa.Column("changed_at", Moment(), nullable=False, comment="UTC"),
        sa.Column("removed_at", Moment(), nullable=True, comment="UTC; empty while it is kept"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_map_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_map")),
        sa.UniqueConstraint("code", name=op.f("uq_saved_map_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_saved_map_uuid")),
        comment="Maps that people keep: what is shown of them is decided by the rights of whoever opens one.",
    )
    op.create_index("ix_saved_map_account_id", "saved_map", ["account_id"], unique=False)
    op.create_table(
        "snapshot",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, so that a repeated request is recognised",
        ),
        sa.Column(
            "code", sa.Text(), nullable=False, comment="what the sheet is called by, such as AB23-CD45"
        ),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="account that took it"),
        sa.Column("title", sa.Text(), nullable=False, comment="what it is called; checked for personal data"),
        sa.Column(
            "sheet",
            sa.Text(),
            nullable=False,
            comment="JSON of the sheet and its map, its day filled in; its words checked for personal data",
        ),
        sa.Column("known_at", Moment(), nullable=False, comment="UTC time as of which the register was read"),
        sa.Column("today_on", sa.Date(), nullable=False, comment="day that counted as today"),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="SHA-256 of the data that it shows, hexadecimal"
        ),
        sa.Column(
            "shown", sa.Integer(), nullable=False, comment="how many rows of snapshot_version it began with"
        ),
        sa.Column("made_at", Moment(), nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_snapshot_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("code", name=op.f("uq_snapshot_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_snapshot_uuid")),
        comment="Maps as they were at one moment; the code on a sheet opens the same map again.",
    )
    op.create_index("ix_snapshot_account_id", "snapshot", ["account_id"], unique=False)
    op.create_table(
        "snapshot_version",
        sa.Column("snapshot_id", sa.Integer(), nullable=False, comment="snapshot"),
        sa.Column("hotspot_version_id", sa.Integer(), nullable=False, comment="what it shows"),
        sa.ForeignKeyConstraint(
            ["hotspot_version_id"],
            ["hotspot_version.id"],
            name=op.f("fk_snapshot_version_hotspot_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_snapshot_version_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "hotspot_version_id", name=op.f("pk_snapshot_version")),
        comment="What of which places a snapshot shows: whoever may not see all of it does not open it.",
    )
    op.create_table(
        "snapshot_file",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("snapshot_id", sa.Integer(), nullable=False, comment="snapshot"),
        sa.Column("format", sa.Text(), nullable=False, comment="what was made of it, such as pdf or png-300"),
        sa.Column(
            "url",
            sa.Text(),
            nullable=False,
            comment="where the code on it leads: what it says of itself differs by the name of the server",
        ),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the bytes, hexadecimal; the bytes are made again when they are wanted",
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False, comment="length, bytes"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_snapshot_file_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_file")),
        sa.UniqueConstraint(
            "snapshot_id", "format", "url", name=op.f("uq_snapshot_file_snapshot_id_format_url")
        ),
        comment="Files that were made of snapshots, so that one made again is known to be the same.",
    )
    op.create_table(
        "share_link",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "secret_hash",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the last part of its address, hexadecimal",
        ),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="account that made it"),
        sa.Column("saved_map_id", sa.Integer(), nullable=True, comment="saved map that it opens"),
        sa.Column("snapshot_id", sa.Integer(), nullable=True, comment="snapshot that it opens"),
        sa.Column("made_at", Moment(), nullable=False, comment="UTC"),
        sa.Column("expires_at", Moment(), nullable=False, comment="UTC"),
        sa.Column("revoked_at", Moment(), nullable=True, comment="UTC; empty while it holds"),
        sa.Column(
            "uses", sa.Integer(), server_default="0", nullable=False, comment="how often it was opened"
        ),
        sa.Column("used_at", Moment(), nullable=True, comment="UTC time at which it was last opened"),
        sa.CheckConstraint(
            "(saved_map_id IS NULL) <> (snapshot_id IS NULL)", name=op.f("ck_share_link_one_target")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_share_link_account_id")),
        sa.ForeignKeyConstraint(["saved_map_id"], ["saved_map.id"], name=op.f("fk_share_link_saved_map_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_share_link_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_share_link_secret_hash")),
        comment="Short addresses that end: they need a sign-in and open nothing that the reader may not see.",
    )
    op.create_index("ix_share_link_account_id", "share_link", ["account_id"], unique=False)
