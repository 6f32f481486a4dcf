"""What somebody asks of the plan of a day, and the checks that it passes before it is planned."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.shapes.validity import require_valid
from geo.travel.problem import DAY_S, MOST_STOPS, Break, Window
from geo.types import LonLat
from layers.errors import NotFound, Refused
from layers.outings.day_shapes import MODES, PlannedTeam, Spot
from layers.store.identifiers import is_within
from layers.store.schema import boundary
from layers.store.wording import require_impersonal
from layers.supervision.visit_drafts import check_units

MOST_TEAMS: Final = 20
LONGEST_NAME: Final = 80
LONGEST_SERVICE_S: Final = 8 * 3600

MORNING: Final = Window(27_000, 41_400)
"""07:30 to 11:30, the hours of an office's morning."""


@dataclass(frozen=True)
class TeamWish:
    """A team that goes out.

    Attributes
    ----------
    name
        What people call it, by number or office: never after a person.
    units
        Codes of the bodies that it comes from.
    start, end
        Where it sets out and comes back to; without an end, to the start.
    shift
        When it may leave and when it has to be back, seconds since midnight.
    rest
        Its break.
    max_travel_s
        How long it may be on the way in all; None: no limit.
    """

    name: str
    units: tuple[str, ...]
    start: Spot
    end: Spot | None = None
    shift: Window = MORNING
    rest: Break | None = None
    max_travel_s: int | None = None


@dataclass(frozen=True)
class Wish:
    """What is asked of a day.

    Attributes
    ----------
    plan_on
        The day.
    mode
        How the teams get about: a key of `layers.outings.day_shapes.MODES`.
    areas
        Public ids of areas of any vintage, or of clusters; empty with no polygon: wherever the actor records visits.
    polygon
        A drawn area, WGS 84: places that share a point with it, besides those of the areas.
    places
        Codes of places that are asked for by name: they are required.
    teams
        Who goes out.
    soon_days
        Days ahead for which a visit counts as due.
    most_stops
        Places that are weighed at most: the most pressing; those asked for by name come first.
    seed
        Of the search: the same question and seed have the same plan.
    visit_s
        How long a visit takes as a rule.
    """

    plan_on: date
    mode: str
    areas: tuple[str, ...] = ()
    polygon: BaseGeometry | None = None
    places: tuple[str, ...] = ()
    teams: tuple[TeamWish, ...] = ()
    soon_days: int = 0
    most_stops: int = 100
    seed: int = 1
    visit_s: int = 1200


def check_wish(connection: Connection, wish: Wish) -> Wish:
    """Return what is asked as it may be planned.

    Raises
    ------
    Refused
        ``plan_mode_unknown``, ``plan_no_teams``, ``plan_too_many_teams``, ``plan_number_invalid``, ``plan_area_kind``,
        and as `check_team`.
    InvalidGeometry
        As `geo.shapes.validity.require_valid` for the polygon.
    """
    if wish.mode not in MODES:
        raise Refused("plan_mode_unknown", field="mode", mode=wish.mode)
    if not wish.teams:
        raise Refused("plan_no_teams", field="teams")
    if len(wish.teams) > MOST_TEAMS:
        raise Refused("plan_too_many_teams", field="teams", maximum=MOST_TEAMS)
    _require_between("soon_days", wish.soon_days, 0, 366)
    _require_between("most_stops", wish.most_stops, 1, MOST_STOPS)
    _require_between("visit_s", wish.visit_s, 0, LONGEST_SERVICE_S)
    if wish.polygon is not None and require_valid(wish.polygon).geom_type not in {"Polygon", "MultiPolygon"}:
        raise Refused("plan_area_kind", field="polygon")
    teams = tuple(check_team(connection, team, number) for number, team in enumerate(wish.teams, 1))
    places = tuple(dict.fromkeys(wish.places))
    _require_between("places", len(places), 0, MOST_STOPS)
    return replace(wish, teams=teams, places=places, areas=tuple(dict.fromkeys(wish.areas)))


