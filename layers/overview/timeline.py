"""Reads the one timeline of a place: everything that happened to it, as typed entries, newest first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, func, or_, select, union

from geo.types import DATE_MIN, local_day
from layers.actor import Actor
from layers.conversion.status import read_timeline
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import known_at
from layers.store.schema import (
    document,
    document_version,
    hotspot,
    hotspot_lineage,
    hotspot_version,
    organisation,
    recommendation,
    recommendation_version,
    status_event,
    visit,
    visit_version,
)

FIRST_ENTRIES = 20
"""Entries that a card shows before it is asked for more."""

_WITHDRAWN = ("draft", "withdrawn")


@dataclass(frozen=True)
class Entry:
    """Something that happened to a place.

    Attributes
    ----------
    kind
        One of `KINDS`.
    what
        What happened. Of status: the state. Of visits: ``made``, ``planned`` or ``cancelled``. Of
        recommendations: ``sent``, ``answered``, ``done`` or ``refused``. Of documents: ``issued``. Of geometry:
        ``drawn``, ``redrawn`` or ``revised`` (the shape stayed). Of lineage: ``merge_into``, ``split_into``,
        ``merge_from`` or ``split_from``.
    on
        Calendar day; None where it is not known.
    recorded_at
        Aware UTC time at which the register learned of it.
    facts
        The further columns of the kind, by name.
    """

    kind: str
    what: str
    on: date | None
    recorded_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Timeline:
    """Entries, newest first, and whether there are older ones."""

    entries: tuple[Entry, ...]
    has_more: bool


@dataclass(frozen=True)
class Asked:
    """What of a timeline is asked for.

    Attributes
    ----------
    kinds
        Some of `KINDS`; empty is all.
    limit
        Entries at most.
    known
        As the register knew it at this aware time; None is now.
    """

    kinds: tuple[str, ...] = ()
    limit: int = FIRST_ENTRIES
    known: datetime | None = None


@dataclass(frozen=True)
class _Source:
    connection: Connection
    actor: Actor
    hotspot_id: int
    asked: Asked

    def rows(self, question: Select[Any], *order: Any) -> list[AnyRow]:
        return list(self.connection.execute(question.order_by(*order).limit(self.asked.limit + 1)))


def read_entries(connection: Connection, actor: Actor, hotspot_id: int, asked: Asked) -> Timeline:
    """Return the newest entries of a place, at most one SELECT a kind (two of visits) however many there are.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks, and sees the place; another place of its lineage is named only where he sees that too.
    hotspot_id
        Row of the place.
    asked
        Kinds, number and time.
    """
    source = _Source(connection, actor, hotspot_id, asked)
    entries = [entry for kind in asked.kinds or KINDS for entry in _READERS[kind](source)]
    entries.sort(key=lambda entry: (entry.on or DATE_MIN, entry.recorded_at), reverse=True)
    return Timeline(tuple(entries[: asked.limit]), len(entries) > asked.limit)


def _read_status(source: _Source) -> Iterator[Entry]:
    known = source.asked.known
    is_newest = True
    for row in read_timeline(source.connection, source.hotspot_id):
        if known is not None and row.recorded_at > known:
            continue
        facts = {**row._mapping, "is_current": is_newest and row.corrected_by is None}
        is_newest = is_newest and row.corrected_by is not None
        yield Entry("status", row.state, row.valid_from, row.recorded_at, facts)


def _read_visits(source: _Source) -> Iterator[Entry]:
    w = visit_version.c
    on = func.coalesce(w.visited_on, w.planned_on)
    before = visit_version.alias("before")
    moved = (before.c.visit_id == w.visit_id, before.c.version == w.version - 1, w.state == "planned")
    planned_before = select(before.c.planned_on).where(*moved).correlate(visit_version).scalar_subquery()
    told = (visit.c.code, w.state, on.label("on_day"), w.planned_on, w.form, w.units, w.head_count, w.note, w.result,
            w.next_on, w.reason, planned_before.label("planned_before"), visit.c.recorded_at)  # fmt: skip
    question = select(*told).join(visit).where(
        visit.c.hotspot_id == source.hotspot_id, known_at(visit_version, source.asked.known)
    )  # fmt: skip
    rows = source.rows(question, on.desc(), visit.c.id.desc())
    named = select(organisation.c.code, organisation.c.name)
    names: dict[str, str] = {code: name for code, name in source.connection.execute(named)}
    for row in rows:
        units = [names.get(code, code) for code in orjson.loads(row.units or "[]")]
        yield Entry("visits", row.state, row.on_day, row.recorded_at, {**row._mapping, "units": units})


def _read_recommendations(source: _Source) -> Iterator[Entry]:
    r, w = recommendation.c, recommendation_version.c
    told = (r.code, r.kind, r.recorded_at, w.state, w.content, w.sent_on, w.reply_due_on, w.answered_on, w.closed_on,
            w.outcome, w.known_from, organisation.c.name.label("sent_to"))  # fmt: skip
    question = (
        select(*told)
        .join(recommendation, w.recommendation_id == r.id)
        .join(organisation, w.sent_to_id == organisation.c.id)
        .where(r.hotspot_id == source.hotspot_id, known_at(recommendation_version, source.asked.known))
        .where(w.state.not_in(_WITHDRAWN))
    )
    newest = func.coalesce(w.closed_on, w.answered_on, w.sent_on).desc()
    for row in source.rows(question, newest, r.id.desc()):
        steps = {"sent": row.sent_on, "answered": row.answered_on}
        if row.closed_on is not None:
            steps[row.state] = row.closed_on
        for what, on in steps.items():
            if on is not None:
                yield Entry("recommendations", what, on, row.known_from, {**row._mapping})


def _read_documents(source: _Source) -> Iterator[Entry]:
    v, e, r, w = hotspot_version.c, status_event.c, recommendation.c, recommendation_version.c
    sent = and_(w.recommendation_id == r.id, r.hotspot_id == source.hotspot_id)
    known = source.asked.known
    cited = union(
        select(v.document_id).where(v.hotspot_id == source.hotspot_id, known_at(hotspot_version, known)),
        select(e.document_id).where(e.hotspot_id == source.hotspot_id),
        select(w.document_id).where(sent, known_at(recommendation_version, known)),
        select(w.reply_document_id).where(sent, known_at(recommendation_version, known)),
    )
    d = document.c
    corrected = select(func.max(document_version.c.known_to)).where(document_version.c.document_id == d.id)
    told = (d.uuid, d.kind, d.number, d.issuer, d.issued_on, d.title, d.recorded_at,
            corrected.scalar_subquery().label("corrected_at"))  # fmt: skip
    question = select(*told).where(d.id.in_(cited))
    if known is not None:
        question = question.where(d.recorded_at <= known)
    for row in source.rows(question, func.coalesce(d.issued_on, DATE_MIN).desc(), d.id.desc()):
        on = row.issued_on or local_day(row.recorded_at)
        corrected_on = local_day(row.corrected_at) if row.corrected_at else None
        facts = {**row._mapping, "corrected_on": corrected_on}
        yield Entry("documents", "issued", on, row.recorded_at, facts)


def _read_geometry(source: _Source) -> Iterator[Entry]:
    v = hotspot_version.c
    same_shape = func.lag(v.geojson).over(order_by=v.valid_from) == v.geojson
    name_before = func.lag(v.name).over(order_by=v.valid_from)
    told = (v.valid_from, v.known_from, v.name, v.kind, v.length_m, v.area_m2, v.position_accuracy_m,
            name_before.label("name_before"), same_shape.label("same_shape"))  # fmt: skip
    question = select(*told).where(
        v.hotspot_id == source.hotspot_id, known_at(hotspot_version, source.asked.known)
    )
    for row in source.rows(question, v.valid_from.desc()):
        before = "revised" if row.same_shape else "redrawn"
        what = "drawn" if row.name_before is None else before
        on = None if row.valid_from == DATE_MIN else row.valid_from
        yield Entry("geometry", what, on, row.known_from, {**row._mapping})


def _read_lineage(source: _Source) -> Iterator[Entry]:
    line, v = hotspot_lineage.c, hotspot_version.c
    other = or_(
        and_(line.from_id == source.hotspot_id, hotspot.c.id == line.to_id),
        and_(line.to_id == source.hotspot_id, hotspot.c.id == line.from_id),
    )
    name = (
        select(v.name)
        .where(v.hotspot_id == hotspot.c.id, known_at(hotspot_version, None))
        .where(scope.sees_hotspot(hotspot_version, source.actor))
        .order_by(v.valid_from.desc())
        .limit(1)
        .correlate(hotspot)
        .scalar_subquery()
    )
    told = (line.kind, line.from_id, line.happened_on, line.recorded_at, hotspot.c.code, name.label("name"))
    question = select(*told).select_from(hotspot_lineage).join(hotspot, other)
    if source.asked.known is not None:
        question = question.where(line.recorded_at <= source.asked.known)
    for row in source.rows(question, line.happened_on.desc(), line.id.desc()):
        way = "into" if row.from_id == source.hotspot_id else "from"
        facts = {"code": row.code if row.name else None, "name": row.name}
        yield Entry("lineage", f"{row.kind}_{way}", row.happened_on, row.recorded_at, facts)


_READERS: dict[str, Callable[[_Source], Iterator[Entry]]] = {
    "status": _read_status,
    "visits": _read_visits,
    "recommendations": _read_recommendations,
    "documents": _read_documents,
    "geometry": _read_geometry,
    "lineage": _read_lineage,
}

KINDS = tuple(_READERS)
"""Kinds of entries, in the order in which a filter offers them."""
