"""Writes the plan of a day as GPX and KML, for the maps of phones and computers."""

from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree as ET

import gpxpy.gpx
import shapely

from geo.types import LonLat
from layers.outings.day_shapes import PlannedStop, PlannedTeam
from webmap.maps.symbols import SYMBOLS
from webmap.render.plan_papers import Papers
from webmap.render.plan_words import PlanWords
from webmap.texts import Translator

_MAKER: Final = "Dia ban"
_KML: Final = "http://www.opengis.net/kml/2.2"
_LINE_PX: Final = "4"
_GREY: Final = "#5A656E"


def write_gpx(papers: Papers, translator: Translator) -> bytes:
    """Return GPX 1.1: a waypoint for each stop, a route over the stops of each team, and its way as a track.

    Times are those at which visits are to begin, in UTC as GPX has them. The same plan gives the same bytes.
    """
    words, plan = PlanWords(papers, translator), papers.plan
    file = gpxpy.gpx.GPX()
    file.creator = _MAKER
    file.name = words.text("sheets.file_title", code=plan.code, day=plan.plan_on)
    file.description = papers.origin.demo or None
    file.time = plan.recorded_at.astimezone(UTC).replace(microsecond=0)
    if papers.origin.page_url:
        file.link = papers.origin.page_url
    for team in plan.teams:
        file.waypoints += [_waypoint(papers, words, team, nth) for nth, _ in papers.numbered(team)]
        file.routes.append(_route(papers, words, team))
        if track := _track(papers, team):
            file.tracks.append(track)
    return str(file.to_xml("1.1")).encode()


def _waypoint(papers: Papers, words: PlanWords, team: PlannedTeam, number: int) -> gpxpy.gpx.GPXWaypoint:
    stop = team.stops[number - 1]
    return gpxpy.gpx.GPXWaypoint(
        stop.at.lat,
        stop.at.lon,
        time=_begin(papers, stop),
        name=_stop_name(number, stop),
        description=f"{team.name} · {words.where(stop)} · {words.look(stop)}",
        type=stop.status,
    )


def _route(papers: Papers, words: PlanWords, team: PlannedTeam) -> gpxpy.gpx.GPXRoute:
    route = gpxpy.gpx.GPXRoute(name=team.name, description=_team_line(words, team), number=team.number)
    route.points.append(_route_point(team.start.at, team.start.name))
    for number, stop in papers.numbered(team):
        point = _route_point(stop.at, _stop_name(number, stop))
        point.time = _begin(papers, stop)
        route.points.append(point)
    route.points.append(_route_point(team.end.at, team.end.name))
    return route


def _route_point(at: LonLat, name: str) -> gpxpy.gpx.GPXRoutePoint:
    return gpxpy.gpx.GPXRoutePoint(at.lat, at.lon, name=name)


def _track(papers: Papers, team: PlannedTeam) -> gpxpy.gpx.GPXTrack | None:
    legs = papers.lines(team)
    if not legs:
        return None
    track = gpxpy.gpx.GPXTrack(name=team.name, number=team.number)
    for leg in legs:
        corners = shapely.get_coordinates(leg).tolist()
        points = [gpxpy.gpx.GPXTrackPoint(lat, lon) for lon, lat in corners]
        track.segments.append(gpxpy.gpx.GPXTrackSegment(points))
    return track


def _begin(papers: Papers, stop: PlannedStop) -> datetime | None:
    return None if stop.begin_s is None else papers.at(stop.begin_s).astimezone(UTC)


def _stop_name(number: int, stop: PlannedStop) -> str:
    return f"{number}. {stop.name}"


def _team_line(words: PlanWords, team: PlannedTeam) -> str:
    return f"{words.clock(team.start_s)}–{words.clock(team.end_s)} · {words.length(team.length_m)}"


def write_kml(papers: Papers, translator: Translator) -> bytes:
    """Return KML 2.2: a folder for each team with its way and its stops in the colours of their states.

    Stops that were left out are in a folder of their own, with the reason. No picture is fetched from anywhere.
    """
    words, plan = PlanWords(papers, translator), papers.plan
    root = ET.Element("kml", xmlns=_KML)
    document = ET.SubElement(root, "Document")
    title = words.text("sheets.file_title", code=plan.code, day=plan.plan_on)
    _add(document, "name", " · ".join(part for part in (title, papers.origin.demo) if part))
    _add_styles(document, papers)
    for team in plan.teams:
        folder = ET.SubElement(document, "Folder")
        _add(folder, "name", team.name)
        _add(folder, "description", _team_line(words, team))
        _add_way(folder, papers, team)
        for number, stop in papers.numbered(team):
            _add_stop(folder, words, stop, _stop_name(number, stop), papers)
    if plan.left_out:
        folder = ET.SubElement(document, "Folder")
        _add(folder, "name", words.text("plans.left_out"))
        for stop in plan.left_out:
            _add_stop(folder, words, stop, stop.name, papers)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add(parent: ET.Element, tag: str, words: str) -> None:
    ET.SubElement(parent, tag).text = words


def _add_styles(document: ET.Element, papers: Papers) -> None:
    used = {stop.status for stop in (*papers.plan.stops, *papers.plan.left_out)}
    for code in sorted(code for code in used if code in SYMBOLS):
        style = ET.SubElement(document, "Style", id=str(code))
        _add(ET.SubElement(style, "IconStyle"), "color", _kml_color(SYMBOLS[str(code)].color))
    way = ET.SubElement(document, "Style", id="way")
    line = ET.SubElement(way, "LineStyle")
    _add(line, "color", _kml_color(_GREY))
    _add(line, "width", _LINE_PX)


def _add_way(folder: ET.Element, papers: Papers, team: PlannedTeam) -> None:
    legs = papers.lines(team)
    if not legs:
        return
    placemark = ET.SubElement(folder, "Placemark")
    _add(placemark, "name", team.name)
    _add(placemark, "styleUrl", "#way")
    several = ET.SubElement(placemark, "MultiGeometry")
    for leg in legs:
        corners = shapely.get_coordinates(leg).tolist()
        line = ET.SubElement(several, "LineString")
        _add(line, "coordinates", " ".join(_lon_lat(LonLat(lon, lat)) for lon, lat in corners))


def _add_stop(folder: ET.Element, words: PlanWords, stop: PlannedStop, name: str, papers: Papers) -> None:
    placemark = ET.SubElement(folder, "Placemark")
    _add(placemark, "name", name)
    reason = words.text(f"plans.reason.{stop.reason}") if stop.reason else ""
    _add(placemark, "description", "\n".join(filter(None, [words.where(stop), words.look(stop), reason])))
    if stop.begin_s is not None and stop.leave_s is not None:
        span = ET.SubElement(placemark, "TimeSpan")
        _add(span, "begin", papers.at(stop.begin_s).isoformat())
        _add(span, "end", papers.at(stop.leave_s).isoformat())
    if stop.status in SYMBOLS:
        _add(placemark, "styleUrl", f"#{stop.status}")
    _add(ET.SubElement(placemark, "Point"), "coordinates", _lon_lat(stop.at))


def _lon_lat(at: LonLat) -> str:
    return f"{at.lon:.6f},{at.lat:.6f}"


def _kml_color(color: str) -> str:
    """Return a colour as KML has it: alpha, blue, green, red."""
    red, green, blue = color[1:3], color[3:5], color[5:7]
    return f"ff{blue}{green}{red}".lower()
