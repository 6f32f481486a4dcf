"""Reads recommendations: the list, how they age with each body, and all about one of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select, true

from geo.text.names import collation_key
from layers.actor import Actor
from layers.errors import NotFound
from layers.places.references import get_place
from layers.records.documents import Document, get_document
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.identifiers import is_within
from layers.store.periods import held_on, known_at
from layers.store.schema import (
    boundary,
    hotspot,
    hotspot_area,
    hotspot_version,
    organisation,
    recommendation,
    recommendation_version,
    recommendation_visit,
    visit,
    visit_version,
)

PAGE = 100

ORDER = ("overdue", "sent", "draft", "answered", "done", "refused", "withdrawn")
"""Groups of the list, first to last; in each the one due first comes first."""

READING = ("recommendation.read", "recommendation.receive")
"""Actions of which one opens the ledger: reading what is recorded of places, or what was sent to one's own body."""

Place: TypeAlias = tuple[int, date, int]
"""Where a page of the list ended: group, day, row."""


@dataclass(frozen=True)
class Asked:
    """Which recommendations are asked for.

    Attributes
    ----------
    on
        Day on which it is told what is overdue.
    state, kind, body, hotspot
        Only those of this state, kind, body (code) or place (code).
    is_overdue
        Only those whose answer is overdue on the day.
    area
        Only about places in this area: public id, or bare code.
    """

    on: date
    state: str | None = None
    kind: str | None = None
    body: str | None = None
    hotspot: str | None = None
    is_overdue: bool = False
    area: str | None = None


class Ageing(NamedTuple):
    """How recommendations age with a body.

    Attributes
    ----------
    code, name
        The body.
    total
        How many went or are to go to it.
    open
        How many wait for its answer.
    overdue
        How many of these should have been answered.
    oldest_days
        Days since the longest waiting one was sent; None where none waits.
    median_days
        Days from sending to answer, median over those that were answered; None where none was.
    """

    code: str
    name: str
    total: int
    open: int
    overdue: int
    oldest_days: int | None
    median_days: float | None


@dataclass(frozen=True)
class Recommendation:
    """All about one recommendation.

    Attributes
    ----------
    row
        As `list_recommendations` returns it.
    letter, reply
        Documents with which it was sent and answered.
    visits
        ``code, visited_on`` of the visits that it comes from, newest first.
    history
        What the register knew of it when (`read_history`); without the drafts for whoever only receives it.
    """

    row: AnyRow
    letter: Document | None
    reply: Document | None
    visits: Sequence[AnyRow]
    history: Sequence[AnyRow]


def list_recommendations(
    connection: Connection,
    actor: Actor,
    asked: Asked,
    *,
    after: Place | None = None,
    limit: int | None = PAGE,
) -> tuple[list[AnyRow], Place | None]:
    """Return a page of the recommendations that the actor may see, and where the next page begins.

    Columns: ``id, hotspot_id, code, kind, version, state, content, drafted_on, sent_on, reply_due_on, answered_on,
    closed_on, outcome, reason, recipient_kind, recipient_group, has_consent, document_id, reply_document_id, body,
    body_name, hotspot, hotspot_name, is_read, rank, day``; ``is_read`` tells whether the actor reads what is recorded
    of the place, and not only what was sent to his body. The order is that of `ORDER`.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    asked
        Which ones.
    after
        Where the page before ended.
    limit
        How many at most; None for all.
    """
    question = _list(actor, asked)
    rank, day, r = _rank(asked.on), _day(), recommendation.c
    if after is not None:
        behind = or_(rank > after[0], and_(rank == after[0], day > after[1]))
        question = question.where(or_(behind, and_(rank == after[0], day == after[1], r.id > after[2])))
    question = question.order_by(rank, day, r.id)
    rows = list(connection.execute(question if limit is None else question.limit(limit + 1)))
    if limit is None or len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], (last.rank, last.day, last.id)


def open_of_place(connection: Connection, actor: Actor, hotspot_code: str, on: date) -> list[AnyRow]:
    """Return the drafts and those waiting for an answer about one place, as `list_recommendations` does."""
    question = _list(actor, Asked(on, hotspot=hotspot_code))
    is_open = recommendation_version.c.state.in_(("draft", "sent"))
    return list(connection.execute(question.where(is_open).order_by(_rank(on), _day(), recommendation.c.id)))


