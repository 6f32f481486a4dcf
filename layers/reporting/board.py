"""Tells what is owed and what is there, area by area, and what is to be called to mind."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from geo.types import Interval, local_day
from layers.actor import Actor
from layers.reporting.deadlines import Deadlines, Rule, find_reminder, judge, list_owed
from layers.reporting.owners import LEVELS, READ, Owner, judge_rights, list_owners
from layers.reporting.report_periods import Period
from layers.reporting.report_steps import PUBLISHED, Rights
from layers.store import scope
from layers.store.periods import known_at
from layers.store.schema import receipt, report, report_version


class _Key(NamedTuple):
    """What is owed by whom for which period: rule or kind of report, row of the area, first day."""

    what: str
    area: int
    start: date


class _Found(NamedTuple):
    """What is there of something owed."""

    received_on: date | None = None
    report: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class Obligation:
    """Something that an area owes by a day.

    Attributes
    ----------
    rule
        What it is.
    period
        Period for which it is owed.
    owner
        The area.
    last_on
        Last day on which it is in time.
    received_on
        Day on which it was received, a report by being submitted; None where it was not.
    report, state
        Code and state of the report, where there is one and the reader may know of it.
    standing
        As `layers.reporting.deadlines.judge` tells it.
    reminder
        Which reminder is due, in days before the last one; 0 once it is overdue; None where none is, or it is there.
    rights
        What the reader may do there.
    """

    rule: Rule
    period: Period
    owner: Owner
    last_on: date
    received_on: date | None
    report: str | None
    state: str | None
    standing: str
    reminder: int | None
    rights: Rights


@dataclass(frozen=True)
class BoardRow:
    """What all areas owe for one rule and period, and how far they are."""

    rule: Rule
    period: Period
    last_on: date
    owed: tuple[Obligation, ...]

    @property
    def received(self) -> int:
        """How many are there."""
        return sum(one.received_on is not None for one in self.owed)

    @property
    def late(self) -> int:
        """How many came late, or are missing though their day is over."""
        return sum(one.standing in {"late", "overdue"} for one in self.owed)

    @property
    def standings(self) -> Counter[str]:
        """How many stand how."""
        return Counter(one.standing for one in self.owed)


def read_board(
    connection: Connection, actor: Actor, year: int, today: date, deadlines: Deadlines
) -> tuple[BoardRow, ...]:
    """Return what is owed in a year by the areas whose reports the actor may read, the day due first coming first.

    An area owes what falls due while it holds: wards that were merged in a year owe until then.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    year
        Calendar year.
    today
        The present day in Viet Nam.
    deadlines
        What the settings say of days.
    """
    scope.require(connection, actor, READ)
    board = _Board(_read_found(connection, year), today, deadlines)
    judge_area = judge_rights(connection, actor)
    span = Interval(date(year, 1, 1), date(year + 1, 1, 1))
    rows = []
    for owed_by in LEVELS:
        judged = [(owner, judge_area(owner)) for owner in list_owners(connection, owed_by, span)]
        readable = [(owner, rights) for owner, rights in judged if rights.read or rights.sees_drafts]
        rows += [board.row(rule, period, readable) for rule, period in list_owed(year, owed_by)]
    return tuple(sorted((row for row in rows if row.owed), key=lambda row: (row.last_on, row.period.start)))


def list_reminders(board: Iterable[BoardRow], today: date) -> tuple[BoardRow, ...]:
    """Return what is overdue and what is due within days, with the areas that it is missing from; the nearest first."""
    missing = (replace(row, owed=tuple(one for one in row.owed if one.reminder is not None)) for row in board)
    return tuple(sorted((row for row in missing if row.owed), key=lambda row: abs(row.last_on - today)))


def find_current(board: Iterable[BoardRow], today: date, *, days: int = 31) -> tuple[BoardRow, ...]:
    """Return the rows whose day lies within some days of today."""
    return tuple(row for row in board if abs(row.last_on - today) <= timedelta(days=days))


@dataclass(frozen=True)
class _Board:
    """What is there, and by which day and rule it is judged."""

    found: Mapping[_Key, _Found]
    today: date
    deadlines: Deadlines

    def row(self, rule: Rule, period: Period, areas: Iterable[tuple[Owner, Rights]]) -> BoardRow:
        """Return what the areas that held on the day in question owe: its end for reports, the last one for papers."""
        last_on = rule.last_day(period, self.deadlines)
        day = period.last_day if rule.answer == "report" else last_on
        owed = [self._tell(rule, period, owner, rights) for owner, rights in areas if owner.valid.holds(day)]
        return BoardRow(rule, period, last_on, tuple(owed))

    def _tell(self, rule: Rule, period: Period, owner: Owner, rights: Rights) -> Obligation:
        last_on = rule.last_day(period, self.deadlines)
        what = rule.kind if rule.answer == "report" else rule.code
        there = self.found.get(_Key(what, owner.id, period.start), _Found())
        is_shown = rights.sees_drafts or there.state in PUBLISHED
        return Obligation(
            rule=rule,
            period=period,
            owner=owner,
            last_on=last_on,
            received_on=there.received_on,
            report=there.report if is_shown else None,
            state=there.state if is_shown else None,
            standing=judge(last_on, there.received_on, self.today),
            reminder=None if there.received_on else find_reminder(last_on, self.today),
            rights=rights,
        )


def _read_found(connection: Connection, year: int) -> dict[_Key, _Found]:
    r, v, p = report.c, report_version.c, receipt.c
    span = (date(year, 1, 1), date(year, 12, 31))
    earlier = report_version.alias("earlier")
    submitted = select(func.min(earlier.c.known_from)).where(
        earlier.c.report_id == r.id, earlier.c.state == "submitted"
    )
    reports = (
        select(r.kind, r.boundary_id, r.starts_on, r.code, v.state, submitted.scalar_subquery().label("at"))
        .join(report_version, v.report_id == r.id)
        .where(known_at(report_version, None), r.starts_on.between(*span))
    )
    found = {
        _Key(row.kind, row.boundary_id, row.starts_on): _Found(
            local_day(row.at) if row.at else None, row.code, row.state
        )
        for row in connection.execute(reports)
    }
    papers = select(p.rule, p.boundary_id, p.starts_on, p.received_on).where(
        known_at(receipt, None), p.starts_on.between(*span)
    )
    for row in connection.execute(papers):
        found[_Key(row.rule, row.boundary_id, row.starts_on)] = _Found(row.received_on)
    return found
