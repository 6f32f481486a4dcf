"""Changes day plans that are kept: each change times anew what it touches, from the version one started with."""

from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection

from geo.travel.problem import Window
from layers.actor import Actor
from layers.errors import Refused
from layers.outings import day_edits
from layers.outings.candidates import describe_place
from layers.outings.day_opening import Told, keep_change, open_to_change, tell_span
from layers.outings.day_records import open_plan
from layers.outings.day_shapes import DayPlan, PlannedTeam
from layers.outings.timetables import time_plan
from layers.outings.wishes import (
    MOST_TEAMS,
    TeamWish,
    check_service,
    check_team,
    check_windows,
    plan_team,
)
from layers.planning.frequencies import Planner
from layers.store.database import Write
from layers.supervision.visit_drafts import check_reason
from layers.travel.ways import Ways

Move: TypeAlias = tuple[str, int | None, int]
"""A place by its code, the number of its new team, its position there."""


class VisitTimes(NamedTuple):
    """How long a visit takes, seconds, and in which windows it may begin (empty: at any time)."""

    service_s: int
    windows: tuple[Window, ...] = ()


def move_stop(change: Write, code: str, *move: *Move, version: int, ways: Ways) -> int:
    """Move a stop within its team, to another one, out of the plan (team None) or back into it; return the new version.

    Parameters
    ----------
    change
        The transaction.
    code
        Of the plan.
    move
        Code of the place; number of the team (None: it is taken out); the position there from 0, among the other stops
        of the team that the actor sees.
    version
        Of the plan, from which the actor started.
    ways
        How long ways take.

    Raises
    ------
    NotFound
        ``plan_not_found``, ``plan_stop_not_found``, ``plan_team_not_found``.
    OutsideScope
        ``not_allowed``, where the actor may not record visits at the place.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_stop_locked``, ``plan_stop_behind``.
    StaleVersion
        ``version_stale``, with the present version.
    """
    hotspot, team, _ = move
    opened = open_to_change(change, code, version)
    was = day_edits.find_stop(opened.plan, hotspot)
    moved = day_edits.move(opened.plan, *move, seen=opened.seen)
    told = ({"team": was.team}, {"hotspot": hotspot, "team": team})
    return keep_change(change, opened, _timed(opened.plan, moved, ways), {hotspot}, told)


def preview_move(connection: Connection, actor: Actor, code: str, *move: *Move, ways: Ways) -> DayPlan:
    """Return what the plan would be like after `move_stop`, without keeping it.

    Raises
    ------
    NotFound, Refused
        As `move_stop`.
    """
    opened = open_plan(connection, actor, code)
    moved = day_edits.move(opened.plan, *move, seen=opened.seen)
    return replace(opened, plan=_timed(opened.plan, moved, ways)).shown()


def lock_stop(change: Write, code: str, hotspot: str, is_locked: bool, *, version: int) -> int:
    """Lock a stop to its team and its order, or unlock it; return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `move_stop`.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_stop_left_out``.
    """
    opened = open_to_change(change, code, version)
    locked = day_edits.lock(opened.plan, hotspot, is_locked=is_locked)
    told: Told = ({}, {"hotspot": hotspot, "is_locked": is_locked})
    return keep_change(change, opened, locked, {hotspot}, told)


def change_stop(
    change: Write, code: str, hotspot: str, times: VisitTimes, *, version: int, ways: Ways
) -> int:
    """Say how long a visit takes and when it may begin; return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `move_stop`.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_stop_behind``, ``plan_number_invalid``, ``plan_window_invalid``.
    """
    opened = open_to_change(change, code, version)
    was = day_edits.find_stop(opened.plan, hotspot)
    checked = VisitTimes(check_service(times.service_s), check_windows(times.windows))
    changed = day_edits.set_visit(opened.plan, hotspot, *checked)
    before = VisitTimes(was.service_s, was.windows)
    told = (_tell_times(before), {"hotspot": hotspot, **_tell_times(checked)})
    return keep_change(change, opened, _timed(opened.plan, changed, ways), {hotspot}, told)


def add_place(
    change: Write, code: str, hotspot: str, *, version: int, planner: Planner, visit_s: int = 1200
) -> int:
    """Put a place into the plan, left out at first, so that it can be moved to a team; return the new version.

    Raises
    ------
    NotFound
        ``plan_not_found``, ``hotspot_not_found``.
    OutsideScope, StaleVersion
        As `move_stop`.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_place_gone``, ``plan_stop_twice``.
    """
    opened = open_to_change(change, code, version)
    if hotspot in opened.places:
        raise Refused("plan_stop_twice", hotspot=hotspot)
    found = describe_place(change.connection, change.actor, hotspot, opened.plan.plan_on, planner, visit_s)
    (stop,) = found.stops
    added = day_edits.put_out(opened.plan, [replace(stop, reason=stop.reason or "taken_out")])
    told: Told = ({}, {"hotspot": stop.hotspot})
    return keep_change(change, opened, added, (), told, places=dict(found.places))


