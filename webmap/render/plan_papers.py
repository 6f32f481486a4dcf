"""Gathers what the files of a day plan tell, once for all of them: the plan, its ways, the ground, the last visits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import VN2000_HCMC, Crs
from geo.travel.network import Route
from geo.types import VIETNAM
from layers.actor import Actor
from layers.areas.boundaries import list_vintages
from layers.outings.day_shapes import DayPlan, PlannedStop, PlannedTeam
from layers.store.database import Reading
from layers.supervision.bodies import Body, list_bodies
from layers.supervision.checklists import Checklist, get_current_checklist
from layers.supervision.last_visits import LastVisit, read_last_visits
from webmap.render.ground import Ground, read_ground

_MINUTE_S = 60


@dataclass(frozen=True)
class Origin:
    """Where a file comes from: what it says of itself, and nothing of when it was made.

    Attributes
    ----------
    page_url
        Absolute address of the plan's page; empty where none is known, as on the command line.
    visit_url
        Absolute address of the form of a visit with ``{code}`` for the place; empty where none is known.
    printed_by
        Sign-in name of whoever asked for it.
    demo
        What to write on it where the data are invented; empty otherwise.
    crs
        Projected CRS of maps.
    """

    page_url: str = ""
    visit_url: str = ""
    printed_by: str = ""
    demo: str = ""
    crs: Crs = VN2000_HCMC


@dataclass(frozen=True)
class Papers:
    """All that files of a plan tell.

    Attributes
    ----------
    plan
        As its reader may see it.
    routes
        The way of each leg by the number of the team; an empty line where no way leads.
    ground, boundaries
        What maps show beneath, and the title of the set of boundaries in it.
    last
        The last visit by code of the place.
    bodies, checklist
        Who may join a visit, and what it looks at.
    """

    plan: DayPlan
    routes: Mapping[int, Sequence[Route]]
    ground: Ground
    boundaries: str
    last: Mapping[str, LastVisit]
    bodies: tuple[Body, ...]
    checklist: Checklist
    origin: Origin

    def at(self, time_s: int) -> datetime:
        """Return the aware time of seconds since midnight of the plan's day."""
        return datetime.combine(self.plan.plan_on, time(), VIETNAM) + timedelta(seconds=time_s)

    def minute(self, time_s: int) -> datetime:
        """Return the aware time of seconds since midnight of the plan's day, to the nearest minute."""
        return self.at(round(time_s / _MINUTE_S) * _MINUTE_S)

    def unit_names(self, team: PlannedTeam) -> list[str]:
        """Return the names of the bodies that a team comes from."""
        names = {body.code: body.name for body in self.bodies}
        return [names[code] for code in team.units if code in names]

    def lines(self, team: PlannedTeam) -> tuple[BaseGeometry, ...]:
        """Return the ways of a team, WGS 84, without legs that no way leads along."""
        return tuple(route.line for route in self.routes.get(team.number, ()) if route.line.length)

    def numbered(self, team: PlannedTeam) -> Iterator[tuple[int, PlannedStop]]:
        """Yield the stops of a team with their numbers, from 1."""
        return enumerate(team.stops, 1)


def read_papers(
    connection: Reading, actor: Actor, plan: DayPlan, routes: Mapping[int, Sequence[Route]], origin: Origin
) -> Papers:
    """Return what the files of a plan tell.

    Parameters
    ----------
    plan
        As the actor may see it: what is hidden from him is in no file.
    routes
        Its ways by the number of the team.
    origin
        What the files say of themselves.
    """
    codes = [stop.hotspot for stop in (*plan.stops, *plan.left_out)]
    return Papers(
        plan=plan,
        routes=routes,
        ground=read_ground(connection, plan.plan_on),
        boundaries=_find_vintage(connection, plan.plan_on),
        last=read_last_visits(connection, actor, codes, plan.plan_on),
        bodies=tuple(list_bodies(connection, is_active=None)),
        checklist=get_current_checklist(connection),
        origin=origin,
    )


def _find_vintage(connection: Reading, on: date) -> str:
    titles = [str(row.title) for row in list_vintages(connection) if row.valid_from <= on]
    return titles[-1] if titles else ""
