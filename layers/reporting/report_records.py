"""Reads reports: which there are, what each says, and what became of it, as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, func, or_, select

from geo.types import local_day
from layers.actor import Actor
from layers.errors import NotFound
from layers.reporting.fact_sheet import FactSheet, mask_small
from layers.reporting.owners import READ, Owner, judge_rights, read_owners
from layers.reporting.report_periods import Period
from layers.reporting.report_steps import PUBLISHED, Rights
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.periods import known_at
from layers.store.schema import account, report, report_version

PAGE = 100


@dataclass(frozen=True)
class Event:
    """Something that was done with a report: the state it then had, when, by whom and why."""

    state: str
    at: datetime
    day: date
    told_by: str | None
    comment: str | None


@dataclass(frozen=True)
class ReportHead:
    """A report, without what it says.

    Attributes
    ----------
    id
        Row of ``report``.
    code
        Such as BC00001.
    owner
        The area that it is about.
    period
        Its period.
    state
        One of `layers.reporting.report_steps.STATES`.
    version
        Raised by one with every change; writers start from it.
    cut_off
        Last day that its figures tell of; None before it was submitted.
    submitted_on
        Day in Viet Nam on which it was first submitted; None before.
    """

    id: int
    code: str
    owner: Owner
    period: Period
    state: str
    version: int
    cut_off: date | None
    submitted_on: date | None


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes
    ----------
    head
        What it is about, and how it stands.
    rights
        What the reader may do with it.
    texts
        Text by section.
    facts
        Its figures as submitted; None where they are still drawn anew.
    facts_at, sha256, template
        When these were known, hash of what was submitted, and number of the template, None for the service's own.
    history
        What was done with it, the newest first; what was done before it was submitted only for those who write it.
    """

    head: ReportHead
    rights: Rights
    texts: dict[str, str]
    facts: FactSheet | None
    facts_at: datetime | None
    sha256: str | None
    template: int | None
    history: tuple[Event, ...]


@dataclass(frozen=True)
class ReportQuery:
    """Which reports are asked for: of a kind, in a state, of a year; all where None."""

    kind: str | None = None
    state: str | None = None
    year: int | None = None


def list_reports(
    connection: Connection, actor: Actor, asked: ReportQuery, *, limit: int = PAGE
) -> tuple[ReportHead, ...]:
    """Return the reports that the actor may see, those of the latest periods first."""
    scope.require(connection, actor, READ)
    readable, written = _areas(connection, actor)
    r, v = report.c, report_version.c
    seen = or_(
        r.boundary_id.in_(written.keys()),
        and_(r.boundary_id.in_(readable.keys()), v.state.in_(sorted(PUBLISHED))),
    )
    question = _heads().where(seen)
    if asked.kind:
        question = question.where(r.kind == asked.kind)
    if asked.state:
        question = question.where(v.state == asked.state)
    if asked.year:
        question = question.where(
            r.starts_on >= date(asked.year, 1, 1), r.starts_on < date(asked.year + 1, 1, 1)
        )
    rows = connection.execute(question.order_by(r.starts_on.desc(), r.kind, r.code).limit(limit))
    return tuple(_head(row, readable[row.boundary_id]) for row in rows)


def get_report(connection: Connection, actor: Actor, code: str) -> Report:
    """Return a report as its reader sees it: small counts only where he enters counts himself.

    Raises
    ------
    NotFound, OutsideScope
        As `open_report`.
    """
    found = open_report(connection, actor, code)
    if found.facts is None or found.rights.count:
        return found
    return replace(found, facts=mask_small(found.facts))


def open_report(connection: Connection, actor: Actor, code: str) -> Report:
    """Return a report whole, as its next version is made from it.

    Raises
    ------
    NotFound
        ``report_not_found``, also where the actor may not know of it.
    OutsideScope
        ``not_allowed`` where he may read none at all.
    """
    scope.require(connection, actor, READ)
    row = connection.execute(_heads().where(report.c.code == code)).first()
    owner = read_owners(connection, [row.boundary_id])[row.boundary_id] if row else None
    rights = judge_rights(connection, actor)(owner) if owner else Rights()
    if row is None or owner is None or not (rights.sees_drafts or (rights.read and row.state in PUBLISHED)):
        raise NotFound("report_not_found", report=code)
    return Report(
        _head(row, owner),
        rights,
        orjson.loads(row.content),
        FactSheet.from_json(row.facts) if row.facts else None,
        row.facts_at,
        row.sha256,
        row.layout,
        _history(connection, row.id, all_of_it=rights.sees_drafts),
    )


def find_report(connection: Connection, owner: Owner, period: Period) -> str | None:
    """Return the code of the report of an area on a period, whoever may see it."""
    r = report.c
    named = (r.boundary_id == owner.id, r.kind == period.kind, r.starts_on == period.start)
    code: str | None = connection.execute(select(r.code).where(*named)).scalar()
    return code


def _areas(connection: Connection, actor: Actor) -> tuple[dict[int, Owner], dict[int, Owner]]:
    """Return the areas with reports that the actor may read, and those whose drafts he sees too, by row."""
    rows = connection.execute(select(report.c.boundary_id).distinct()).scalars()
    rights = judge_rights(connection, actor)
    judged = {row_id: (owner, rights(owner)) for row_id, owner in read_owners(connection, rows).items()}
    written = {row_id: owner for row_id, (owner, may) in judged.items() if may.sees_drafts}
    read = {row_id: owner for row_id, (owner, may) in judged.items() if may.read or row_id in written}
    return read, written


def _heads() -> Select[Any]:
    r, v = report.c, report_version.c
    earlier = report_version.alias("earlier")
    submitted = (
        select(func.min(earlier.c.known_from))
        .where(earlier.c.report_id == r.id, earlier.c.state == "submitted")
        .scalar_subquery()
    )
    told = (r.id, r.code, r.kind, r.boundary_id, r.starts_on, r.version, v.state, v.content, v.comment, v.cut_off,
            v.facts, v.facts_at, v.sha256, v.layout, submitted.label("submitted_at"))  # fmt: skip
    return select(*told).join(report_version, v.report_id == r.id).where(known_at(report_version, None))


def _head(row: AnyRow, owner: Owner) -> ReportHead:
    submitted_on = local_day(row.submitted_at) if row.submitted_at else None
    period = Period(row.starts_on, row.kind)
    return ReportHead(row.id, row.code, owner, period, row.state, row.version, row.cut_off, submitted_on)


def _history(connection: Connection, report_id: int, *, all_of_it: bool) -> tuple[Event, ...]:
    v = report_version.c
    question = (
        select(v.state, v.known_from, account.c.name, v.comment)
        .outerjoin(account, account.c.id == v.recorded_by)
        .where(v.report_id == report_id)
        .order_by(v.version)
    )
    rows: Sequence[AnyRow] = connection.execute(question).all()
    events: list[Event] = []
    for row in rows:
        if not events or events[-1].state != row.state or row.comment:
            events.append(Event(row.state, row.known_from, local_day(row.known_from), row.name, row.comment))
    return tuple(one for one in reversed(events) if all_of_it or one.state in PUBLISHED)
