"""GPX and KML, read back by libraries of their own and equal to the plan."""

from datetime import UTC
from pathlib import Path
from xml.etree import ElementTree as ET

import fiona
import gpxpy
import pytest

from tests.webmap.render.day import OFFICE, Day, make_papers
from webmap.maps.symbols import SYMBOLS
from webmap.render.plan_papers import Origin
from webmap.render.tracks import write_gpx, write_kml
from webmap.texts import Translator

VI = Translator("vi", is_strict=True)
KML = {"k": "http://www.opengis.net/kml/2.2"}
PAPERS = make_papers(Day((3, 2), left_out=1), Origin("https://x.example/plans/LT00001", demo="DỮ LIỆU MẪU"))


def test_gpx_holds_a_waypoint_for_each_stop_and_a_route_and_a_track_for_each_team() -> None:
    read = gpxpy.parse(write_gpx(PAPERS, VI).decode())
    stops = PAPERS.plan.stops
    for point, stop in zip(read.waypoints, stops, strict=True):
        assert (point.longitude, point.latitude) == pytest.approx(stop.at, abs=1e-9)
    assert [point.name for point in read.waypoints[:3]] == [
        f"{nth}. {stop.name}" for nth, stop in enumerate(stops[:3], 1)
    ]
    begun = [PAPERS.at(stop.begin_s or 0).astimezone(UTC) for stop in stops]
    assert [point.time for point in read.waypoints] == begun
    assert [route.name for route in read.routes] == ["Đội 1", "Đội 2"]
    assert [len(route.points) for route in read.routes] == [5, 4]
    assert read.routes[0].points[0].name == OFFICE.name
    assert [len(track.segments) for track in read.tracks] == [4, 3]
    length = sum(segment.length_2d() or 0 for segment in read.tracks[0].segments)
    assert length == pytest.approx(PAPERS.plan.teams[0].length_m, rel=0.01)
    assert read.description == "DỮ LIỆU MẪU"


def test_kml_holds_folders_of_stops_in_the_colour_of_their_state() -> None:
    root = ET.fromstring(write_kml(PAPERS, VI))
    folders = root.findall(".//k:Folder", KML)
    assert [folder.findtext("k:name", namespaces=KML) for folder in folders] == [
        "Đội 1", "Đội 2", VI.text("plans.left_out"),
    ]  # fmt: skip
    stop = PAPERS.plan.stops[0]
    style = root.find(f".//k:Style[@id='{stop.status}']/k:IconStyle/k:color", KML)
    red, green, blue = (SYMBOLS[stop.status].color[at : at + 2].lower() for at in (1, 3, 5))
    assert style is not None
    assert style.text == f"ff{blue}{green}{red}"
    assert root.find(".//k:href", KML) is None, "nothing is fetched from elsewhere"
    assert "DỮ LIỆU MẪU" in str(root.findtext("k:Document/k:name", namespaces=KML))


def test_a_gis_reads_the_places_of_the_kml(tmp_path: Path) -> None:
    file = tmp_path / "plan.kml"
    file.write_bytes(write_kml(PAPERS, VI))
    with fiona.open(file, layer="Đội 1", allow_unsupported_drivers=True) as layer:
        points = [one for one in layer if one.geometry.type == "Point"]
    told = {one.properties["Name"]: one.geometry.coordinates[:2] for one in points}
    team = PAPERS.plan.teams[0]
    assert told == {
        f"{nth}. {stop.name}": pytest.approx(stop.at, abs=1e-6) for nth, stop in enumerate(team.stops, 1)
    }


def test_a_team_without_stops_has_no_way_and_the_same_plan_gives_the_same_bytes() -> None:
    empty = make_papers(Day((0,)))
    assert gpxpy.parse(write_gpx(empty, VI).decode()).tracks == []
    assert b"LineString" not in write_kml(empty, VI)
    assert write_gpx(PAPERS, VI) == write_gpx(PAPERS, VI)
    assert write_kml(PAPERS, VI) == write_kml(PAPERS, VI)


def test_names_are_escaped() -> None:
    papers = make_papers(Day((1,), names=('Hẻm <1> & "2"',)))
    read = gpxpy.parse(write_gpx(papers, VI).decode())
    assert read.waypoints[0].name == '1. Hẻm <1> & "2"'
    points = ET.fromstring(write_kml(papers, VI)).findall(".//k:Folder/k:Placemark/k:name", KML)
    assert points[-1].text == '1. Hẻm <1> & "2"'
