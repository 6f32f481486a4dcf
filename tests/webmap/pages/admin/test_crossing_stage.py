"""What the map of water and crossings is told."""

from typing import Any

import shapely
from flask import Flask

from layers.travel.landmarks import Drawing, Landmark
from webmap.pages.admin.boundary_stage import QUAN_8
from webmap.pages.admin.crossing_stage import Stage, _config

_WATER = Landmark(
    "w", Drawing("canal", "Kênh", shapely.LineString([(106.6, 10.7), (106.7, 10.7)])), 1, None, None
)
_OVER, _DRY = shapely.Point(106.65, 10.7), shapely.Point(106.65, 10.75)


def _bridge(uuid: str | None, where: shapely.Point, *modes: str) -> Landmark:
    return Landmark(uuid, Drawing("bridge", "Cầu", where, 5.0, "", frozenset(modes)), 1, None, None)


def _told(app: Flask, *landmarks: Landmark, stage: Stage | None = None) -> dict[str, Any]:
    with app.test_request_context():
        return _config(landmarks, stage or Stage())


def test_bridges_are_marked_by_what_is_the_matter_with_them(app: Flask) -> None:
    bridges = (
        _bridge("all", _OVER, "walking", "motorbike"),
        _bridge("foot", _OVER, "walking"),
        _bridge("none", _OVER),
        _bridge("dry", _DRY, "walking", "motorbike"),
        _bridge(None, _OVER, "walking", "motorbike"),
    )
    told = _told(app, _WATER, *bridges, stage=Stage(this=bridges[1]))["landmarks"]
    assert [one["marks"] for one in told] == [[], [], ["this", "partly"], ["closed"], ["idle"], []]
    assert [one["url"] is None for one in told] == [False, False, True, False, False, True]


def test_the_map_shows_all_or_what_lies_around_one(app: Flask) -> None:
    bridge = _bridge("b", _OVER, "walking")
    assert _told(app)["bounds"] == list(QUAN_8)
    assert _told(app, _WATER, bridge)["bounds"] == [106.6, 10.7, 106.7, 10.7]
    west, south, east, north = _told(app, _WATER, bridge, stage=Stage(this=bridge))["bounds"]
    assert west < 106.65 < east < 106.7
    assert south < 10.7 < north


def test_the_script_draws_where_the_page_asks_for_it(app: Flask) -> None:
    assert _told(app, _WATER)["tool"] is None
    drawing = _told(app, _WATER, stage=Stage(kind="canal"))
    assert (drawing["tool"], drawing["kind"]) == ("Line", "canal")
