"""The questions to the tables of day plans: which plans, which of their stops, and the visits of those on the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, or_, select

from layers.actor import Actor
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import held_on, known_at
from layers.store.schema import (
    account,
    boundary,
    day_plan,
    day_plan_stop,
    day_plan_version,
    hotspot,
    hotspot_area,
    hotspot_version,
    status_span,
    visit,
    visit_version,
)
from layers.store.spatial import object_rows


@dataclass(frozen=True)
class DayVisit:
    """The visit of a place on a day: its code and version, and whether it was made (else it is planned)."""

    code: str
    version: int
    is_made: bool


def read_day_visits(connection: Connection, places: Collection[int], on: date) -> dict[int, DayVisit]:
    """Return the visit of each place (row of ``hotspot``) on a day: the one made, else the one planned."""
    w = visit_version.c
    is_made = and_(w.state == "made", w.visited_on == on)
    is_planned = and_(w.state == "planned", w.planned_on == on)
    question = (
        select(visit.c.hotspot_id, visit.c.code, visit.c.version, is_made.label("is_made"))
        .join(visit_version)
        .where(visit.c.hotspot_id.in_(places), known_at(visit_version, None), or_(is_made, is_planned))
        .order_by(case((is_made, 1), else_=0), visit.c.id.desc())
    )
    return {
        row.hotspot_id: DayVisit(row.code, row.version, bool(row.is_made))
        for row in connection.execute(question)
    }


def select_plans() -> Select[Any]:
    """Return the question for plans, each with its present state and who made it."""
    v = day_plan_version.c
    return (
        select(day_plan, v.state, v.source, v.reason, account.c.name.label("by_name"))
        .join(day_plan_version, and_(v.day_plan_id == day_plan.c.id, known_at(day_plan_version, None)))
        .outerjoin(account, account.c.id == day_plan.c.recorded_by)
    )


def select_stops(actor: Actor, plan: AnyRow) -> Select[Any]:
    """Return the question for all stops of a plan with their places, and what of them the actor sees and may visit."""
    s, v = day_plan_stop.c, hotspot_version.c
    status = and_(
        status_span.c.hotspot_id == s.hotspot_id,
        held_on(status_span, plan.plan_on),
        known_at(status_span, None),
    )
    told = (hotspot.c.code.label("hotspot"), v.name, v.kind, status_span.c.state.label("status"),
            _wards(plan.plan_on).label("wards"), is_reached(actor, "plan.read").label("is_seen"),
            is_reached(actor, "visit.record").label("is_recordable"))  # fmt: skip
    return (
        select(day_plan_stop, *told)
        .select_from(_stops_then(plan.plan_on))
        .join(hotspot, hotspot.c.id == s.hotspot_id)
        .outerjoin(status_span, status)
        .where(s.day_plan_id == plan.id, known_at(day_plan_stop, None))
        .order_by(s.team, s.position)
    )


def is_reached(actor: Actor, action: str) -> ColumnElement[bool]:
    """Return the condition that a stop's place is reached by one of the actor's grants for an action."""
    reached = select(hotspot_version.c.hotspot_id).where(
        known_at(hotspot_version, None),
        scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS[action]),
    )
    return day_plan_stop.c.hotspot_id.in_(reached)


def _stops_then(on: date) -> FromClause:
    """Return stops joined with what their place was like on a day, or else nearest to it; removed places are none."""
    other = hotspot_version.alias("other")
    believed = and_(other.c.hotspot_id == day_plan_stop.c.hotspot_id, known_at(other, None))
    began = select(func.max(other.c.valid_from)).where(believed, other.c.valid_from <= on)
    first = select(func.min(other.c.valid_from)).where(believed)
    nearest = func.coalesce(*(one.correlate(day_plan_stop).scalar_subquery() for one in (began, first)))
    v = hotspot_version.c
    its = and_(v.hotspot_id == day_plan_stop.c.hotspot_id, known_at(hotspot_version, None))
    return day_plan_stop.join(hotspot_version, and_(its, v.valid_from == nearest))


def _wards(on: date) -> Any:
    named = (
        select(boundary.c.name)
        .join(hotspot_area, hotspot_area.c.boundary_id == boundary.c.id)
        .where(hotspot_area.c.hotspot_version_id == hotspot_version.c.id, boundary.c.level == "ward")
        .where(held_on(boundary, on))
        .order_by(hotspot_area.c.is_lead.desc(), hotspot_area.c.share.desc(), boundary.c.code)
        .correlate(hotspot_version)
        .subquery("ward")
    )
    rows = object_rows(name=named.c.name)
    return select(rows).select_from(named).correlate(hotspot_version).scalar_subquery()
