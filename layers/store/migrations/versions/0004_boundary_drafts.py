"""Sets of boundaries that are being prepared, what becomes which, and ward clusters by year."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Geometry, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "ward_cluster_year",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("year", sa.Integer(), nullable=False, comment="calendar year"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC time of the last change"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_ward_cluster_year_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ward_cluster_year")),
        sa.UniqueConstraint("year", name=op.f("uq_ward_cluster_year_year")),
        comment="Years for which ward clusters were set.",
    )
    op.create_table(
        "boundary_draft",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column(
            "valid_from", sa.Date(), nullable=False, comment="day on which the set is to come into force"
        ),
        sa.Column(
            "title", sa.Text(), nullable=False, comment="short name of the set; checked for personal data"
        ),
        sa.Column(
            "legal_basis",
            sa.Text(),
            nullable=False,
            comment="resolution or decision that makes it; checked for personal data",
        ),
        sa.Column(
            "source",
            sa.Text(),
            nullable=False,
            comment="where the geometries come from; checked for personal data",
        ),
        sa.Column("base_id", sa.Integer(), nullable=True, comment="newest published set when it was begun"),
        sa.Column("begun_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "begun_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column(
            "ended_at", Moment(), nullable=True, comment="UTC time at which it was published or discarded"
        ),
        sa.Column("vintage_id", sa.Integer(), nullable=True, comment="set that it was published as"),
        sa.ForeignKeyConstraint(["base_id"], ["boundary_vintage.id"], name=op.f("fk_boundary_draft_base_id")),
        sa.ForeignKeyConstraint(["begun_by"], ["account.id"], name=op.f("fk_boundary_draft_begun_by")),
        sa.ForeignKeyConstraint(
            ["vintage_id"], ["boundary_vintage.id"], name=op.f("fk_boundary_draft_vintage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_draft")),
        sa.UniqueConstraint("uuid", name=op.f("uq_boundary_draft_uuid")),
        comment="Sets of boundaries that are being prepared.",
    )
    op.create_table(
        "ward_cluster",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("year_id", sa.Integer(), nullable=False, comment="year"),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="stays with the cluster when it is renamed, from 1",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="name in use; checked for personal data"),
        sa.ForeignKeyConstraint(["year_id"], ["ward_cluster_year.id"], name=op.f("fk_ward_cluster_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ward_cluster")),
        sa.UniqueConstraint("year_id", "name", name=op.f("uq_ward_cluster_year_id_name")),
        sa.UniqueConstraint("year_id", "number", name=op.f("uq_ward_cluster_year_id_number")),
        comment="Clusters of wards that are guided together in a year.",
    )
    op.create_table(
        "boundary_draft_area",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("draft_id", sa.Integer(), nullable=False, comment="set it belongs to"),
        sa.Column("from_id", sa.Integer(), nullable=True, comment="area in force that it was copied from"),
        sa.Column(
            "is_changed",
            sa.Boolean(),
            nullable=False,
            comment="true: new, or different from the area it was copied from; only these are published",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="official code"),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="short name, such as Phường 6; checked for personal data",
        ),
        sa.Column(
            "full_name",
            sa.Text(),
            nullable=False,
            comment="name with the district or province; checked for personal data",
        ),
        sa.Column("level", sa.Text(), nullable=False, comment="province, district, ward or neighbourhood"),
        sa.Column("parent", sa.Text(), nullable=True, comment="code of the area it belongs to"),
        sa.Column(
            "is_partial", sa.Boolean(), nullable=False, comment="true: only a part of the area is drawn"
        ),
        sa.Column(
            "population", sa.Integer(), nullable=True, comment="residents, from the source; never computed"
        ),
        sa.Column("population_on", sa.Date(), nullable=True, comment="date of that count"),
        sa.Column("ended_on", sa.Date(), nullable=False, comment="first day on which it no longer holds"),
        sa.Column("geom", Geometry("GEOMETRY"), nullable=False, comment="(multi)polygon, EPSG:4326, lon lat"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["boundary_draft.id"], name=op.f("fk_boundary_draft_area_draft_id")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["boundary.id"], name=op.f("fk_boundary_draft_area_from_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_draft_area")),
        comment="Areas of sets that are being prepared.",
    )
    op.create_index("ix_boundary_draft_area_draft_id", "boundary_draft_area", ["draft_id"], unique=False)
    op.create_table(
        "ward_cluster_member",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "year_id",
            sa.Integer(),
            nullable=False,
            comment="year of the cluster, so that a ward is in one only",
        ),
        sa.Column("cluster_id", sa.Integer(), nullable=False, comment="cluster"),
        sa.Column("boundary_id", sa.Integer(), nullable=False, comment="ward"),
        sa.ForeignKeyConstraint(
            ["boundary_id"], ["boundary.id"], name=op.f("fk_ward_cluster_member_boundary_id")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["ward_cluster.id"], name=op.f("fk_ward_cluster_member_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["ward_cluster_year.id"], name=op.f("fk_ward_cluster_member_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ward_cluster_member")),
        sa.UniqueConstraint(
            "year_id", "boundary_id", name=op.f("uq_ward_cluster_member_year_id_boundary_id")
        ),
        comment="Which wards a cluster holds: each ward once a year at most.",
    )
    op.create_table(
        "succession_decision",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("from_id", sa.Integer(), nullable=False, comment="area in force that would end"),
        sa.Column(
            "area_id", sa.Integer(), nullable=False, comment="area being prepared that would receive it"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="whole, part or none"),
        sa.Column("decided_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "decided_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["boundary_draft_area.id"], name=op.f("fk_succession_decision_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_succession_decision_decided_by")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["boundary.id"], name=op.f("fk_succession_decision_from_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession_decision")),
        sa.UniqueConstraint("from_id", "area_id", name=op.f("uq_succession_decision_from_id_area_id")),
        comment="What people decided about which area becomes which, before a set is published.",
    )
    op.create_index("ix_succession_decision_area_id", "succession_decision", ["area_id"], unique=False)
