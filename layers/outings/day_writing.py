"""Stores day plans: their first state and every change of them, of which only what differs is written anew."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Table, insert, select, update

from layers.errors import StaleVersion
from layers.outings.day_records import Opened
from layers.outings.day_rows import stop_values, team_values
from layers.outings.day_shapes import DayPlan, PlannedStop
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.periods import known_at, supersede
from layers.store.schema import day_plan, day_plan_stop, day_plan_team, day_plan_version


def add_plan(
    change: Write, plan: DayPlan, places: Mapping[str, int], *, soon_days: int, most_stops: int
) -> str:
    """Store a new plan and return its code.

    Parameters
    ----------
    change
        The transaction.
    plan
        Without a code.
    places
        Rows of ``hotspot`` by the codes of its stops.
    soon_days, most_stops
        As they were asked for.
    """
    code = f"LT{change.next_number('day_plan_code'):05d}"
    identity = {
        "uuid": plan.uuid,
        "code": code,
        "plan_on": plan.plan_on,
        "version": 1,
        "mode": plan.mode,
        "areas": orjson.dumps(plan.areas).decode(),
        "polygon": plan.polygon,
        "soon_days": soon_days,
        "most_stops": most_stops,
        "seed": plan.seed,
    }
    added = insert(day_plan).values(**identity, recorded_at=change.now, recorded_by=change.actor.account_id)
    plan_id = int(change.connection.execute(added.returning(day_plan.c.id)).scalar_one())
    _add_version(change, plan_id, plan, 1)
    _write_parts(change, plan_id, plan, places)
    change.note("day_plan", code, after=_told(plan))
    change.touch("day_plans")
    return code


def write_plan(
    change: Write,
    opened: Opened,
    after: DayPlan,
    *,
    places: Mapping[str, int] | None = None,
    told: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
) -> int:
    """Store what a plan is like after a change and return its new version.

    Parameters
    ----------
    change
        The transaction.
    opened
        The plan as it was.
    after
        The whole plan as it is now.
    places
        Rows of ``hotspot`` of stops that it did not have.
    told
        What the change was about, before and after, for its history.

    Raises
    ------
    StaleVersion
        ``version_stale``, where somebody else changed it meanwhile.
    """
    before, version = opened.plan, opened.plan.version
    raised = update(day_plan).where(day_plan.c.id == opened.id, day_plan.c.version == version)
    if change.connection.execute(raised.values(version=version + 1)).rowcount != 1:
        raise StaleVersion("version_stale", started_from=version, present=version + 1)
    v = day_plan_version.c
    present = select(v.id).where(v.day_plan_id == opened.id, known_at(day_plan_version, None))
    supersede(change, day_plan_version, change.connection.execute(present).scalars().all())
    _add_version(change, opened.id, after, version + 1)
    _write_parts(change, opened.id, after, {**opened.places, **(places or {})})
    was, now = told
    change.note("day_plan", before.code, before={**_told(before), **was}, after={**_told(after), **now})
    change.touch("day_plans")
    return version + 1


def _add_version(change: Write, plan_id: int, plan: DayPlan, version: int) -> None:
    values = {"state": plan.state, "source": plan.source, "reason": plan.reason, "version": version}
    known = {"known_from": change.now, "known_to": MOMENT_MAX, "recorded_by": change.actor.account_id}
    change.connection.execute(insert(day_plan_version).values(day_plan_id=plan_id, **values, **known))


def _write_parts(change: Write, plan_id: int, plan: DayPlan, places: Mapping[str, int]) -> None:
    teams = {team.number: team_values(team) for team in plan.teams}
    stops = {
        places[stop.hotspot]: {"hotspot_id": places[stop.hotspot], **stop_values(stop, position)}
        for position, stop in _positions(plan)
    }
    _write_rows(change, day_plan_team, plan_id, "number", teams)
    _write_rows(change, day_plan_stop, plan_id, "hotspot_id", stops)


def _positions(plan: DayPlan) -> list[tuple[int, PlannedStop]]:
    lists = [*(team.stops for team in plan.teams), plan.left_out]
    return [pair for stops in lists for pair in enumerate(stops)]


def _write_rows(
    change: Write, table: Table, plan_id: int, key: str, wanted: Mapping[int, dict[str, Any]]
) -> None:
    """End the rows that are gone or differ, and add those that are new or differ."""
    present = select(table).where(table.c.day_plan_id == plan_id, known_at(table, None))
    known = {row._mapping[key]: row for row in change.connection.execute(present)}
    same = {
        number
        for number, row in known.items()
        if number in wanted and all(row._mapping[name] == value for name, value in wanted[number].items())
    }
    supersede(change, table, [row.id for number, row in known.items() if number not in same])
    span = {"day_plan_id": plan_id, "known_from": change.now, "known_to": MOMENT_MAX}
    rows = [{**values, **span} for number, values in wanted.items() if number not in same]
    if rows:
        change.connection.execute(insert(table), rows)


def _told(plan: DayPlan) -> dict[str, Any]:
    """Return what the history tells of a state of a plan: what people see, not every number."""
    told = {
        "plan_on": plan.plan_on,
        "plan_state": plan.state,
        "teams": [team.name for team in plan.teams],
        "stops": len(plan.stops),
        "left_out": len(plan.left_out),
        "reason": plan.reason,
    }
    return {name: value for name, value in told.items() if value is not None}
