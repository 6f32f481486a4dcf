"""Water and crossings that can be corrected: who may cross, what was said before, by whom and why."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, name what is there, and add the table of what was said before."""
    for column in _new_columns():
        op.add_column("landmark", column, inline_references=True)
    _name_what_is_there()
    op.create_index("ix_landmark_uuid", "landmark", ["uuid"], unique=True)
    op.create_table(
        "landmark_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("landmark_id", sa.Integer(), nullable=False, comment="water or crossing"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="value of landmark.version while it stood so"
        ),
        sa.Column(
            "known_from",
            Moment(),
            nullable=True,
            comment="UTC time from which the register said so; empty: before it was noted",
        ),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="as in landmark"),
        sa.Column(
            "position_accuracy_m", sa.Double(), nullable=True, comment="radius within which it lies, m"
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="as in landmark"),
        *_open_columns(),
        sa.Column(
            "geojson",
            sa.Text(),
            nullable=False,
            comment="the geometry as GeoJSON text, WGS 84, 6 decimals",
        ),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="why it was changed; checked for personal data"
        ),
        sa.Column(
            "replaced_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from <= known_to", name=op.f("ck_landmark_version_known_span")),
        sa.ForeignKeyConstraint(
            ["landmark_id"], ["landmark.id"], name=op.f("fk_landmark_version_landmark_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["account.id"], name=op.f("fk_landmark_version_replaced_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landmark_version")),
        sa.UniqueConstraint("landmark_id", "version", name=op.f("uq_landmark_version_landmark_id_version")),
        comment="What the register said of water and crossings before each change; what it says now is in landmark.",
    )


def _new_columns() -> list[sa.Column[object]]:
    return [
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=True,
            comment="public identifier; empty for what a desktop program drew",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            server_default="1",
            comment="raised by one with every change; writers start from it",
        ),
        *_open_columns(),
        sa.Column(
            "recorded_at",
            Moment(),
            nullable=True,
            comment="UTC time of the present version; empty: before it was noted",
        ),
        sa.Column(
            "recorded_by",
            sa.Integer(),
            sa.ForeignKey("account.id", name=op.f("fk_landmark_recorded_by")),
            nullable=True,
            comment="who recorded it; empty for the system itself",
        ),
        sa.Column(
            "removed_at",
            Moment(),
            nullable=True,
            comment="UTC time at which it was taken off the map; empty while it counts",
        ),
    ]


def _open_columns() -> list[sa.Column[object]]:
    """Return new columns for who may cross; the two tables have the same."""
    users = {"is_open_walking": "people on foot", "is_open_motorbike": "motorbikes"}
    return [
        sa.Column(
            name,
            sa.Boolean(),
            nullable=False,
            server_default=sa.true(),
            comment=f"crossings: true where {who} may use it; water: no meaning",
        )
        for name, who in users.items()
    ]


def _name_what_is_there() -> None:
    landmark = sa.table("landmark", sa.column("id"), sa.column("uuid"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(landmark.c.id)).scalars().all():
        named = sa.update(landmark).where(landmark.c.id == row).values(uuid=str(uuid4()))
        connection.execute(named)
