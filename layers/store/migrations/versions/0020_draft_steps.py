"""What was done to the areas of a set of boundaries that is being prepared, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "boundary_draft_step",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("draft_id", sa.Integer(), nullable=False, comment="set it belongs to"),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="change, add, remove, merge, split, mend or simplify"
        ),
        sa.Column("taken_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "taken_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["boundary_draft.id"], name=op.f("fk_boundary_draft_step_draft_id")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_boundary_draft_step_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_draft_step")),
        comment="What was done to the areas of a set that is being prepared, so that it can be undone.",
    )
    op.create_index("ix_boundary_draft_step_draft_id", "boundary_draft_step", ["draft_id"], unique=False)
    op.create_table(
        "boundary_draft_step_area",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("step_id", sa.Integer(), nullable=False, comment="step that changed it"),
        sa.Column(
            "area_id",
            sa.Integer(),
            nullable=False,
            comment="row of boundary_draft_area, which the step may have removed",
        ),
        sa.Column(
            "was_there",
            sa.Boolean(),
            nullable=False,
            comment="true: as it was before the step; false: the step added it",
        ),
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
        sa.Column(
            "shape", sa.LargeBinary(), nullable=False, comment="(multi)polygon as WKB, EPSG:4326, lon lat"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["boundary.id"], name=op.f("fk_boundary_draft_step_area_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["boundary_draft_step.id"], name=op.f("fk_boundary_draft_step_area_step_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_draft_step_area")),
        comment="The areas that a step changed, removed or added.",
    )
    op.create_index(
        "ix_boundary_draft_step_area_step_id", "boundary_draft_step_area", ["step_id"], unique=False
    )