def ageing(connection: Connection, actor: Actor, asked: Asked) -> list[Ageing]:
    """Return how what is asked for ages with each body: those with most overdue first, then in Vietnamese order.

    The totals add up to the length of the list of the same question.
    """
    told = _list(actor, asked).with_only_columns(
        organisation.c.code,
        organisation.c.name,
        *(recommendation_version.c[name] for name in ("state", "sent_on", "reply_due_on", "answered_on")),
    )
    rows: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in connection.execute(told):
        rows[row.code, row.name].append(row)
    aged = [_age(code, name, of_body, asked.on) for (code, name), of_body in rows.items()]
    return sorted(aged, key=lambda row: (-row.overdue, -row.open, collation_key(row.name), row.code))


def get_recommendation(connection: Connection, actor: Actor, code: str, on: date) -> Recommendation:
    """Return one recommendation.

    Raises
    ------
    NotFound
        ``recommendation_not_found``, also where the actor may not know of its place, nor received it.
    OutsideScope
        Where the actor may read none at all.
    """
    scope.require(connection, actor, *READING)
    row = connection.execute(_list(actor, Asked(on)).where(recommendation.c.code == code)).first()
    if row is None:
        raise NotFound("recommendation_not_found", recommendation=code)
    letter, reply = (
        get_document(connection, document_id) if document_id is not None else None
        for document_id in (row.document_id, row.reply_document_id)
    )
    history = [one for one in read_history(connection, row.id) if row.is_read or one.sent_on is not None]
    return Recommendation(row, letter, reply, _visits_of(connection, row.id), history)


def read_history(
    connection: Connection, recommendation_id: int, known: datetime | None = None
) -> Sequence[AnyRow]:
    """Return all versions of a recommendation, newest first; with ``known``, those up to this aware time.

    Columns: ``version, known_from, state, content, body, body_name, drafted_on, sent_on, reply_due_on, answered_on,
    outcome, closed_on, reason, recipient_kind, recipient_group, has_consent``.
    """
    v = recommendation_version.c
    o = organisation.c
    told = (v.version, v.known_from, v.state, v.content, o.code.label("body"), o.name.label("body_name"),
            v.drafted_on, v.sent_on, v.reply_due_on, v.answered_on, v.outcome, v.closed_on, v.reason,
            v.recipient_kind, v.recipient_group, v.has_consent)  # fmt: skip
    question = select(*told).join(organisation, v.sent_to_id == organisation.c.id)
    question = question.where(v.recommendation_id == recommendation_id)
    if known is not None:
        question = question.where(v.known_from <= known)
    return connection.execute(question.order_by(v.version.desc())).all()


def list_made_visits(connection: Connection, actor: Actor, hotspot_code: str) -> Sequence[AnyRow]:
    """Return the visits made to a place, newest first, at most a page: ``code, visited_on``.

    Raises
    ------
    NotFound, OutsideScope
        As `layers.places.references.get_place` for drafting.
    """
    place = get_place(connection, actor, hotspot_code, "recommendation.draft")
    made = _visits().where(visit.c.hotspot_id == place.id, visit_version.c.state == "made")
    return connection.execute(made.limit(PAGE)).all()


def list_places(connection: Connection, actor: Actor, code: str | None = None) -> Sequence[AnyRow]:
    """Return the places, or the one of a code, for which the actor may draft, in Vietnamese order: ``code, name``."""
    v = hotspot_version.c
    drafting = scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["recommendation.draft"])
    question = select(hotspot.c.code, v.name).join(hotspot, v.hotspot_id == hotspot.c.id)
    question = question.where(_is_latest(hotspot_version), drafting)
    if code is not None:
        question = question.where(hotspot.c.code == code)
    return connection.execute(question.order_by(v.sort_key, hotspot.c.code)).all()


def list_wards(connection: Connection, actor: Actor, on: date) -> Sequence[AnyRow]:
    """Return today's wards of the places with recommendations that the actor may see: ``code, valid_from, name``."""
    b = boundary.c
    area, version = hotspot_area.c, hotspot_version.alias("located")
    about = (
        select(version.c.id)
        .join(recommendation, recommendation.c.hotspot_id == version.c.hotspot_id)
        .join(recommendation_version, recommendation_version.c.recommendation_id == recommendation.c.id)
        .where(known_at(version, None), known_at(recommendation_version, None), _is_seen(actor))
    )
    inside = exists().where(area.boundary_id == b.id, area.hotspot_version_id.in_(about))
    question = select(b.code, b.valid_from, b.name).where(b.level == "ward", held_on(boundary, on), inside)
    return connection.execute(question.order_by(b.sort_key)).all()


