"""The first tables: boundaries over time, places, status, documents, accounts, audit."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Geometry, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "account",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="sign-in name; the only personal name in the database"
        ),
        sa.Column(
            "password_hash",
            sa.Text(),
            nullable=True,
            comment="argon2id hash; empty until a password is chosen",
        ),
        sa.Column("locale", sa.Text(), nullable=False, comment="language of the pages: vi or en"),
        sa.Column("epoch", sa.Integer(), nullable=False, comment="raised to end all sessions of the account"),
        sa.Column("is_active", sa.Boolean(), nullable=False, comment="false: may not sign in"),
        sa.Column("created_at", Moment(), nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
        comment="People who may sign in.",
    )
    op.create_table(
        "landmark",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="canal or bridge"),
        sa.Column("name", sa.Text(), nullable=False, comment="name on the map"),
        sa.Column(
            "position_accuracy_m", sa.Double(), nullable=True, comment="radius within which it lies, m"
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="where the position comes from"),
        sa.Column("geom", Geometry("GEOMETRY"), nullable=False, comment="line or point, EPSG:4326, lon lat"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landmark")),
        comment="Water and crossings: orientation where there is no base map.",
    )
    op.create_table(
        "revision",
        sa.Column("name", sa.Text(), nullable=False, comment="collection or counter"),
        sa.Column("value", sa.Integer(), nullable=False, comment="raised by one with every change"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_revision")),
        comment="Counters that tell whether anything changed, and the last number given out.",
    )
    op.create_table(
        "audit",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "account_id", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column("actor_name", sa.Text(), nullable=False, comment="sign-in name at that time, or system"),
        sa.Column("action", sa.Text(), nullable=False, comment="what was done, such as hotspot.open"),
        sa.Column("object_type", sa.Text(), nullable=False, comment="table or collection concerned"),
        sa.Column("object_id", sa.Text(), nullable=False, comment="public identifier of the object"),
        sa.Column("before", sa.Text(), nullable=True, comment="JSON of what changed, before"),
        sa.Column("after", sa.Text(), nullable=True, comment="JSON of what changed, after"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, in the words of the one who did it"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        comment="Who changed what, when and why; only ever added to.",
    )
    op.create_index("ix_audit_object_type_object_id", "audit", ["object_type", "object_id"], unique=False)
    op.create_table(
        "boundary_vintage",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "valid_from",
            sa.Date(),
            nullable=False,
            comment="day on which this set of boundaries came into force",
        ),
        sa.Column("title", sa.Text(), nullable=False, comment="short name of the set"),
        sa.Column("legal_basis", sa.Text(), nullable=False, comment="resolution or decision that made it"),
        sa.Column(
            "source",
            sa.Text(),
            nullable=False,
            comment="where the geometries come from, and what they are not",
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_boundary_vintage_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_vintage")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_boundary_vintage_valid_from")),
        comment="Sets of boundaries that came into force together.",
    )
    op.create_table(
        "document",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("uuid", sa.Text(), nullable=False, comment="public identifier"),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="KH plan, QD decision, BC report, TTr submission, CV letter, TB notice, NQ resolution, KHAC other",
        ),
        sa.Column(
            "number",
            sa.Text(),
            nullable=True,
            comment="number and symbol as printed, such as 09/KH-UBMT-BTT; empty for a document without one",
        ),
        sa.Column("issuer", sa.Text(), nullable=True, comment="issuing body"),
        sa.Column("issued_on", sa.Date(), nullable=True, comment="date printed on the document"),
        sa.Column("title", sa.Text(), nullable=False, comment="subject line"),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_document_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "issuer", "number", "issued_on", name=op.f("uq_document_issuer_number_issued_on")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_document_uuid")),
        comment="Documents that plans, decisions and places are founded on.",
    )
    op.create_table(
        "hotspot",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by whoever first recorded the place",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="short public code, such as DB00001"),
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
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_hotspot_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotspot")),
        sa.UniqueConstraint("code", name=op.f("uq_hotspot_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_hotspot_uuid")),
        comment="Places under supervision; what they look like is in hotspot_version.",
    )
    op.create_table(
        "token",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="as whom the bearer acts"),
        sa.Column("kind", sa.Text(), nullable=False, comment="api (for programs) or link (one-time sign-in)"),
        sa.Column("name", sa.Text(), nullable=False, comment="what the holder calls it"),
        sa.Column("secret_hash", sa.Text(), nullable=False, comment="SHA-256 of the secret, hexadecimal"),
        sa.Column("created_at", Moment(), nullable=False, comment="UTC"),
        sa.Column("expires_at", Moment(), nullable=True, comment="UTC"),
        sa.Column(
            "used_at", Moment(), nullable=True, comment="UTC of the last use; for a link, of its only use"
        ),
        sa.Column("revoked_at", Moment(), nullable=True, comment="UTC"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_token_secret_hash")),
        comment="Secrets that stand for an account; only their hashes are kept.",
    )
    op.create_table(
        "boundary",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("vintage_id", sa.Integer(), nullable=False, comment="set with which it came into force"),
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="official code; reused for other areas over time, so never a key alone",
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day on which it held"),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="first day on which it no longer held"),
        sa.Column(
            "recorded_at", Moment(), nullable=False, comment="UTC time from which the register knew of it"
        ),
        sa.Column(
            "closed_at", Moment(), nullable=True, comment="UTC time at which the register learned of its end"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="short name, such as Phường 6"),
        sa.Column(
            "full_name", sa.Text(), nullable=False, comment="name with the district or province it lay in"
        ),
        sa.Column(
            "level", sa.Text(), nullable=False, comment="province, district, ward, neighbourhood or grouping"
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True, comment="area it belongs to"),
        sa.Column(
            "is_partial", sa.Boolean(), nullable=False, comment="true: only a part of the area is drawn"
        ),
        sa.Column(
            "population", sa.Integer(), nullable=True, comment="residents, from the source; never computed"
        ),
        sa.Column("population_on", sa.Date(), nullable=True, comment="date of that count"),
        sa.Column(
            "area_m2",
            sa.Double(),
            nullable=False,
            comment="geodesic area of the drawn polygon, m2; not the official area",
        ),
        sa.Column("label_lon", sa.Double(), nullable=False, comment="widest place, degrees, WGS 84"),
        sa.Column("label_lat", sa.Double(), nullable=False, comment="widest place, degrees, WGS 84"),
        sa.Column("search_terms", sa.Text(), nullable=False, comment="folded words by which it is found"),
        sa.Column(
            "sort_key",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
            comment="Vietnamese collation key of the name",
        ),
        sa.Column(
            "geojson", sa.Text(), nullable=False, comment="the geometry as GeoJSON text, WGS 84, 6 decimals"
        ),
        sa.Column("geom", Geometry("GEOMETRY"), nullable=False, comment="(multi)polygon, EPSG:4326, lon lat"),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_boundary_valid_span")),
        sa.ForeignKeyConstraint(["parent_id"], ["boundary.id"], name=op.f("fk_boundary_parent_id")),
        sa.ForeignKeyConstraint(["vintage_id"], ["boundary_vintage.id"], name=op.f("fk_boundary_vintage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_boundary_code_valid_from")),
        comment="Administrative areas and groupings over time, one row per (code, valid_from).",
    )
    op.create_table(
        "status_event",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the recorder, so that a repeated request is recognised",
        ),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place"),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="state that the event brings (the state table is layers/conversion/status.py)",
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="day from which the state holds"),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column(
            "decided_by", sa.Text(), nullable=True, comment="body that decided: mttq, authority or none"
        ),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="evidence"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, in words; checked for personal data"),
        sa.Column("term_from", sa.Date(), nullable=True, comment="first day of the conversion term"),
        sa.Column("term_to", sa.Date(), nullable=True, comment="last day of the conversion term"),
        sa.Column(
            "watch_to", sa.Date(), nullable=True, comment="last day of the watch period after conversion"
        ),
        sa.Column(
            "reply_due_on", sa.Date(), nullable=True, comment="day by which the authority is to answer"
        ),
        sa.Column(
            "cycle_no",
            sa.Integer(),
            nullable=False,
            comment="1 for the first conversion, one more after each relapse",
        ),
        sa.Column(
            "original_id",
            sa.Integer(),
            nullable=True,
            comment="place of which this is a duplicate or into which it was merged",
        ),
        sa.Column("corrects_id", sa.Integer(), nullable=True, comment="earlier event that this one replaces"),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["status_event.id"], name=op.f("fk_status_event_corrects_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_status_event_document_id")),
        sa.ForeignKeyConstraint(["hotspot_id"], ["hotspot.id"], name=op.f("fk_status_event_hotspot_id")),
        sa.ForeignKeyConstraint(["original_id"], ["hotspot.id"], name=op.f("fk_status_event_original_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_status_event_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_event")),
        sa.UniqueConstraint("uuid", name=op.f("uq_status_event_uuid")),
        comment="What happened to the status of a place; only ever added to.",
    )
    op.create_index("ix_status_event_hotspot_id", "status_event", ["hotspot_id"], unique=False)
    op.create_table(
        "account_grant",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("account_id", sa.Integer(), nullable=False, comment="who holds the grant"),
        sa.Column(
            "role",
            sa.Text(),
            nullable=False,
            comment="viewer, reporter, supervisor, officer, coordinator, partner, admin or auditor",
        ),
        sa.Column(
            "boundary_id",
            sa.Integer(),
            nullable=True,
            comment="area of the grant with all that lies in it; empty: everywhere",
        ),
        sa.Column("granted_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "granted_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column("revoked_at", Moment(), nullable=True, comment="UTC; empty while the grant holds"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_grant_account_id")),
        sa.ForeignKeyConstraint(["boundary_id"], ["boundary.id"], name=op.f("fk_account_grant_boundary_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name=op.f("fk_account_grant_granted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant")),
        comment="Rights: account x role x area.",
    )
    op.create_index("ix_account_grant_account_id", "account_grant", ["account_id"], unique=False)
    op.create_table(
        "hotspot_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="value of hotspot.version that this row brought"
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day on which it held"),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="first day on which it no longer held"),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="name in use, such as Hẻm 1678 Phạm Thế Hiển"),
        sa.Column("kind", sa.Text(), nullable=False, comment="alley (line), bridge (area), area or point"),
        sa.Column(
            "position_accuracy_m",
            sa.Double(),
            nullable=False,
            comment="radius within which the place lies, m",
        ),
        sa.Column("position_source", sa.Text(), nullable=False, comment="survey, gps or text"),
        sa.Column("length_m", sa.Double(), nullable=True, comment="geodesic length, m; lines only"),
        sa.Column("area_m2", sa.Double(), nullable=True, comment="geodesic area, m2; polygons only"),
        sa.Column("document_id", sa.Integer(), nullable=True, comment="document that names the place"),
        sa.Column(
            "lead_id",
            sa.Integer(),
            nullable=True,
            comment="ward chosen to answer for it; empty: the one with the largest part",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="where it comes from, in words"),
        sa.Column("note", sa.Text(), nullable=True, comment="remark on the place; checked for personal data"),
        sa.Column("search_terms", sa.Text(), nullable=False, comment="folded words by which it is found"),
        sa.Column(
            "sort_key",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
            comment="Vietnamese collation key of the name",
        ),
        sa.Column(
            "geojson", sa.Text(), nullable=False, comment="the geometry as GeoJSON text, WGS 84, 6 decimals"
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.Column("geom", Geometry("GEOMETRY"), nullable=False, comment="EPSG:4326, lon lat"),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_hotspot_version_known_span")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_hotspot_version_valid_span")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_hotspot_version_document_id")
        ),
        sa.ForeignKeyConstraint(["hotspot_id"], ["hotspot.id"], name=op.f("fk_hotspot_version_hotspot_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["boundary.id"], name=op.f("fk_hotspot_version_lead_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_hotspot_version_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotspot_version")),
        comment="What a place was like over time, and what the register knew of it when.",
    )
    op.create_index("ix_hotspot_version_hotspot_id", "hotspot_version", ["hotspot_id"], unique=False)
    op.create_table(
        "status_span",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place"),
        sa.Column("event_id", sa.Integer(), nullable=False, comment="event it follows from"),
        sa.Column("state", sa.Text(), nullable=False, comment="state during the span"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day on which it held"),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="first day on which it no longer held"),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_status_span_known_span")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_status_span_valid_span")),
        sa.ForeignKeyConstraint(["event_id"], ["status_event.id"], name=op.f("fk_status_span_event_id")),
        sa.ForeignKeyConstraint(["hotspot_id"], ["hotspot.id"], name=op.f("fk_status_span_hotspot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_span")),
        comment="The events as spans, derived when an event is written, so that a status on a date is one look-up.",
    )
    op.create_index("ix_status_span_hotspot_id", "status_span", ["hotspot_id", "valid_from"], unique=False)
    op.create_table(
        "succession",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("from_id", sa.Integer(), nullable=False, comment="area that ended"),
        sa.Column("to_id", sa.Integer(), nullable=False, comment="area that received it, or a part of it"),
        sa.Column("kind", sa.Text(), nullable=False, comment="whole or part"),
        sa.Column("area_m2", sa.Double(), nullable=False, comment="geodesic area in common, m2"),
        sa.Column(
            "share_of_from",
            sa.Double(),
            nullable=False,
            comment="part of the old area as drawn that went there, 0..1",
        ),
        sa.Column(
            "share_of_to",
            sa.Double(),
            nullable=False,
            comment="part of the new area as drawn that came from there, 0..1",
        ),
        sa.ForeignKeyConstraint(["from_id"], ["boundary.id"], name=op.f("fk_succession_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["boundary.id"], name=op.f("fk_succession_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_succession_from_id_to_id")),
        comment="Which area became which, with shares computed from the geometries.",
    )
    op.create_table(
        "hotspot_area",
        sa.Column("boundary_id", sa.Integer(), nullable=False, comment="area of any vintage"),
        sa.Column("hotspot_version_id", sa.Integer(), nullable=False, comment="version of the place"),
        sa.Column(
            "share",
            sa.Double(),
            nullable=False,
            comment="part of the place's length or area inside, 0..1; 1 for a point",
        ),
        sa.Column(
            "is_lead",
            sa.Boolean(),
            nullable=False,
            comment="true for the one ward of its vintage that answers for the place",
        ),
        sa.ForeignKeyConstraint(["boundary_id"], ["boundary.id"], name=op.f("fk_hotspot_area_boundary_id")),
        sa.ForeignKeyConstraint(
            ["hotspot_version_id"], ["hotspot_version.id"], name=op.f("fk_hotspot_area_hotspot_version_id")
        ),
        sa.PrimaryKeyConstraint("boundary_id", "hotspot_version_id", name=op.f("pk_hotspot_area")),
        comment="Which areas a place lies in, for every vintage, computed when the place or the boundary is written.",
    )
    op.create_index(
        "ix_hotspot_area_hotspot_version_id",
        "hotspot_area",
        ["hotspot_version_id", "boundary_id"],
        unique=False,
    )
    op.create_table(
        "hotspot_topic",
        sa.Column("hotspot_version_id", sa.Integer(), nullable=False, comment="version of the place"),
        sa.Column("topic", sa.Text(), nullable=False, comment="toi_pham, ma_tuy, mai_dam or te_nan_khac"),
        sa.ForeignKeyConstraint(
            ["hotspot_version_id"], ["hotspot_version.id"], name=op.f("fk_hotspot_topic_hotspot_version_id")
        ),
        sa.PrimaryKeyConstraint("hotspot_version_id", "topic", name=op.f("pk_hotspot_topic")),
        comment="What the place is watched for.",
    )
