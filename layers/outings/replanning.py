"""Plans the rest of a day anew, in two steps: a search that may take seconds and writes nothing, then a short write."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from geo.travel.problem import DAY_S
from layers.actor import Actor
from layers.errors import Refused
from layers.outings import day_edits
from layers.outings.assignment import assign_stops, leave_out
from layers.outings.day_opening import (
    keep_change,
    open_to_change,
    open_version,
    require_recordable,
    tell_clock,
)
from layers.outings.day_records import Opened
from layers.outings.day_shapes import DayPlan, PlannedTeam
from layers.outings.timetables import Legs, fix_done, fix_until, places_of, send_home
from layers.store.database import Write
from layers.travel.ways import Ways


@dataclass(frozen=True)
class Rest:
    """What of a plan is planned anew.

    Attributes
    ----------
    version
        Of the plan, from which the actor started.
    from_s
        Time of the day, seconds since midnight: visits that began before it stay, with their times. None: what lay
        behind before does, and what was made.
    without
        Codes of places that are left out from here on.
    resting
        Numbers of teams that go no further: what they had ahead, locked or not, is for the others.
    """

    version: int
    from_s: int | None = None
    without: tuple[str, ...] = ()
    resting: tuple[int, ...] = ()


@dataclass(frozen=True)
class Redraft:
    """A plan whose rest was planned anew and that is not kept yet: what was asked, the plan before and after."""

    rest: Rest
    before: DayPlan
    after: DayPlan

    @property
    def touched(self) -> frozenset[str]:
        """Codes of the places whose visits were not fixed, so that they may have moved."""
        fixed = {stop.hotspot for team in self.after.teams for stop in team.stops[: team.fixed]}
        everything = {stop.hotspot for stop in (*self.before.stops, *self.before.left_out)}
        return frozenset(everything - fixed)


def draft_rest(
    connection: Connection, actor: Actor, code: str, rest: Rest, ways: Ways, *, today: date
) -> Redraft:
    """Plan the rest anew without keeping it: locked stops and what lies behind stay as they are.

    Parameters
    ----------
    connection
        A reading transaction: nobody waits for it.
    actor
        Who plans.
    code
        Of the plan.
    rest
        What is planned anew.
    ways
        How long ways take.
    today
        The present day.

    Raises
    ------
    NotFound
        ``plan_not_found``, ``plan_stop_not_found``, ``plan_team_not_found``.
    OutsideScope
        ``not_allowed``, where the actor may not record visits at all stops that may move.
    Refused
        ``plan_cancelled``, ``plan_over``, ``plan_time_invalid``, ``plan_stop_behind``, ``plan_no_teams``,
        ``plan_team_unreachable``.
    StaleVersion
        ``version_stale``, with the present version.
    """
    opened = open_version(connection, actor, code, rest.version, first_day=today)
    ahead = _prepare(opened, rest, ways)
    redraft = Redraft(rest, opened.plan, ahead)
    require_recordable(opened, redraft.touched)
    return replace(redraft, after=assign_stops(ahead, ways, most_stops=opened.most_stops))


def keep_rest(change: Write, redraft: Redraft) -> int:
    """Keep a plan whose rest was planned anew and return its version.

    Raises
    ------
    NotFound, OutsideScope, Refused
        As `draft_rest`.
    StaleVersion
        ``version_stale``, where somebody changed the plan while it was searched: what was found is dropped.
    """
    opened = open_to_change(change, redraft.before.code, redraft.rest.version)
    return keep_change(change, opened, redraft.after, redraft.touched, ({}, _tell(redraft)))


def _prepare(opened: Opened, rest: Rest, ways: Ways) -> DayPlan:
    """Return a plan with what lies behind fixed, and what is given up or loses its team left out."""
    teams = tuple(_fix(team, rest.from_s) for team in opened.plan.teams)
    plan = day_edits.take_out(replace(opened.plan, teams=teams), rest.without)
    for number in dict.fromkeys(rest.resting):
        plan = _rest_team(plan, number, ways)
    return plan


def _fix(team: PlannedTeam, from_s: int | None) -> PlannedTeam:
    if from_s is None:
        return fix_done(team)
    if not 0 <= from_s <= DAY_S:
        raise Refused("plan_time_invalid", field="from_time")
    return fix_until(team, from_s)


def _rest_team(plan: DayPlan, number: int, ways: Ways) -> DayPlan:
    """Return a plan in which a team goes no further: without it where it has not set out, else it goes home."""
    team = day_edits.find_team(plan, number)
    if not team.fixed:
        return day_edits.remove_team(plan, number)
    left = [leave_out(stop, "no_team") for stop in team.stops[team.fixed :]]
    home = send_home(team, Legs.between(places_of([team]), ways, plan.travel_mode))
    return day_edits.put_out(day_edits.put_team(plan, home), left)


def _tell(redraft: Redraft) -> dict[str, object]:
    rest = redraft.rest
    resting = [team.name for team in redraft.before.teams if team.number in rest.resting]
    return {
        "from_time": None if rest.from_s is None else tell_clock(rest.from_s),
        "without": list(rest.without),
        **({"resting": resting} if resting else {}),
    }
