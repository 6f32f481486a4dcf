"""What a device takes along: the places of its account, what is due there, forms, plans and what is to be counted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import shapely
from sqlalchemy import Connection, func, select

from geo.text.addresses import alley_line
from geo.travel.network import Route
from geo.types import LonLat
from layers.actor import Actor
from layers.outings.day_plans import trace_plan
from layers.outings.day_records import DayPlan, PlanQuery, get_day_plan, list_day_plans
from layers.programme.categories import list_categories
from layers.programme.figures import ENTER, month_before, read_figures
from layers.programme.units import Unit, list_units
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import held_on, known_at
from layers.store.query import FeatureQuery
from layers.store.schema import (
    boundary,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    landmark,
    visit,
    visit_version,
)
from layers.supervision.bodies import list_bodies
from layers.supervision.checklists import get_current_checklist
from layers.supervision.due import Due, find_middles, list_places
from layers.supervision.images import MOST_IMAGES
from layers.supervision.intervals import Intervals
from layers.supervision.photos import LONGEST_SIDE_PX, MOST_BYTES
from layers.supervision.visit_drafts import LONGEST_NOTE, MOST_HEADS
from layers.travel.ways import Ways

FORMAT = 1
"""Version of the form of what is taken along."""

MOST_PLANS = 20

UNTOLD_ACCURACY_M = 250.0
"""Radius within which what the map shows may lie, m, where its sources do not say it."""

Package = dict[str, Any]


def read_area(connection: Connection, actor: Actor, today: date, intervals: Intervals) -> Package:
    """Return what the actor's device takes along, but for the map: only what he may see.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    today
        The present day.
    intervals
        The rule of the days between visits.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where no grant lets the actor see places.
    """
    scope.require(connection, actor, "hotspot.read")
    seen = list_places(connection, actor, FeatureQuery(today), intervals)
    return {
        "format": FORMAT,
        "today": today.isoformat(),
        "places": _places(connection, seen, today),
        "forms": [_form(connection)],
        "bodies": [
            {"code": body.code, "name": body.name}
            for body in list_bodies(connection, is_active=None)
            if body.is_active and body.kind == "member"
        ],
        "plans": read_plans(connection, actor, today),
        **_counts(connection, actor, today),
        "limits": {
            "note": LONGEST_NOTE,
            "heads": MOST_HEADS,
            "photos": MOST_IMAGES,
            "photo_px": LONGEST_SIDE_PX,
            "photo_bytes": MOST_BYTES,
            "map_accuracy_m": _map_accuracy_m(connection),
        },
    }


def _map_accuracy_m(connection: Connection) -> float:
    """Return how exactly the map lies that is taken along: as its worst water or crossing does."""
    here = landmark.c.removed_at.is_(None)
    worst = connection.execute(select(func.max(landmark.c.position_accuracy_m)).where(here)).scalar()
    return worst or UNTOLD_ACCURACY_M


def read_plans(connection: Connection, actor: Actor, today: date) -> list[DayPlan]:
    """Return the confirmed day plans from today on, the earliest first."""
    if not scope.allowed(connection, actor, "plan.read"):
        return []
    query = PlanQuery(start=today, state="confirmed", limit=MOST_PLANS, is_ascending=True)
    return [
        get_day_plan(connection, actor, line.code) for line in list_day_plans(connection, actor, query).plans
    ]


def trace_plans(plans: Iterable[DayPlan], ways_of: Callable[[DayPlan], Ways]) -> Package:
    """Return the way of each team of some plans as one line, WGS 84, by the plan's code and the team's number."""
    return {
        plan.code: {str(number): _line(routes) for number, routes in trace_plan(plan, ways_of(plan)).items()}
        for plan in plans
    }


def _line(routes: Iterable[Route]) -> list[list[float]]:
    xy = [shapely.get_coordinates(route.line) for route in routes]
    return [[round(x, 6), round(y, 6)] for line in xy for x, y in line.tolist()]


def _places(connection: Connection, seen: Sequence[Due], today: date) -> list[Package]:
    versions = [one.version_id for one in seen]
    facts, wards = _facts(connection, versions), _wards(connection, versions, today)
    topics, planned = (
        _topics(connection, versions),
        _planned(connection, [one.hotspot_id for one in seen]),
    )
    middles = find_middles(connection, versions)
    return [
        {
            "code": one.code,
            "name": one.name,
            "kind": one.kind,
            "status": one.status,
            "status_since": _day(one.status_since),
            "topics": topics.get(one.version_id, []),
            "wards": wards.get(one.version_id, []),
            "accuracy_m": facts[one.version_id].position_accuracy_m,
            "at": _rounded(middles[one.version_id]),
            "due_on": _day(one.due_on),
            "overdue_days": one.overdue_days,
            "last_on": _day(one.last_on),
            "planned": planned.get(one.hotspot_id, []),
            "address": _address(facts[one.version_id]),
            "is_open": one.is_open,
        }
        for one in seen
    ]


def _facts(connection: Connection, versions: Sequence[int]) -> dict[int, AnyRow]:
    v = hotspot_version.c
    told = select(v.id, v.position_accuracy_m, v.alley_number, v.alley_branch, v.street)
    return {row.id: row for row in connection.execute(told.where(v.id.in_(versions)))}


def _wards(connection: Connection, versions: Sequence[int], today: date) -> dict[int, list[Package]]:
    b, a = boundary.c, hotspot_area.c
    question = (
        select(a.hotspot_version_id, b.code, b.name)
        .join(hotspot_area, a.boundary_id == b.id)
        .where(a.hotspot_version_id.in_(versions), b.level == "ward", held_on(boundary, today))
        .order_by(a.is_lead.desc(), a.share.desc(), b.code)
    )
    return _grouped((row[0], {"code": row.code, "name": row.name}) for row in connection.execute(question))


def _topics(connection: Connection, versions: Sequence[int]) -> dict[int, list[str]]:
    t = hotspot_topic.c
    question = select(t.hotspot_version_id, t.topic).where(t.hotspot_version_id.in_(versions))
    return _grouped((row[0], row.topic) for row in connection.execute(question.order_by(t.topic)))


def _planned(connection: Connection, places: Sequence[int]) -> dict[int, list[Package]]:
    w = visit_version.c
    question = (
        select(visit.c.hotspot_id, visit.c.code, visit.c.version, w.planned_on)
        .join(visit_version)
        .where(visit.c.hotspot_id.in_(places), known_at(visit_version, None), w.state == "planned")
        .order_by(w.planned_on, visit.c.id)
    )
    return _grouped(
        (row[0], {"visit": row.code, "version": row.version, "on": _day(row.planned_on)})
        for row in connection.execute(question)
    )


def _form(connection: Connection) -> Package:
    present = get_current_checklist(connection)
    items = [{**asdict(item), "answers": list(item.answers)} for item in present.items]
    return {"checklist": present.id, "number": present.number, "items": items}


def _counts(connection: Connection, actor: Actor, today: date) -> Package:
    month = today.replace(day=1)
    units = list_units(connection, actor, ENTER, month)
    return {
        "categories": [asdict(one) for one in list_categories()],
        "units": [{"id": unit.public_id, "name": unit.name, "level": unit.level} for unit in units],
        "counted": {
            unit.public_id: _counted(connection, actor, unit, (month_before(month), month)) for unit in units
        },
    }


def _counted(connection: Connection, actor: Actor, unit: Unit, months: Iterable[date]) -> Package:
    """Return what was counted in some months, and from which version a correction starts."""
    told: Package = {}
    for month in months:
        found = read_figures(connection, actor, unit, month)
        told[f"{month:%Y-%m}"] = {
            name: {"value": one.value, "version": one.version} for name, one in found.items()
        }
    return told


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _address(row: AnyRow) -> str:
    return alley_line(row.alley_number, row.alley_branch, row.street)


def _day(day: date | None) -> str | None:
    return None if day is None or day in (date.min, date.max) else day.isoformat()


def _rounded(at: LonLat) -> list[float]:
    return [round(at.lon, 6), round(at.lat, 6)]