def _list(actor: Actor, asked: Asked) -> Select[Any]:
    v, r, o = recommendation_version.c, recommendation.c, organisation.c
    name = hotspot_version.alias("named")
    told = (r.id, r.hotspot_id, r.code, r.kind, r.version, v.state, v.content, v.drafted_on, v.sent_on, v.reply_due_on,
            v.answered_on, v.closed_on, v.outcome, v.reason, v.recipient_kind, v.recipient_group, v.has_consent,
            v.document_id, v.reply_document_id, o.code.label("body"), o.name.label("body_name"),
            hotspot.c.code.label("hotspot"), name.c.name.label("hotspot_name"),
            _is_read(actor).label("is_read"))  # fmt: skip
    return (
        select(*told, _rank(asked.on).label("rank"), _day().label("day"))
        .select_from(recommendation)
        .join(recommendation_version, v.recommendation_id == r.id)
        .join(organisation, v.sent_to_id == o.id)
        .join(hotspot, r.hotspot_id == hotspot.c.id)
        .join(name, and_(name.c.hotspot_id == hotspot.c.id, _is_latest(name)))
        .where(known_at(recommendation_version, None), _is_seen(actor), _fits(asked))
    )


def _is_seen(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor reads a recommendation, or received it."""
    reached = hotspot_version.alias("reached")
    received = scope.receives_recommendation(recommendation_version, reached, actor)
    return or_(_is_read(actor), _of_place(reached, received))


def _is_read(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor reads what is recorded of the place of a recommendation."""
    seen = hotspot_version.alias("seen")
    return _of_place(seen, scope.sees_hotspot(seen, actor, scope.ACTIONS["recommendation.read"]))


def _of_place(version: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a version of the place of a recommendation, as it is known now, fulfils another."""
    return exists().where(
        version.c.hotspot_id == recommendation.c.hotspot_id, known_at(version, None), condition
    )


def _is_latest(version: Any) -> ColumnElement[bool]:
    """Return the condition that a version tells what the place was like last."""
    later = hotspot_version.alias("later")
    last = select(func.max(later.c.valid_from)).where(
        later.c.hotspot_id == version.c.hotspot_id, known_at(later, None)
    )
    return and_(known_at(version, None), version.c.valid_from == last.scalar_subquery())


def _fits(asked: Asked) -> ColumnElement[bool]:
    v, r = recommendation_version.c, recommendation.c
    wishes = [
        (asked.state, v.state == asked.state),
        (asked.kind, r.kind == asked.kind),
        (asked.body, organisation.c.code == asked.body),
        (asked.hotspot, hotspot.c.code == asked.hotspot),
        (asked.is_overdue, _is_overdue(asked.on)),
    ]
    conditions = [condition for wish, condition in wishes if wish]
    if asked.area:
        conditions.append(_lies_in(asked.area))
    return and_(true(), *conditions)


def _lies_in(area: str) -> ColumnElement[bool]:
    """Return the condition that the place of a recommendation lies in an area, whatever its vintage."""
    located = hotspot_version.alias("located")
    inside = select(located.c.hotspot_id).join(
        hotspot_area, hotspot_area.c.hotspot_version_id == located.c.id
    )
    inside = inside.join(boundary, hotspot_area.c.boundary_id == boundary.c.id)
    return recommendation.c.hotspot_id.in_(inside.where(known_at(located, None), is_within(area)))


def _is_overdue(on: date) -> ColumnElement[bool]:
    v = recommendation_version.c
    return and_(v.state == "sent", v.reply_due_on < on)


def _rank(on: date) -> ColumnElement[int]:
    places = {state: index for index, state in enumerate(ORDER)}
    by_state = case(places, value=recommendation_version.c.state)
    return case((_is_overdue(on), 0), else_=by_state)


def _day() -> ColumnElement[date]:
    v = recommendation_version.c
    return func.coalesce(v.reply_due_on, v.drafted_on)


def _visits() -> Select[Any]:
    told = select(visit.c.code, visit_version.c.visited_on).join(
        visit_version, visit_version.c.visit_id == visit.c.id
    )
    return told.where(known_at(visit_version, None)).order_by(
        visit_version.c.visited_on.desc(), visit.c.id.desc()
    )


def _visits_of(connection: Connection, recommendation_id: int) -> Sequence[AnyRow]:
    links = recommendation_visit.c
    its_own = select(links.visit_id).where(links.recommendation_id == recommendation_id)
    return connection.execute(_visits().where(visit.c.id.in_(its_own))).all()


def _age(code: str, name: str, rows: Sequence[Any], on: date) -> Ageing:
    waiting = [row for row in rows if row.state == "sent"]
    overdue = sum(row.reply_due_on < on for row in waiting)
    oldest = max(((on - row.sent_on).days for row in waiting), default=None)
    took = [(row.answered_on - row.sent_on).days for row in rows if row.answered_on and row.sent_on]
    return Ageing(code, name, len(rows), len(waiting), overdue, oldest, median(took) if took else None)
