"""Reads the plans of a day: a page of them, one of them, and all of one for whoever changes it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import orjson
from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from layers.actor import Actor
from layers.errors import NotFound
from layers.outings.day_questions import (
    DayVisit,
    is_reached,
    read_day_visits,
    select_plans,
    select_stops,
)
from layers.outings.day_rows import read_stop, read_team
from layers.outings.day_shapes import (
    DayPlan,
    PlanLine,
    PlannedStop,
    PlannedTeam,
    PlanPage,
    PlanQuery,
    Spot,
)
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.log import LogPage, LogRow, read_objects
from layers.store.periods import known_at
from layers.store.schema import (
    day_plan,
    day_plan_stop,
    day_plan_team,
    day_plan_version,
    hotspot,
    visit,
    visit_version,
)
from layers.travel.ways import Source

__all__ = [
    "DayPlan",
    "DayVisit",
    "Opened",
    "PlanLine",
    "PlanPage",
    "PlanQuery",
    "PlannedStop",
    "PlannedTeam",
    "Spot",
    "get_day_plan",
    "list_day_plans",
    "open_plan",
    "read_day_visits",
    "read_plan_history",
]


@dataclass(frozen=True)
class Opened:
    """A whole plan, for whoever changes it.

    Attributes
    ----------
    id
        Row of ``day_plan``.
    plan
        With every stop, whoever may see them.
    places
        Rows of ``hotspot`` by the codes of all stops.
    seen, recordable
        Codes of the stops that the actor may see, and at which he may record visits.
    most_stops
        Places that are weighed at most when it is planned anew.
    """

    id: int
    plan: DayPlan
    places: Mapping[str, int]
    seen: frozenset[str]
    recordable: frozenset[str]
    most_stops: int

    def shown(self) -> DayPlan:
        """Return the plan without the stops that the actor may not see."""
        return _without_hidden(self.plan, self.seen)


def list_day_plans(connection: Connection, actor: Actor, query: PlanQuery) -> PlanPage:
    """Return the plans that answer the query and hold a stop that the actor sees, the latest day first.

    Raises
    ------
    OutsideScope
        ``not_allowed``, where no grant lets the actor read plans.
    """
    scope.require(connection, actor, "plan.read")
    p = day_plan.c
    order = (p.plan_on, p.id) if query.is_ascending else (p.plan_on.desc(), p.id.desc())
    question = select_plans().where(_has_seen_stop(actor), *_filters(query)).order_by(*order)
    rows = connection.execute(question.limit(query.limit + 1)).all()
    page = rows[: query.limit]
    teams, counts = _read_teams(connection, page), _count_stops(connection, actor, page)
    lines = tuple(_line(row, teams[row.id], counts[row.id]) for row in page)
    return PlanPage(lines, (page[-1].plan_on, page[-1].id) if len(rows) > query.limit else None)


def get_day_plan(connection: Connection, actor: Actor, code: str) -> DayPlan:
    """Return a plan by its code or uuid, with the stops that the actor sees; the others are counted.

    Raises
    ------
    NotFound
        ``plan_not_found``, also where the actor sees none of its stops.
    OutsideScope
        ``not_allowed``, where no grant lets the actor read plans.
    """
    return open_plan(connection, actor, code).shown()


def open_plan(connection: Connection, actor: Actor, code: str) -> Opened:
    """Return a whole plan and what of it the actor may see and change.

    Raises
    ------
    NotFound, OutsideScope
        As `get_day_plan`.
    """
    scope.require(connection, actor, "plan.read")
    named = or_(day_plan.c.code == code, day_plan.c.uuid == code)
    row = connection.execute(select_plans().where(named)).first()
    if row is None:
        raise NotFound("plan_not_found", plan=code)
    rows = connection.execute(select_stops(actor, row)).all()
    seen = frozenset(stop.hotspot for stop in rows if stop.is_seen)
    if not seen:
        raise NotFound("plan_not_found", plan=code)
    return Opened(
        id=row.id,
        plan=_plan(connection, row, rows),
        places={stop.hotspot: stop.hotspot_id for stop in rows},
        seen=seen,
        recordable=frozenset(stop.hotspot for stop in rows if stop.is_recordable),
        most_stops=row.most_stops,
    )


def read_plan_history(
    connection: Connection, actor: Actor, code: str, *, below: int | None = None, limit: int = 50
) -> LogPage:
    """Return what was done to a plan, newest first; ``below`` and ``limit`` as in `layers.store.log.LogQuery`.

    Raises
    ------
    NotFound
        ``plan_not_found``, also where the actor may know the history of none of its stops.
    OutsideScope
        ``not_allowed``, where the actor reads no histories.
    """
    scope.require(connection, actor, "history.read")
    p = day_plan.c
    question = (
        select(p.code, hotspot.c.code.label("hotspot"), is_reached(actor, "history.read").label("is_known"))
        .select_from(day_plan_stop)
        .join(day_plan)
        .join(hotspot, hotspot.c.id == day_plan_stop.c.hotspot_id)
        .where(or_(p.code == code, p.uuid == code))
    )
    stops = connection.execute(question).all()
    if not any(stop.is_known for stop in stops):
        raise NotFound("plan_not_found", plan=code)
    page = read_objects(connection, [("day_plan", [stops[0].code])], below=below, limit=limit)
    hidden = frozenset(stop.hotspot for stop in stops if not stop.is_known)
    return replace(page, rows=tuple(_without_names(row, hidden) for row in page.rows))


def _without_names(row: LogRow, hidden: frozenset[str]) -> LogRow:
    """Leave out of a row of the audit what names places that its reader may not know."""
    told = (
        change
        for change in row.changes
        if hidden.isdisjoint([*_values(change.before), *_values(change.after)])
    )
    return replace(row, changes=tuple(told))


def _values(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _filters(query: PlanQuery) -> list[ColumnElement[bool]]:
    p, found = day_plan.c, []
    if query.start:
        found.append(p.plan_on >= query.start)
    if query.end:
        found.append(p.plan_on < query.end)
    if query.state:
        found.append(day_plan_version.c.state == query.state)
    if query.after:
        day, row = query.after
        behind = (p.plan_on > day, p.id > row) if query.is_ascending else (p.plan_on < day, p.id < row)
        found.append(or_(behind[0], and_(p.plan_on == day, behind[1])))
    return found


def _has_seen_stop(actor: Actor) -> ColumnElement[bool]:
    s = day_plan_stop.c
    seen = select(s.day_plan_id).where(known_at(day_plan_stop, None), is_reached(actor, "plan.read"))
    return day_plan.c.id.in_(seen)


def _read_teams(connection: Connection, plans: Iterable[AnyRow]) -> dict[int, list[PlannedTeam]]:
    t = day_plan_team.c
    question = select(day_plan_team).where(
        t.day_plan_id.in_([row.id for row in plans]), known_at(day_plan_team, None)
    )
    found: dict[int, list[PlannedTeam]] = defaultdict(list)
    for row in connection.execute(question.order_by(t.number)):
        found[row.day_plan_id].append(read_team(row))
    return found


def _count_stops(connection: Connection, actor: Actor, plans: Iterable[AnyRow]) -> dict[int, Counter[str]]:
    """Return how many stops of each plan the actor sees: ``stops`` in teams, ``done`` of those, ``left_out``."""
    s, w = day_plan_stop.c, visit_version.c
    made = select(visit.c.hotspot_id).join(visit_version).where(
        known_at(visit_version, None), w.state == "made", w.visited_on == day_plan.c.plan_on
    )  # fmt: skip
    is_in_team = s.team.is_not(None)
    is_done = and_(is_in_team, s.hotspot_id.in_(made.correlate(day_plan)))
    question = (
        select(
            s.day_plan_id,
            func.count(case((is_in_team, 1))).label("stops"),
            func.count(case((is_done, 1))).label("done"),
            func.count(case((s.team.is_(None), 1))).label("left_out"),
        )
        .select_from(day_plan_stop)
        .join(day_plan, day_plan.c.id == s.day_plan_id)
        .where(s.day_plan_id.in_([row.id for row in plans]), known_at(day_plan_stop, None))
        .where(is_reached(actor, "plan.read"))
        .group_by(s.day_plan_id)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(question):
        found[row.day_plan_id] = Counter(stops=row.stops, done=row.done, left_out=row.left_out)
    return found


def _line(row: AnyRow, teams: Iterable[PlannedTeam], counts: Counter[str]) -> PlanLine:
    return PlanLine(
        code=row.code,
        plan_on=row.plan_on,
        version=row.version,
        state=row.state,
        mode=row.mode,
        areas=tuple(orjson.loads(row.areas)),
        teams=tuple(team.name for team in teams),
        stops=counts["stops"],
        done=counts["done"],
        left_out=counts["left_out"],
        recorded_at=row.recorded_at,
        recorded_by=row.by_name,
    )


def _plan(connection: Connection, row: AnyRow, rows: Iterable[AnyRow]) -> DayPlan:
    rows = list(rows)
    visits = read_day_visits(connection, [stop.hotspot_id for stop in rows], row.plan_on)
    by_team: dict[int | None, list[PlannedStop]] = defaultdict(list)
    for stop in rows:
        found = visits.get(stop.hotspot_id)
        by_team[stop.team].append(read_stop(stop, (found.code, found.is_made) if found else None))
    teams = _read_teams(connection, [row])[row.id]
    return DayPlan(
        code=row.code,
        uuid=row.uuid,
        plan_on=row.plan_on,
        version=row.version,
        state=row.state,
        mode=row.mode,
        source=cast(Source, row.source),  # only what ways told was written
        areas=tuple(orjson.loads(row.areas)),
        teams=tuple(replace(team, stops=tuple(by_team[team.number])) for team in teams),
        left_out=tuple(by_team[None]),
        hidden=0,
        recorded_at=row.recorded_at,
        recorded_by=row.by_name,
        polygon=row.polygon,
        seed=row.seed,
        reason=row.reason,
    )


def _without_hidden(plan: DayPlan, seen: frozenset[str]) -> DayPlan:
    teams = tuple(_team_without_hidden(team, seen) for team in plan.teams)
    left_out = tuple(stop for stop in plan.left_out if stop.hotspot in seen)
    hidden = len(plan.stops) + len(plan.left_out) - len(left_out) - sum(len(team.stops) for team in teams)
    return replace(plan, teams=teams, left_out=left_out, hidden=hidden)


def _team_without_hidden(team: PlannedTeam, seen: frozenset[str]) -> PlannedTeam:
    """Leave stops out, and count positions among those that stay."""
    kept = [nth for nth, stop in enumerate(team.stops) if stop.hotspot in seen]
    if len(kept) == len(team.stops):
        return team
    faults = tuple(
        fault._replace(stop=kept.index(fault.stop) if fault.stop in kept else None) for fault in team.faults
    )
    rest_at = team.rest_at
    if rest_at is not None:
        rest_at = replace(rest_at, after=sum(nth < rest_at.after for nth in kept))
    fixed = sum(nth < team.fixed for nth in kept)
    stops = tuple(team.stops[nth] for nth in kept)
    return replace(team, stops=stops, faults=faults, rest_at=rest_at, fixed=fixed)
