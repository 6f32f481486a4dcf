"""Changes day plans that are kept: each change times anew what it touches, from the version one started with."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, select

from geo.travel.problem import DAY_S, Window
from geo.types import local_day
from layers.actor import Actor
from layers.errors import OutsideScope, Refused, StaleVersion
from layers.outings import day_edits
from layers.outings.assignment import assign_stops
from layers.outings.candidates import describe_place
from layers.outings.day_records import Opened, open_plan
from layers.outings.day_shapes import DayPlan, PlannedTeam
from layers.outings.day_visits import keep_visits
from layers.outings.day_writing import write_plan
from layers.outings.timetables import fix_until, time_plan
from layers.outings.wishes import (
    MOST_TEAMS,
    TeamWish,
    check_service,
    check_team,
    check_windows,
    plan_team,
)
from layers.planning.frequencies import Planner
from layers.store import scope
from layers.store.database import Write
from layers.store.schema import day_plan
from layers.supervision.visit_drafts import check_reason
from layers.travel.ways import Ways

Told: TypeAlias = dict[str, Any]

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
    opened = _open(change, code, version)
    was = day_edits.find_stop(opened.plan, hotspot)
    moved = day_edits.move(opened.plan, *move, seen=opened.seen)
    told = ({"team": was.team}, {"hotspot": hotspot, "team": team})
    return _keep(change, opened, _timed(opened.plan, moved, ways), {hotspot}, told)


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
    opened = _open(change, code, version)
    locked = day_edits.lock(opened.plan, hotspot, is_locked=is_locked)
    told: tuple[Told, Told] = ({}, {"hotspot": hotspot, "is_locked": is_locked})
    return _keep(change, opened, locked, {hotspot}, told)


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
    opened = _open(change, code, version)
    was = day_edits.find_stop(opened.plan, hotspot)
    checked = VisitTimes(check_service(times.service_s), check_windows(times.windows))
    changed = day_edits.set_visit(opened.plan, hotspot, *checked)
    before = VisitTimes(was.service_s, was.windows)
    told = (_tell_times(before), {"hotspot": hotspot, **_tell_times(checked)})
    return _keep(change, opened, _timed(opened.plan, changed, ways), {hotspot}, told)


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
    opened = _open(change, code, version)
    if hotspot in opened.places:
        raise Refused("plan_stop_twice", hotspot=hotspot)
    found = describe_place(change.connection, change.actor, hotspot, opened.plan.plan_on, planner, visit_s)
    (stop,) = found.stops
    added = day_edits.put_out(opened.plan, [replace(stop, reason=stop.reason or "taken_out")])
    told: tuple[Told, Told] = ({}, {"hotspot": stop.hotspot})
    return _keep(change, opened, added, (), told, places=dict(found.places))


def change_team(change: Write, code: str, number: int, team: TeamWish, *, version: int, ways: Ways) -> int:
    """Change what a team is called, where it sets out, its shift, its break or its limit; return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `move_stop`, for all stops of the team.
    Refused, PersonalData
        ``plan_cancelled``, ``plan_over``, and as `layers.outings.wishes.check_team`.
    """
    opened = _open(change, code, version)
    was = day_edits.find_team(opened.plan, number)
    wanted = plan_team(check_team(change.connection, team, number), number)
    kept = {name: getattr(was, name) for name in ("stops", "fixed", "resume_s", "rest_at", "start_s")}
    changed = day_edits.put_team(opened.plan, replace(wanted, **kept))
    told = (_tell_team(was), _tell_team(wanted))
    codes = {stop.hotspot for stop in was.stops}
    return _keep(change, opened, _timed(opened.plan, changed, ways), codes, told)


def add_team(change: Write, code: str, team: TeamWish, *, version: int) -> int:
    """Add a team without stops and return the new version; `replan` gives it some.

    Raises
    ------
    NotFound, OutsideScope, Refused, StaleVersion, PersonalData
        As `change_team`; ``plan_too_many_teams``.
    """
    opened = _open(change, code, version)
    if len(opened.plan.teams) >= MOST_TEAMS:
        raise Refused("plan_too_many_teams", field="teams", maximum=MOST_TEAMS)
    number = 1 + max(one.number for one in opened.plan.teams)
    added = plan_team(check_team(change.connection, team, number), number)
    return _keep(change, opened, day_edits.put_team(opened.plan, added), (), ({}, _tell_team(added)))


def remove_team(change: Write, code: str, number: int, *, version: int) -> int:
    """Take a team out of the plan; its stops are left out until `replan`. Return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `change_team`.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_no_teams``, ``plan_stop_behind``.
    """
    opened = _open(change, code, version)
    was = day_edits.find_team(opened.plan, number)
    removed = day_edits.remove_team(opened.plan, number)
    return _keep(change, opened, removed, {stop.hotspot for stop in was.stops}, (_tell_team(was), {}))


def replan(
    change: Write,
    code: str,
    *,
    version: int,
    ways: Ways,
    from_s: int | None = None,
    without: tuple[str, ...] = (),
) -> int:
    """Plan the rest anew and return the new version: locked stops and what lies behind stay as they are.

    Parameters
    ----------
    change
        The transaction.
    code, version
        Of the plan.
    ways
        How long ways take.
    from_s
        Time of the day, seconds since midnight: visits that began before it stay, with their times. None: what lay
        behind before does.
    without
        Codes of places that are left out from here on.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `move_stop`, for all stops that may move.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_time_invalid``, ``plan_stop_behind``, ``plan_team_unreachable``.
    """
    opened = _open(change, code, version)
    after = _replanned(opened, ways, from_s, without)
    fixed = {stop.hotspot for team in after.teams for stop in team.stops[: team.fixed]}
    told: tuple[Told, Told] = (
        {},
        {
            "from_time": None if from_s is None else _tell_clock(from_s),
            "without": list(without),
        },
    )
    return _keep(change, opened, after, opened.places.keys() - fixed, told)


def confirm_plan(change: Write, code: str, *, version: int) -> int:
    """Confirm a plan and plan a visit for each of its stops; return the new version.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion
        As `move_stop`, for all stops of teams.
    Refused
        ``plan_cancelled``, ``plan_confirmed``, ``plan_over``, ``plan_empty``.
    """
    opened = _open(change, code, version)
    if opened.plan.state == "confirmed":
        raise Refused("plan_confirmed", plan=opened.plan.code)
    if not opened.plan.stops:
        raise Refused("plan_empty", plan=opened.plan.code)
    codes = {stop.hotspot for stop in opened.plan.stops}
    return _keep(change, opened, replace(opened.plan, state="confirmed"), codes, ({}, {}))


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
    opened = _open(change, code, version, is_late_too=True)
    cancelled = replace(opened.plan, state="cancelled", reason=check_reason(reason))
    codes = {stop.hotspot for stop in opened.plan.stops or opened.plan.left_out}
    return _keep(change, opened, cancelled, codes, ({}, {}))


def _replanned(opened: Opened, ways: Ways, from_s: int | None, without: tuple[str, ...]) -> DayPlan:
    plan = opened.plan
    if from_s is not None:
        if not 0 <= from_s <= DAY_S:
            raise Refused("plan_time_invalid", field="from_s")
        plan = replace(plan, teams=tuple(fix_until(team, from_s) for team in plan.teams))
    return assign_stops(day_edits.take_out(plan, without), ways, most_stops=opened.most_stops)


def _open(change: Write, code: str, version: int, *, is_late_too: bool = False) -> Opened:
    """Return a plan that may be changed, from the version that the actor started with.

    Two changes of one plan follow one another from here on, so that the later one finds the earlier.
    """
    scope.require(change.connection, change.actor, "plan.edit")
    named = select(day_plan.c.id).where((day_plan.c.code == code) | (day_plan.c.uuid == code))
    change.connection.execute(named.with_for_update())
    opened = open_plan(change.connection, change.actor, code)
    plan = opened.plan
    if plan.version != version:
        raise StaleVersion("version_stale", started_from=version, present=plan.version)
    if plan.state == "cancelled":
        raise Refused("plan_cancelled", plan=plan.code)
    if plan.plan_on < local_day(change.now) and not is_late_too:
        raise Refused("plan_over", plan=plan.code, day=plan.plan_on)
    return opened


def _timed(before: DayPlan, after: DayPlan, ways: Ways) -> DayPlan:
    return time_plan(after, day_edits.touched_teams(before, after), ways)


def _keep(
    change: Write,
    opened: Opened,
    after: DayPlan,
    codes: Collection[str],
    told: tuple[Told, Told],
    *,
    places: dict[str, int] | None = None,
) -> int:
    """Keep a changed plan; the actor has to be one who may record visits at every place that the change touches."""
    if not opened.recordable.issuperset(codes):
        raise OutsideScope("not_allowed", action="plan.edit")
    version = write_plan(change, opened, after, places=places, told=told)
    if "confirmed" in {opened.plan.state, after.state}:
        known = replace(opened, places={**opened.places, **(places or {})})
        keep_visits(change, known, after, reason=after.reason)
    return version


def _tell_team(team: PlannedTeam) -> Told:
    rest = team.rest
    return {
        "team": team.name,
        "units": team.units,
        "shift": _tell_span(*team.shift),
        "rest": _tell_span(rest.earliest_s, rest.latest_s + rest.duration_s) if rest else None,
        "start": team.start.name,
        "end": team.end.name,
    }


def _tell_times(times: VisitTimes) -> Told:
    return {
        "service_minutes": round(times.service_s / 60),
        "windows": [_tell_span(*window) for window in times.windows],
    }


def _tell_span(start_s: int, end_s: int) -> str:
    return f"{_tell_clock(start_s)} – {_tell_clock(end_s)}"


def _tell_clock(time_s: int) -> str:
    return f"{time_s // 3600:02}:{time_s % 3600 // 60:02}"
