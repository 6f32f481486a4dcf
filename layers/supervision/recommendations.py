"""Records recommendations and commendations: what was asked of which body, and every step until it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from geo.types import local_day
from layers.errors import NotFound, Refused, StaleVersion
from layers.places.references import get_place
from layers.records.documents import get_document
from layers.store import scope
from layers.store.columns import MOMENT_MAX, AnyRow
from layers.store.database import Write
from layers.store.periods import known_at, supersede
from layers.store.schema import (
    hotspot,
    recommendation,
    recommendation_version,
    recommendation_visit,
    visit,
    visit_version,
)
from layers.store.wording import require_impersonal
from layers.supervision.bodies import get_body
from layers.supervision.recommendation_steps import KINDS, RECIPIENT_KINDS, find_step, widest_action
from layers.supervision.workdays import add_working_days


@dataclass(frozen=True)
class Wording:
    """What a draft says.

    Attributes
    ----------
    content
        What is asked for; checked for personal data.
    body
        Code of the body that it goes to.
    visits
        Codes of the visits that it comes from, made and of its place; at least one where a body is to act (A42).
    recipient_kind, recipient_group
        Commendations only: one of `RECIPIENT_KINDS`, and the name of the group. An individual is never named here:
        the name stands only in the decision.
    has_consent
        The individual agreed to be commended.
    is_informant
        It is for information given to the authorities: such a commendation is never recorded (A43).
    """

    content: str
    body: str
    visits: tuple[str, ...] = ()
    recipient_kind: str | None = None
    recipient_group: str | None = None
    has_consent: bool = False
    is_informant: bool = False


@dataclass(frozen=True)
class Sending:
    """How a recommendation was sent: the day, the row of its letter, the day by which the body is to answer."""

    sent_on: date
    document_id: int
    reply_due_on: date | None = None
    reply_working_days: int = 15


@dataclass(frozen=True)
class Answer:
    """What the body answered: the day, what came of it in words, and the row of its letter if there is one."""

    answered_on: date
    outcome: str
    document_id: int | None = None


def draft_recommendation(
    change: Write, place: str, kind: str, wording: Wording, *, uuid: str | None = None
) -> str:
    """Draft a recommendation about a place and return its code; repeating a request returns the same code.

    Raises
    ------
    NotFound
        ``hotspot_not_found``, ``body_not_found``.
    OutsideScope
        Where the actor may not draft for this place.
    Refused
        ``recommendation_kind_unknown``, and what the rules find: ``visit_needed``, ``visit_not_made``,
        ``body_not_offered``, ``body_not_addressee``, ``content_needed``, ``informant_not_recorded``,
        ``recipient_needed``, ``recipient_group_needed``, ``individual_not_named``, ``consent_needed``.
    PersonalData
        Where a text names a person.
    """
    about = get_place(change.connection, change.actor, place, "recommendation.draft")
    known = _find_code(change.connection, uuid)
    if known is not None:
        change.note("recommendation", known)
        return known
    if kind not in KINDS:
        raise Refused("recommendation_kind_unknown", field="kind", kind=kind)
    values = _checked(change.connection, kind, wording)
    visits = _made_visits(change.connection, about.id, kind, wording.visits)
    code = f"KN{change.next_number('recommendation_code'):05d}"
    identity = {
        "uuid": uuid or str(uuid4()),
        "code": code,
        "kind": kind,
        "hotspot_id": about.id,
        "version": 1,
    }
    added = insert(recommendation).values(
        **identity, recorded_at=change.now, recorded_by=change.actor.account_id
    )
    row_id = int(change.connection.execute(added.returning(recommendation.c.id)).scalar_one())
    values |= {"state": "draft", "drafted_on": local_day(change.now)}
    _add_version(change, {**values, "recommendation_id": row_id, "version": 1})
    _write_visits(change, row_id, visits)
    change.note("recommendation", code, after={**values, "hotspot": about.code, "visits": wording.visits})
    change.touch("recommendations")
    return code


def revise(change: Write, code: str, wording: Wording, *, version: int) -> int:
    """Word a draft anew and return its new version.

    Raises
    ------
    NotFound, OutsideScope, Refused, PersonalData
        As `draft_recommendation` and `send`.
    StaleVersion
        ``version_stale``, with the present version.
    """
    row = _take(change, code, "revise", version)
    values = _checked(change.connection, row.kind, wording)
    visits = _made_visits(change.connection, row.hotspot_id, row.kind, wording.visits)
    _write_visits(change, row.recommendation_id, visits)
    return _go_on(change, row, values, told={"visits": wording.visits})


def send(change: Write, code: str, sending: Sending, *, version: int) -> int:
    """Record that a draft was sent with a letter, and return its new version.

    The answer is due ``reply_working_days`` working days after the day of sending, unless a day is given.

    Raises
    ------
    NotFound
        ``recommendation_not_found``, ``document_not_found``.
    OutsideScope
        Where the actor may not do this for its place.
    Refused
        ``step_not_allowed``, ``letter_incomplete`` (number, date and issuer are needed), ``date_in_future``,
        ``date_too_early``.
    StaleVersion
        ``version_stale``, with the present version.
    """
    row = _take(change, code, "send", version)
    letter = get_document(change.connection, sending.document_id)
    if not (letter.number and letter.issuer and letter.issued_on):
        raise Refused("letter_incomplete", field="document")
    _require_day(change, "sent_on", sending.sent_on, letter.issued_on)
    due_on = sending.reply_due_on or add_working_days(sending.sent_on, sending.reply_working_days)
    if due_on <= sending.sent_on:
        raise Refused("reply_due_too_early", field="reply_due_on", day=sending.sent_on.isoformat())
    values = {"state": "sent", "sent_on": sending.sent_on, "reply_due_on": due_on}
    return _go_on(change, row, {**values, "document_id": sending.document_id})


def record_answer(change: Write, code: str, answer: Answer, *, version: int) -> int:
    """Record what the body answered, and return the new version.

    Raises
    ------
    NotFound, OutsideScope, Refused, StaleVersion
        As `send`; ``outcome_needed``.
    PersonalData
        Where the outcome names a person.
    """
    row = _take(change, code, "answer", version)
    _require_day(change, "answered_on", answer.answered_on, row.sent_on)
    if answer.document_id is not None:
        get_document(change.connection, answer.document_id)
    values = {"outcome": _text(answer.outcome, "outcome"), "reply_document_id": answer.document_id}
    return _go_on(change, row, {"state": "answered", "answered_on": answer.answered_on, **values})


def close(change: Write, code: str, state: str, closed_on: date, *, reason: str | None, version: int) -> int:
    """Record that what was asked for was done or was refused (then with a reason), and return the new version.

    Raises
    ------
    NotFound, OutsideScope, Refused, StaleVersion
        As `send`; ``reason_needed``.
    PersonalData
        Where the reason names a person.
    """
    row = _take(change, code, "close", version, state)
    _require_day(change, "closed_on", closed_on, row.answered_on)
    told = _text(reason, "reason") if reason or state == "refused" else None
    return _go_on(change, row, {"state": state, "closed_on": closed_on, "reason": told})


def withdraw(change: Write, code: str, reason: str | None, *, version: int) -> int:
    """Withdraw what is not answered yet, with a reason, and return the new version.

    Raises
    ------
    NotFound, OutsideScope, Refused, StaleVersion
        As `send`; ``reason_needed``.
    PersonalData
        Where the reason names a person.
    """
    row = _take(change, code, "withdraw", version)
    values = {"state": "withdrawn", "reason": _text(reason, "reason"), "closed_on": local_day(change.now)}
    return _go_on(change, row, values)


def _find_code(connection: Connection, uuid: str | None) -> str | None:
    if uuid is None:
        return None
    return connection.execute(select(recommendation.c.code).where(recommendation.c.uuid == uuid)).scalar()


def _text(text: str | None, field: str) -> str:
    if not text or not text.strip():
        missing = {"content": "content_needed", "outcome": "outcome_needed", "reason": "reason_needed"}
        raise Refused(missing[field], field=field)
    return require_impersonal(text, field=field)


def _checked(connection: Connection, kind: str, wording: Wording) -> dict[str, Any]:
    """Return the columns of a wording that keeps the rules of its kind."""
    if wording.is_informant:
        raise Refused("informant_not_recorded", field="is_informant")
    body = get_body(connection, wording.body)
    if not body.is_active:
        raise Refused("body_not_offered", field="body", name=body.name)
    if body.kind not in KINDS[kind]:
        raise Refused("body_not_addressee", field="body", name=body.name)
    values: dict[str, Any] = {"content": _text(wording.content, "content"), "sent_to_id": body.id}
    return {**values, **(_recipient(wording) if kind == "commend" else _recipient(None))}


def _recipient(wording: Wording | None) -> dict[str, Any]:
    if wording is None:
        return {"recipient_kind": None, "recipient_group": None, "has_consent": False}
    group = (wording.recipient_group or "").strip()
    if wording.recipient_kind not in RECIPIENT_KINDS:
        raise Refused("recipient_needed", field="recipient_kind")
    if wording.recipient_kind == "group":
        if not group:
            raise Refused("recipient_group_needed", field="recipient_group")
        group = require_impersonal(group, field="recipient_group")
        return {"recipient_kind": "group", "recipient_group": group, "has_consent": False}
    if group:
        raise Refused("individual_not_named", field="recipient_group")
    if not wording.has_consent:
        raise Refused("consent_needed", field="has_consent")
    return {"recipient_kind": "individual", "recipient_group": None, "has_consent": True}


def _made_visits(connection: Connection, hotspot_id: int, kind: str, codes: Sequence[str]) -> list[int]:
    """Return the rows of the visits, all of them made and of this place."""
    if kind == "handle" and not codes:
        raise Refused("visit_needed", field="visits")
    question = (
        select(visit.c.code, visit.c.id)
        .join(visit_version, visit_version.c.visit_id == visit.c.id)
        .where(visit.c.hotspot_id == hotspot_id, visit.c.code.in_(codes))
        .where(known_at(visit_version, None), visit_version.c.state == "made")
    )
    made = {row.code: row.id for row in connection.execute(question)}
    for code in codes:
        if code not in made:
            raise Refused("visit_not_made", field="visits", visit=code)
    return sorted(made.values())


def _write_visits(change: Write, recommendation_id: int, visits: Sequence[int]) -> None:
    links = recommendation_visit
    change.connection.execute(links.delete().where(links.c.recommendation_id == recommendation_id))
    if visits:
        rows = [{"recommendation_id": recommendation_id, "visit_id": row_id} for row_id in visits]
        change.connection.execute(insert(links), rows)


def _require_day(change: Write, field: str, day: date, earliest: date) -> None:
    if day > local_day(change.now):
        raise Refused("date_in_future", field=field, day=day.isoformat())
    if day < earliest:
        raise Refused("date_too_early", field=field, day=day, earliest=earliest)


def _take(change: Write, code: str, name: str, version: int, target: str | None = None) -> AnyRow:
    """Return the present version of a recommendation, once it is sure that the actor may take this step from it."""
    v, r = recommendation_version.c, recommendation.c
    question = (
        select(recommendation_version, r.kind, r.hotspot_id, r.code, hotspot.c.code.label("hotspot"))
        .join(recommendation, v.recommendation_id == r.id)
        .join(hotspot, r.hotspot_id == hotspot.c.id)
        .where(r.code == code, known_at(recommendation_version, None))
    )
    row = change.connection.execute(question).first()
    least = widest_action(name)
    if row is None:
        scope.require(change.connection, change.actor, least)
        raise NotFound("recommendation_not_found", recommendation=code)
    step = find_step(name, row.state, target)
    try:
        get_place(change.connection, change.actor, row.hotspot, step.action if step else least)
    except NotFound as error:
        raise NotFound("recommendation_not_found", recommendation=code) from error
    if row.version != version:
        raise StaleVersion("version_stale", started_from=version, present=row.version)
    if step is None:
        raise Refused("step_not_allowed", step=name, state=row.state)
    return row


def _go_on(change: Write, row: AnyRow, values: dict[str, Any], *, told: dict[str, Any] | None = None) -> int:
    """Write the next version of a recommendation; the one before stays readable."""
    r = recommendation.c
    raised = update(recommendation).where(r.id == row.recommendation_id, r.version == row.version)
    if change.connection.execute(raised.values(version=row.version + 1)).rowcount != 1:
        raise StaleVersion("version_stale", started_from=row.version, present=row.version + 1)
    kept = {column.name: getattr(row, column.name) for column in recommendation_version.columns}
    supersede(change, recommendation_version, [row.id])
    _add_version(change, {**kept, **values, "version": row.version + 1})
    before = {"version": row.version, **{name: kept[name] for name in values}}
    change.note("recommendation", row.code, before=before, after={**values, **(told or {})})
    change.touch("recommendations")
    return int(row.version) + 1


def _add_version(change: Write, values: dict[str, Any]) -> None:
    known = {"known_from": change.now, "known_to": MOMENT_MAX, "recorded_by": change.actor.account_id}
    row = {name: value for name, value in values.items() if name != "id"}
    change.connection.execute(insert(recommendation_version).values({**row, **known}))
