"""The tables of sets of boundaries that are being prepared, before they are published."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, Table, UniqueConstraint

from layers.store.columns import Geometry
from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    reference,
    text_column,
)

boundary_draft = Table(
    "boundary_draft",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the recorder, so that a repeated request is recognised",
        unique=True,
    ),
    Column(
        "version",
        Integer,
        nullable=False,
        comment="raised by one with every change; writers start from it",
    ),
    Column("valid_from", Date, nullable=False, comment="day on which the set is to come into force"),
    text_column("title", "short name of the set; checked for personal data"),
    text_column("legal_basis", "resolution or decision that makes it; checked for personal data"),
    text_column("source", "where the geometries come from; checked for personal data"),
    reference("base_id", "boundary_vintage", "newest published set when it was begun", optional=True),
    at_column("begun_at", "UTC"),
    by_column("begun_by"),
    at_column("ended_at", "UTC time at which it was published or discarded", optional=True),
    reference("vintage_id", "boundary_vintage", "set that it was published as", optional=True),
    comment="Sets of boundaries that are being prepared.",
)


def _area_columns() -> tuple[Column[Any], ...]:
    """Return what is said of an area, as it is and as it was before a step; its geometry is stored either way."""
    return (
        reference("from_id", "boundary", "area in force that it was copied from", optional=True),
        Column(
            "is_changed",
            Boolean,
            nullable=False,
            comment="true: new, or different from the area it was copied from; only these are published",
        ),
        text_column("code", "official code"),
        text_column("name", "short name, such as Phường 6; checked for personal data"),
        text_column("full_name", "name with the district or province; checked for personal data"),
        text_column("level", "province, district, ward or neighbourhood"),
        text_column("parent", "code of the area it belongs to", optional=True),
        Column("is_partial", Boolean, nullable=False, comment="true: only a part of the area is drawn"),
        Column("population", Integer, nullable=True, comment="residents, from the source; never computed"),
        Column("population_on", Date, nullable=True, comment="date of that count"),
        Column("ended_on", Date, nullable=False, comment="first day on which it no longer holds"),
    )


boundary_draft_area = Table(
    "boundary_draft_area",
    metadata,
    key_column(),
    reference("draft_id", "boundary_draft", "set it belongs to"),
    *_area_columns(),
    Column("geom", Geometry("GEOMETRY"), nullable=False, comment="(multi)polygon, EPSG:4326, lon lat"),
    Index("ix_boundary_draft_area_draft_id", "draft_id"),
    comment="Areas of sets that are being prepared.",
)

boundary_draft_step = Table(
    "boundary_draft_step",
    metadata,
    key_column(),
    reference("draft_id", "boundary_draft", "set it belongs to"),
    text_column("kind", "change, add, remove, merge, split, mend or simplify"),
    at_column("taken_at", "UTC"),
    by_column("taken_by"),
    Index("ix_boundary_draft_step_draft_id", "draft_id"),
    comment="What was done to the areas of a set that is being prepared, so that it can be undone.",
)

boundary_draft_step_area = Table(
    "boundary_draft_step_area",
    metadata,
    key_column(),
    reference("step_id", "boundary_draft_step", "step that changed it"),
    Column(
        "area_id",
        Integer,
        nullable=False,
        comment="row of boundary_draft_area, which the step may have removed",
    ),
    Column(
        "was_there",
        Boolean,
        nullable=False,
        comment="true: as it was before the step; false: the step added it",
    ),
    *_area_columns(),
    Column("shape", LargeBinary, nullable=False, comment="(multi)polygon as WKB, EPSG:4326, lon lat"),
    Index("ix_boundary_draft_step_area_step_id", "step_id"),
    comment="The areas that a step changed, removed or added.",
)

succession_decision = Table(
    "succession_decision",
    metadata,
    key_column(),
    reference("from_id", "boundary", "area in force that would end"),
    reference("area_id", "boundary_draft_area", "area being prepared that would receive it"),
    text_column("kind", "whole, part or none"),
    at_column("decided_at", "UTC"),
    by_column("decided_by"),
    UniqueConstraint("from_id", "area_id"),
    Index("ix_succession_decision_area_id", "area_id"),
    comment="What people decided about which area becomes which, before a set is published.",
)
