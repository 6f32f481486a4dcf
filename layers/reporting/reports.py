"""Writes reports: begins them, keeps what is written, and takes every step until they are locked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import Connection, insert, select, update

from geo.types import local_day
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.planning.frequencies import Planner
from layers.reporting.fact_sheet import FactSheet, mask_small
from layers.reporting.facts import draw_facts
from layers.reporting.owners import Owner, get_owner, judge_rights, list_wards_of
from layers.reporting.report_periods import Period
from layers.reporting.report_records import Report, find_report, open_report
from layers.reporting.report_steps import ASKED, PUBLISHED, STEPS, is_writable
from layers.reporting.sections import check_texts, list_sections
from layers.reporting.templates import find_template
from layers.store import scope
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.periods import known_at, supersede
from layers.store.schema import report, report_version
from layers.store.wording import require_impersonal

LONGEST_COMMENT = 1000


@dataclass(frozen=True)
class Told:
    """What a version of a report says.

    Attributes
    ----------
    state
        One of `layers.reporting.report_steps.STATES`.
    texts
        By section.
    comment
        Why it was sent back.
    frozen
        Its figures, once it was submitted.
    """

    state: str
    texts: Mapping[str, str]
    comment: str | None = None
    frozen: "Frozen | None" = None


@dataclass(frozen=True)
class Frozen:
    """The figures of a report as submitted: as known at which time, set in which template, and the hash of it all."""

    facts: FactSheet
    at: datetime
    template: int | None
    sha256: str


def check_period(period: Period, today: date) -> date:
    """Return the last day that a report on a period can tell of today.

    Raises
    ------
    Refused
        ``report_in_future``: the period has not begun.
    """
    if period.start > today:
        raise Refused("report_in_future", field="period", start=period.start)
    return min(period.last_day, today)


def begin_report(change: Write, area: str, period: Period, *, uuid: str | None = None) -> str:
    """Begin the report of an area on a period, and return its code; where there is one already, that of it.

    Raises
    ------
    Refused
        ``report_in_future``; ``report_area_empty`` for an area that no ward lies in.
    NotFound
        ``report_area_not_found``: there was no such area at the end of the period.
    OutsideScope
        ``not_allowed``, ``report_outside_area``.
    """
    scope.require(change.connection, change.actor, *ASKED["write"])
    on = check_period(period, local_day(change.now))
    owner = find_reporter(change, area, on)
    change.next_number("report_begun")  # two that begin one at once do not meet: one waits for the other
    present = find_report(change.connection, owner, period)
    if present:
        change.note("report", present)
        return present
    code = f"BC{change.next_number('report_code'):05d}"
    told = {"uuid": uuid or str(uuid4()), "code": code, "kind": period.kind, "boundary_id": owner.id}
    by = {"starts_on": period.start, "recorded_at": change.now, "recorded_by": change.actor.account_id}
    added = insert(report).values(**told, **by, version=1).returning(report.c.id)
    row_id = int(change.connection.execute(added).scalar_one())
    texts = {section.code: "" for section in list_sections()}
    _add_version(change, row_id, 1, Told("draft", texts))
    change.note("report", code, after={"area": owner.public_id, "period": period.code, "state": "draft"})
    change.touch("reports")
    return code


def find_reporter(change: Write, area: str, on: date) -> Owner:
    """Return the area of a day for which the actor may write reports.

    Raises
    ------
    NotFound, OutsideScope, Refused
        As `begin_report`.
    """
    owner = get_owner(change.connection, area, on)
    if not judge_rights(change.connection, change.actor)(owner).write:
        raise OutsideScope("report_outside_area")
    if not list_wards_of(change.connection, owner, on):
        raise Refused("report_area_empty", field="area", area=owner.name)
    return owner


def write_report(change: Write, code: str, texts: Mapping[str, str], *, version: int) -> int:
    """Keep what is written in a report, and return its new version.

    Raises
    ------
    NotFound
        ``report_not_found``.
    Refused
        ``report_not_writable``, and as `layers.reporting.sections.check_texts`.
    PersonalData
        Where a text names a person.
    StaleVersion
        ``version_stale``.
    """
    present = open_report(change.connection, change.actor, code)
    if not is_writable(present.head.state, present.rights):
        raise Refused("report_not_writable", report_state=present.head.state)
    return _change(change, present, version, Told(present.head.state, check_texts(texts)))


def move_report(
    change: Write, code: str, step: str, planner: Planner, *, version: int, comment: str | None = None
) -> int:
    """Take a step with a report, and return its new version.

    What is submitted has its figures drawn and kept with the time at which they were known; what is locked keeps them.

    Raises
    ------
    NotFound
        ``report_not_found``.
    Refused
        ``report_step_unknown``, ``report_step_not_now``, ``report_comment_missing``, ``report_comment_too_long``,
        ``report_text_missing``.
    PersonalData
        Where the comment names a person.
    StaleVersion
        ``version_stale``.
    """
    present = open_report(change.connection, change.actor, code)
    taken = STEPS.get(step)
    if taken is None:
        raise Refused("report_step_unknown", step=step)
    if present.head.state not in taken.sources or not getattr(present.rights, taken.right):
        raise Refused("report_step_not_now", report_state=present.head.state)
    told = Told(taken.target, present.texts, _check_comment(comment, needed=taken.needs_comment))
    if taken.target == "submitted":
        told = replace(told, frozen=_freeze(change, present, planner))
    elif taken.target in PUBLISHED:
        told = replace(told, frozen=_frozen(present))
    return _change(change, present, version, told)


def current_facts(connection: Connection, shown: Report, today: date, planner: Planner) -> FactSheet:
    """Return the figures of a report as its reader sees it: those submitted, or as they are drawn today."""
    if shown.facts is not None:
        return shown.facts
    owner, period = shown.head.owner, shown.head.period
    drawn = draw_facts(connection, owner, period, check_period(period, today), planner)
    return drawn if shown.rights.count else mask_small(drawn)


def digest(owner: Owner, period: Period, facts: FactSheet, texts: Mapping[str, str]) -> str:
    """Return the SHA-256 of what a report says, hexadecimal."""
    told = [owner.public_id, period.kind, period.code, facts.to_json(), dict(texts)]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _freeze(change: Write, present: Report, planner: Planner) -> Frozen:
    if not any(present.texts.values()):
        raise Refused("report_text_missing")
    owner, period = present.head.owner, present.head.period
    cut_off = check_period(period, local_day(change.now))
    facts = draw_facts(change.connection, owner, period, cut_off, planner)
    sha256 = digest(owner, period, facts, present.texts)
    template = find_template(change.connection)
    return Frozen(facts, change.now, template.number if template else None, sha256)


def _frozen(present: Report) -> Frozen | None:
    if present.facts is None or present.facts_at is None or present.sha256 is None:
        return None
    return Frozen(present.facts, present.facts_at, present.template, present.sha256)


def _check_comment(comment: str | None, *, needed: bool) -> str | None:
    text = require_impersonal((comment or "").strip(), field="comment")
    if needed and not text:
        raise Refused("report_comment_missing", field="comment")
    if len(text) > LONGEST_COMMENT:
        raise Refused("report_comment_too_long", field="comment", maximum=LONGEST_COMMENT)
    return text or None


def _change(change: Write, present: Report, version: int, told: Told) -> int:
    """Replace what a report says, if nobody else did since the version that the writer started from."""
    head = present.head
    raised = update(report).where(report.c.id == head.id, report.c.version == version)
    if change.connection.execute(raised.values(version=version + 1)).rowcount != 1:
        raise StaleVersion("version_stale", started_from=version, present=head.version)
    v = report_version.c
    rows = select(v.id).where(v.report_id == head.id, known_at(report_version, None))
    supersede(change, report_version, list(change.connection.execute(rows).scalars()))
    _add_version(change, head.id, version + 1, told)
    before = {"state": head.state, "texts": present.texts}
    after = {"state": told.state, "texts": dict(told.texts), "comment": told.comment}
    sealed = {"sha256": told.frozen.sha256} if told.frozen else {}
    change.note("report", head.code, before=before, after={**after, **sealed})
    change.touch("reports")
    return version + 1


def _add_version(change: Write, row_id: int, version: int, told: Told) -> None:
    frozen = told.frozen
    sealed: dict[str, Any] = {}
    if frozen:
        sealed = {
            "cut_off": frozen.facts.cut_off,
            "facts": frozen.facts.to_json(),
            "facts_at": frozen.at,
            "layout": frozen.template,
            "sha256": frozen.sha256,
        }
    known = {"known_from": change.now, "known_to": MOMENT_MAX, "recorded_by": change.actor.account_id}
    said = {"state": told.state, "comment": told.comment}
    said["content"] = orjson.dumps(dict(told.texts), option=orjson.OPT_SORT_KEYS).decode()
    change.connection.execute(
        insert(report_version).values(report_id=row_id, version=version, **said, **sealed, **known)
    )
