"""The day plans of an invented history: one that was kept the day before, and one for the day after."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from geo.types import VIETNAM
from layers.demo import wording
from layers.demo.mark import find_demo, invented_uuid
from layers.outings.day_plans import Spot, TeamWish, Wish, confirm_plan, make_day_plan
from layers.outings.day_records import get_day_plan
from layers.planning.frequencies import Planner
from layers.planning.wards_due import list_wards_due
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.schema import hotspot
from layers.supervision.due import Due, list_due
from layers.supervision.visit_drafts import Visit
from layers.supervision.visit_records import get_visit
from layers.supervision.visits import record_visit
from layers.travel.ways import WaySettings, open_ways

OVERDUE_DAYS = range(-7, 20)
"""What is overdue for longer stays so: lists of what is late are to be seen full as well."""

STOPS_OF_A_TEAM = 6
FEWEST_PLACES = 2

_MORNING = time(6, 45)
_DAY = timedelta(days=1)


def add_outings(change: Write, until_on: date) -> None:
    """Add a plan for the day before a day, all of its visits made, and one for the day after."""
    made_on = until_on - _DAY
    code = _add_plan(change, made_on, 1, number=0)
    if code is not None:
        _make_visits(change, code)
    _add_plan(change, until_on + _DAY, 2, number=1)
    change.set_back(MOMENT_MAX)


def _add_plan(change: Write, plan_on: date, teams: int, *, number: int) -> str | None:
    """Plan and confirm a day on the morning before; None where too little is due."""
    _set_back(change, plan_on - _DAY)
    places = _choose(change, plan_on)[: STOPS_OF_A_TEAM * teams]
    if len(places) < FEWEST_PLACES:
        return None
    wards = list_wards_due(change.connection, places, plan_on, soon_days=0)
    starts = [Spot(ward.name, ward.middle) for ward in wards]
    wish = Wish(
        plan_on=plan_on,
        mode="motorbike",
        places=tuple(place.code for place in places),
        teams=tuple(
            TeamWish(name, (unit,), starts[number % len(starts)])
            for number, (name, unit) in enumerate(wording.TEAMS[:teams])
        ),
    )
    ways = open_ways(change.connection, WaySettings())
    code = make_day_plan(change, wish, ways, Planner(), uuid=invented_uuid("day plan", number))
    confirm_plan(change, code, version=1)
    return code


def _choose(change: Write, on: date) -> Sequence[Due]:
    """Return the invented places that are due on a day, the most pressing first."""
    loaded = find_demo(change.connection)
    uuids = loaded.place_uuids if loaded else []
    own = set(change.connection.execute(select(hotspot.c.code).where(hotspot.c.uuid.in_(uuids))).scalars())
    due = list_due(change.connection, change.actor, on, Planner())
    return [one for one in due if one.code in own and one.overdue_days in OVERDUE_DAYS]


def _make_visits(change: Write, code: str) -> None:
    """Record a visit at each stop of a plan, when the team leaves it."""
    plan = get_day_plan(change.connection, change.actor, code)
    midnight = datetime.combine(plan.plan_on, time(), VIETNAM)
    for team in plan.teams:
        for stop in team.stops:
            change.set_back(midnight + timedelta(seconds=stop.leave_s or 0))
            seen = Visit(plan.plan_on, units=team.units, head_count=3)
            visit = get_visit(change.connection, change.actor, str(stop.visit), plan.plan_on)
            record_visit(change, stop.hotspot, seen, planned=(visit.code, visit.version))


def _set_back(change: Write, day: date) -> None:
    change.set_back(datetime.combine(day, _MORNING, VIETNAM))
