"""The daily work: names and addresses of places, lineage, documents' files, visits, recommendations, chained audit."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "organisation",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="stable name"),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="name of an office or organisation, never of a person"
        ),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="member (joins visits), authority (decides, receives recommendations) or partner",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in lists"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="false: no longer offered"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        comment="Bodies that join visits and to which recommendations go.",
    )
    op.create_table(
        "checklist",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="version of the list, from 1"),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC; the newest list is the one in use"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_checklist_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("number", name=op.f("uq_checklist_number")),
        comment="Versions of the list of observable facts that a visit looks at.",
    )
    op.create_table(
        "checklist_item",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("checklist_id", sa.Integer(), nullable=False, comment="list"),
        sa.Column("code", sa.Text(), nullable=False, comment="stable name of the fact"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order in the form"),
        sa.Column(
            "text_vi",
            sa.Text(),
            nullable=False,
            comment="question in Vietnamese; about what can be seen, never about persons",
        ),
        sa.Column("text_en", sa.Text(), nullable=False, comment="question in English"),
        sa.Column(
            "scale",
            sa.Text(),
            nullable=False,
            comment="name of the scale of answers (layers/supervision/checklists.py)",
        ),
        sa.Column(
            "warns_at",
            sa.Text(),
            nullable=True,
            comment="answer from which on the fact speaks for a relapse; empty: it never does",
        ),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_checklist_item_checklist_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sa.UniqueConstraint("checklist_id", "code", name=op.f("uq_checklist_item_checklist_id_code")),
        comment="Facts of a list.",
    )
    op.create_table(
        "document_file",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("uuid", sa.Text(), nullable=False, comment="public identifier"),
        sa.Column(
            "document_id", sa.Integer(), nullable=False, comment="document of which it is the text or a scan"
        ),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the bytes, hexadecimal: the name under which they are kept in the data folder",
        ),
        sa.Column(
            "file_name",
            sa.Text(),
            nullable=False,
            comment="name for whoever downloads it; checked for personal data",
        ),
        sa.Column(
            "media_type", sa.Text(), nullable=False, comment="found from the bytes, never from the name"
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False, comment="length, bytes"),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column("removed_at", Moment(), nullable=True, comment="UTC; empty while it is shown"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_file_document_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_document_file_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("uuid", name=op.f("uq_document_file_uuid")),
        comment="Files of documents; the bytes lie beside the database.",
    )
    op.create_index("ix_document_file_document_id", "document_file", ["document_id"], unique=False)
    op.create_table(
        "hotspot_lineage",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("from_id", sa.Integer(), nullable=False, comment="place that ended"),
        sa.Column("to_id", sa.Integer(), nullable=False, comment="place that goes on instead"),
        sa.Column("kind", sa.Text(), nullable=False, comment="merge or split"),
        sa.Column(
            "happened_on",
            sa.Date(),
            nullable=False,
            comment="day from which the new place stands for the old one",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["from_id"], ["hotspot.id"], name=op.f("fk_hotspot_lineage_from_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_hotspot_lineage_recorded_by")),
        sa.ForeignKeyConstraint(["to_id"], ["hotspot.id"], name=op.f("fk_hotspot_lineage_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotspot_lineage")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_hotspot_lineage_from_id_to_id")),
        comment="Which place went into which; visits stay with the place they were made to.",
    )
    op.create_table(
        "recommendation",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="short public code, such as KN00001"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="handle (XU_LY: asks an authority to act) or commend (KHEN_THUONG)",
        ),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place that it is about"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["hotspot_id"], ["hotspot.id"], name=op.f("fk_recommendation_hotspot_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_recommendation_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("code", name=op.f("uq_recommendation_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_recommendation_uuid")),
        comment="Recommendations; what was recorded of them is in recommendation_version.",
    )
    op.create_index("ix_recommendation_hotspot_id", "recommendation", ["hotspot_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="short public code, such as GS00001"),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["hotspot_id"], ["hotspot.id"], name=op.f("fk_visit_hotspot_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_visit_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_visit_uuid")),
        comment="Visits to places, planned or made; what was recorded of them is in visit_version.",
    )
    op.create_index("ix_visit_hotspot_id", "visit", ["hotspot_id"], unique=False)
    op.create_table(
        "recommendation_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("recommendation_id", sa.Integer(), nullable=False, comment="recommendation"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="value of recommendation.version that this row brought",
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column(
            "state", sa.Text(), nullable=False, comment="draft, sent, answered, done, refused or withdrawn"
        ),
        sa.Column(
            "content", sa.Text(), nullable=False, comment="what is asked for; checked for personal data"
        ),
        sa.Column("sent_to_id", sa.Integer(), nullable=False, comment="body that it goes to"),
        sa.Column("drafted_on", sa.Date(), nullable=False, comment="day on which it was drafted"),
        sa.Column("sent_on", sa.Date(), nullable=True, comment="day on which it was sent"),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="document with which it was sent"),
        sa.Column("reply_due_on", sa.Date(), nullable=True, comment="day by which the body is to answer"),
        sa.Column("answered_on", sa.Date(), nullable=True, comment="day of the answer"),
        sa.Column("reply_document_id", sa.Integer(), nullable=True, comment="document of the answer"),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=True,
            comment="what came of it, in words; checked for personal data",
        ),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="day on which it was done, refused or withdrawn"
        ),
        sa.Column(
            "recipient_kind", sa.Text(), nullable=True, comment="group or individual; commendations only"
        ),
        sa.Column(
            "recipient_group",
            sa.Text(),
            nullable=True,
            comment="name of the group to be commended; an individual stands only in the decision",
        ),
        sa.Column(
            "has_consent", sa.Boolean(), nullable=False, comment="true: the individual agreed to be commended"
        ),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=True,
            comment="why it was corrected or withdrawn; checked for personal data",
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_recommendation_version_known_span")),
        sa.ForeignKeyConstraint(
            ["sent_to_id"], ["organisation.id"], name=op.f("fk_recommendation_version_sent_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_recommendation_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_version_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_recommendation_version_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["reply_document_id"], ["document.id"], name=op.f("fk_recommendation_version_reply_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_version")),
        comment="What the register knew of a recommendation when: changes are new rows.",
    )
    op.create_index(
        "ix_recommendation_version_recommendation_id",
        "recommendation_version",
        ["recommendation_id"],
        unique=False,
    )
    op.create_table(
        "recommendation_visit",
        sa.Column("recommendation_id", sa.Integer(), nullable=False, comment="recommendation"),
        sa.Column("visit_id", sa.Integer(), nullable=False, comment="visit that it comes from"),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_visit_recommendation_id"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_recommendation_visit_visit_id")),
        sa.PrimaryKeyConstraint("recommendation_id", "visit_id", name=op.f("pk_recommendation_visit")),
        comment="Which visits a recommendation comes from.",
    )
    op.create_table(
        "visit_image",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column("visit_id", sa.Integer(), nullable=False, comment="visit on which it was taken"),
        sa.Column(
            "sha256",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the bytes, hexadecimal: the name under which they are kept in the data folder",
        ),
        sa.Column(
            "media_type", sa.Text(), nullable=False, comment="image/jpeg or image/webp: always encoded anew"
        ),
        sa.Column("width_px", sa.Integer(), nullable=False, comment="width, pixels"),
        sa.Column("height_px", sa.Integer(), nullable=False, comment="height, pixels"),
        sa.Column("size_bytes", sa.Integer(), nullable=False, comment="length, bytes"),
        sa.Column(
            "is_blurred",
            sa.Boolean(),
            nullable=False,
            comment="true: parts were made unreadable before it was kept",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column("removed_at", Moment(), nullable=True, comment="UTC; empty while it is shown"),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_visit_image_recorded_by")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_image_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_image")),
        sa.UniqueConstraint("uuid", name=op.f("uq_visit_image_uuid")),
        comment="Pictures of places, made smaller, without what the camera wrote into them.",
    )
    op.create_index("ix_visit_image_visit_id", "visit_image", ["visit_id"], unique=False)
    op.create_table(
        "visit_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("visit_id", sa.Integer(), nullable=False, comment="visit"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="value of visit.version that this row brought"
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="planned, made or cancelled"),
        sa.Column("planned_on", sa.Date(), nullable=True, comment="day for which it is or was planned"),
        sa.Column("visited_on", sa.Date(), nullable=True, comment="day on which it was made"),
        sa.Column("form", sa.Text(), nullable=False, comment="on_site, report (hearing a report) or meeting"),
        sa.Column(
            "units", sa.Text(), nullable=False, comment="JSON list of the bodies that took part, as offices"
        ),
        sa.Column("head_count", sa.Integer(), nullable=True, comment="how many took part; never who"),
        sa.Column("note", sa.Text(), nullable=True, comment="short remark; checked for personal data"),
        sa.Column(
            "result",
            sa.Text(),
            nullable=True,
            comment="better, same, worse or relapse against the visit before; empty until made",
        ),
        sa.Column("next_on", sa.Date(), nullable=True, comment="day suggested for the next visit"),
        sa.Column("checklist_id", sa.Integer(), nullable=True, comment="list that the answers belong to"),
        sa.Column("seen_lon", sa.Double(), nullable=True, comment="where the device stood, degrees, WGS 84"),
        sa.Column("seen_lat", sa.Double(), nullable=True, comment="where the device stood, degrees, WGS 84"),
        sa.Column(
            "position_accuracy_m", sa.Double(), nullable=True, comment="radius that the device told, m"
        ),
        sa.Column(
            "distance_m",
            sa.Double(),
            nullable=True,
            comment="from there to the place, m; shown, never deciding",
        ),
        sa.Column(
            "device_at", Moment(), nullable=True, comment="UTC time of the device when the entry was made"
        ),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=True,
            comment="why it was corrected or cancelled; checked for personal data",
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_visit_version_known_span")),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_visit_version_checklist_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_visit_version_recorded_by")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_version_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_version")),
        comment="What the register knew of a visit when: corrections are new rows.",
    )
    op.create_index("ix_visit_version_visit_id", "visit_version", ["visit_id"], unique=False)
    op.create_table(
        "visit_answer",
        sa.Column("visit_version_id", sa.Integer(), nullable=False, comment="version of the visit"),
        sa.Column("item", sa.Text(), nullable=False, comment="code of the fact"),
        sa.Column("answer", sa.Text(), nullable=False, comment="value of its scale"),
        sa.ForeignKeyConstraint(
            ["visit_version_id"], ["visit_version.id"], name=op.f("fk_visit_answer_visit_version_id")
        ),
        sa.PrimaryKeyConstraint("visit_version_id", "item", name=op.f("pk_visit_answer")),
        comment="What was seen: one answer a fact.",
    )
    op.add_column(
        "audit",
        sa.Column(
            "digest",
            sa.Text(),
            nullable=True,
            comment="SHA-256 over the digest of the row before and this row, hexadecimal",
        ),
    )
    op.add_column(
        "hotspot_version",
        sa.Column(
            "aliases",
            sa.Text(),
            nullable=True,
            comment="JSON list of other names in use; each checked for personal data",
        ),
    )
    op.add_column(
        "hotspot_version",
        sa.Column(
            "alley_number", sa.Text(), nullable=True, comment="number at the mouth of the alley, such as 1678"
        ),
    )
    op.add_column(
        "hotspot_version",
        sa.Column(
            "alley_branch",
            sa.Text(),
            nullable=True,
            comment="branches of the alley, such as 12 in 1678/12; never a house",
        ),
    )
    op.add_column(
        "hotspot_version",
        sa.Column("street", sa.Text(), nullable=True, comment="street at whose side the alley opens"),
    )
