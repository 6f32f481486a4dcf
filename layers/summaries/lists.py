"""Lists the places behind a figure, so that whoever doubts it can look: as many as the figure says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, null, select

from layers.actor import Actor
from layers.areas.boundaries import ward_names
from layers.planning.progress_figures import PlaceProgress
from layers.store import scope
from layers.store.identifiers import is_boundary
from layers.store.schema import (
    area_span,
    boundary,
    hotspot,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    status_event,
    status_span,
)
from layers.summaries.changes import OPEN, compare
from layers.summaries.duties import is_overdue, is_soon, is_suspected, list_places_owed, term_ends
from layers.summaries.questions import ACTION, EVERYWHERE, Figure, Question, counted
from layers.summaries.rows import holds_version, list_rows
from layers.supervision.intervals import Intervals

PAGE = 100

_OWED: Mapping[str, Callable[[PlaceProgress], bool]] = {
    "overdue": is_overdue,
    "soon": is_soon,
    "unplanned": attrgetter("is_missing"),
}
_CHANGED = frozenset({"moved", "found", "gone", "closed", "relapsed", "redrawn"})


@dataclass(frozen=True)
class PlaceLine:
    """A place behind a figure.

    Attributes
    ----------
    version_id
        Row of ``hotspot_version``.
    code, name, kind
        Of the place.
    state, since
        On the day, and from when; of a place that counts no more, its last.
    was
        State on ``question.since``, for figures of change; None where it did not count.
    day
        Day by which a visit is due, or on which the term ends, for figures of these.
    wards
        Names of its wards on the day whose boundaries are asked for, the lead first.
    """

    version_id: int
    code: str
    name: str
    kind: str
    state: str | None
    since: date | None
    was: str | None = None
    day: date | None = None
    wards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slice:
    """Which part of a list is asked for: how many come before it, and how many it has at most; None is no limit."""

    after: int = 0
    limit: int | None = PAGE


@dataclass(frozen=True)
class ListPage:
    """A part of a list, how long the list is, and where the next part begins; None after the last."""

    places: tuple[PlaceLine, ...]
    total: int
    next_after: int | None


def list_behind(
    connection: Connection,
    actor: Actor,
    question: Question,
    figure: Figure,
    intervals: Intervals,
    part: Slice,
) -> ListPage:
    """Return the places that a figure counts, in Vietnamese order of their names.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    question
        What was asked when the figure was told.
    figure
        Which figure.
    intervals
        Days between visits, for figures of what is due.
    part
        Which part of the list.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    NotFound
        ``boundary_not_found``.
    """
    scope.require(connection, actor, ACTION)
    if figure.name in _OWED:
        lines, total = _list_owed(connection, actor, question, figure, intervals, part)
    else:
        pick = _changed if figure.name in _CHANGED else _standing
        lines, total = _read(connection, pick(connection, actor, question, figure), part)
    wards = ward_names(connection, [line.version_id for line in lines], question.boundaries_on)
    told = tuple(replace(line, wards=tuple(wards.get(line.version_id, ()))) for line in lines)
    following = part.after + len(told)
    return ListPage(told, total, following if told and following < total else None)


def _list_owed(
    connection: Connection,
    actor: Actor,
    question: Question,
    figure: Figure,
    intervals: Intervals,
    part: Slice,
) -> tuple[list[PlaceLine], int]:
    is_meant, a = _OWED[figure.name], area_span.c
    inside = select(a.hotspot_id, a.hotspot_version_id).where(
        _in_row(figure), *counted(connection, actor, question)
    )
    versions = {place: version for place, version in connection.execute(inside)}
    places = list_places_owed(connection, actor, question, intervals)
    meant = [one for one in places if one.hotspot_id in versions and is_meant(one)]
    end = None if part.limit is None else part.after + part.limit
    return [_owed_line(versions[one.hotspot_id], one) for one in meant[part.after : end]], len(meant)


def _owed_line(version_id: int, one: PlaceProgress) -> PlaceLine:
    return PlaceLine(version_id, one.code, one.name, one.kind, one.status, one.status_since, day=one.due_on)


def _read(connection: Connection, picked: Select[Any], part: Slice) -> tuple[list[PlaceLine], int]:
    p, v = picked.subquery("picked"), hotspot_version.c
    question = (
        select(v.id, hotspot.c.code, v.name, v.kind, p.c.state, status_span.c.valid_from, p.c.was, p.c.day,
               func.count().over())
        .join(hotspot_version, v.id == p.c.hotspot_version_id)
        .join(hotspot, hotspot.c.id == v.hotspot_id)
        .join(status_span, status_span.c.id == p.c.status_span_id)
        .order_by(v.sort_key, hotspot.c.code)
        .offset(part.after)
    )  # fmt: skip
    rows = connection.execute(question if part.limit is None else question.limit(part.limit)).all()
    return [PlaceLine(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _changed(connection: Connection, actor: Actor, question: Question, figure: Figure) -> Select[Any]:
    pairs = compare(connection, actor, question)
    p = pairs.c
    told = select(p.hotspot_version_id, p.status_span_id, p.state, p.was, null().label("day"))
    return told.where(_in_area(figure, p.hotspot_version_id), *_change_conditions(pairs, figure))


def _change_conditions(pairs: Subquery, figure: Figure) -> Iterable[ColumnElement[bool]]:
    p = pairs.c
    differs = p.was.is_distinct_from(p.state)
    meant = {
        "moved": differs,
        "found": p.was.is_(None),
        "gone": p.state.is_(None),
        "closed": and_(p.was.in_(OPEN), p.state.not_in(OPEN)),
        "relapsed": p.is_relapsed,
        "redrawn": p.is_redrawn,
    }
    yield meant[figure.name]
    if figure.code:
        yield p.state == figure.code
    if figure.source:
        yield p.was == figure.source


def _standing(connection: Connection, actor: Actor, question: Question, figure: Figure) -> Select[Any]:
    a = area_span.c
    day = status_event.c.term_to if figure.name == "term_ends" else null()
    told = select(a.hotspot_version_id, a.status_span_id, a.state, null().label("was"), day.label("day"))
    if figure.name == "term_ends":
        told = told.join(status_span, status_span.c.id == a.status_span_id).join(
            status_event, status_event.c.id == status_span.c.event_id
        )
    conditions = _standing_conditions(connection, question, figure)
    return told.where(_in_row(figure), *counted(connection, actor, question), *conditions)


def _standing_conditions(
    connection: Connection, question: Question, figure: Figure
) -> list[ColumnElement[bool]]:
    a, v, t = area_span.c, hotspot_version.c, hotspot_topic.c
    if figure.name in {"shared", "nowhere"}:
        return [_overlaps(connection, question, is_shared=figure.name == "shared")]
    meant: dict[str, Callable[[], ColumnElement[bool]]] = {
        "open": lambda: a.state.in_(OPEN),
        "state": lambda: a.state == figure.code,
        "kind": lambda: a.hotspot_version_id.in_(select(v.id).where(v.kind == figure.code)),
        "topic": lambda: a.hotspot_version_id.in_(select(t.hotspot_version_id).where(t.topic == figure.code)),
        "term_ends": lambda: term_ends(question),
        "suspected": lambda: is_suspected(question),
    }
    return [meant[figure.name]()] if figure.name in meant else []


def _overlaps(connection: Connection, question: Question, *, is_shared: bool) -> ColumnElement[bool]:
    """Return the condition that a place lies in several rows of the table, or in none."""
    held, version_id = hotspot_area.c, area_span.c.hotspot_version_id
    inside = select(held.hotspot_version_id).where(holds_version(question, list_rows(connection, question)))
    if not is_shared:
        return version_id.not_in(inside)
    return version_id.in_(inside.group_by(held.hotspot_version_id).having(func.count() > 1))


def _in_row(figure: Figure) -> ColumnElement[bool]:
    """Return the condition that a row of ``area_span`` is of the row of the table, or of the total."""
    if figure.row is None:
        return area_span.c.boundary_id == EVERYWHERE
    return area_span.c.boundary_id.in_(select(boundary.c.id).where(is_boundary(figure.row)))


def _in_area(figure: Figure, version_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a version of a place lies in the row of the table; all do in the total."""
    if figure.row is None:
        return version_id.is_not(None)
    a = hotspot_area.c
    rows = (
        select(a.hotspot_version_id)
        .join(boundary, boundary.c.id == a.boundary_id)
        .where(is_boundary(figure.row))
    )
    return version_id.in_(rows)
