"""Records changes of status: checks the move, adds the event, derives the spans, all in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, select, update

from geo.types import local_day
from layers.conversion.grounds import FOUND_IN_REGISTER, Given, Start, is_made_until, meets, read_grounds
from layers.conversion.spans import Event, Span, derive_spans, effective_events
from layers.conversion.states import STATES, Move, Need, find_move
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.records.documents import get_document
from layers.store import scope
from layers.store.columns import MOMENT_MAX, AnyRow
from layers.store.database import Write
from layers.store.periods import held_on, known_at, supersede
from layers.store.schema import (
    document,
    hotspot,
    hotspot_version,
    status_event,
    status_span,
    visit,
    visit_version,
)
from layers.store.wording import require_impersonal


@dataclass(frozen=True)
class StatusChange:
    """A change of status to be recorded.

    Attributes
    ----------
    state
        State that begins.
    valid_from
        Day from which it holds.
    document_id
        Evidence: row of ``document``.
    reason
        Why, in words; checked for personal data.
    term_from, term_to
        First and last day of the conversion term.
    watch_to
        Last day of the watch period.
    reply_due_on
        Day by which the authority is to answer.
    original_id
        Place of which this is a duplicate, or into which it went.
    corrects_id
        Earlier event that this one replaces.
    uuid
        Given by the recorder so that a repeated request is recognised.
    """

    state: str
    valid_from: date
    document_id: int | None = None
    reason: str | None = None
    term_from: date | None = None
    term_to: date | None = None
    watch_to: date | None = None
    reply_due_on: date | None = None
    original_id: int | None = None
    corrects_id: int | None = None
    uuid: str | None = None


def record_status(change: Write, hotspot_id: int, draft: StatusChange, *, seen: int | None = None) -> int:
    """Record a change of status and return the row of its event; repeating a request changes nothing.

    Parameters
    ----------
    change
        The transaction.
    hotspot_id
        Row of the place.
    draft
        What is to be recorded.
    seen
        How many events of the place the recorder had seen; None where nobody looked before.

    Raises
    ------
    Refused
        ``state_unknown``, ``move_not_allowed``, ``evidence_missing`` (with the need), ``date_in_future``,
        ``term_reversed``, ``day_before_state``, ``original_is_itself``, ``event_not_found``.
    StaleVersion
        ``version_stale``: an event was added since the recorder looked.
    OutsideScope
        Where the actor may not record this move for this place.
    PersonalData
        Where the reason names a person.
    """
    known = _find_by_uuid(change.connection, draft.uuid)
    if known is not None:
        change.note("status_event", str(draft.uuid))
        return known
    if draft.state not in STATES:
        raise Refused("state_unknown", state=draft.state)
    if draft.valid_from > local_day(change.now):
        raise Refused("date_in_future", day=draft.valid_from.isoformat())
    recorded = _read_events(change.connection, hotspot_id)
    move, start = _check_history(recorded, draft)
    _require_role(change, hotspot_id, move)
    if seen is not None and seen != len(recorded):
        raise StaleVersion("version_stale", started_from=seen, present=len(recorded))
    _require_order(hotspot_id, draft)
    _require_evidence(change.connection, hotspot_id, draft, (move, start))
    if _is_back_dated(recorded, draft) and not draft.reason:
        raise Refused("evidence_missing", need=Need.REASON.value)
    event_id = _add_event(change, hotspot_id, draft, move, _cycle_number(recorded, draft))
    _write_spans(change, hotspot_id)
    raised = update(hotspot).where(hotspot.c.id == hotspot_id).values(version=hotspot.c.version + 1)
    code = change.connection.execute(raised.returning(hotspot.c.code)).scalar_one()
    told = {name: value for name, value in asdict(draft).items() if value is not None}
    change.note("hotspot", code, before={"state": move.source}, after=told)
    change.touch("hotspots")
    return event_id


def read_timeline(connection: Connection, hotspot_id: int) -> Sequence[AnyRow]:
    """Return every event of a place with its document, newest first, replaced ones included (``corrected_by``)."""
    e = status_event.c
    later = status_event.alias("later")
    names = ("kind", "number", "issuer", "issued_on", "title")
    evidence = [document.c[name].label(f"document_{name}") for name in names]
    told = (e.id, e.uuid, e.state, e.valid_from, e.recorded_at, e.decided_by, e.reason, e.term_from, e.term_to,
            e.watch_to, e.reply_due_on, e.cycle_no, later.c.id.label("corrected_by"))  # fmt: skip
    # An event is only corrected by one of its own place: said twice, so that the index of places finds it.
    replaces = and_(later.c.corrects_id == e.id, later.c.hotspot_id == hotspot_id)
    joined = status_event.outerjoin(document).outerjoin(later, replaces)
    question = select(*told, *evidence).select_from(joined).where(e.hotspot_id == hotspot_id)
    return connection.execute(question.order_by(e.valid_from.desc(), e.id.desc())).all()


def find_start(connection: Connection, hotspot_id: int, day: date, *, but: int | None = None) -> Start:
    """Return the state that a change on a day would start from, as if the event ``but`` had not been recorded."""
    recorded = _read_events(connection, hotspot_id)
    left = [event for event in effective_events(recorded) if event.id != but]
    return _start_on([event for event in left if event.valid_from <= day], day)


def count_events(connection: Connection, hotspot_id: int) -> int:
    """Return how many events of a place are recorded, so that a writer can tell what it had seen."""
    e = status_event.c
    return int(connection.execute(select(func.count(e.id)).where(e.hotspot_id == hotspot_id)).scalar_one())


def get_event(connection: Connection, hotspot_id: int, uuid: str) -> AnyRow:
    """Return an event of a place that no later one replaces, with the uuid of its document.

    Raises
    ------
    NotFound
        ``event_not_found``.
    """
    e = status_event.c
    later = status_event.alias("later")
    question = (
        select(status_event, document.c.uuid.label("document_uuid"), hotspot.c.code.label("original_code"))
        .select_from(
            status_event.outerjoin(document)
            .outerjoin(later, later.c.corrects_id == e.id)
            .outerjoin(hotspot, hotspot.c.id == e.original_id)
        )
        .where(e.hotspot_id == hotspot_id, e.uuid == uuid, later.c.id.is_(None))
    )
    row = connection.execute(question).first()
    if row is None:
        raise NotFound("event_not_found", event=uuid)
    return row


def find_suspected(connection: Connection, hotspot_ids: Collection[int], on: date) -> frozenset[int]:
    """Return the places, of some, that are converted on a day and where a visit since then saw a relapse.

    That is shown and never counted: only the authority's word turns the place into a relapsed one.
    """
    s = status_span.c
    question = select(s.hotspot_id).where(
        s.hotspot_id.in_(hotspot_ids),
        held_on(status_span, on),
        known_at(status_span, None),
        suspects_relapse(on),
    )
    return frozenset(connection.execute(question).scalars())


def suspects_relapse(on: date, known: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a row of ``status_span`` is a conversion since which a visit saw a relapse.

    Parameters
    ----------
    on
        Day up to which visits count.
    known
        As the register knew it at this aware time; None is now.
    """
    s, w = status_span.c, visit_version.c
    seen = exists().where(
        visit.c.hotspot_id == s.hotspot_id,
        w.visit_id == visit.c.id,
        is_made_until(on, known),
        w.result == "relapse",
        w.visited_on >= s.valid_from,
    )
    return and_(s.state == "DA_CHUYEN_HOA", seen.correlate(status_span))


