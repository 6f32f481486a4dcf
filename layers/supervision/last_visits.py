"""Reads the last visit made to each of many places, in one question."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from layers.actor import Actor
from layers.store import scope
from layers.store.periods import known_at
from layers.store.schema import hotspot, hotspot_version, visit, visit_version


class LastVisit(NamedTuple):
    """When a place was last visited, and what came of it against the visit before."""

    visited_on: date
    result: str | None


def read_last_visits(
    connection: Connection, actor: Actor, codes: Collection[str], on: date
) -> dict[str, LastVisit]:
    """Return the last visit made up to a day by code of the place, as far as the actor may read visits there.

    Parameters
    ----------
    codes
        Of places.
    on
        The day itself counts.
    """
    w = visit_version.c
    newest = func.row_number().over(
        partition_by=visit.c.hotspot_id, order_by=(w.visited_on.desc(), visit.c.id.desc())
    )
    seen = select(hotspot_version.c.hotspot_id).where(
        known_at(hotspot_version, None),
        scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["visit.read"]),
    )
    is_made = and_(known_at(visit_version, None), w.state == "made", w.visited_on <= on)
    ranked = (
        select(hotspot.c.code, w.visited_on, w.result, newest.label("nth"))
        .select_from(visit)
        .join(visit_version)
        .join(hotspot, hotspot.c.id == visit.c.hotspot_id)
        .where(is_made, hotspot.c.code.in_(codes), visit.c.hotspot_id.in_(seen))
        .subquery("ranked")
    )
    rows = connection.execute(
        select(ranked.c.code, ranked.c.visited_on, ranked.c.result).where(ranked.c.nth == 1)
    )
    return {row.code: LastVisit(row.visited_on, row.result) for row in rows}
