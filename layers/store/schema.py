"""All tables: the one picture of the database, each column with its meaning and unit.

Open dates are stored as 0001-01-01 ("since before it was recorded") and 9999-12-31 ("until further notice");
``valid`` spans are half-open calendar days, ``known`` spans are half-open UTC times.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from layers.store.columns import Geometry, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True, comment="row number, never reused as a public identifier")


def _text(name: str, comment: str, *, optional: bool = False, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=optional, comment=comment, **options)


def _sort_key() -> Column[str]:
    by_code_point = Text().with_variant(Text(collation="C"), "postgresql")
    return Column("sort_key", by_code_point, nullable=False, comment="Vietnamese collation key of the name")


def _to(name: str, target: str, comment: str, *, optional: bool = False) -> Column[int]:
    return Column(name, ForeignKey(f"{target}.id"), nullable=optional, comment=comment)


def _valid() -> tuple[Column[Any], Column[Any]]:
    return (
        Column("valid_from", Date, nullable=False, comment="first day on which it held"),
        Column("valid_to", Date, nullable=False, comment="first day on which it no longer held"),
    )


def _known() -> tuple[Column[Any], Column[Any]]:
    return (
        Column("known_from", Moment, nullable=False, comment="UTC time from which the register said so"),
        Column("known_to", Moment, nullable=False, comment="UTC time at which a later record replaced it"),
    )


def _at(name: str, comment: str, *, optional: bool = False) -> Column[Any]:
    return Column(name, Moment, nullable=optional, comment=comment)


def _by(name: str = "recorded_by") -> Column[int]:
    return _to(name, "account", "who recorded it; empty for the system itself", optional=True)


account = Table(
    "account",
    metadata,
    _key(),
    _text("name", "sign-in name; the only personal name in the database", unique=True),
    _text("password_hash", "argon2id hash; empty until a password is chosen", optional=True),
    _text("locale", "language of the pages: vi or en"),
    Column("epoch", Integer, nullable=False, comment="raised to end all sessions of the account"),
    Column("is_active", Boolean, nullable=False, comment="false: may not sign in"),
    _at("created_at", "UTC"),
    comment="People who may sign in.",
)

account_grant = Table(
    "account_grant",
    metadata,
    _key(),
    _to("account_id", "account", "who holds the grant"),
    _text("role", "viewer, reporter, supervisor, officer, coordinator, partner, admin or auditor"),
    _to(
        "boundary_id",
        "boundary",
        "area of the grant with all that lies in it; empty: everywhere",
        optional=True,
    ),
    _at("granted_at", "UTC"),
    _by("granted_by"),
    _at("revoked_at", "UTC; empty while the grant holds", optional=True),
    Index("ix_account_grant_account_id", "account_id"),
    comment="Rights: account x role x area.",
)

token = Table(
    "token",
    metadata,
    _key(),
    _to("account_id", "account", "as whom the bearer acts"),
    _text("kind", "api (for programs) or link (one-time sign-in)"),
    _text("name", "what the holder calls it"),
    _text("secret_hash", "SHA-256 of the secret, hexadecimal", unique=True),
    _at("created_at", "UTC"),
    _at("expires_at", "UTC", optional=True),
    _at("used_at", "UTC of the last use; for a link, of its only use", optional=True),
    _at("revoked_at", "UTC", optional=True),
    comment="Secrets that stand for an account; only their hashes are kept.",
)

audit = Table(
    "audit",
    metadata,
    _key(),
    _at("recorded_at", "UTC"),
    _by("account_id"),
    _text("actor_name", "sign-in name at that time, or system"),
    _text("action", "what was done, such as hotspot.open"),
    _text("object_type", "table or collection concerned"),
    _text("object_id", "public identifier of the object"),
    _text("before", "JSON of what changed, before", optional=True),
    _text("after", "JSON of what changed, after", optional=True),
    _text("reason", "why, in the words of the one who did it", optional=True),
    Index("ix_audit_object_type_object_id", "object_type", "object_id"),
    comment="Who changed what, when and why; only ever added to.",
)

revision = Table(
    "revision",
    metadata,
    _text("name", "collection or counter", primary_key=True),
    Column("value", Integer, nullable=False, comment="raised by one with every change"),
    comment="Counters that tell whether anything changed, and the last number given out.",
)

document = Table(
    "document",
    metadata,
    _key(),
    _text("uuid", "public identifier", unique=True),
    _text(
        "kind",
        "KH plan, QD decision, BC report, TTr submission, CV letter, TB notice, NQ resolution, KHAC other",
    ),
    _text(
        "number",
        "number and symbol as printed, such as 09/KH-UBMT-BTT; empty for a document without one",
        optional=True,
    ),
    _text("issuer", "issuing body", optional=True),
    Column("issued_on", Date, nullable=True, comment="date printed on the document"),
    _text("title", "subject line"),
    _at("recorded_at", "UTC"),
    _by(),
    UniqueConstraint("issuer", "number", "issued_on"),
    comment="Documents that plans, decisions and places are founded on.",
)

boundary_vintage = Table(
    "boundary_vintage",
    metadata,
    _key(),
    Column(
        "valid_from",
        Date,
        nullable=False,
        unique=True,
        comment="day on which this set of boundaries came into force",
    ),
    _text("title", "short name of the set"),
    _text("legal_basis", "resolution or decision that made it"),
    _text("source", "where the geometries come from, and what they are not"),
    _at("recorded_at", "UTC"),
    _by(),
    comment="Sets of boundaries that came into force together.",
)

boundary = Table(
    "boundary",
    metadata,
    _key(),
    _to("vintage_id", "boundary_vintage", "set with which it came into force"),
    _text("code", "official code; reused for other areas over time, so never a key alone"),
    *_valid(),
    _at("recorded_at", "UTC time from which the register knew of it"),
    _at("closed_at", "UTC time at which the register learned of its end", optional=True),
    _text("name", "short name, such as Phường 6"),
    _text("full_name", "name with the district or province it lay in"),
    _text("level", "province, district, ward, neighbourhood or grouping"),
    _to("parent_id", "boundary", "area it belongs to", optional=True),
    Column("is_partial", Boolean, nullable=False, comment="true: only a part of the area is drawn"),
    Column("population", Integer, nullable=True, comment="residents, from the source; never computed"),
    Column("population_on", Date, nullable=True, comment="date of that count"),
    Column(
        "area_m2",
        Double,
        nullable=False,
        comment="geodesic area of the drawn polygon, m2; not the official area",
    ),
    Column("label_lon", Double, nullable=False, comment="widest place, degrees, WGS 84"),
    Column("label_lat", Double, nullable=False, comment="widest place, degrees, WGS 84"),
    _text("search_terms", "folded words by which it is found"),
    _sort_key(),
    _text("geojson", "the geometry as GeoJSON text, WGS 84, 6 decimals"),
    Column("geom", Geometry("GEOMETRY"), nullable=False, comment="(multi)polygon, EPSG:4326, lon lat"),
    UniqueConstraint("code", "valid_from"),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    comment="Administrative areas and groupings over time, one row per (code, valid_from).",
)

succession = Table(
    "succession",
    metadata,
    _key(),
    _to("from_id", "boundary", "area that ended"),
    _to("to_id", "boundary", "area that received it, or a part of it"),
    _text("kind", "whole or part"),
    Column("area_m2", Double, nullable=False, comment="geodesic area in common, m2"),
    Column(
        "share_of_from", Double, nullable=False, comment="part of the old area as drawn that went there, 0..1"
    ),
    Column(
        "share_of_to",
        Double,
        nullable=False,
        comment="part of the new area as drawn that came from there, 0..1",
    ),
    UniqueConstraint("from_id", "to_id"),
    comment="Which area became which, with shares computed from the geometries.",
)

landmark = Table(
    "landmark",
    metadata,
    _key(),
    _text("kind", "canal or bridge"),
    _text("name", "name on the map"),
    Column("position_accuracy_m", Double, nullable=True, comment="radius within which it lies, m"),
    _text("source", "where the position comes from"),
    Column("geom", Geometry("GEOMETRY"), nullable=False, comment="line or point, EPSG:4326, lon lat"),
    comment="Water and crossings: orientation where there is no base map.",
)

hotspot = Table(
    "hotspot",
    metadata,
    _key(),
    _text("uuid", "public identifier, given by whoever first recorded the place", unique=True),
    _text("code", "short public code, such as DB00001", unique=True),
    Column(
        "version", Integer, nullable=False, comment="raised by one with every change; writers start from it"
    ),
    _at("recorded_at", "UTC"),
    _by(),
    comment="Places under supervision; what they look like is in hotspot_version.",
)

hotspot_version = Table(
    "hotspot_version",
    metadata,
    _key(),
    _to("hotspot_id", "hotspot", "place"),
    Column("version", Integer, nullable=False, comment="value of hotspot.version that this row brought"),
    *_valid(),
    *_known(),
    _text("name", "name in use, such as Hẻm 1678 Phạm Thế Hiển"),
    _text("kind", "alley (line), bridge (area), area or point"),
    Column("position_accuracy_m", Double, nullable=False, comment="radius within which the place lies, m"),
    _text("position_source", "survey, gps or text"),
    Column("length_m", Double, nullable=True, comment="geodesic length, m; lines only"),
    Column("area_m2", Double, nullable=True, comment="geodesic area, m2; polygons only"),
    _to("document_id", "document", "document that names the place", optional=True),
    _to(
        "lead_id",
        "boundary",
        "ward chosen to answer for it; empty: the one with the largest part",
        optional=True,
    ),
    _text("source", "where it comes from, in words"),
    _text("note", "remark on the place; checked for personal data", optional=True),
    _text("search_terms", "folded words by which it is found"),
    _sort_key(),
    _text("geojson", "the geometry as GeoJSON text, WGS 84, 6 decimals"),
    _by(),
    Column("geom", Geometry("GEOMETRY"), nullable=False, comment="EPSG:4326, lon lat"),
    Index("ix_hotspot_version_hotspot_id", "hotspot_id"),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="What a place was like over time, and what the register knew of it when.",
)

hotspot_topic = Table(
    "hotspot_topic",
    metadata,
    Column(
        "hotspot_version_id",
        ForeignKey("hotspot_version.id"),
        primary_key=True,
        comment="version of the place",
    ),
    _text("topic", "toi_pham, ma_tuy, mai_dam or te_nan_khac", primary_key=True),
    comment="What the place is watched for.",
)

hotspot_area = Table(
    "hotspot_area",
    metadata,
    Column("boundary_id", ForeignKey("boundary.id"), primary_key=True, comment="area of any vintage"),
    Column(
        "hotspot_version_id",
        ForeignKey("hotspot_version.id"),
        primary_key=True,
        comment="version of the place",
    ),
    Column(
        "share",
        Double,
        nullable=False,
        comment="part of the place's length or area inside, 0..1; 1 for a point",
    ),
    Column(
        "is_lead",
        Boolean,
        nullable=False,
        comment="true for the one ward of its vintage that answers for the place",
    ),
    Index("ix_hotspot_area_hotspot_version_id", "hotspot_version_id", "boundary_id"),
    comment="Which areas a place lies in, for every vintage, computed when the place or the boundary is written.",
)

status_event = Table(
    "status_event",
    metadata,
    _key(),
    _text(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    _to("hotspot_id", "hotspot", "place"),
    _text("state", "state that the event brings (the state table is layers/places/status.py)"),
    Column("valid_from", Date, nullable=False, comment="day from which the state holds"),
    _at("recorded_at", "UTC"),
    _by(),
    _text("decided_by", "body that decided: mttq, authority or none", optional=True),
    _to("document_id", "document", "evidence", optional=True),
    _text("reason", "why, in words; checked for personal data", optional=True),
    Column("term_from", Date, nullable=True, comment="first day of the conversion term"),
    Column("term_to", Date, nullable=True, comment="last day of the conversion term"),
    Column("watch_to", Date, nullable=True, comment="last day of the watch period after conversion"),
    Column("reply_due_on", Date, nullable=True, comment="day by which the authority is to answer"),
    Column(
        "cycle_no", Integer, nullable=False, comment="1 for the first conversion, one more after each relapse"
    ),
    _to(
        "original_id",
        "hotspot",
        "place of which this is a duplicate or into which it was merged",
        optional=True,
    ),
    _to("corrects_id", "status_event", "earlier event that this one replaces", optional=True),
    Index("ix_status_event_hotspot_id", "hotspot_id"),
    comment="What happened to the status of a place; only ever added to.",
)

status_span = Table(
    "status_span",
    metadata,
    _key(),
    _to("hotspot_id", "hotspot", "place"),
    _to("event_id", "status_event", "event it follows from"),
    _text("state", "state during the span"),
    *_valid(),
    *_known(),
    Index("ix_status_span_hotspot_id", "hotspot_id", "valid_from"),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="The events as spans, derived when an event is written, so that a status on a date is one look-up.",
)
