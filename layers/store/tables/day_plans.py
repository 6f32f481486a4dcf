"""The tables of day plans: which teams go out on a day, where they stop and in which order."""

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


def _seconds(name: str, comment: str, *, optional: bool = True) -> Column[Any]:
    return Column(name, Integer, nullable=optional, comment=comment)


def _degrees(name: str, comment: str) -> Column[Any]:
    return Column(name, Double, nullable=False, comment=f"{comment}, degrees, WGS 84")


day_plan = Table(
    "day_plan",
    metadata,
    key_column(),
    text_column(
        "uuid",
        "public identifier, given by the planner, so that a repeated request is recognised",
        unique=True,
    ),
    text_column("code", "short public code, such as LT00001", unique=True),
    Column("plan_on", Date, nullable=False, comment="day that it is for"),
    Column(
        "version", Integer, nullable=False, comment="raised by one with every change; writers start from it"
    ),
    text_column("mode", "how the teams get about: walking or motorbike"),
    text_column("areas", "JSON list of the areas asked for: public ids of boundaries and clusters"),
    text_column("polygon", "area drawn for it: GeoJSON, WGS 84; empty without one", optional=True),
    Column("soon_days", Integer, nullable=False, comment="days ahead for which a visit counted as due"),
    Column("most_stops", Integer, nullable=False, comment="places that were weighed at most"),
    Column("seed", Integer, nullable=False, comment="of the search: the same question has the same plan"),
    at_column("recorded_at", "UTC"),
    by_column(),
    Index("ix_day_plan_plan_on", "plan_on"),
    comment="Plans of a day in the field; what was recorded of them is in the tables below.",
)

day_plan_version = Table(
    "day_plan_version",
    metadata,
    key_column(),
    reference("day_plan_id", "day_plan", "plan"),
    Column("version", Integer, nullable=False, comment="value of day_plan.version that this row brought"),
    *known_span(),
    text_column("state", "draft, confirmed or cancelled"),
    text_column("source", "where travel times came from: straight, roads, osrm or valhalla"),
    text_column("reason", "why it was cancelled; checked for personal data", optional=True),
    by_column(),
    Index("ix_day_plan_version_day_plan_id", "day_plan_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="Every change of a plan: who, when, and the state that it brought.",
)

day_plan_team = Table(
    "day_plan_team",
    metadata,
    key_column(),
    reference("day_plan_id", "day_plan", "plan"),
    Column("number", Integer, nullable=False, comment="of the team in the plan, from 1"),
    *known_span(),
    text_column("name", "what people call it, by number or office; checked for personal data"),
    text_column("units", "JSON list of the bodies that it comes from, as offices"),
    text_column("start_name", "what people call the place where it sets out; checked for personal data"),
    _degrees("start_lon", "where it sets out"),
    _degrees("start_lat", "where it sets out"),
    text_column("end_name", "what people call the place where it comes back to; checked for personal data"),
    _degrees("end_lon", "where it comes back to"),
    _degrees("end_lat", "where it comes back to"),
    _seconds("shift_start_s", "when it may leave, s since midnight in Viet Nam", optional=False),
    _seconds("shift_end_s", "when it has to be back, s since midnight", optional=False),
    _seconds("rest_earliest_s", "its break begins then at the earliest, s since midnight; empty: no break"),
    _seconds("rest_latest_s", "its break begins then at the latest, s since midnight"),
    _seconds("rest_duration_s", "length of its break, s"),
    _seconds("max_travel_s", "how long it may be on the way in all, s; empty: no limit"),
    _seconds("start_s", "when it leaves as planned, s since midnight", optional=False),
    _seconds("end_s", "when it is back as planned, s since midnight", optional=False),
    _seconds("travel_s", "time on the way as planned, s", optional=False),
    Column("length_m", Double, nullable=False, comment="length of the way as planned, m"),
    _seconds("rest_begin_s", "its break as planned begins, s since midnight"),
    _seconds("rest_end_s", "its break as planned ends, s since midnight"),
    Column("rest_after", Integer, nullable=True, comment="stops made before its break as planned"),
    Column("fixed", Integer, nullable=False, comment="first stops that lie behind: their times stay"),
    _seconds("resume_s", "when it goes on after those, s since midnight"),
    text_column(
        "faults", "JSON list of what its order breaks: code, position of the stop, by how many seconds"
    ),
    Index("ix_day_plan_team_day_plan_id", "day_plan_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="Teams of a plan and their day, and what the register knew of it when.",
)

day_plan_stop = Table(
    "day_plan_stop",
    metadata,
    key_column(),
    reference("day_plan_id", "day_plan", "plan"),
    reference("hotspot_id", "hotspot", "place"),
    *known_span(),
    Column("team", Integer, nullable=True, comment="number of its team; empty where it is left out"),
    Column(
        "position", Integer, nullable=False, comment="among the stops of its team, or those left out, from 0"
    ),
    _degrees("lon", "where the team goes"),
    _degrees("lat", "where the team goes"),
    _seconds("service_s", "how long the visit takes, s", optional=False),
    text_column("windows", "JSON list of pairs: when the visit may begin, s since midnight"),
    Column("is_required", Boolean, nullable=False, comment="true: it was asked for by name"),
    Column("is_locked", Boolean, nullable=False, comment="true: it stays with its team and in its order"),
    _seconds("arrive_s", "when the team comes, s since midnight"),
    _seconds("begin_s", "when the visit begins, s since midnight"),
    _seconds("leave_s", "when the team goes on, s since midnight"),
    _seconds("wait_s", "between coming and beginning, s", optional=False),
    _seconds("late_s", "after the last window closed, s", optional=False),
    _seconds("travel_s", "time of the way to it, s", optional=False),
    Column("leg_m", Double, nullable=True, comment="length of the way to it, m; empty where there is none"),
    text_column("reason", "why it is left out (layers/outings/day_shapes.py)", optional=True),
    Column("due_on", Date, nullable=True, comment="day by which the visit was due when it was planned"),
    Column("overdue_days", Integer, nullable=True, comment="days since then on the day of the plan"),
    _seconds("priority_s", "seconds of travel that the visit is worth", optional=False),
    text_column("grounds", "JSON list of pairs: why the place is that pressing"),
    Index("ix_day_plan_stop_day_plan_id", "day_plan_id"),
    Index("ix_day_plan_stop_hotspot_id", "hotspot_id"),
    CheckConstraint("known_from < known_to", name="known_span"),
    comment="Stops of a plan, with a team or left out, and what the register knew of it when.",
)

day_plan_visit = Table(
    "day_plan_visit",
    metadata,
    Column("day_plan_id", ForeignKey("day_plan.id"), primary_key=True, comment="plan"),
    Column("visit_id", ForeignKey("visit.id"), primary_key=True, comment="visit that it planned"),
    UniqueConstraint("visit_id"),
    comment="Visits that were planned by confirming a plan: a change of it moves or cancels them.",
)
