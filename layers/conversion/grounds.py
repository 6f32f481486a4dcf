"""Reads what speaks for a change of status before anything is given with it: visits, wards, terms, open requests."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from layers.conversion.states import Need
from layers.store.periods import known_at
from layers.store.schema import (
    hotspot_area,
    hotspot_version,
    recommendation,
    recommendation_version,
    status_event,
    visit,
    visit_version,
)

RELAPSE_VISITS = 2
"""Visits that have to see a relapse where no authority confirms it."""

RECENT_VISIT_DAYS = 30
"""A visit within so many days before a place is judged shows what it is like now."""

_LAST_VISITS = 2


@dataclass(frozen=True)
class Start:
    """Where a change of status starts from.

    Attributes
    ----------
    state
        State before; None for a new place.
    since
        Day on which it began.
    event_id
        Event that it follows from.
    """

    state: str | None = None
    since: date = date.min
    event_id: int | None = None


@dataclass(frozen=True)
class Grounds:
    """What the register itself knows in favour of a change, or against it, on a day.

    Attributes
    ----------
    visits
        Visits made up to that day.
    relapses
        Visits since the present state began that saw a relapse.
    last_visit_on
        Day of the last one.
    are_last_clean
        Whether neither of the last two visits since the present state began saw it worse or relapsed.
    has_lead_ward
        Whether a ward answers for the place.
    is_named
        Whether a document of the register names the place.
    watch_to
        Last day of the watch period of the present state.
    overdue
        Recommendations to authorities that are sent, not answered, and over their day.
    """

    visits: int
    relapses: int
    last_visit_on: date | None
    are_last_clean: bool
    has_lead_ward: bool
    is_named: bool
    watch_to: date | None
    overdue: int


@dataclass(frozen=True)
class Given:
    """What is given with a change of status, as far as it can stand for something that the register lacks."""

    has_document: bool = False
    has_decision: bool = False
    has_reason: bool = False


def read_grounds(connection: Connection, hotspot_id: int, start: Start, on: date) -> Grounds:
    """Return what the register knows of a place on a day, whose present state began at ``start``."""
    w = visit_version.c
    made = (
        select(w.visited_on, w.result).join(visit).where(visit.c.hotspot_id == hotspot_id, is_made_until(on))
    )
    saw_relapse = and_(w.result == "relapse", w.visited_on >= start.since)
    visits, relapses, last_visit_on = connection.execute(
        made.with_only_columns(
            func.count(), func.count(case((saw_relapse, 1))), func.max(w.visited_on, type_=w.visited_on.type)
        )
    ).one()
    since = made.where(w.visited_on >= start.since).order_by(w.visited_on.desc(), w.id.desc())
    last = connection.execute(since.limit(_LAST_VISITS)).all()
    has_lead_ward, is_named = connection.execute(
        select(_has_lead_ward(hotspot_id), _is_named(hotspot_id))
    ).one()
    watch_to = select(status_event.c.watch_to).where(status_event.c.id == start.event_id)
    return Grounds(
        visits=visits,
        relapses=relapses,
        last_visit_on=last_visit_on,
        are_last_clean=not {"worse", "relapse"} & {row.result for row in last},
        has_lead_ward=bool(has_lead_ward),
        is_named=bool(is_named),
        watch_to=connection.execute(watch_to).scalar() if start.event_id is not None else None,
        overdue=_count_overdue(connection, hotspot_id, on),
    )


def meets(need: Need, grounds: Grounds, given: Given, on: date) -> bool:
    """Tell whether a need that asks for more than a field of the form is met on a day."""
    if need is Need.LEAD_WARD:
        return grounds.has_lead_ward
    if need is Need.VISIT:
        return grounds.visits > 0 or grounds.is_named or given.has_document
    if need is Need.RELAPSE:
        return grounds.relapses >= (1 if given.has_decision else RELAPSE_VISITS)
    if need is Need.WATCH_OVER:
        is_over = grounds.watch_to is not None and grounds.watch_to < on
        return is_over or given.has_reason
    raise ValueError(need)


FOUND_IN_REGISTER = frozenset({Need.LEAD_WARD, Need.VISIT, Need.RELAPSE, Need.WATCH_OVER})
"""Needs that `meets` judges; all others are given with the change."""


def find_warnings(target: str, grounds: Grounds, on: date) -> tuple[str, ...]:
    """Return what speaks against a change without forbidding it: ``no_recent_visit``, ``overdue``, ``not_clean``."""
    warnings = []
    if target == "DA_CHUYEN_HOA":
        recent = on - timedelta(days=RECENT_VISIT_DAYS)
        if grounds.last_visit_on is None or grounds.last_visit_on < recent:
            warnings.append("no_recent_visit")
        if grounds.overdue:
            warnings.append("overdue")
    if target in {"DA_CHUYEN_HOA", "ON_DINH"} and not grounds.are_last_clean:
        warnings.append("not_clean")
    return tuple(warnings)


def is_made_until(on: date, known: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a version of a visit tells of one made up to a day, as it is or was known."""
    w = visit_version.c
    return and_(w.state == "made", w.visited_on <= on, known_at(visit_version, known))


def _has_lead_ward(hotspot_id: int) -> ColumnElement[bool]:
    v = hotspot_version.c
    return exists().where(
        v.hotspot_id == hotspot_id,
        known_at(hotspot_version, None),
        hotspot_area.c.hotspot_version_id == v.id,
        hotspot_area.c.is_lead,
    )


def _is_named(hotspot_id: int) -> ColumnElement[bool]:
    v = hotspot_version.c
    return exists().where(
        v.hotspot_id == hotspot_id, known_at(hotspot_version, None), v.document_id.is_not(None)
    )


def _count_overdue(connection: Connection, hotspot_id: int, on: date) -> int:
    r, w = recommendation.c, recommendation_version.c
    question = (
        select(func.count())
        .select_from(recommendation)
        .join(recommendation_version)
        .where(r.hotspot_id == hotspot_id, r.kind == "handle", known_at(recommendation_version, None))
        .where(w.state == "sent", w.reply_due_on < on, or_(w.sent_on.is_(None), w.sent_on <= on))
    )
    return int(connection.execute(question).scalar_one())
