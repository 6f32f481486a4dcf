"""The form about water and crossings: what is typed and drawn becomes a drawing."""

import json
from datetime import UTC, datetime

import pytest
import shapely
from flask import Flask
from shapely.geometry.base import BaseGeometry
from werkzeug.datastructures import MultiDict

from geo.errors import InvalidGeometry
from layers.errors import Refused
from layers.travel.landmarks import EVERYONE, Drawing, Landmark
from webmap.pages.admin.crossing_form import ChangeForm, CrossingForm

_POINT = shapely.Point(106.66, 10.74)
_KNOWN = Landmark(
    "u",
    Drawing("bridge", "Cầu", _POINT, 99.6, "GPS", frozenset({"walking"})),
    3,
    datetime(2026, 1, 1, tzinfo=UTC),
    None,
)


def _read(kind: str = "bridge", before: BaseGeometry | None = None, **fields: str) -> Drawing:
    told = {"version": "0", "name": "Cầu", "source": "GPS", "coordinates_crs": "EPSG:4326"} | fields
    return CrossingForm(MultiDict(told)).drawing(kind, before)


def test_a_new_form_is_open_to_everybody_and_names_its_bridge(app: Flask) -> None:
    with app.test_request_context():
        first, second = CrossingForm.new(), CrossingForm.new()
    assert (first.walking.data, first.motorbike.data, first.version.data) == (True, True, 0)
    assert first.uuid.data != second.uuid.data


def test_a_form_about_a_bridge_shows_what_is_known(app: Flask) -> None:
    with app.test_request_context():
        form = ChangeForm.about(_KNOWN)
        assert json.loads(form.shape._value()) == {"type": "Point", "coordinates": [106.66, 10.74]}
    assert (form.version.data, form.position_accuracy_m.data) == (3, 100)
    assert (form.walking.data, form.motorbike.data) == (True, False)


def test_boxes_say_who_may_cross_and_water_is_open_to_nobody_in_particular(app: Flask) -> None:
    drawn = json.dumps({"type": "LineString", "coordinates": [[106.66, 10.74], [106.67, 10.75]]})
    with app.test_request_context():
        assert _read(shape=drawn, walking="y").modes == {"walking"}
        assert _read(shape=drawn).modes == frozenset()
        assert _read("canal", shape=drawn).modes == EVERYONE
        assert _read(shape=drawn, position_accuracy_m="").position_accuracy_m is None
        assert _read(shape=drawn, position_accuracy_m="0").position_accuracy_m == 0


def test_one_typed_position_is_a_point_of_a_bridge_and_too_little_water(app: Flask) -> None:
    with app.test_request_context():
        assert _read(coordinates="10.74, 106.66\n").geometry.geom_type == "Point"
        assert _read(coordinates="10.74, 106.66\n\n10.75, 106.66").geometry.geom_type == "LineString"
        with pytest.raises(InvalidGeometry):
            _read("canal", coordinates="10.74, 106.66")


def test_what_was_not_drawn_anew_stays_as_it_was(app: Flask) -> None:
    with app.test_request_context():
        assert _read(before=_POINT).geometry == _POINT
        with pytest.raises(Refused, match="shape_missing"):
            _read()