def _find_by_uuid(connection: Connection, uuid: str | None) -> int | None:
    if uuid is None:
        return None
    return connection.execute(select(status_event.c.id).where(status_event.c.uuid == uuid)).scalar()


def _read_events(connection: Connection, hotspot_id: int) -> tuple[Event, ...]:
    e = status_event.c
    rows = connection.execute(
        select(e.id, e.state, e.valid_from, e.term_to, e.corrects_id)
        .where(e.hotspot_id == hotspot_id)
        .order_by(e.id)
    )
    return tuple(Event(*row) for row in rows)


def _check_history(recorded: Sequence[Event], draft: StatusChange) -> tuple[Move, Start]:
    """Check that every step of the history is a move of the table once the draft is in it; return the draft's own."""
    if draft.corrects_id is not None and draft.corrects_id not in {
        event.id for event in effective_events(recorded)
    }:
        raise Refused("event_not_found", event=draft.corrects_id)
    new = Event(
        max((event.id for event in recorded), default=0) + 1,
        draft.state,
        draft.valid_from,
        draft.term_to,
        draft.corrects_id,
    )
    own: tuple[Move, Start] | None = None
    before: list[Event] = []
    for event in effective_events([*recorded, new]):
        start = _start_on(before, event.valid_from)
        move = find_move(start.state, event.state)
        if move is None:
            raise Refused(
                "move_not_allowed", source=start.state, target=event.state, day=event.valid_from.isoformat()
            )
        own = (move, start) if event is new else own
        before.append(event)
    assert own is not None, "the new event stands, so it was met above"  # noqa: S101 - tells the type checker
    return own


