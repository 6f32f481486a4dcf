"""What the forms about boundaries read as."""

import pytest
import shapely
from flask import Flask
from werkzeug.datastructures import MultiDict

from geo.errors import InvalidGeometry
from geo.formats.geojson import geometry_text
from layers.areas.vintage_drafts import DraftArea
from layers.areas.vintages import Area
from layers.errors import Refused
from webmap.pages.admin.boundary_forms import AreaForm, DrawnForm, merged_facts

BEFORE = shapely.box(106.6123456789, 10.7, 106.62, 10.71)
CORNERS = "10.70, 106.60\n10.70, 106.61\n10.71, 106.61"


def _drawn(shape: str = "", coordinates: str = "") -> DrawnForm:
    return DrawnForm(MultiDict({"version": "1", "shape": shape, "coordinates": coordinates}))


def _area(code: str, width: float, people: int | None) -> DraftArea:
    area = Area(code, code, code, "ward", shapely.box(106, 10, 106 + width, 10.1), population=people)
    return DraftArea(int(code), area, changed=False, from_id=None)


def test_what_was_not_redrawn_stays_to_the_last_digit(app: Flask) -> None:
    with app.test_request_context():
        assert _drawn(geometry_text(BEFORE)).geometry("area", BEFORE) is BEFORE


def test_what_is_drawn_goes_before_what_is_typed_unless_nothing_is_drawn(app: Flask) -> None:
    other = shapely.box(106.5, 10.7, 106.51, 10.71)
    with app.test_request_context():
        assert _drawn(geometry_text(other), CORNERS).geometry("area", BEFORE).equals(other)
        typed = _drawn(geometry_text(BEFORE), CORNERS).geometry("area", BEFORE)
        assert typed.equals(shapely.Polygon([(106.60, 10.70), (106.61, 10.70), (106.61, 10.71)]))
        assert _drawn(coordinates="10.7, 106.6\n10.8, 106.7").geometry("alley").geom_type == "LineString"


def test_neither_drawn_nor_typed_is_refused(app: Flask) -> None:
    with app.test_request_context():
        with pytest.raises(Refused, match="shape_missing"):
            _drawn().geometry("area")
        with pytest.raises(InvalidGeometry):
            _drawn('{"type": "Polygon"}').geometry("area")


def test_the_largest_of_some_goes_on_with_everybody(app: Flask) -> None:
    with app.test_request_context():
        assert merged_facts([_area("1", 0.1, 100), _area("2", 0.2, 50)])["code"] == "2"
        assert merged_facts([_area("1", 0.1, 100), _area("2", 0.2, 50)])["population"] == 150
        assert merged_facts([_area("1", 0.1, None), _area("2", 0.2, 50)])["population"] is None


def test_a_full_name_is_the_name_where_none_is_given(app: Flask) -> None:
    with app.test_request_context():
        form = AreaForm(MultiDict({"name": "Phường 1", "code": "1", "level": "ward", "is_partial": "1"}))
        told = form.facts("776")
    assert (told.full_name, told.is_partial, told.parent) == ("Phường 1", True, "776")
