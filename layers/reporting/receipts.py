"""Records that a paper was received from the area that owed it, such as the plan of a ward."""

from datetime import date

from sqlalchemy import insert, select

from geo.types import local_day
from layers.errors import OutsideScope, Refused
from layers.records.documents import get_document_row
from layers.reporting.deadlines import Rule, list_rules
from layers.reporting.owners import Owner, get_owner, judge_rights
from layers.reporting.report_periods import Period, read_period
from layers.reporting.report_steps import ASKED
from layers.store import scope
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.periods import known_at, supersede
from layers.store.schema import receipt

ACTION = ASKED["check"][0]
"""Entry of `layers.store.scope.ACTIONS` that it asks for: papers are received by whoever checks reports."""


def record_receipt(
    change: Write,
    rule_code: str,
    area: str,
    year: int,
    received_on: date | None,
    *,
    document: str | None = None,
) -> None:
    """Say when a paper was received, in the place of what was said before; None takes that back.

    Raises
    ------
    NotFound
        ``report_area_not_found``, ``document_not_found``.
    OutsideScope
        ``not_allowed``, ``report_outside_area``.
    Refused
        ``obligation_unknown``: nothing of the kind is received as a paper; ``receipt_in_future``.
    """
    scope.require(change.connection, change.actor, ACTION)
    rule, period = _find_rule(rule_code), read_period("year", str(year))
    if received_on is not None and received_on > local_day(change.now):
        raise Refused("receipt_in_future", field="received_on")
    owner = _claim(change, area, rule, period)
    p = receipt.c
    named = (p.rule == rule.code, p.boundary_id == owner.id, p.starts_on == period.start)
    present = change.connection.execute(
        select(p.id, p.received_on).where(*named, known_at(receipt, None))
    ).first()
    if present is not None:
        supersede(change, receipt, [present.id])
    if received_on is not None:
        told = {
            "rule": rule.code,
            "boundary_id": owner.id,
            "starts_on": period.start,
            "received_on": received_on,
        }
        cited = {"document_id": get_document_row(change.connection, document) if document else None}
        known = {"known_from": change.now, "known_to": MOMENT_MAX, "recorded_by": change.actor.account_id}
        change.connection.execute(insert(receipt).values(**told, **cited, **known))
    before = {"received_on": present.received_on.isoformat()} if present else None
    after = {"received_on": received_on.isoformat(), "document": document} if received_on else None
    change.note("receipt", f"{rule.code} {owner.public_id} {period.code}", before=before, after=after)
    change.touch("reports")


def _find_rule(code: str) -> Rule:
    found = next((rule for rule in list_rules() if rule.code == code and rule.answer == "receipt"), None)
    if found is None:
        raise Refused("obligation_unknown", rule=code)
    return found


def _claim(change: Write, area: str, rule: Rule, period: Period) -> Owner:
    """Return the area, kept from others who record a receipt of the same kind until this is over."""
    change.next_number(f"receipt_{rule.code.lower()}")
    owner = get_owner(change.connection, area, _day_of(rule, period))
    if not judge_rights(change.connection, change.actor)(owner).check:
        raise OutsideScope("report_outside_area")
    return owner


def _day_of(rule: Rule, period: Period) -> date:
    return date(period.year, rule.month or 12, rule.day or 1)
