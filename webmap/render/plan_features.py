"""Writes the plan of a day as GeoJSON (RFC 7946), for a GIS and for other programs."""

from typing import Any

import orjson
import shapely

from geo.formats.geojson import geometry_text
from layers.outings.day_shapes import PlannedStop, PlannedTeam
from webmap.render.plan_papers import Papers
from webmap.texts import Translator


def write_geojson(papers: Papers, translator: Translator) -> bytes:
    """Return a line for the way of each team, and a point for each stop, those that were left out included.

    Times are told in the time of Viet Nam with its offset. Names of properties are those of the API.
    """
    plan = papers.plan
    features = []
    for team in plan.teams:
        features += _team_features(papers, team)
        features += [_stop(papers, stop, team=team, order=nth) for nth, stop in papers.numbered(team)]
    features += [_stop(papers, stop) for stop in plan.left_out]
    members = {
        "type": "FeatureCollection",
        "title": translator.text("sheets.file_title", code=plan.code, day=plan.plan_on),
        "plan": plan.code,
        "version": plan.version,
        "state": plan.state,
        "plan_on": plan.plan_on.isoformat(),
        "mode": plan.mode,
        "travel_source": plan.source,
        "hidden": plan.hidden,
        **({"notice": papers.origin.demo} if papers.origin.demo else {}),
        "features": features,
    }
    return orjson.dumps(members) + b"\n"


def _team_features(papers: Papers, team: PlannedTeam) -> list[dict[str, Any]]:
    legs = papers.lines(team)
    if not legs:
        return []
    told = {
        "type": "team",
        "team": team.number,
        "name": team.name,
        "units": list(team.units),
        "start_at": papers.at(team.start_s).isoformat(),
        "end_at": papers.at(team.end_s).isoformat(),
        "travel_s": team.travel_s,
        "length_m": round(team.length_m),
    }
    return [_feature(f"team-{team.number}", geometry_text(shapely.MultiLineString(legs)), told)]


def _stop(
    papers: Papers, stop: PlannedStop, *, team: PlannedTeam | None = None, order: int | None = None
) -> dict[str, Any]:
    times = {"arrive_at": stop.arrive_s, "begin_at": stop.begin_s, "leave_at": stop.leave_s}
    told = {
        "type": "stop",
        "code": stop.hotspot,
        "name": stop.name,
        "kind": stop.kind,
        "status": stop.status,
        "wards": list(stop.wards),
        "team": team.number if team else None,
        "order": order,
        **{name: None if at is None else papers.at(at).isoformat() for name, at in times.items()},
        "service_s": stop.service_s,
        "due_on": stop.due_on.isoformat() if stop.due_on else None,
        "is_required": stop.is_required,
        "is_locked": stop.is_locked,
        "is_done": stop.is_done,
        "visit": stop.visit,
        "reason": stop.reason,
    }
    return _feature(stop.hotspot, geometry_text(shapely.Point(stop.at)), told)


def _feature(identifier: str, geometry: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": identifier,
        "geometry": orjson.Fragment(geometry),
        "properties": properties,
    }
