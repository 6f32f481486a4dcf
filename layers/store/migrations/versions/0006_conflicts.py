"""Changes that came too late, corrected documents, and versions of bodies."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = "row number, never reused as a public identifier"
_BY = "who recorded it; empty for the system itself"


def upgrade() -> None:
    """Create the tables, and give documents and bodies their versions."""
    for table in ("document", "organisation"):
        op.add_column(
            table,
            sa.Column(
                "version",
                sa.Integer(),
                nullable=False,
                server_default="1",
                comment="raised by one with every change; writers start from it",
            ),
        )
    _create_document_versions()
    _create_conflicts()


def _create_document_versions() -> None:
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False, comment=_KEY),
        sa.Column("document_id", sa.Integer(), nullable=False, comment="document"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="value of document.version while it stood so"
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="as in document"),
        sa.Column("number", sa.Text(), nullable=True, comment="as in document"),
        sa.Column("issuer", sa.Text(), nullable=True, comment="as in document"),
        sa.Column("issued_on", sa.Date(), nullable=True, comment="as in document"),
        sa.Column("title", sa.Text(), nullable=False, comment="as in document"),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="why it was corrected; checked for personal data"
        ),
        sa.Column("corrected_by", sa.Integer(), nullable=True, comment=_BY),
        sa.CheckConstraint("known_from <= known_to", name=op.f("ck_document_version_known_span")),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["account.id"], name=op.f("fk_document_version_corrected_by")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_document_version_document_id_version")),
        comment="What the register said of a document before each correction; what it says now is in document.",
    )


def _create_conflicts() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False, comment=_KEY),
        sa.Column("uuid", sa.Text(), nullable=False, comment="public identifier"),
        sa.Column(
            "object_type",
            sa.Text(),
            nullable=False,
            comment="table or collection concerned, as the audit names it",
        ),
        sa.Column("object_id", sa.Text(), nullable=False, comment="public identifier of the object"),
        sa.Column(
            "object_name",
            sa.Text(),
            nullable=False,
            comment="what the object is called; checked for personal data",
        ),
        sa.Column(
            "base_version",
            sa.Integer(),
            nullable=False,
            comment="version of the object that the author started from",
        ),
        sa.Column("path", sa.Text(), nullable=False, comment="path to which the form is sent"),
        sa.Column(
            "proposed",
            sa.Text(),
            nullable=False,
            comment="JSON list of name and value of the form's fields; checked for personal data; "
            "emptied once it is settled",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column("recorded_by", sa.Integer(), nullable=True, comment=_BY),
        sa.Column(
            "resolved_at", Moment(), nullable=True, comment="UTC; empty while its author has not decided"
        ),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=True,
            comment="merged or discarded; empty while its author has not decided",
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_conflict_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("uuid", name=op.f("uq_conflict_uuid")),
        comment="Changes that were refused because somebody else had changed the same thing meanwhile.",
    )
    op.create_index(
        "ix_conflict_recorded_by_resolved_at", "conflict", ["recorded_by", "resolved_at"], unique=False
    )
