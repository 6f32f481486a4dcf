"""Counts by unit, month and category: entered once, corrected with a reason, small ones hidden from mere readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from geo.types import local_day
from layers.actor import Actor
from layers.errors import Refused, StaleVersion
from layers.programme import units
from layers.programme.categories import has_category, list_categories
from layers.programme.units import Unit
from layers.store.columns import MOMENT_MAX, AnyRow
from layers.store.database import Write
from layers.store.periods import known_at, supersede
from layers.store.schema import account, boundary, figure, figure_version
from layers.store.wording import require_impersonal

ENTER, READ = "count.enter", "count.read"

MASKED_BELOW = 5
"""Smaller counts are hidden from whoever does not count there: they could lead to a person."""

LARGEST = 1_000_000
OLDEST_MONTH = date(2000, 1, 1)
JUMP = 0.5
"""A change by more than this share is shown to whoever enters it: often it is a slip."""


@dataclass(frozen=True)
class Figure:
    """A count.

    Attributes
    ----------
    value
        How many; None where there are no figures, or where it is hidden.
    version
        Present version, from which a correction starts.
    is_masked
        Whether it is small and hidden from this reader.
    recorded_at
        Aware UTC time from which the register says so.
    """

    category: str
    value: int | None
    version: int
    is_masked: bool
    recorded_at: datetime


@dataclass(frozen=True)
class Correction:
    """A count that was replaced by another: from what to what, when, why, and by whom."""

    category: str
    before: int | None
    after: int | None
    recorded_at: datetime
    reason: str
    told_by: str | None


@dataclass(frozen=True)
class Sheet:
    """The counts that somebody enters for a unit and month.

    Attributes
    ----------
    unit
        Public id of the area, such as ``27424@2025-07-01``.
    month
        First day of the month.
    counts
        By category; None: there are no figures.
    versions
        By category, the version that a correction starts from; what is missing is entered for the first time.
    reason
        Why counts are corrected.
    """

    unit: str
    month: date
    counts: Mapping[str, int | None]
    versions: Mapping[str, int]
    reason: str | None = None


def read_figures(connection: Connection, actor: Actor, unit: Unit, month: date) -> dict[str, Figure]:
    """Return the counts of a unit that the actor may read, by category; what was not entered is missing.

    Raises
    ------
    OutsideScope, NotFound
        As `layers.programme.units.get_unit`.
    """
    units.get_unit(connection, actor, unit.public_id, READ, month)
    is_counting = units.may(connection, actor, unit, ENTER)
    return {row.category: _figure(row, is_counting) for row in _present(connection, unit, month)}


def count_entered(connection: Connection, listed: Sequence[Unit], month: date) -> dict[int, int]:
    """Return how many categories were entered for each unit of a list, by its row; none for what is missing."""
    f = figure.c
    rows = [unit.id for unit in listed]
    counted = select(f.boundary_id, func.count()).where(f.boundary_id.in_(rows), f.month == month)
    return {row[0]: row[1] for row in connection.execute(counted.group_by(f.boundary_id))}


def read_corrections(connection: Connection, actor: Actor, unit: Unit, month: date) -> Sequence[Correction]:
    """Return what was corrected, the newest first; nothing to mere readers, since old values may be small ones."""
    if not units.may(connection, actor, unit, ENTER):
        return ()
    old, new = figure_version.alias("old"), figure_version.alias("new")
    told = (figure.c.category, old.c.value, new.c.value, new.c.known_from, new.c.reason, account.c.name)
    question = (
        select(*told)
        .select_from(figure)
        .join(new, new.c.figure_id == figure.c.id)
        .join(old, (old.c.figure_id == figure.c.id) & (old.c.version == new.c.version - 1))
        .outerjoin(account, account.c.id == new.c.recorded_by)
        .where(figure.c.boundary_id == unit.id, figure.c.month == month)
        .order_by(new.c.known_from.desc(), figure.c.category)
    )
    return tuple(Correction(*row) for row in connection.execute(question))


def enter_counts(change: Write, sheet: Sheet) -> int:
    """Enter or correct the counts of a unit and month, and return how many changed; what stands so already is left.

    Raises
    ------
    Refused
        ``month_in_future``, ``month_too_old``, ``category_unknown``, ``count_invalid``, ``reason_missing``.
    StaleVersion
        ``count_changed``, with the category, where another value was entered meanwhile.
    PersonalData
        Where the reason names a person.
    NotFound, OutsideScope
        As `layers.programme.units.get_unit`.
    """
    _check(sheet, local_day(change.now))
    unit = units.get_unit(change.connection, change.actor, sheet.unit, ENTER, sheet.month)
    # Two that enter counts of one unit follow one another from here on.
    change.connection.execute(select(boundary.c.id).where(boundary.c.id == unit.id).with_for_update())
    present = {row.category: row for row in _present(change.connection, unit, sheet.month)}
    new = {name: value for name, value in sheet.counts.items() if name not in present}
    other = {name: value for name, value in sheet.counts.items() if _differs(present.get(name), value)}
    for name in other:
        if sheet.versions.get(name) != present[name].version:
            raise StaleVersion(
                "count_changed",
                category=name,
                started_from=sheet.versions.get(name, 0),
                present=present[name].version,
            )
    reason = _check_reason(sheet.reason) if other else None
    _add(change, unit, sheet.month, new)
    for name, value in other.items():
        _correct(change, present[name], value, reason)
    _note(change, sheet, present, {**new, **other})
    return len(new) + len(other)


def is_jump(before: int | None, now: int | None) -> bool:
    """Tell whether a count is so different from that of the month before that it is worth a second look."""
    return before is not None and now is not None and abs(now - before) > JUMP * before


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _check(sheet: Sheet, today: date) -> None:
    if sheet.month.day != 1 or sheet.month > today:
        raise Refused("month_in_future", field="month")
    if sheet.month < OLDEST_MONTH:
        raise Refused("month_too_old", field="month", oldest=OLDEST_MONTH.year)
    for name, value in sheet.counts.items():
        if not has_category(name):
            raise Refused("category_unknown", field="counts", category=name)
        if value is not None and not 0 <= value <= LARGEST:
            raise Refused("count_invalid", field=name, maximum=LARGEST)


def _check_reason(reason: str | None) -> str:
    if not reason or not reason.strip():
        raise Refused("reason_missing", field="reason")
    return require_impersonal(reason.strip(), field="reason")


def _present(connection: Connection, unit: Unit, month: date) -> Sequence[AnyRow]:
    f, v = figure.c, figure_version.c
    question = (
        select(f.id, f.category, f.version, v.id.label("version_id"), v.value, v.known_from)
        .join(figure_version, v.figure_id == f.id)
        .where(f.boundary_id == unit.id, f.month == month, known_at(figure_version, None))
    )
    order = {one.code: place for place, one in enumerate(list_categories())}
    return sorted(connection.execute(question).all(), key=lambda row: order.get(row.category, len(order)))


def _differs(row: AnyRow | None, value: int | None) -> bool:
    return row is not None and row.value != value


def _figure(row: AnyRow, is_counting: bool) -> Figure:
    is_masked = not is_counting and row.value is not None and row.value < MASKED_BELOW
    return Figure(row.category, None if is_masked else row.value, row.version, is_masked, row.known_from)


def _add(change: Write, unit: Unit, month: date, counts: Mapping[str, int | None]) -> None:
    own = {"boundary_id": unit.id, "month": month, "version": 1, "recorded_at": change.now}
    for name, value in counts.items():
        added = insert(figure).values(**own, category=name, recorded_by=change.actor.account_id)
        row_id = change.connection.execute(added.returning(figure.c.id)).scalar_one()
        _add_version(change, row_id, 1, value, None)


def _correct(change: Write, row: AnyRow, value: int | None, reason: str | None) -> None:
    raised = update(figure).where(figure.c.id == row.id).values(version=row.version + 1)
    change.connection.execute(raised)
    supersede(change, figure_version, [row.version_id])
    _add_version(change, row.id, row.version + 1, value, reason)


def _add_version(change: Write, row_id: int, version: int, value: int | None, reason: str | None) -> None:
    change.connection.execute(
        insert(figure_version).values(
            figure_id=row_id,
            version=version,
            known_from=change.now,
            known_to=MOMENT_MAX,
            value=value,
            reason=reason,
            recorded_by=change.actor.account_id,
        )
    )


def _note(
    change: Write, sheet: Sheet, present: Mapping[str, AnyRow], changed: Mapping[str, int | None]
) -> None:
    about = f"{sheet.unit} {sheet.month:%Y-%m}"
    before = {name: present[name].value for name in changed if name in present}
    after = dict(changed) if changed else {"repeated": True}
    change.note("figure", about, before=before or None, after=after)
    change.touch("figures")
