"""Reads the visits to places: pages of them, one of them, its corrections and their number, each in one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from geo.types import local_day
from layers.actor import Actor
from layers.errors import NotFound
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.identifiers import is_within
from layers.store.periods import held_on, known_at
from layers.store.schema import (
    account,
    boundary,
    hotspot,
    hotspot_area,
    hotspot_version,
    status_span,
    visit,
    visit_answer,
    visit_version,
)
from layers.store.spatial import object_rows
from layers.store.visited import day_of_visit, sees_visit, visited
from layers.store.ward_rows import ordered_wards


@dataclass(frozen=True)
class Position:
    """Where a device stood: WGS 84, degrees, and the radius that it told, m."""

    lon: float
    lat: float
    accuracy_m: float | None = None


@dataclass(frozen=True)
class VisitRecord:
    """A visit as the register knows it.

    Attributes
    ----------
    id
        Row of ``visit``.
    version_id
        Row of ``visit_version``.
    hotspot, place, status
        Code of the place, its name on the day of the visit, its state today (None: not on record).
    wards
        Names of the wards it lay in on the day of the visit, the one that leads first.
    day
        Day on which it was made, or else is planned for.
    answers
        By code of the fact.
    distance_m
        From the device to the place, m.
    told_by
        Sign-in name of who recorded this version; None for the system.
    """

    id: int
    version_id: int
    uuid: str
    code: str
    hotspot: str
    place: str
    status: str | None
    wards: tuple[str, ...]
    version: int
    state: str
    day: date
    planned_on: date | None
    visited_on: date | None
    form: str
    units: tuple[str, ...]
    head_count: int | None
    note: str | None
    result: str | None
    next_on: date | None
    checklist_id: int | None
    answers: Mapping[str, str]
    position: Position | None
    distance_m: float | None
    device_at: datetime | None
    reason: str | None
    known_from: datetime
    told_by: str | None

    @property
    def recorded_on(self) -> date:
        """Day in Viet Nam on which this version was recorded."""
        return local_day(self.known_from)


@dataclass(frozen=True)
class VisitQuery:
    """A question to the visits.

    Attributes
    ----------
    on
        Day whose status of the places is told: today.
    states
        States of visits; empty for all.
    hotspot
        Code of a place.
    area
        Public id of an area of any vintage, in which the place lay on the day of the visit.
    start, end
        Days of visits, half-open.
    recorded_by
        Row of the account that recorded them.
    after
        Day and row behind which the page begins.
    is_ascending
        Whether the earliest day comes first.
    """

    on: date
    states: tuple[str, ...] = ()
    hotspot: str | None = None
    area: str | None = None
    start: date | None = None
    end: date | None = None
    recorded_by: int | None = None
    after: tuple[date, int] | None = None
    limit: int = 50
    is_ascending: bool = False


@dataclass(frozen=True)
class VisitPage:
    """Some visits, and behind which day and row the next page begins."""

    visits: tuple[VisitRecord, ...]
    next_after: tuple[date, int] | None


def list_visits(connection: Connection, actor: Actor, query: VisitQuery) -> VisitPage:
    """Return the visits that answer the query in one SELECT, the latest day first; without their answers.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where no grant lets the actor read visits.
    """
    scope.require(connection, actor, "visit.read")
    order = (day_of_visit, visit.c.id) if query.is_ascending else (day_of_visit.desc(), visit.c.id.desc())
    question = _select(query.on).where(known_at(visit_version, None), sees_visit(actor), *_filters(query))
    rows = connection.execute(question.order_by(*order).limit(query.limit + 1)).all()
    visits = tuple(_record(row, {}) for row in rows[: query.limit])
    last = (visits[-1].day, visits[-1].id) if len(rows) > query.limit else None
    return VisitPage(visits, last)


def get_visit(connection: Connection, actor: Actor, code: str, on: date) -> VisitRecord:
    """Return a visit with its answers; ``on`` is the day whose status of the place is told.

    Raises
    ------
    NotFound
        ``visit_not_found``, also where the actor may not know of it.
    OutsideScope
        ``not_allowed``, where no grant lets the actor read visits.
    """
    scope.require(connection, actor, "visit.read")
    named = _select(on).where(known_at(visit_version, None), sees_visit(actor), visit.c.code == code)
    row = connection.execute(named).first()
    if row is None:
        raise NotFound("visit_not_found", visit=code)
    return _record(row, _read_answers(connection, [row.version_id]).get(row.version_id, {}))


def read_history(connection: Connection, actor: Actor, code: str, on: date) -> Sequence[VisitRecord]:
    """Return every version of a visit that the actor may see, newest first, each with its answers."""
    scope.require(connection, actor, "visit.read")
    versions = _select(on).where(sees_visit(actor), visit.c.code == code)
    rows = connection.execute(versions.order_by(visit_version.c.version.desc())).all()
    answers = _read_answers(connection, [row.version_id for row in rows])
    return tuple(_record(row, answers.get(row.version_id, {})) for row in rows)


def find_latest_visit(
    connection: Connection,
    actor: Actor,
    on: date,
    *,
    hotspot: str | None = None,
    recorded_by: int | None = None,
) -> VisitRecord | None:
    """Return the latest visit that was made: to a place, by somebody, or at all."""
    query = VisitQuery(on, ("made",), hotspot=hotspot, recorded_by=recorded_by, limit=1)
    return next(iter(list_visits(connection, actor, query).visits), None)


def list_positions(
    connection: Connection,
    actor: Actor,
    hotspot_id: int,
    on: date,
    *,
    limit: int,
    known: datetime | None = None,
) -> list[Position]:
    """Return where the devices stood on the latest visits made to a place up to a day, the newest first.

    Parameters
    ----------
    hotspot_id
        Row of the place.
    limit
        Positions at most; visits without one do not count.
    known
        As the register knew it at this aware time; None is now.
    """
    w = visit_version.c
    is_its = and_(
        visit.c.hotspot_id == hotspot_id, w.state == "made", w.visited_on <= on, w.seen_lon.is_not(None)
    )
    question = (
        select(w.seen_lon, w.seen_lat, w.position_accuracy_m)
        .join(visit)
        .where(known_at(visit_version, known), is_its, sees_visit(actor))
        .order_by(w.visited_on.desc(), visit.c.id.desc())
    )
    return [Position(*row) for row in connection.execute(question.limit(limit))]


def count_visits(connection: Connection, actor: Actor, area: str | None, start: date, end: date) -> int:
    """Return how many visits were made from ``start`` to the day before ``end`` to places in an area.

    A place counts for every area that it lay in on the day of the visit, of any vintage; once in each.

    Parameters
    ----------
    area
        Public id or bare code of a boundary; None for all that the actor sees.
    """
    scope.require(connection, actor, "visit.read")
    query = VisitQuery(start, ("made",), area=area, start=start, end=end)
    counted = select(func.count()).select_from(visited())
    conditions = (known_at(visit_version, None), sees_visit(actor), *_filters(query))
    return int(connection.execute(counted.where(*conditions)).scalar_one())


def _filters(query: VisitQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.states:
        conditions.append(visit_version.c.state.in_(query.states))
    if query.hotspot:
        named = select(hotspot.c.id).where(hotspot.c.code == query.hotspot)
        conditions.append(visit.c.hotspot_id.in_(named))
    if query.area:
        inside = select(hotspot_area.c.hotspot_version_id).join(boundary).where(is_within(query.area))
        conditions.append(hotspot_version.c.id.in_(inside))
    if query.start:
        conditions.append(query.start <= day_of_visit)
    if query.end:
        conditions.append(query.end > day_of_visit)
    if query.recorded_by is not None:
        mine = query.recorded_by
        conditions.append(or_(visit.c.recorded_by == mine, visit_version.c.recorded_by == mine))
    if query.after:
        day, row = query.after
        follows = visit.c.id > row if query.is_ascending else visit.c.id < row
        behind = day < day_of_visit if query.is_ascending else day > day_of_visit
        conditions.append(or_(behind, and_(day_of_visit == day, follows)))
    return conditions


def _wards() -> Any:
    named = ordered_wards(day_of_visit)
    rows = object_rows(name=named.c.name)
    return select(rows).select_from(named).correlate(hotspot_version, visit_version).scalar_subquery()


def _select(on: date) -> Select[Any]:
    v, p = visit_version.c, hotspot_version.c
    told = (visit.c.id, v.id.label("version_id"), visit.c.uuid, visit.c.code, hotspot.c.code.label("hotspot"),
            p.name.label("place"), status_span.c.state.label("status"), _wards().label("wards"), v.version, v.state,
            day_of_visit.label("day"), v.planned_on, v.visited_on, v.form, v.units, v.head_count, v.note, v.result,
            v.next_on, v.checklist_id, v.seen_lon, v.seen_lat, v.position_accuracy_m, v.distance_m, v.device_at,
            v.reason, v.known_from, account.c.name.label("told_by"))  # fmt: skip
    status = and_(
        status_span.c.hotspot_id == visit.c.hotspot_id, held_on(status_span, on), known_at(status_span, None)
    )
    return (
        select(*told)
        .select_from(visited())
        .outerjoin(status_span, status)
        .outerjoin(account, account.c.id == v.recorded_by)
    )


def _read_answers(connection: Connection, version_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    a = visit_answer.c
    found: dict[int, dict[str, str]] = {}
    for row in connection.execute(select(visit_answer).where(a.visit_version_id.in_(version_ids))):
        found.setdefault(row.visit_version_id, {})[row.item] = row.answer
    return found


def _record(row: AnyRow, answers: Mapping[str, str]) -> VisitRecord:
    told = dict(row._mapping)
    lon, lat, accuracy_m = (told.pop(name) for name in ("seen_lon", "seen_lat", "position_accuracy_m"))
    told["position"] = None if lon is None else Position(lon, lat, accuracy_m)
    told["units"] = tuple(orjson.loads(told["units"]))
    told["wards"] = tuple(ward["name"] for ward in orjson.loads(told["wards"]))
    return VisitRecord(**told, answers=answers)
