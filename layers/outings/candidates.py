"""Reads which places may be visited on a day, how pressing each is, and which of them cannot be for a plain reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import shapely
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from geo.types import BBox, LonLat
from layers.actor import Actor
from layers.conversion.status import find_suspected
from layers.errors import Refused
from layers.outings.day_records import read_day_visits
from layers.outings.day_shapes import Ground, PlannedStop, by_weight
from layers.outings.priorities import Pressing, priority_s, tell_grounds
from layers.outings.wishes import Wish
from layers.places.references import get_place
from layers.planning.frequencies import Planner
from layers.store import scope
from layers.store.identifiers import is_within
from layers.store.periods import held_on, known_at
from layers.store.query import FeatureQuery
from layers.store.schema import (
    boundary,
    day_plan,
    day_plan_stop,
    day_plan_version,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    visit,
    visit_version,
)
from layers.store.spatial import meets_box
from layers.supervision.due import Due, find_middles, list_places

SERVICE_SHARE: Final = {"point": 0.75, "alley": 1.0, "bridge": 1.0, "area": 1.5}
"""How long a visit takes by the kind of place, against a visit as a rule: a point is seen from one spot, an area is to
be walked through."""


@dataclass(frozen=True)
class Candidates:
    """The places that a day may visit.

    Attributes
    ----------
    stops
        Without a team; those with a reason are not to be weighed.
    places
        Rows of ``hotspot`` by their codes.
    unlocated
        Codes of places that would be among them if they had a geometry.
    """

    stops: tuple[PlannedStop, ...]
    places: Mapping[str, int]
    unlocated: tuple[str, ...] = ()


def find_candidates(connection: Connection, actor: Actor, wish: Wish, planner: Planner) -> Candidates:
    """Return what is due in the areas asked for, and what was asked for by name, the most pressing first.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who plans: only places at which he may record visits.
    wish
        What is asked, checked.
    planner
        How often places are to be visited.

    Raises
    ------
    NotFound, OutsideScope
        As `layers.places.references.get_place` for a place asked for by name.
    Refused
        ``plan_place_gone`` where such a place does not exist on the day, ``plan_place_unlocated`` where its geometry
        is empty.
    """
    named = {get_place(connection, actor, place, "visit.record").code: place for place in wish.places}
    known = list_places(connection, actor, FeatureQuery(wish.plan_on), planner)
    gone = named.keys() - {one.code for one in known}
    if gone:
        raise Refused("plan_place_gone", field="places", hotspot=min(gone), day=wish.plan_on)
    asked = _find_asked(connection, actor, wish)
    chosen = [one for one in known if one.code in named or (one.version_id in asked and _is_due(one, wish))]
    return _describe(connection, chosen, wish, planner, named.keys())


def describe_place(
    connection: Connection, actor: Actor, place: str, on: date, planner: Planner, visit_s: int
) -> Candidates:
    """Return one place that is asked for by name.

    Raises
    ------
    NotFound, OutsideScope, Refused
        As `find_candidates`.
    """
    wish = Wish(on, "walking", places=(place,), visit_s=visit_s)
    return find_candidates(connection, actor, wish, planner)


def _is_due(one: Due, wish: Wish) -> bool:
    if not one.is_open:
        return False
    is_soon = one.overdue_days is not None and one.overdue_days >= -wish.soon_days
    return is_soon or one.planned_on == wish.plan_on


def _find_asked(connection: Connection, actor: Actor, wish: Wish) -> frozenset[int]:
    """Return the versions of places in the areas or in the polygon, where the actor may record visits."""
    if wish.places and not wish.areas and wish.polygon is None:
        return frozenset()
    v = hotspot_version.c
    reached = (
        known_at(hotspot_version, None),
        held_on(hotspot_version, wish.plan_on),
        scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["visit.record"]),
    )
    rows = connection.execute(select(v.id, v.geom).where(*reached, *_within(wish))).all()
    if wish.polygon is None:
        return frozenset(row.id for row in rows)
    inside = _inside(connection, wish.areas, [row.id for row in rows])
    meets = shapely.intersects(wish.polygon, [row.geom for row in rows])
    return frozenset(row.id for row, met in zip(rows, meets, strict=True) if met or row.id in inside)


def _within(wish: Wish) -> list[ColumnElement[bool]]:
    v = hotspot_version.c
    ways: list[ColumnElement[bool]] = [v.id.in_(_lying_in(area)) for area in wish.areas]
    if wish.polygon is not None:
        ways.append(meets_box(hotspot_version, BBox(*shapely.bounds(wish.polygon))))
    return [or_(*ways)] if ways else []


def _lying_in(area: str) -> Select[Any]:
    return select(hotspot_area.c.hotspot_version_id).join(boundary).where(is_within(area))


def _inside(connection: Connection, areas: Iterable[str], version_ids: Collection[int]) -> frozenset[int]:
    v = hotspot_version.c
    ways = [v.id.in_(_lying_in(area)) for area in areas]
    if not ways:
        return frozenset()
    return frozenset(connection.execute(select(v.id).where(v.id.in_(version_ids), or_(*ways))).scalars())


def _describe(
    connection: Connection, chosen: list[Due], wish: Wish, planner: Planner, named: Collection[str]
) -> Candidates:
    pressing = _read_pressing(connection, chosen, wish.plan_on, planner)
    middles = find_middles(connection, [one.version_id for one in chosen])
    unlocated = tuple(one.code for one in chosen if one.version_id not in middles)
    lost = set(unlocated).intersection(named)
    if lost:
        raise Refused("plan_place_unlocated", field="places", hotspot=min(lost))
    chosen = [one for one in chosen if one.version_id in middles]
    places = [one.hotspot_id for one in chosen]
    elsewhere = find_planned_elsewhere(connection, places, wish.plan_on)
    visited = {
        row for row, found in read_day_visits(connection, places, wish.plan_on).items() if found.is_made
    }
    stops = []
    for one in chosen:
        reason = "visited" if one.hotspot_id in visited else None
        if one.hotspot_id in elsewhere:
            reason = reason or "in_other_plan"
        stops.append(
            _stop(one, pressing[one.hotspot_id], middles[one.version_id], wish, one.code in named, reason)
        )
    stops.sort(key=by_weight)
    return Candidates(tuple(stops), {one.code: one.hotspot_id for one in chosen}, unlocated)


def _stop(
    one: Due, pressing: Pressing, at: LonLat, wish: Wish, is_named: bool, reason: str | None
) -> PlannedStop:
    grounds = tell_grounds(pressing)
    return PlannedStop(
        hotspot=one.code,
        name=one.name,
        kind=one.kind,
        status=one.status,
        wards=(),
        at=at,
        team=None,
        service_s=round(wish.visit_s * SERVICE_SHARE[one.kind]),
        is_required=is_named,
        reason=reason,
        due_on=one.due_on,
        overdue_days=one.overdue_days,
        priority_s=priority_s(pressing),
        grounds=(Ground("named"), *grounds) if is_named else grounds,
    )


def _read_pressing(
    connection: Connection, chosen: Iterable[Due], on: date, planner: Planner
) -> dict[int, Pressing]:
    chosen = list(chosen)
    versions, places = [one.version_id for one in chosen], [one.hotspot_id for one in chosen]
    topics = _gather(connection, select(hotspot_topic.c.hotspot_version_id, hotspot_topic.c.topic), versions)
    results = _read_last_results(connection, places, on)
    suspected = find_suspected(connection, places, on)
    peaks = [peak for peak in planner.peaks if peak.valid.holds(on)]
    lying = select(hotspot_area.c.hotspot_version_id, hotspot_area.c.boundary_id)
    areas = _gather(connection, lying, versions) if peaks else {}
    return {
        one.hotspot_id: Pressing(
            overdue_days=one.overdue_days,
            state=one.status,
            topics=frozenset(topics.get(one.version_id, ())),
            last_result=results.get(one.hotspot_id),
            is_suspected=one.hotspot_id in suspected,
            is_in_peak=any(
                peak.covers(topics.get(one.version_id, set()), areas.get(one.version_id, set()))
                for peak in peaks
            ),
            is_planned=one.planned_on == on,
        )
        for one in chosen
    }


def _gather(connection: Connection, question: Select[Any], versions: Collection[int]) -> dict[int, set[Any]]:
    """Return the second column by the first, which names versions of places."""
    found: dict[int, set[Any]] = {}
    of_these = question.selected_columns[0].in_(versions)
    for version, value in connection.execute(question.where(of_these)):
        found.setdefault(version, set()).add(value)
    return found


def _read_last_results(connection: Connection, places: Collection[int], on: date) -> dict[int, str]:
    """Return the result of the last visit made to each place until a day."""
    w = visit_version.c
    made = and_(known_at(visit_version, None), w.state == "made", w.visited_on <= on)
    last = (
        select(visit.c.hotspot_id, func.max(w.visited_on).label("day"))
        .join(visit_version)
        .where(made, visit.c.hotspot_id.in_(places))
        .group_by(visit.c.hotspot_id)
        .subquery("last")
    )
    question = (
        select(visit.c.hotspot_id, w.result)
        .join(visit_version)
        .join(last, and_(last.c.hotspot_id == visit.c.hotspot_id, last.c.day == w.visited_on))
        .where(made)
        .order_by(visit.c.id)
    )
    return {row.hotspot_id: row.result for row in connection.execute(question)}


def find_planned_elsewhere(
    connection: Connection, places: Collection[int], on: date, *, but: int | None = None
) -> frozenset[int]:
    """Return the places, of some, that a team visits by a confirmed plan of the day; ``but`` is a plan left aside."""
    s, v = day_plan_stop.c, day_plan_version.c
    question = (
        select(s.hotspot_id)
        .join(day_plan, day_plan.c.id == s.day_plan_id)
        .join(day_plan_version, v.day_plan_id == day_plan.c.id)
        .where(day_plan.c.plan_on == on, v.state == "confirmed", s.team.is_not(None))
        .where(s.hotspot_id.in_(places), known_at(day_plan_stop, None), known_at(day_plan_version, None))
    )
    if but is not None:
        question = question.where(day_plan.c.id != but)
    return frozenset(connection.execute(question).scalars())