def _start_on(events: Sequence[Event], day: date) -> Start:
    held = (span for span in derive_spans(events) if span.valid_from <= day < span.valid_to)
    return next((Start(span.state, span.valid_from, span.event_id) for span in held), Start())


def _is_back_dated(recorded: Sequence[Event], draft: StatusChange) -> bool:
    standing = effective_events(recorded)
    return draft.corrects_id is not None or bool(standing and draft.valid_from < standing[-1].valid_from)


def _cycle_number(recorded: Sequence[Event], draft: StatusChange) -> int:
    relapses = (event for event in effective_events(recorded) if event.state == "TAI_PHUC_TAP")
    return 1 + sum(event.valid_from <= draft.valid_from for event in relapses)


def _require_role(change: Write, hotspot_id: int, move: Move) -> None:
    v = hotspot_version.c
    reached = scope.sees_hotspot(hotspot_version, change.actor, move.recorded_by)
    if change.connection.execute(select(v.id).where(v.hotspot_id == hotspot_id, reached)).first() is None:
        raise OutsideScope("not_allowed", action="status.record")


def _require_order(hotspot_id: int, draft: StatusChange) -> None:
    if draft.term_from and draft.term_to and draft.term_to <= draft.term_from:
        raise Refused(
            "term_reversed",
            field="term_to",
            term_from=draft.term_from.isoformat(),
            term_to=draft.term_to.isoformat(),
        )
    for field in ("term_to", "watch_to", "reply_due_on"):
        day = getattr(draft, field)
        if day is not None and day < draft.valid_from:
            raise Refused("day_before_state", field=field, day=day.isoformat())
    if draft.original_id == hotspot_id:
        raise Refused("original_is_itself", field="original")


def _require_evidence(
    connection: Connection, hotspot_id: int, draft: StatusChange, step: tuple[Move, Start]
) -> None:
    move, start = step
    evidence = get_document(connection, draft.document_id) if draft.document_id is not None else None
    is_decision = bool(evidence and evidence.number and evidence.issuer and evidence.issued_on)
    given = {
        Need.DOCUMENT: evidence is not None,
        Need.DECISION: is_decision,
        Need.TERM: draft.term_from is not None and draft.term_to is not None,
        Need.WATCH: draft.watch_to is not None,
        Need.REASON: bool(draft.reason),
        Need.ORIGINAL: draft.original_id is not None,
        Need.REPLY_DUE: draft.reply_due_on is not None,
    }
    grounds = read_grounds(connection, hotspot_id, start, draft.valid_from)
    along = Given(evidence is not None, is_decision, bool(draft.reason))
    for need in sorted(move.needs):
        is_met = meets(need, grounds, along, draft.valid_from) if need in FOUND_IN_REGISTER else given[need]
        if not is_met:
            raise Refused("evidence_missing", need=need.value)


def _add_event(change: Write, hotspot_id: int, draft: StatusChange, move: Move, cycle_no: int) -> int:
    reason = require_impersonal(draft.reason, field="reason") if draft.reason else None
    values = asdict(replace(draft, reason=reason, uuid=draft.uuid or str(uuid4())))
    added = insert(status_event).values(
        **values,
        hotspot_id=hotspot_id,
        recorded_at=change.now,
        recorded_by=change.actor.account_id,
        decided_by=move.decided_by,
        cycle_no=cycle_no,
    )
    return int(change.connection.execute(added.returning(status_event.c.id)).scalar_one())


def _write_spans(change: Write, hotspot_id: int) -> None:
    """Close the spans that no longer stand and add the new ones; what was believed before stays readable."""
    s = status_span.c
    believed = change.connection.execute(
        select(s.id, s.valid_from, s.valid_to, s.state, s.event_id).where(
            s.hotspot_id == hotspot_id, s.known_to == MOMENT_MAX
        )
    )
    old = {Span(*row[1:]): row[0] for row in believed}
    new = set(derive_spans(_read_events(change.connection, hotspot_id)))
    supersede(change, status_span, [row_id for span, row_id in old.items() if span not in new])
    rows = [
        {"hotspot_id": hotspot_id, "known_from": change.now, "known_to": MOMENT_MAX, **asdict(span)}
        for span in sorted(new - old.keys())
    ]
    if rows:
        change.connection.execute(insert(status_span), rows)


def read_status(connection: Connection, hotspot_id: int, day: date, known: Any = None) -> str | None:
    """Return the state of one place on a day, as the register knows it now or knew it at an aware time."""
    s = status_span.c
    held = and_(
        s.hotspot_id == hotspot_id, s.valid_from <= day, s.valid_to > day, known_at(status_span, known)
    )
    return connection.execute(select(s.state).where(held)).scalar()
