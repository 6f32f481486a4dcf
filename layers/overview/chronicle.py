"""Everything that the map replays: all versions, spans and memberships that the actor may see, one SELECT each."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Select, and_, case, func, or_, select

from geo.types import DATE_MAX, DATE_MIN, Interval
from layers.actor import Actor
from layers.overview.parts import NAME_ORDER, WHOLE, Part, select_versions
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


def read_hotspots(
    connection: Connection,
    actor: Actor,
    *,
    known: datetime | None,
    part: Part = WHOLE,
) -> list[Replay]:
    """Return every version of every place that the actor may see, in Vietnamese order of the names.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    known
        As the register knew it at this aware time; None is now.
    part
        Of which places.
    """
    v, s, a = hotspot_version.c, status_span.c, hotspot_area.c
    asked = select_versions(v.id, actor, known, part)
    told = (v.id, v.hotspot_id, hotspot.c.code, v.name, v.kind, v.position_accuracy_m, v.length_m, v.area_m2,
            v.valid_from, v.valid_to, v.search_terms, v.geom)  # fmt: skip
    rows = connection.execute(
        asked.with_only_columns(*told)
        .select_from(hotspot_version)
        .join(hotspot)
        .order_by(None)
        .order_by(*NAME_ORDER)
    ).all()
    versions = select(asked.subquery("asked").c.id)
    topics = _grouped(connection, select(hotspot_topic.c.hotspot_version_id, hotspot_topic.c.topic).where(
        hotspot_topic.c.hotspot_version_id.in_(versions)).order_by(hotspot_topic.c.topic))  # fmt: skip
    areas = _grouped(
        connection,
        select(a.hotspot_version_id, a.boundary_id)
        .where(a.hotspot_version_id.in_(versions))
        .order_by(a.is_lead.desc(), a.share.desc(), a.boundary_id),
    )
    places = select(select_versions(v.hotspot_id, actor, known, part).subquery("asked").c.hotspot_id)
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
    connection: Connection, actor: Actor, span: Interval, *, known: datetime | None, part: Part = WHOLE
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
    part
        Of which places.
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
    seen = _places(actor, "visit.read", known, part).subquery("seen")
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
    connection: Connection, actor: Actor, since: date, *, known: datetime | None, part: Part = WHOLE
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
            r.hotspot_id.in_(_places(actor, "recommendation.read", known, part)),
        )
        .order_by(v.sent_on, r.id)
    )
    return {
        place: tuple(Reply(*row) for row in rows) for place, rows in _grouped(connection, question).items()
    }


def has_more_than(
    connection: Connection, actor: Actor, limit: int, *, known: datetime | None, part: Part = WHOLE
) -> bool:
    """Tell whether the actor may see more than so many versions; costs no more than reading so many keys."""
    seen = select_versions(hotspot_version.c.id, actor, known, part)
    return connection.execute(seen.offset(limit).limit(1)).first() is not None


def count_versions(connection: Connection, actor: Actor, *, known: datetime | None, part: Part) -> int:
    """Return how many versions of places there are in a part of what the actor may see."""
    seen = select_versions(hotspot_version.c.id, actor, known, part).subquery("seen")
    return connection.execute(select(func.count()).select_from(seen)).scalar_one()


def read_turns(
    connection: Connection, actor: Actor, *, known: datetime | None
) -> list[tuple[str, date, int]]:
    """Return by how many the places in a state, of all that the actor may see, grow or shrink on a day.

    Each is the state, the day and the change; the oldest day first. Ends that are not known are not told.
    """
    v, s = hotspot_version.c, status_span.c
    first = case((v.valid_from > s.valid_from, v.valid_from), else_=s.valid_from)
    last = case((v.valid_to < s.valid_to, v.valid_to), else_=s.valid_to)
    held = select_versions(v.id, actor, known, WHOLE).join(status_span, s.hotspot_id == v.hotspot_id)
    held = held.where(known_at(status_span, known), first < last)
    turns: Counter[tuple[str, date]] = Counter()
    for day, sign in ((first, 1), (last, -1)):
        for state, on, count in connection.execute(
            held.with_only_columns(s.state, day, func.count()).group_by(s.state, day)
        ):
            turns[state, on] += sign * count
    told = sorted((day, state, change) for (state, day), change in turns.items() if change)
    return [(state, day, change) for day, state, change in told if day != DATE_MAX]


def read_areas(connection: Connection, *, known: datetime | None) -> list[AnyRow]:
    """Return every boundary of every vintage in Vietnamese order: geometry, names, days and label place."""
    b = boundary.c
    told = (b.id, b.code, b.name, b.level, b.valid_from, b.valid_to, b.is_partial, b.label_lon, b.label_lat,
            b.search_terms, b.population, b.geom)  # fmt: skip
    question = select(*told).where(boundary_held_during(boundary, Interval(), known))
    return list(connection.execute(question.order_by(*_area_order())))


def list_area_rows(connection: Connection, *, known: datetime | None) -> list[int]:
    """Return the rows of ``boundary`` in the order of `read_areas`."""
    question = select(boundary.c.id).where(boundary_held_during(boundary, Interval(), known))
    return list(connection.execute(question.order_by(*_area_order())).scalars())


def read_landmarks(connection: Connection) -> list[tuple[str, str, BaseGeometry]]:
    """Return kind, name and geometry (WGS 84, lon lat) of water and crossings, water first."""
    k = landmark.c
    present = select(k.kind, k.name, k.geom).where(k.removed_at.is_(None))
    rows = connection.execute(present.order_by(k.kind.desc(), k.name, k.id))
    return [(row.kind, row.name, row.geom) for row in rows]


def _area_order() -> tuple[Any, ...]:
    return (boundary.c.sort_key, boundary.c.valid_from, boundary.c.id)


def _places(actor: Actor, action: str, known: datetime | None, part: Part) -> Select[tuple[int]]:
    """Return the rows of the places on which the actor may do something."""
    places = replace(part, most=None)
    return select_versions(hotspot_version.c.hotspot_id, actor, known, places, action).distinct()


def _grouped(connection: Connection, question: Any) -> defaultdict[int, list[tuple[Any, ...]]]:
    groups: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in connection.execute(question):
        groups[key].append(tuple(rest))
    return groups
