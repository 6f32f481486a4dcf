"""Joins visits with what their places were like on the day, and says which of them an actor sees."""

from datetime import date

from sqlalchemy import ColumnElement, FromClause, and_, func, select

from layers.actor import Actor
from layers.store import scope
from layers.store.periods import known_at
from layers.store.schema import hotspot, hotspot_version, visit, visit_version

day_of_visit: ColumnElement[date] = func.coalesce(visit_version.c.visited_on, visit_version.c.planned_on)
"""Day on which a visit was made, or else is planned for."""


def visited() -> FromClause:
    """Return ``visit_version``, ``visit`` and ``hotspot`` with the ``hotspot_version`` of the day, or nearest to it."""
    other = hotspot_version.alias("other")
    believed = and_(other.c.hotspot_id == visit.c.hotspot_id, known_at(other, None))
    began = select(func.max(other.c.valid_from)).where(believed, other.c.valid_from <= day_of_visit)
    first = select(func.min(other.c.valid_from)).where(believed)
    nearest = func.coalesce(
        *(one.correlate(visit, visit_version).scalar_subquery() for one in (began, first))
    )
    p = hotspot_version.c
    then = and_(p.hotspot_id == visit.c.hotspot_id, known_at(hotspot_version, None), p.valid_from == nearest)
    return (
        visit_version.join(visit)
        .join(hotspot_version, then)
        .join(hotspot, hotspot.c.id == visit.c.hotspot_id)
    )


def sees_visit(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that an actor may read a visit: he may read those to its place."""
    seen = select(hotspot_version.c.hotspot_id).where(
        known_at(hotspot_version, None),
        scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["visit.read"]),
    )
    return visit.c.hotspot_id.in_(seen)
