"""Day plans: teams, stops and their order."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _create_day_plan()
    _create_day_plan_version()
    _create_day_plan_team()
    _create_day_plan_stop()
    _create_day_plan_visit()


def _create_day_plan() -> None:
    op.create_table(
        "day_plan",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="public identifier, given by the planner, so that a repeated request is recognised",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="short public code, such as LT00001"),
        sa.Column("plan_on", sa.Date(), nullable=False, comment="day that it is for"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="raised by one with every change; writers start from it",
        ),
        sa.Column("mode", sa.Text(), nullable=False, comment="how the teams get about: walking or motorbike"),
        sa.Column(
            "areas",
            sa.Text(),
            nullable=False,
            comment="JSON list of the areas asked for: public ids of boundaries and clusters",
        ),
        sa.Column(
            "polygon",
            sa.Text(),
            nullable=True,
            comment="area drawn for it: GeoJSON, WGS 84; empty without one",
        ),
        sa.Column(
            "soon_days", sa.Integer(), nullable=False, comment="days ahead for which a visit counted as due"
        ),
        sa.Column("most_stops", sa.Integer(), nullable=False, comment="places that were weighed at most"),
        sa.Column(
            "seed", sa.Integer(), nullable=False, comment="of the search: the same question has the same plan"
        ),
        sa.Column("recorded_at", Moment(), nullable=False, comment="UTC"),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_day_plan_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_day_plan_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_day_plan_uuid")),
        comment="Plans of a day in the field; what was recorded of them is in the tables below.",
    )
    op.create_index("ix_day_plan_plan_on", "day_plan", ["plan_on"], unique=False)


def _create_day_plan_version() -> None:
    op.create_table(
        "day_plan_version",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("day_plan_id", sa.Integer(), nullable=False, comment="plan"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="value of day_plan.version that this row brought"
        ),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="draft, confirmed or cancelled"),
        sa.Column(
            "source",
            sa.Text(),
            nullable=False,
            comment="where travel times came from: straight, roads, osrm or valhalla",
        ),
        sa.Column(
            "reason", sa.Text(), nullable=True, comment="why it was cancelled; checked for personal data"
        ),
        sa.Column(
            "recorded_by", sa.Integer(), nullable=True, comment="who recorded it; empty for the system itself"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_day_plan_version_known_span")),
        sa.ForeignKeyConstraint(
            ["day_plan_id"], ["day_plan.id"], name=op.f("fk_day_plan_version_day_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_day_plan_version_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_plan_version")),
        comment="Every change of a plan: who, when, and the state that it brought.",
    )
    op.create_index("ix_day_plan_version_day_plan_id", "day_plan_version", ["day_plan_id"], unique=False)


def _create_day_plan_team() -> None:
    op.create_table(
        "day_plan_team",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("day_plan_id", sa.Integer(), nullable=False, comment="plan"),
        sa.Column("number", sa.Integer(), nullable=False, comment="of the team in the plan, from 1"),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="what people call it, by number or office; checked for personal data",
        ),
        sa.Column(
            "units",
            sa.Text(),
            nullable=False,
            comment="JSON list of the bodies that it comes from, as offices",
        ),
        sa.Column(
            "start_name",
            sa.Text(),
            nullable=False,
            comment="what people call the place where it sets out; checked for personal data",
        ),
        sa.Column("start_lon", sa.Double(), nullable=False, comment="where it sets out, degrees, WGS 84"),
        sa.Column("start_lat", sa.Double(), nullable=False, comment="where it sets out, degrees, WGS 84"),
        sa.Column(
            "end_name",
            sa.Text(),
            nullable=False,
            comment="what people call the place where it comes back to; checked for personal data",
        ),
        sa.Column("end_lon", sa.Double(), nullable=False, comment="where it comes back to, degrees, WGS 84"),
        sa.Column("end_lat", sa.Double(), nullable=False, comment="where it comes back to, degrees, WGS 84"),
        sa.Column(
            "shift_start_s",
            sa.Integer(),
            nullable=False,
            comment="when it may leave, s since midnight in Viet Nam",
        ),
        sa.Column(
            "shift_end_s", sa.Integer(), nullable=False, comment="when it has to be back, s since midnight"
        ),
        sa.Column(
            "rest_earliest_s",
            sa.Integer(),
            nullable=True,
            comment="its break begins then at the earliest, s since midnight; empty: no break",
        ),
        sa.Column(
            "rest_latest_s",
            sa.Integer(),
            nullable=True,
            comment="its break begins then at the latest, s since midnight",
        ),
        sa.Column("rest_duration_s", sa.Integer(), nullable=True, comment="length of its break, s"),
        sa.Column(
            "max_travel_s",
            sa.Integer(),
            nullable=True,
            comment="how long it may be on the way in all, s; empty: no limit",
        ),
        sa.Column(
            "start_s", sa.Integer(), nullable=False, comment="when it leaves as planned, s since midnight"
        ),
        sa.Column(
            "end_s", sa.Integer(), nullable=False, comment="when it is back as planned, s since midnight"
        ),
        sa.Column("travel_s", sa.Integer(), nullable=False, comment="time on the way as planned, s"),
        sa.Column("length_m", sa.Double(), nullable=False, comment="length of the way as planned, m"),
        sa.Column(
            "rest_begin_s",
            sa.Integer(),
            nullable=True,
            comment="its break as planned begins, s since midnight",
        ),
        sa.Column(
            "rest_end_s", sa.Integer(), nullable=True, comment="its break as planned ends, s since midnight"
        ),
        sa.Column(
            "rest_after", sa.Integer(), nullable=True, comment="stops made before its break as planned"
        ),
        sa.Column(
            "fixed", sa.Integer(), nullable=False, comment="first stops that lie behind: their times stay"
        ),
        sa.Column(
            "resume_s", sa.Integer(), nullable=True, comment="when it goes on after those, s since midnight"
        ),
        sa.Column(
            "faults",
            sa.Text(),
            nullable=False,
            comment="JSON list of what its order breaks: code, position of the stop, by how many seconds",
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_day_plan_team_known_span")),
        sa.ForeignKeyConstraint(["day_plan_id"], ["day_plan.id"], name=op.f("fk_day_plan_team_day_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_plan_team")),
        comment="Teams of a plan and their day, and what the register knew of it when.",
    )
    op.create_index("ix_day_plan_team_day_plan_id", "day_plan_team", ["day_plan_id"], unique=False)


def _create_day_plan_stop() -> None:
    op.create_table(
        "day_plan_stop",
        sa.Column(
            "id", sa.Integer(), nullable=False, comment="row number, never reused as a public identifier"
        ),
        sa.Column("day_plan_id", sa.Integer(), nullable=False, comment="plan"),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place"),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.Column(
            "team", sa.Integer(), nullable=True, comment="number of its team; empty where it is left out"
        ),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=False,
            comment="among the stops of its team, or those left out, from 0",
        ),
        sa.Column("lon", sa.Double(), nullable=False, comment="where the team goes, degrees, WGS 84"),
        sa.Column("lat", sa.Double(), nullable=False, comment="where the team goes, degrees, WGS 84"),
        sa.Column("service_s", sa.Integer(), nullable=False, comment="how long the visit takes, s"),
        sa.Column(
            "windows",
            sa.Text(),
            nullable=False,
            comment="JSON list of pairs: when the visit may begin, s since midnight",
        ),
        sa.Column("is_required", sa.Boolean(), nullable=False, comment="true: it was asked for by name"),
        sa.Column(
            "is_locked", sa.Boolean(), nullable=False, comment="true: it stays with its team and in its order"
        ),
        sa.Column("arrive_s", sa.Integer(), nullable=True, comment="when the team comes, s since midnight"),
        sa.Column("begin_s", sa.Integer(), nullable=True, comment="when the visit begins, s since midnight"),
        sa.Column("leave_s", sa.Integer(), nullable=True, comment="when the team goes on, s since midnight"),
        sa.Column("wait_s", sa.Integer(), nullable=False, comment="between coming and beginning, s"),
        sa.Column("late_s", sa.Integer(), nullable=False, comment="after the last window closed, s"),
        sa.Column("travel_s", sa.Integer(), nullable=False, comment="time of the way to it, s"),
        sa.Column(
            "leg_m",
            sa.Double(),
            nullable=True,
            comment="length of the way to it, m; empty where there is none",
        ),
        sa.Column(
            "reason", sa.Text(), nullable=True, comment="why it is left out (layers/outings/day_shapes.py)"
        ),
        sa.Column(
            "due_on", sa.Date(), nullable=True, comment="day by which the visit was due when it was planned"
        ),
        sa.Column(
            "overdue_days", sa.Integer(), nullable=True, comment="days since then on the day of the plan"
        ),
        sa.Column(
            "priority_s", sa.Integer(), nullable=False, comment="seconds of travel that the visit is worth"
        ),
        sa.Column(
            "grounds", sa.Text(), nullable=False, comment="JSON list of pairs: why the place is that pressing"
        ),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_day_plan_stop_known_span")),
        sa.ForeignKeyConstraint(["day_plan_id"], ["day_plan.id"], name=op.f("fk_day_plan_stop_day_plan_id")),
        sa.ForeignKeyConstraint(["hotspot_id"], ["hotspot.id"], name=op.f("fk_day_plan_stop_hotspot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_plan_stop")),
        comment="Stops of a plan, with a team or left out, and what the register knew of it when.",
    )
    op.create_index("ix_day_plan_stop_day_plan_id", "day_plan_stop", ["day_plan_id"], unique=False)
    op.create_index("ix_day_plan_stop_hotspot_id", "day_plan_stop", ["hotspot_id"], unique=False)


def _create_day_plan_visit() -> None:
    op.create_table(
        "day_plan_visit",
        sa.Column("day_plan_id", sa.Integer(), nullable=False, comment="plan"),
        sa.Column("visit_id", sa.Integer(), nullable=False, comment="visit that it planned"),
        sa.ForeignKeyConstraint(["day_plan_id"], ["day_plan.id"], name=op.f("fk_day_plan_visit_day_plan_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_day_plan_visit_visit_id")),
        sa.PrimaryKeyConstraint("day_plan_id", "visit_id", name=op.f("pk_day_plan_visit")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_day_plan_visit_visit_id")),
        comment="Visits that were planned by confirming a plan: a change of it moves or cancels them.",
    )