def check_team(connection: Connection, team: TeamWish, number: int) -> TeamWish:
    """Return a team as it may be planned; ``number`` is told with what is refused.

    Raises
    ------
    Refused
        ``plan_name_invalid``, ``plan_position_invalid``, ``plan_shift_invalid``, ``plan_break_invalid``,
        ``plan_way_invalid``, ``unit_unknown``.
    PersonalData
        Where a name is that of a person.
    """
    told = {"field": "teams", "team": number}
    name = _check_name(team.name, told)
    start = _check_spot(team.start, told)
    end = start if team.end is None else _check_spot(team.end, told)
    start_s, end_s = team.shift
    if not 0 <= start_s < end_s <= DAY_S:
        raise Refused("plan_shift_invalid", **told)
    rest = team.rest
    if rest is not None:
        begin_s = max(rest.earliest_s, start_s)
        if rest.duration_s <= 0 or begin_s > rest.latest_s or begin_s + rest.duration_s > end_s:
            raise Refused("plan_break_invalid", **told)
    if team.max_travel_s is not None and not 0 < team.max_travel_s <= DAY_S:
        raise Refused("plan_way_invalid", **told)
    units = tuple(check_units(connection, team.units))
    return replace(team, name=name, units=units, start=start, end=end)


def find_office(connection: Connection, area: str) -> Spot:
    """Return where a team of an area sets out when nothing else is said: the middle of its widest part.

    Parameters
    ----------
    connection
        A transaction.
    area
        Public id or code of a boundary, of which the latest counts, or of a cluster, of which the first ward does.

    Raises
    ------
    NotFound
        ``boundary_not_found``.
    """
    b = boundary.c
    question = select(b.name, b.label_lon, b.label_lat).where(is_within(area))
    row = connection.execute(question.order_by(b.valid_from.desc(), b.sort_key).limit(1)).first()
    if row is None:
        raise NotFound("boundary_not_found", boundary=area)
    return Spot(row.name, LonLat(row.label_lon, row.label_lat))


def check_windows(windows: Sequence[Window]) -> tuple[Window, ...]:
    """Return windows as they may be planned: ascending and apart, within the day.

    Raises
    ------
    Refused
        ``plan_window_invalid``.
    """
    ends = [second for window in windows for second in window]
    if any(start_s > end_s for start_s, end_s in windows) or ends != sorted(ends):
        raise Refused("plan_window_invalid", field="windows")
    if ends and (ends[0] < 0 or ends[-1] > DAY_S):
        raise Refused("plan_window_invalid", field="windows")
    return tuple(Window(*window) for window in windows)


def check_service(service_s: int) -> int:
    """Return how long a visit takes.

    Raises
    ------
    Refused
        ``plan_number_invalid``.
    """
    _require_between("service_s", service_s, 0, LONGEST_SERVICE_S)
    return service_s


def plan_team(team: TeamWish, number: int) -> PlannedTeam:
    """Return a checked team with an empty day."""
    return PlannedTeam(
        number,
        team.name,
        team.units,
        team.start,
        team.end or team.start,
        team.shift,
        team.rest,
        team.max_travel_s,
        start_s=team.shift.start_s,
        end_s=team.shift.start_s,
    )


def _check_name(name: str, told: dict[str, object]) -> str:
    words = " ".join(require_impersonal(name, field="teams").split())
    if not 0 < len(words) <= LONGEST_NAME:
        raise Refused("plan_name_invalid", maximum=LONGEST_NAME, **told)
    return words


def _check_spot(spot: Spot, told: dict[str, object]) -> Spot:
    lon, lat = spot.at
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
        raise Refused("plan_position_invalid", **told)
    return Spot(_check_name(spot.name, told), LonLat(lon, lat))


def _require_between(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Refused("plan_number_invalid", field=name, minimum=least, maximum=most)