def change_team(change: Write, code: str, number: int, team: TeamWish, *, version: int, ways: Ways) -> int:
    """Change what a team is called, where it sets out, its shift, its break or its limit; return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `move_stop`, for all stops of the team.
    Refused, PersonalData
        ``plan_cancelled``, ``plan_over``, and as `layers.outings.wishes.check_team`.
    """
    opened = open_to_change(change, code, version)
    was = day_edits.find_team(opened.plan, number)
    wanted = plan_team(check_team(change.connection, team, number), number)
    kept = {name: getattr(was, name) for name in ("stops", "fixed", "resume_s", "rest_at", "start_s")}
    changed = day_edits.put_team(opened.plan, replace(wanted, **kept))
    told = (_tell_team(was), _tell_team(wanted))
    codes = {stop.hotspot for stop in was.stops}
    return keep_change(change, opened, _timed(opened.plan, changed, ways), codes, told)


def add_team(change: Write, code: str, team: TeamWish, *, version: int) -> int:
    """Add a team without stops and return the new version; `layers.outings.replanning` gives it some.

    Raises
    ------
    NotFound, OutsideScope, Refused, StaleVersion, PersonalData
        As `change_team`; ``plan_too_many_teams``.
    """
    opened = open_to_change(change, code, version)
    if len(opened.plan.teams) >= MOST_TEAMS:
        raise Refused("plan_too_many_teams", field="teams", maximum=MOST_TEAMS)
    number = 1 + max(one.number for one in opened.plan.teams)
    added = plan_team(check_team(change.connection, team, number), number)
    return keep_change(change, opened, day_edits.put_team(opened.plan, added), (), ({}, _tell_team(added)))


def remove_team(change: Write, code: str, number: int, *, version: int) -> int:
    """Take a team out of the plan; its stops are left out until the rest is planned anew. Return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `change_team`.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_no_teams``, ``plan_stop_behind``.
    """
    opened = open_to_change(change, code, version)
    was = day_edits.find_team(opened.plan, number)
    removed = day_edits.remove_team(opened.plan, number)
    return keep_change(change, opened, removed, {stop.hotspot for stop in was.stops}, (_tell_team(was), {}))


def confirm_plan(change: Write, code: str, *, version: int) -> int:
    """Confirm a plan and plan a visit for each of its stops; return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `move_stop`, for all stops of teams.
    Refused
        ``plan_cancelled``, ``plan_confirmed``, ``plan_over``, ``plan_empty``.
    """
    opened = open_to_change(change, code, version)
    if opened.plan.state == "confirmed":
        raise Refused("plan_confirmed", plan=opened.plan.code)
    if not opened.plan.stops:
        raise Refused("plan_empty", plan=opened.plan.code)
    codes = {stop.hotspot for stop in opened.plan.stops}
    return keep_change(change, opened, replace(opened.plan, state="confirmed"), codes, ({}, {}))


def cancel_plan(change: Write, code: str, *, version: int, reason: str) -> int:
    """Cancel a plan, and the visits that it had planned and that were not made; return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `confirm_plan`.
    Refused
        ``plan_cancelled``, ``reason_missing``.
    PersonalData
        Where the reason names a person.
    """
    opened = open_to_change(change, code, version, is_late_too=True)
    cancelled = replace(opened.plan, state="cancelled", reason=check_reason(reason))
    codes = {stop.hotspot for stop in opened.plan.stops or opened.plan.left_out}
    return keep_change(change, opened, cancelled, codes, ({}, {}))


def _timed(before: DayPlan, after: DayPlan, ways: Ways) -> DayPlan:
    return time_plan(after, day_edits.touched_teams(before, after), ways)


def _tell_team(team: PlannedTeam) -> dict[str, Any]:
    rest = team.rest
    return {
        "team": team.name,
        "units": team.units,
        "shift": tell_span(*team.shift),
        "rest": tell_span(rest.earliest_s, rest.latest_s + rest.duration_s) if rest else None,
        "start": team.start.name,
        "end": team.end.name,
    }


def _tell_times(times: VisitTimes) -> dict[str, Any]:
    return {
        "service_minutes": round(times.service_s / 60),
        "windows": [tell_span(*window) for window in times.windows],
    }
