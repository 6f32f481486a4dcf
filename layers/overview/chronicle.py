"""Everything that the map replays: all versions, spans and memberships that the actor may see, one SELECT each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Select, and_, case, func, or_, select

from geo.types import DATE_MIN, Interval
from layers.actor import Actor
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import boundary_held_during, known_at
from layers.store.schema import (
    boundary,
    hotspot,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    landmark,
    recommendation,
    recommendation_version,
    status_span,
    visit,
    visit_version,
)


@dataclass(frozen=True)
class Replay:
    """A version of a place with what belongs to it.

    Attributes
    ----------
    row
        ``id, hotspot_id, code, name, kind, position_accuracy_m, length_m, area_m2, valid_from, valid_to,
        search_terms, geom``.
    topics
        Codes.
    areas
        Rows of ``boundary`` that hold it, of all vintages, those that lead first.
    spans
        First day and state of each status span of the place, oldest first.
    """

    row: AnyRow
    topics: tuple[str, ...]
    areas: tuple[int, ...]
    spans: tuple[tuple[date, str], ...]


class VisitDays(NamedTuple):
    """Days of the visits to a place, each once and in order: those that were made, those that are planned."""

    made: tuple[date, ...]
    planned: tuple[date, ...]


class Reply(NamedTuple):
    """A recommendation that was sent: when, by when it was to be answered, and when its wait ended (None: it waits)."""

    sent_on: date
    due_on: date
    ended_on: date | None


def read_hotspots(connection: Connection, actor: Actor, *, known: datetime | None) -> list[Replay]:
    """Return every version of every place that the actor may see, in Vietnamese order of the names.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    known
        As the register knew it at this aware time; None is now.
    """
    v = hotspot_version.c
    seen = (known_at(hotspot_version, known), scope.sees_hotspot(hotspot_version, actor))
    told = (v.id, v.hotspot_id, hotspot.c.code, v.name, v.kind, v.position_accuracy_m, v.length_m, v.area_m2,
            v.valid_from, v.valid_to, v.search_terms, v.geom)  # fmt: skip
    rows = connection.execute(
        select(*told)
        .select_from(hotspot_version)
        .join(hotspot)
        .where(*seen)
        .order_by(v.sort_key, v.hotspot_id, v.valid_from)
    ).all()
    versions = select(v.id).where(*seen)
    topics = _grouped(connection, select(hotspot_topic.c.hotspot_version_id, hotspot_topic.c.topic).where(
        hotspot_topic.c.hotspot_version_id.in_(versions)).order_by(hotspot_topic.c.topic))  # fmt: skip
    a = hotspot_area.c
    areas = _grouped(
        connection,
        select(a.hotspot_version_id, a.boundary_id)
        .where(a.hotspot_version_id.in_(versions))
        .order_by(a.is_lead.desc(), a.share.desc(), a.boundary_id),
    )
    s = status_span.c
    places = select(v.hotspot_id).where(*seen)
    spans = _grouped(
        connection,
        select(s.hotspot_id, s.valid_from, s.state)
        .where(s.hotspot_id.in_(places), known_at(status_span, known))
        .order_by(s.valid_from),
    )
    return [
        Replay(
            row,
            tuple(topic for (topic,) in topics[row.id]),
            tuple(area for (area,) in areas[row.id]),
            tuple((day, state) for day, state in spans[row.hotspot_id]),
        )
        for row in rows
    ]


def read_visits(
    connection: Connection, actor: Actor, span: Interval, *, known: datetime | None
) -> dict[int, VisitDays]:
    """Return the days of visits by row of the place, for every place whose visits the actor may read, in one SELECT.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    span
        The visits made since its start are told, and the last one before it; plans from its end on.
    known
        As the register knew it at this aware time; None is now.
    """
    w = visit_version.c
    is_counted = or_(w.state == "made", and_(w.state == "planned", w.planned_on >= span.end))
    days = (
        select(
            visit.c.hotspot_id,
            w.state,
            case((w.state == "made", w.visited_on), else_=w.planned_on).label("day"),
        )
        .join(visit)
        .where(known_at(visit_version, known), is_counted)
        .subquery("days")
    )
    seen = _places(actor, "visit.read", known).subquery("seen")
    on, earliest = days.c.day, case((days.c.day < span.start, DATE_MIN), else_=days.c.day)
    question = (
        select(seen.c.hotspot_id, days.c.state, func.max(on).label("day"))
        .outerjoin(days, days.c.hotspot_id == seen.c.hotspot_id)
        .group_by(seen.c.hotspot_id, days.c.state, earliest)
    )
    told = _grouped(connection, question.order_by("day"))
    return {
        place: VisitDays(
            *(tuple(day for state, day in rows if state == asked) for asked in ("made", "planned"))
        )
        for place, rows in told.items()
    }


def read_replies(
    connection: Connection, actor: Actor, since: date, *, known: datetime | None
) -> dict[int, tuple[Reply, ...]]:
    """Return the recommendations that waited on a day since ``since``, by row of the place, in one SELECT.

    They are those about places whose recommendations the actor may read, the first sent first.
    """
    r, v = recommendation.c, recommendation_version.c
    ended_on = func.coalesce(v.answered_on, v.closed_on)
    question = (
        select(r.hotspot_id, v.sent_on, v.reply_due_on, ended_on)
        .join(recommendation_version, v.recommendation_id == r.id)
        .where(
            known_at(recommendation_version, known),
            v.sent_on.is_not(None),
            v.reply_due_on.is_not(None),
            or_(ended_on.is_(None), ended_on > since),
            r.hotspot_id.in_(_places(actor, "recommendation.read", known)),
        )
        .order_by(v.sent_on, r.id)
    )
    return {
        place: tuple(Reply(*row) for row in rows) for place, rows in _grouped(connection, question).items()
    }


def has_more_than(connection: Connection, actor: Actor, limit: int, *, known: datetime | None) -> bool:
    """Tell whether the actor may see more than so many versions; costs no more than reading so many keys."""
    v = hotspot_version.c
    seen = select(v.id).where(known_at(hotspot_version, known), scope.sees_hotspot(hotspot_version, actor))
    return connection.execute(seen.offset(limit).limit(1)).first() is not None


def read_areas(connection: Connection, *, known: datetime | None) -> list[AnyRow]:
    """Return every boundary of every vintage in Vietnamese order: geometry, names, days and label place."""
    b = boundary.c
    told = (b.id, b.code, b.name, b.level, b.valid_from, b.valid_to, b.is_partial, b.label_lon, b.label_lat,
            b.search_terms, b.population, b.geom)  # fmt: skip
    question = select(*told).where(boundary_held_during(boundary, Interval(), known))
    return list(connection.execute(question.order_by(b.sort_key, b.valid_from)))


def read_landmarks(connection: Connection) -> list[tuple[str, str, BaseGeometry]]:
    """Return kind, name and geometry (WGS 84, lon lat) of water and crossings, water first."""
    k = landmark.c
    present = select(k.kind, k.name, k.geom).where(k.removed_at.is_(None))
    rows = connection.execute(present.order_by(k.kind.desc(), k.name, k.id))
    return [(row.kind, row.name, row.geom) for row in rows]


def _places(actor: Actor, action: str, known: datetime | None) -> Select[tuple[int]]:
    """Return the rows of the places on which the actor may do something."""
    reached = scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS[action])
    return select(hotspot_version.c.hotspot_id).where(known_at(hotspot_version, known), reached).distinct()


def _grouped(connection: Connection, question: Any) -> defaultdict[int, list[tuple[Any, ...]]]:
    groups: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in connection.execute(question):
        groups[key].append(tuple(rest))
    return groups
