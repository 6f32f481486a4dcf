"""Keeps the planned visits of a confirmed day plan in step with it: planned, moved to another team, cancelled."""

import orjson
from sqlalchemy import insert, select

from layers.outings.day_records import Opened, read_day_visits
from layers.outings.day_shapes import DayPlan
from layers.store.columns import AnyRow
from layers.store.database import Write
from layers.store.periods import known_at
from layers.store.schema import day_plan_visit, hotspot, visit, visit_version
from layers.supervision.visits import cancel_visit, plan_visit


def keep_visits(change: Write, opened: Opened, after: DayPlan, *, reason: str | None = None) -> None:
    """Plan, for a confirmed plan, a visit for each stop of a team that has none on the day; cancel what fell out.

    Visits that others had planned, and those that were made, stay as they are.

    Parameters
    ----------
    change
        The transaction.
    opened
        The plan as it was, with the rows of all its places.
    after
        As it is now; one that is not confirmed wants no visits.
    reason
        Why visits are cancelled; None: the code of the plan says it.

    Raises
    ------
    Refused, OutsideScope
        As `layers.supervision.visits.plan_visit` and `cancel_visit`.
    """
    wanted = {}
    if after.state == "confirmed":
        wanted = {stop.hotspot: team.units for team in after.teams for stop in team.stops}
    for row in _own_visits(change, opened.id, after):
        if wanted.get(row.hotspot) != tuple(orjson.loads(row.units)):
            cancel_visit(change, row.code, version=row.version, reason=reason or after.code)
    _plan_missing(change, opened, after, wanted)


def _own_visits(change: Write, plan_id: int, plan: DayPlan) -> list[AnyRow]:
    """Return the visits that this plan had planned and that still are."""
    w = visit_version.c
    question = (
        select(visit.c.code, visit.c.version, hotspot.c.code.label("hotspot"), w.units)
        .join(visit_version, w.visit_id == visit.c.id)
        .join(day_plan_visit, day_plan_visit.c.visit_id == visit.c.id)
        .join(hotspot, hotspot.c.id == visit.c.hotspot_id)
        .where(day_plan_visit.c.day_plan_id == plan_id, known_at(visit_version, None))
        .where(w.state == "planned", w.planned_on == plan.plan_on)
        .order_by(visit.c.id)
    )
    return list(change.connection.execute(question))


def _plan_missing(change: Write, opened: Opened, plan: DayPlan, wanted: dict[str, tuple[str, ...]]) -> None:
    places = {code: opened.places[code] for code in wanted}
    known = read_day_visits(change.connection, list(places.values()), plan.plan_on)
    for code, units in wanted.items():
        if places[code] not in known:
            planned = plan_visit(change, code, plan.plan_on, units)
            row = select(visit.c.id).where(visit.c.code == planned)
            link = {"day_plan_id": opened.id, "visit_id": change.connection.execute(row).scalar_one()}
            change.connection.execute(insert(day_plan_visit).values(**link))
