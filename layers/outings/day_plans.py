"""Plans a day from what is due, keeps the plan, and traces its ways; what changes it is in `day_changes`."""

from dataclasses import dataclass, replace
from itertools import pairwise
from uuid import uuid4

import shapely
from sqlalchemy import Connection, select

from geo.errors import NoRoute
from geo.formats.geojson import geometry_text
from geo.travel.modes import Mode
from geo.travel.network import Route
from geo.types import LonLat, local_day
from layers.actor import Actor
from layers.errors import NotFound, Refused
from layers.outings.assignment import assign_stops
from layers.outings.candidates import find_candidates
from layers.outings.day_changes import (
    VisitTimes,
    add_place,
    add_team,
    cancel_plan,
    change_stop,
    change_team,
    confirm_plan,
    lock_stop,
    move_stop,
    preview_move,
    remove_team,
)
from layers.outings.day_records import open_plan
from layers.outings.day_shapes import DayPlan, Spot
from layers.outings.day_writing import add_plan
from layers.outings.wishes import TeamWish, Wish, check_wish, plan_team
from layers.planning.frequencies import Planner
from layers.store import scope
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.schema import day_plan
from layers.travel.ways import Ways

__all__ = [
    "Draft",
    "Spot",
    "TeamWish",
    "VisitTimes",
    "Wish",
    "add_place",
    "add_team",
    "cancel_plan",
    "change_stop",
    "change_team",
    "confirm_plan",
    "draft_day_plan",
    "keep_day_plan",
    "lock_stop",
    "make_day_plan",
    "move_stop",
    "preview_move",
    "remove_team",
    "trace_plan",
]


@dataclass(frozen=True)
class Draft:
    """A day that was planned and is not kept yet: what was asked, what was found, and the rows of its places.

    ``unlocated`` are the codes of places that are due and cannot be planned, for they have no position.
    """

    wish: Wish
    plan: DayPlan
    places: dict[str, int]
    unlocated: tuple[str, ...] = ()


def make_day_plan(change: Write, wish: Wish, ways: Ways, planner: Planner, *, uuid: str | None = None) -> str:
    """Plan a day, keep the plan and return its code; repeating a request returns the same code.

    The search runs inside the transaction; `draft_day_plan` and `keep_day_plan` search before it.

    Raises
    ------
    NotFound, OutsideScope, Refused, PersonalData, InvalidGeometry
        As `draft_day_plan`.
    """
    known = _find_repeated(change, uuid)
    if known is not None:
        return known
    draft = draft_day_plan(change.connection, change.actor, wish, ways, planner)
    return keep_day_plan(change, draft, uuid=uuid)


def draft_day_plan(connection: Connection, actor: Actor, wish: Wish, ways: Ways, planner: Planner) -> Draft:
    """Plan a day without keeping the plan: what may take seconds, and writes nothing.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who plans; only places at which he may record visits come into the plan.
    wish
        What is asked.
    ways
        How long ways take.
    planner
        How often places are to be visited.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    NotFound
        ``hotspot_not_found`` for a place asked for by name.
    Refused
        ``plan_nothing_due``, ``plan_team_unreachable``, and as `layers.outings.wishes.check_wish` and
        `layers.outings.candidates.find_candidates`.
    PersonalData, InvalidGeometry
        As `layers.outings.wishes.check_wish`.
    """
    scope.require(connection, actor, "plan.edit")
    wish = check_wish(connection, wish)
    found = find_candidates(connection, actor, wish, planner)
    if not found.stops:
        raise Refused("plan_nothing_due", field="areas", day=wish.plan_on)
    plan = DayPlan(
        code="",
        uuid="",
        plan_on=wish.plan_on,
        version=1,
        state="draft",
        mode=wish.mode,
        source=ways.source,
        areas=wish.areas,
        teams=tuple(plan_team(team, number) for number, team in enumerate(wish.teams, 1)),
        left_out=found.stops,
        hidden=0,
        recorded_at=MOMENT_MAX,  # not yet
        recorded_by=actor.name,
        polygon=None if wish.polygon is None else geometry_text(wish.polygon),
        seed=wish.seed,
    )
    planned = assign_stops(plan, ways, most_stops=wish.most_stops)
    return Draft(wish, planned, dict(found.places), found.unlocated)


def keep_day_plan(change: Write, draft: Draft, *, uuid: str | None = None) -> str:
    """Keep a day that was planned and return its code; repeating a request returns the same code.

    Raises
    ------
    Refused
        ``date_in_past``, ``identifier_taken``.
    OutsideScope
        ``not_allowed``.
    """
    known = _find_repeated(change, uuid)
    if known is not None:
        return known
    scope.require(change.connection, change.actor, "plan.edit")
    if draft.plan.plan_on < local_day(change.now):
        raise Refused("date_in_past", field="plan_on", day=draft.plan.plan_on)
    plan = replace(draft.plan, uuid=uuid or str(uuid4()))
    wish = draft.wish
    return add_plan(change, plan, draft.places, soon_days=wish.soon_days, most_stops=wish.most_stops)


def trace_plan(plan: DayPlan, ways: Ways) -> dict[int, tuple[Route, ...]]:
    """Return the ways of each team by its number: one to each of its stops, and the last one back.

    A team without stops has none. A leg that no way leads along is an empty line of length ``inf``: it is told, not
    guessed.
    """
    return {
        team.number: _trace(
            [team.start.at, *(stop.at for stop in team.stops), team.end.at], ways, plan.travel_mode
        )
        for team in plan.teams
        if team.stops
    } | {team.number: () for team in plan.teams if not team.stops}


def _trace(places: list[LonLat], ways: Ways, mode: Mode) -> tuple[Route, ...]:
    try:
        return ways.trace(places, mode)
    except NoRoute:
        return tuple(_trace_leg(leg, ways, mode) for leg in pairwise(places))


def _trace_leg(leg: tuple[LonLat, LonLat], ways: Ways, mode: Mode) -> Route:
    try:
        (route,) = ways.trace(leg, mode)
    except NoRoute:
        return Route(shapely.LineString(), float("inf"), (), (0.0, 0.0))
    return route


def _find_repeated(change: Write, uuid: str | None) -> str | None:
    if uuid is None:
        return None
    code = change.connection.execute(select(day_plan.c.code).where(day_plan.c.uuid == uuid)).scalar()
    if code is None:
        return None
    try:
        open_plan(change.connection, change.actor, code)
    except NotFound as error:
        raise Refused("identifier_taken") from error
    change.note("day_plan", code, after={"repeated": True})
    return str(code)
