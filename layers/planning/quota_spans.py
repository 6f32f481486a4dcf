"""Reads how often supervision plans ask for visits to each place, and on which days they do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from geo.types import Interval
from layers.planning.quotas import Quota
from layers.store.periods import known_at
from layers.store.schema import boundary, supervision_plan, supervision_plan_place


@dataclass(frozen=True)
class QuotaSpan:
    """What the supervision plan of a year asks for of one place: days between two visits, and when that holds."""

    days: int
    valid: Interval


def list_quota_spans(
    connection: Connection, years: Collection[int], *, known: datetime | None = None
) -> dict[int, tuple[QuotaSpan, ...]]:
    """Return what the plans of some years ask for, by row of ``hotspot``; one question.

    Where several wards have a place in their plans of a year, the plan of the newest ward counts.

    Parameters
    ----------
    connection
        A transaction.
    years
        Calendar years.
    known
        As the register knew the plans at this aware time; None is now.
    """
    e, p, b = supervision_plan_place.c, supervision_plan.c, boundary.c
    question = (
        select(p.year, e.hotspot_id, e.per_month, e.every_days, e.from_month)
        .select_from(supervision_plan_place)
        .join(supervision_plan, p.id == e.supervision_plan_id)
        .join(boundary, b.id == p.boundary_id)
        .where(p.year.in_(sorted(years)), known_at(supervision_plan_place, known))
        .order_by(p.year, b.valid_from, b.code)
    )
    newest = {(row.hotspot_id, row.year): row for row in connection.execute(question)}
    found: dict[int, tuple[QuotaSpan, ...]] = {}
    for (place, year), row in newest.items():
        days = Quota(row.per_month, row.every_days).days
        valid = Interval(date(year, row.from_month, 1), date(year + 1, 1, 1))
        found[place] = (*found.get(place, ()), QuotaSpan(days, valid))
    return found
