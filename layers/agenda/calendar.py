"""Reads a calendar inside the reader's scope: visits and the days by which they are due, and what else stands there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from geo.types import DATE_MIN
from layers.actor import Actor
from layers.agenda.calendar_items import DAY, MOST, Calendar, CalendarQuery, Item, midnight
from layers.agenda.calendar_marks import read_ends, read_peaks, read_plans, read_replies
from layers.areas.boundaries import ward_names
from layers.areas.clusters import list_choices
from layers.store import scope
from layers.store.identifiers import boundary_id
from layers.store.periods import held_on, known_at
from layers.store.query import FeatureQuery
from layers.store.schema import boundary, hotspot, hotspot_area, hotspot_version
from layers.supervision.due import Due, list_places, order_by_due
from layers.supervision.intervals import Intervals
from layers.supervision.visit_records import VisitQuery, VisitRecord, list_visits


def read_calendar(
    connection: Connection, actor: Actor, query: CalendarQuery, intervals: Intervals
) -> Calendar:
    """Return what stands in the calendar for the actor.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    query
        Which days, where, whose.
    intervals
        Days between visits.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where no grant lets the actor read visits.
    """
    scope.require(connection, actor, "visit.read")
    dues = _read_dues(connection, actor, query, intervals)
    inside = [one for one in dues if query.start <= one.start < query.end]
    waiting = [one for one in dues if one.start < query.start and one.may_move]
    parts = (
        _read_visits(connection, actor, query),
        inside,
        read_peaks(connection, query),
        read_plans(connection, actor, query),
        read_ends(connection, actor, query),
        read_replies(connection, actor, query),
    )
    kept = [one for part in parts for one in part[:MOST]]
    recordable = _find_recordable(connection, actor, (*kept, *waiting[:MOST]))
    return Calendar(
        tuple(sorted((_guarded(one, recordable) for one in kept), key=lambda one: one.order)),
        tuple(_guarded(one, recordable) for one in waiting[:MOST]),
        is_cut=max(map(len, (*parts, waiting))) > MOST,
    )


def list_areas(connection: Connection, actor: Actor, on: date) -> list[tuple[str, str]]:
    """Return public identifier and name of the wards and groupings of a day that hold a place the actor sees.

    The year's clusters follow; all in Vietnamese order.
    """
    b, a = boundary.c, hotspot_area.c
    held = (
        select(a.boundary_id)
        .join(hotspot_version, hotspot_version.c.id == a.hotspot_version_id)
        .where(known_at(hotspot_version, None), held_on(hotspot_version, on))
        .where(scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["visit.read"]))
    )
    question = select(b.code, b.valid_from, b.name).where(
        b.level.in_(("ward", "grouping")), held_on(boundary, on), b.id.in_(held)
    )
    rows = connection.execute(question.order_by(b.level.desc(), b.sort_key))
    return [
        *((boundary_id(row.code, row.valid_from), row.name) for row in rows),
        *list_choices(connection, on.year),
    ]


def _read_visits(connection: Connection, actor: Actor, query: CalendarQuery) -> list[Item]:
    states = tuple(state for state in ("planned", "made") if state in query.kinds)
    if not states:
        return []
    asked = VisitQuery(
        query.on,
        (*states, "cancelled") if query.with_cancelled else states,
        area=query.area,
        start=query.start,
        end=query.end,
        recorded_by=actor.account_id if query.is_own else None,
        limit=MOST + 1,
        is_ascending=True,
    )
    return [_visit_item(one) for one in list_visits(connection, actor, asked).visits]


def _visit_item(one: VisitRecord) -> Item:
    return Item(
        "planned" if one.visited_on is None else "made",
        f"visit-{one.uuid}",
        one.code,
        one.day,
        one.day + DAY,
        one.place,
        one.known_from,
        hotspot=one.hotspot,
        status=one.status,
        version=one.version,
        wards=one.wards,
        is_cancelled=one.state == "cancelled",
        may_move=one.state == "planned",
    )


def _read_dues(
    connection: Connection, actor: Actor, query: CalendarQuery, intervals: Intervals
) -> list[Item]:
    """Return the days by which places are due up to the end, the longest overdue first.

    A place for which a visit is planned in time stands in the calendar with that visit alone.
    """
    if "due" not in query.kinds:
        return []
    places = list_places(connection, actor, FeatureQuery(query.on, area=query.area), intervals)
    due = order_by_due(one for one in places if one.is_open and _is_told(one, query.end))
    first = due[: MOST + 1]
    wards = ward_names(connection, [one.version_id for one in first], query.on)
    return [_due_item(one, one.due_on, tuple(wards.get(one.version_id, ()))) for one in first if one.due_on]


def _is_told(one: Due, end: date) -> bool:
    is_late = one.planned_on is None or (one.due_on is not None and one.planned_on > one.due_on)
    return one.due_on is not None and one.due_on < end and is_late


def _due_item(one: Due, due_on: date, wards: tuple[str, ...]) -> Item:
    since = one.status_since if one.status_since != DATE_MIN else None
    return Item(
        "due",
        f"due-{one.code}-{due_on:%Y%m%d}",
        one.code,
        due_on,
        due_on + DAY,
        one.name,
        midnight(one.last_on or since or due_on),
        hotspot=one.code,
        status=one.status,
        wards=wards,
        overdue_days=one.overdue_days,
        may_move=one.planned_on is None,
    )


def _find_recordable(connection: Connection, actor: Actor, items: Iterable[Item]) -> frozenset[str]:
    """Return the codes of the places, of those that some items are about, at which the actor records visits."""
    codes = sorted({one.hotspot for one in items if one.may_move and one.hotspot})
    records = scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["visit.record"])
    question = select(hotspot.c.code).join(hotspot_version, hotspot_version.c.hotspot_id == hotspot.c.id)
    found = question.where(hotspot.c.code.in_(codes), known_at(hotspot_version, None), records)
    return frozenset(connection.execute(found).scalars()) if codes else frozenset()


def _guarded(one: Item, recordable: frozenset[str]) -> Item:
    return replace(one, may_move=one.may_move and one.hotspot in recordable)
