"""How the plan of a day is told: the lists of its page, and the same to its map, so that the two are always equal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
import shapely
from flask import render_template, url_for

from geo.formats.geojson import geometry_text
from geo.travel.network import Route
from geo.types import BBox, LonLat
from layers.outings.day_shapes import DayPlan, PlannedStop, PlannedTeam, Spot
from layers.store.database import Reading
from layers.supervision.bodies import list_bodies
from webmap.http.i18n import t, translator
from webmap.maps.place_links import geo_uri, google_url, osm_url
from webmap.maps.symbols import SYMBOLS
from webmap.pages.outings import plan_words
from webmap.pages.outings.plan_form import ON_MAP
from webmap.render.day_words import write_clock

Routes = Mapping[int, Sequence[Route]]
"""The ways of each team, by its number: a leg to each stop and one to its end."""

_EDGE_DEGREES = 0.002
_WIDEST_DEGREES = 0.198


@dataclass(frozen=True)
class Told:
    """What a page says of a plan.

    Attributes
    ----------
    plan
        As its reader may see it.
    routes
        Its ways.
    units
        Names of bodies by code.
    today
        The present day.
    may_edit
        Whether this reader may change the plan as it stands.
    fault
        Why its ways cannot be drawn, in words; None where they are.
    """

    plan: DayPlan
    routes: Routes
    units: Mapping[str, str]
    today: date
    may_edit: bool
    fault: str | None = None

    @property
    def done(self) -> int:
        """How many stops were visited."""
        return sum(stop.is_done for stop in self.plan.stops)

    @property
    def is_under_way(self) -> bool:
        """Whether people are to go out by this plan: it is confirmed, and its day is today."""
        return self.plan.state == "confirmed" and self.plan.plan_on == self.today

    def is_next(self, team: PlannedTeam, stop: PlannedStop) -> bool:
        """Tell whether a team goes there next: the first stop that it has not visited, once the plan is confirmed."""
        if self.plan.state != "confirmed" or self.plan.plan_on < self.today:
            return False
        return stop is next((one for one in team.stops if not one.is_done), None)


def unit_names(connection: Reading) -> dict[str, str]:
    """Return the names of all bodies by their codes."""
    return {body.code: body.name for body in list_bodies(connection, is_active=None)}


def board(told: Told) -> str:
    """Return the lists of a plan, as the page holds them and as its script puts them in their place."""
    return render_template("plans/_board.html", **page_facts(told))


def page_facts(told: Told) -> dict[str, Any]:
    """Return what templates of a plan need."""
    links = {"geo": geo_uri, "osm": osm_url, "google": google_url}
    return {"told": told, "plan": told.plan, "symbols": SYMBOLS, "links": links, **plan_words.words()}


def page_config(told: Told) -> dict[str, Any]:
    """Return what the script of a plan's page needs: its map, signs, and the plan as the map draws it."""
    signs = {code: vars(symbol) for code, symbol in SYMBOLS.items()}
    return {**_map_config(), "symbols": signs, "plan": map_facts(told)}


def stage_config(bounds: BBox, spots: Mapping[str, Spot]) -> dict[str, Any]:
    """Return what the script of a form needs: its map, and where teams may set out, by their choice."""
    starts = {key: list(spot.at) for key, spot in spots.items()}
    return {**_map_config(), "bounds": list(bounds), "spots": starts, "on_map": ON_MAP}


def _map_config() -> dict[str, Any]:
    return {
        "around_url": url_for("drawing.around"),
        "widest": _WIDEST_DEGREES,
        "locale": translator().locale,
        "texts": translator().catalogue(("plans.js",)),
    }


def map_facts(told: Told) -> dict[str, Any]:
    """Return a plan as its map draws it; positions are lon, lat."""
    plan = told.plan
    return {
        "version": plan.version,
        "on": plan.plan_on.isoformat(),
        "bounds": _bounds(told),
        "teams": [_team(told, team) for team in plan.teams],
        "left_out": [_stop(stop, label="") for stop in plan.left_out],
    }


def _team(told: Told, team: PlannedTeam) -> dict[str, Any]:
    sign = plan_words.letter(team.number)
    return {
        "look": plan_words.look(team.number),
        "letter": sign,
        "name": team.name,
        "start": _spot(team.start.name, team.start.at),
        "end": _spot(team.end.name, team.end.at) if team.end != team.start else None,
        "legs": [_line(route) for route in told.routes.get(team.number, ()) if not route.line.is_empty],
        "stops": [_stop(stop, label=f"{sign}{at}") for at, stop in enumerate(team.stops, 1)],
    }


def _spot(name: str, at: LonLat) -> dict[str, Any]:
    return {"name": name, "at": list(at)}


def _stop(stop: PlannedStop, *, label: str) -> dict[str, Any]:
    when = t("plans.map.at", time=write_clock(stop.begin_s)) if stop.begin_s is not None else ""
    return {
        "code": stop.hotspot,
        "title": " ".join(part for part in (label, stop.name, when) if part),
        "label": label,
        "kind": stop.kind,
        "status": stop.status,
        "at": list(stop.at),
        "is_done": stop.is_done,
        "is_late": stop.late_s > 0,
    }


def _line(route: Route) -> orjson.Fragment:
    return orjson.Fragment(geometry_text(route.line))


def _bounds(told: Told) -> list[float] | None:
    """Return the box around everything that the map shows, with a small edge; None where that is nothing."""
    spots = [spot for team in told.plan.teams for spot in _spots(team)]
    spots += [stop.at for stop in told.plan.left_out]
    lines = [route.line for routes in told.routes.values() for route in routes if not route.line.is_empty]
    if not spots:
        return None
    west, south, east, north = shapely.total_bounds([shapely.MultiPoint(spots), *lines])
    sides = (west - _EDGE_DEGREES, south - _EDGE_DEGREES, east + _EDGE_DEGREES, north + _EDGE_DEGREES)
    return [float(side) for side in sides]


def _spots(team: PlannedTeam) -> Iterator[LonLat]:
    yield team.start.at
    yield team.end.at
    yield from (stop.at for stop in team.stops)
