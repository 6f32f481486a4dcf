"""What stands in a calendar beside visits: peak periods, day plans, ends of terms, answers that are awaited."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import Connection, and_, exists, func, or_, select

from geo.types import Interval
from layers.actor import Actor
from layers.agenda.calendar_items import DAY, MOST, CalendarQuery, Item, Kind, midnight
from layers.areas.boundaries import ward_names
from layers.outings.day_records import PlanLine, PlanQuery, list_day_plans
from layers.planning.peaks import Peak, list_peaks
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.features import hotspot_conditions
from layers.store.identifiers import is_within
from layers.store.periods import held_on, known_at
from layers.store.query import FeatureQuery
from layers.store.schema import (
    boundary,
    day_plan,
    day_plan_stop,
    day_plan_team,
    hotspot,
    hotspot_area,
    hotspot_version,
    status_event,
    status_span,
)
from layers.supervision import ledger

_STATUS_ENDS: tuple[tuple[Kind, str], ...] = (
    ("term", "term_to"),
    ("watch", "watch_to"),
    ("answer", "reply_due_on"),
)
"""What a change of the status sets an end to, and the column that tells its last day."""


def read_peaks(connection: Connection, query: CalendarQuery) -> list[Item]:
    """Return the peak periods that meet the days, wherever they hold: their area is told."""
    if "peak" not in query.kinds:
        return []
    days = Interval(query.start, query.end)
    return [_peak_item(one) for one in list_peaks(connection) if one.valid.meets(days)]


def _peak_item(one: Peak) -> Item:
    return Item(
        "peak",
        f"peak-{one.uuid}",
        one.uuid,
        one.valid.start,
        one.valid.end,
        one.name,
        midnight(one.valid.start),
        version=one.version,
        wards=(one.area_name,) if one.area_name else (),
    )


def read_plans(connection: Connection, actor: Actor, query: CalendarQuery) -> list[Item]:
    """Return the day plans that were confirmed, and those that were called off where they are asked for."""
    if "plan" not in query.kinds or not scope.allowed(connection, actor, "plan.read"):
        return []
    asked = PlanQuery(start=query.start, end=query.end, limit=MOST + 1, is_ascending=True)
    states = {"confirmed", "cancelled"} if query.with_cancelled else {"confirmed"}
    lines = [one for one in list_day_plans(connection, actor, asked).plans if one.state in states]
    hours = _read_hours(connection, [one.code for one in lines], query.area)
    is_asked = [
        one for one in lines if one.code in hours and not (query.is_own and one.recorded_by != actor.name)
    ]
    return [_plan_item(one, hours[one.code]) for one in is_asked]


def _plan_item(line: PlanLine, times: AnyRow) -> Item:
    day = midnight(line.plan_on)
    begins, ends = (day + timedelta(seconds=seconds) for seconds in (times.start_s, times.end_s))
    return Item(
        "plan",
        f"plan-{times.uuid}",
        line.code,
        line.plan_on,
        line.plan_on + DAY,
        line.code,
        line.recorded_at,
        version=line.version,
        stops=line.stops,
        hours=(begins, ends),
        is_cancelled=line.state == "cancelled",
    )


def _read_hours(connection: Connection, codes: Sequence[str], area: str | None) -> dict[str, AnyRow]:
    """Return when the first team of each day plan leaves and the last is back: ``code, uuid, start_s, end_s``.

    With an area, only of the plans that lead to a place there.
    """
    p, team, stop = day_plan.c, day_plan_team.c, day_plan_stop.c
    question = (
        select(p.code, p.uuid, func.min(team.start_s).label("start_s"), func.max(team.end_s).label("end_s"))
        .join(day_plan_team, team.day_plan_id == p.id)
        .where(p.code.in_(codes), known_at(day_plan_team, None))
        .group_by(p.code, p.uuid)
    )
    if area:
        inside = select(hotspot_area.c.hotspot_version_id).join(boundary).where(is_within(area))
        places = select(hotspot_version.c.hotspot_id).where(
            hotspot_version.c.id.in_(inside), known_at(hotspot_version, None)
        )
        leads = exists().where(
            stop.day_plan_id == p.id, known_at(day_plan_stop, None), stop.hotspot_id.in_(places)
        )
        question = question.where(leads.correlate(day_plan))
    return {row.code: row for row in connection.execute(question)} if codes else {}


def read_ends(connection: Connection, actor: Actor, query: CalendarQuery) -> list[Item]:
    """Return the last days of terms, of watch periods and for answers of the authority, while they count."""
    e, s, v = status_event.c, status_span.c, hotspot_version.c
    asked = [e[column] for kind, column in _STATUS_ENDS if kind in query.kinds]
    if not asked:
        return []
    today = status_span.alias("today")
    counts = [
        and_(day >= query.start, day < query.end, s.valid_from <= day, s.valid_to > day) for day in asked
    ]
    told = (e.uuid, e.recorded_at, s.valid_from, s.valid_to, hotspot.c.code, v.name, v.id.label("version_id"),
            today.c.state.label("status"))  # fmt: skip
    holds_today = and_(today.c.hotspot_id == v.hotspot_id, held_on(today, query.on), known_at(today, None))
    rows = connection.execute(
        select(*told, *(e[column] for _, column in _STATUS_ENDS))
        .select_from(status_event)
        .join(status_span, and_(s.event_id == e.id, known_at(status_span, None)))
        .join(hotspot, hotspot.c.id == e.hotspot_id)
        .join(hotspot_version, v.hotspot_id == e.hotspot_id)
        .outerjoin(today, holds_today)
        .where(or_(*counts), *hotspot_conditions(FeatureQuery(query.on, area=query.area), actor))
        .order_by(e.id)
        .limit(MOST + 1)
    ).all()
    wards = ward_names(connection, [row.version_id for row in rows], query.on)
    return [item for row in rows for item in _end_items(row, query, tuple(wards.get(row.version_id, ())))]


def _end_items(row: AnyRow, query: CalendarQuery, wards: tuple[str, ...]) -> Iterable[Item]:
    for kind, column in _STATUS_ENDS:
        day = getattr(row, column)
        if kind not in query.kinds or day is None:
            continue
        if query.start <= day < query.end and row.valid_from <= day < row.valid_to:
            yield Item(
                kind,
                f"{kind}-{row.uuid}",
                row.code,
                day,
                day + DAY,
                row.name,
                row.recorded_at,
                hotspot=row.code,
                status=row.status,
                wards=wards,
            )


def read_replies(connection: Connection, actor: Actor, query: CalendarQuery) -> list[Item]:
    """Return the days by which bodies are to answer recommendations that were sent to them."""
    if "reply" not in query.kinds:
        return []
    asked = ledger.Asked(query.on, state="sent", area=query.area)
    rows, _ = ledger.list_recommendations(connection, actor, asked, limit=None)
    return [_reply_item(row) for row in rows if query.start <= row.reply_due_on < query.end]


def _reply_item(row: AnyRow) -> Item:
    return Item(
        "reply",
        f"reply-{row.code}",
        row.code,
        row.reply_due_on,
        row.reply_due_on + DAY,
        row.hotspot_name,
        midnight(row.sent_on),
        hotspot=row.hotspot,
        version=row.version,
    )
