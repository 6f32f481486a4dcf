"""Tells which places are to be visited, when and where: one SELECT of what the rule of intervals asks for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import shapely
from sqlalchemy import Connection, Select, Text, and_, case, cast, func, null, select

from geo.types import LonLat
from layers.actor import Actor
from layers.conversion.states import STATES
from layers.store.columns import AnyRow
from layers.store.features import hotspot_conditions
from layers.store.periods import held_on, known_at
from layers.store.query import FeatureQuery
from layers.store.schema import (
    hotspot,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    status_span,
    visit,
    visit_version,
)
from layers.supervision.intervals import (
    CONVERTED,
    Intervals,
    Pace,
    PaceBook,
    Traits,
    days_on,
    find_due_day,
)

SOON_DAYS = 7
"""Days ahead for which a place counts as due soon."""

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Due:
    """A place, and when it is to be visited.

    Attributes
    ----------
    version_id, hotspot_id
        Rows of ``hotspot_version`` and ``hotspot``.
    code, name, kind
        Of the place.
    sort_key
        Vietnamese order of the name.
    status, status_since
        State on the day asked about and the day it began; ``date.min`` where that is not known.
    last_on
        Day of the last visit made.
    planned_on
        Next day for which a visit is planned.
    due_on
        Day by which the next visit is due; None where the state asks for none.
    overdue_days
        Days since then on the day asked about; negative before it, None without a due day.
    interval_days
        Days between two visits in force on the day asked about; None where the state asks for none.
    """

    version_id: int
    hotspot_id: int
    code: str
    name: str
    kind: str
    sort_key: str
    status: str | None
    status_since: date | None
    last_on: date | None
    planned_on: date | None
    due_on: date | None
    overdue_days: int | None
    interval_days: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the place is still under supervision."""
        return self.status in STATES and STATES[self.status].is_open


@dataclass(frozen=True)
class Agenda:
    """What a day asks of whoever may see some places.

    Attributes
    ----------
    states
        How many places are in each state; None where none is on record.
    overdue, soon, open
        The first places that should have been visited before the day, that are to be visited within `SOON_DAYS`, and
        that are under supervision at all: in the order of `order_by_due`.
    overdue_count, soon_count
        How many there are of the first two.
    converted
        Code and name of the converted places, by row of ``hotspot``.
    """

    states: Counter[str | None]
    overdue: tuple[Due, ...]
    overdue_count: int
    soon: tuple[Due, ...]
    soon_count: int
    open: tuple[Due, ...]
    converted: dict[int, tuple[str, str]]

    @property
    def total(self) -> int:
        """How many places there are."""
        return self.states.total()


