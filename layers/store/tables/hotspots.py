"""The tables of places under supervision: versions, membership, lineage and status."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from layers.store.columns import Geometry
from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    known_span,
    metadata,
    reference,
    sort_key_column,
    text_column,
    valid_span,
)

hotspot = Table(
    "hotspot",
    metadata,
    key_column(),
    text_column("uuid", "public identifier, given by whoever first recorded the place", unique=True),
    text_column("code", "short public code, such as DB00001", unique=True),
    Column(
        "version", Integer, nullable=False, comment="raised by one with every change; writers start from it"
    ),
    at_column("recorded_at", "UTC"),
    by_column(),
    comment="Places under supervision; what they look like is in hotspot_version.",
)

hotspot_version = Table(
    "hotspot_version",
    metadata,
    key_column(),
    reference("hotspot_id", "hotspot", "place"),
    Column("version", Integer, nullable=False, comment="value of hotspot.version that this row brought"),
    *valid_span(),
    *known_span(),
    text_column("name", "name in use, such as Hẻm 1678 Phạm Thế Hiển"),
    text_column("kind", "alley (line), bridge (area), area or point"),
    Column("position_accuracy_m", Double, nullable=False, comment="radius within which the place lies, m"),
    text_column("position_source", "survey, gps or text"),
    Column("length_m", Double, nullable=True, comment="geodesic length, m; lines only"),
    Column("area_m2", Double, nullable=True, comment="geodesic area, m2; polygons only"),
    reference("document_id", "document", "document that names the place", optional=True),
    reference(
        "lead_id",
        "boundary",
        "ward chosen to answer for it; empty: the one with the largest part",
        optional=True,
    ),
    text_column("aliases", "JSON list of other names in use; each checked for personal data", optional=True),
    text_column("alley_number", "number at the mouth of the alley, such as 1678", optional=True),
    text_column("alley_branch", "branches of the alley, such as 12 in 1678/12; never a house", optional=True),
    text_column("street", "street at whose side the alley opens", optional=True),
    text_column("source", "where it comes from, in words"),
    text_column("note", "remark on the place; checked for personal data", optional=True),
    text_column("search_terms", "folded words by which it is found"),
    sort_key_column(),
    text_column("geojson", "the geometry as GeoJSON text, WGS 84, 6 decimals"),
    by_column(),
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
    text_column("topic", "toi_pham, ma_tuy, mai_dam or te_nan_khac", primary_key=True),
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
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    reference("hotspot_id", "hotspot", "place"),
    text_column("state", "state that the event brings (the state table is layers/conversion/status.py)"),
    Column("valid_from", Date, nullable=False, comment="day from which the state holds"),
    at_column("recorded_at", "UTC"),
    by_column(),
    text_column("decided_by", "body that decided: mttq, authority or none", optional=True),
    reference("document_id", "document", "evidence", optional=True),
    text_column("reason", "why, in words; checked for personal data", optional=True),
    Column("term_from", Date, nullable=True, comment="first day of the conversion term"),
    Column("term_to", Date, nullable=True, comment="last day of the conversion term"),
    Column("watch_to", Date, nullable=True, comment="last day of the watch period after conversion"),
    Column("reply_due_on", Date, nullable=True, comment="day by which the authority is to answer"),
    Column(
        "cycle_no", Integer, nullable=False, comment="1 for the first conversion, one more after each relapse"
    ),
    reference(
        "original_id",
        "hotspot",
        "place of which this is a duplicate or into which it was merged",
        optional=True,
    ),
    reference("corrects_id", "status_event", "earlier event that this one replaces", optional=True),
    Index("ix_status_event_hotspot_id", "hotspot_id"),
    comment="What happened to the status of a place; only ever added to.",
)

status_span = Table(
    "status_span",
    metadata,
    key_column(),
    reference("hotspot_id", "hotspot", "place"),
    reference("event_id", "status_event", "event it follows from"),
    text_column("state", "state during the span"),
    *valid_span(),
    *known_span(),
    Index("ix_status_span_hotspot_id", "hotspot_id", "valid_from"),
    CheckConstraint("valid_from < valid_to", name="valid_span"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="The events as spans, derived when an event is written, so that a status on a date is one look-up.",
)

hotspot_lineage = Table(
    "hotspot_lineage",
    metadata,
    key_column(),
    reference("from_id", "hotspot", "place that ended"),
    reference("to_id", "hotspot", "place that goes on instead"),
    text_column("kind", "merge or split"),
    Column(
        "happened_on", Date, nullable=False, comment="day from which the new place stands for the old one"
    ),
    at_column("recorded_at", "UTC"),
    by_column(),
    UniqueConstraint("from_id", "to_id"),
    comment="Which place went into which; visits stay with the place they were made to.",
)
