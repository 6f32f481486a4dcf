"""The tables of visits: what is looked at, what was seen, and pictures of places."""

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

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    known_span,
    metadata,
    reference,
    text_column,
)

checklist = Table(
    "checklist",
    metadata,
    key_column(),
    Column("number", Integer, nullable=False, unique=True, comment="version of the list, from 1"),
    at_column("recorded_at", "UTC; the newest list is the one in use"),
    by_column(),
    comment="Versions of the list of observable facts that a visit looks at.",
)

checklist_item = Table(
    "checklist_item",
    metadata,
    key_column(),
    reference("checklist_id", "checklist", "list"),
    text_column("code", "stable name of the fact"),
    Column("position", Integer, nullable=False, comment="order in the form"),
    text_column("text_vi", "question in Vietnamese; about what can be seen, never about persons"),
    text_column("text_en", "question in English"),
    text_column("scale", "name of the scale of answers (layers/supervision/checklists.py)"),
    text_column(
        "warns_at", "answer from which on the fact speaks for a relapse; empty: it never does", optional=True
    ),
    UniqueConstraint("checklist_id", "code"),
    comment="Facts of a list.",
)

visit = Table(
    "visit",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    text_column("code", "short public code, such as GS00001", unique=True),
    reference("hotspot_id", "hotspot", "place"),
    Column(
        "version", Integer, nullable=False, comment="raised by one with every change; writers start from it"
    ),
    at_column("recorded_at", "UTC"),
    by_column(),
    Index("ix_visit_hotspot_id", "hotspot_id"),
    comment="Visits to places, planned or made; what was recorded of them is in visit_version.",
)

visit_version = Table(
    "visit_version",
    metadata,
    key_column(),
    reference("visit_id", "visit", "visit"),
    Column("version", Integer, nullable=False, comment="value of visit.version that this row brought"),
    *known_span(),
    text_column("state", "planned, made or cancelled"),
    Column("planned_on", Date, nullable=True, comment="day for which it is or was planned"),
    Column("visited_on", Date, nullable=True, comment="day on which it was made"),
    text_column("form", "on_site, report (hearing a report) or meeting"),
    text_column("units", "JSON list of the bodies that took part, as offices"),
    Column("head_count", Integer, nullable=True, comment="how many took part; never who"),
    text_column("note", "short remark; checked for personal data", optional=True),
    text_column(
        "result", "better, same, worse or relapse against the visit before; empty until made", optional=True
    ),
    Column("next_on", Date, nullable=True, comment="day suggested for the next visit"),
    reference("checklist_id", "checklist", "list that the answers belong to", optional=True),
    Column("seen_lon", Double, nullable=True, comment="where the device stood, degrees, WGS 84"),
    Column("seen_lat", Double, nullable=True, comment="where the device stood, degrees, WGS 84"),
    Column("position_accuracy_m", Double, nullable=True, comment="radius that the device told, m"),
    Column("distance_m", Double, nullable=True, comment="from there to the place, m; shown, never deciding"),
    at_column("device_at", "UTC time of the device when the entry was made", optional=True),
    text_column("reason", "why it was corrected or cancelled; checked for personal data", optional=True),
    by_column(),
    Index("ix_visit_version_visit_id", "visit_id"),
    Index("ix_visit_version_visited_on", "visited_on", "state", "known_to", "visit_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="What the register knew of a visit when: corrections are new rows.",
)

visit_answer = Table(
    "visit_answer",
    metadata,
    Column(
        "visit_version_id", ForeignKey("visit_version.id"), primary_key=True, comment="version of the visit"
    ),
    text_column("item", "code of the fact", primary_key=True),
    text_column("answer", "value of its scale"),
    comment="What was seen: one answer a fact.",
)

visit_image = Table(
    "visit_image",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    reference("visit_id", "visit", "visit on which it was taken"),
    text_column(
        "sha256", "SHA-256 of the bytes, hexadecimal: the name under which they are kept in the data folder"
    ),
    text_column("media_type", "image/jpeg or image/webp: always encoded anew"),
    Column("width_px", Integer, nullable=False, comment="width, pixels"),
    Column("height_px", Integer, nullable=False, comment="height, pixels"),
    Column("size_bytes", Integer, nullable=False, comment="length, bytes"),
    Column(
        "is_blurred", Boolean, nullable=False, comment="true: parts were made unreadable before it was kept"
    ),
    at_column("recorded_at", "UTC"),
    by_column(),
    at_column("removed_at", "UTC; empty while it is shown", optional=True),
    Index("ix_visit_image_visit_id", "visit_id"),
    comment="Pictures of places, made smaller, without what the camera wrote into them.",
)