class _First:
    """The first places of many in the order in which they are to be visited, and how many there were."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: list[Due] = []
        self.count = 0

    def add(self, one: Due) -> None:
        self.count += 1
        self._kept.append(one)
        if len(self._kept) > 2 * self._limit:
            self._kept = list(self.told)

    @property
    def told(self) -> tuple[Due, ...]:
        return order_by_due(self._kept)[: self._limit]


def list_due(connection: Connection, actor: Actor, on: date, intervals: Intervals) -> tuple[Due, ...]:
    """Return every open place that the actor sees, the longest overdue first, then by Vietnamese name."""
    return order_by_due(
        one for one in list_places(connection, actor, FeatureQuery(on), intervals) if one.is_open
    )


def order_by_due(places: Iterable[Due]) -> tuple[Due, ...]:
    """Return places in the order in which they are to be visited; those without a due day come last."""
    return tuple(sorted(places, key=_order))


def read_agenda(connection: Connection, actor: Actor, on: date, intervals: Intervals, rows: int) -> Agenda:
    """Return what a day asks of the actor, in one SELECT and without keeping more than the first rows.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    on
        The day.
    intervals
        Days between visits.
    rows
        Places that each list holds at most.
    """
    states: Counter[str | None] = Counter()
    overdue, soon, open_ones = _First(rows), _First(rows), _First(rows)
    converted: dict[int, tuple[str, str]] = {}
    for one in _iterate(connection, actor, FeatureQuery(on), intervals):
        states[one.status] += 1
        if one.status in CONVERTED:
            converted[one.hotspot_id] = (one.code, one.name)
        if not one.is_open:
            continue
        open_ones.add(one)
        if one.overdue_days is not None and one.overdue_days > 0:
            overdue.add(one)
        elif one.overdue_days is not None and one.overdue_days >= -SOON_DAYS:
            soon.add(one)
    return Agenda(states, overdue.told, overdue.count, soon.told, soon.count, open_ones.told, converted)


def list_places(
    connection: Connection, actor: Actor, query: FeatureQuery, intervals: Intervals
) -> tuple[Due, ...]:
    """Return the places that answer a query, in Vietnamese order of their names, in one SELECT; no limit is kept.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    query
        Day, filters and words; its limit and page do not count here.
    intervals
        Days between visits.
    """
    return tuple(_iterate(connection, actor, query, intervals))


def _iterate(
    connection: Connection, actor: Actor, query: FeatureQuery, intervals: Intervals
) -> Iterator[Due]:
    v, s, visits = hotspot_version.c, status_span.c, _visits(query).subquery("visits")
    status = and_(
        s.hotspot_id == v.hotspot_id, held_on(status_span, query.on), known_at(status_span, query.known_at)
    )
    told = (v.id, v.hotspot_id, hotspot.c.code, v.name, v.kind, v.sort_key, s.state, s.valid_from,
            visits.c.last_on, visits.c.planned_on, *_trait_columns(intervals))  # fmt: skip
    rows = connection.execute(
        select(*told)
        .select_from(hotspot_version)
        .join(hotspot)
        .outerjoin(status_span, status)
        .outerjoin(visits, visits.c.hotspot_id == v.hotspot_id)
        .where(*hotspot_conditions(query, actor))
        .order_by(v.sort_key, hotspot.c.code)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    book = PaceBook(intervals)
    return (_judge(row, query.on, book) for row in rows)


def _order(one: Due) -> tuple[bool, int, str, str]:
    return (one.overdue_days is None, -(one.overdue_days or 0), one.sort_key, one.code)


def find_middles(connection: Connection, version_ids: Sequence[int]) -> dict[int, LonLat]:
    """Return a point on each of some versions of places, by their rows; one whose geometry is empty has none."""
    v = hotspot_version.c
    rows = connection.execute(select(v.id, v.geom).where(v.id.in_(version_ids))).all() if version_ids else []
    drawn = [row for row in rows if not row.geom.is_empty]
    middles = shapely.get_coordinates(shapely.point_on_surface([row.geom for row in drawn])).tolist()
    return {row.id: LonLat(*xy) for row, xy in zip(drawn, middles, strict=True)}


def _visits(query: FeatureQuery) -> Any:
    w = visit_version.c
    is_made = and_(w.state == "made", w.visited_on <= query.on)
    is_planned = and_(w.state == "planned", w.planned_on >= query.on)
    return (
        select(
            visit.c.hotspot_id,
            func.max(case((is_made, w.visited_on))).label("last_on"),
            func.min(case((is_planned, w.planned_on))).label("planned_on"),
        )
        .join(visit_version)
        .where(known_at(visit_version, query.known_at))
        .group_by(visit.c.hotspot_id)
    )


def find_traits(connection: Connection, hotspot_id: int, on: date, intervals: Intervals) -> Traits:
    """Return what decides how often a place is to be visited, as it stood on a day."""
    v, s = hotspot_version.c, status_span.c
    status = and_(s.hotspot_id == v.hotspot_id, held_on(status_span, on), known_at(status_span, None))
    question = (
        select(s.state, *_trait_columns(intervals))
        .select_from(hotspot_version)
        .outerjoin(status_span, status)
        .where(v.hotspot_id == hotspot_id, known_at(hotspot_version, None), held_on(hotspot_version, on))
    )
    row = connection.execute(question).first()
    place = hotspot_id if hotspot_id in intervals.named_places else None
    return replace(Traits.told(*row), place=place) if row else Traits(None)


def _trait_columns(intervals: Intervals) -> tuple[Any, Any]:
    """Return topics and areas of a version of a place as lists with commas; null where the rule does not ask."""
    t, a = hotspot_topic.c, hotspot_area.c
    topics, areas = select(t.topic), select(cast(a.boundary_id, Text))
    return (
        _joined(topics, t.hotspot_version_id) if intervals.tells_topics_apart else null().label("topics"),
        _joined(areas.where(a.boundary_id.in_(sorted(intervals.named_areas))), a.hotspot_version_id)
        if intervals.named_areas
        else null().label("areas"),
    )


def _joined(question: Select[Any], version: Any) -> Any:
    told = question.where(version == hotspot_version.c.id).correlate(hotspot_version).subquery()
    return select(func.aggregate_strings(told.c[0], ",")).scalar_subquery()


def _judge(row: AnyRow, on: date, book: PaceBook) -> Due:
    # Taken apart in the order of the SELECT: asking for each value by name costs more than all the rest here.
    (version_id, hotspot_id, code, name, kind, sort_key, state, since, last_on, planned_on, topics,
     areas) = row  # fmt: skip
    pace: Pace = book.find(state, topics, areas, hotspot_id)
    due_on = find_due_day(pace, since, last_on, on)
    return Due(
        version_id,
        hotspot_id,
        code,
        name,
        kind,
        sort_key,
        state,
        since,
        last_on,
        planned_on,
        due_on,
        None if due_on is None else (on - due_on).days,
        days_on(pace, on),
    )
