"""Which part of the ground a sheet shows: the area, else the frame asked for, else all, and never nothing."""

import pytest

from geo.errors import InvalidGeometry
from geo.geodesy.crs import VN2000_HCMC, Crs
from geo.types import BBox
from layers.errors import NotFound
from tests.webmap.maps.made_feed import make_feed, make_sheet
from webmap.maps.shown import choose
from webmap.render.paper.sheet_frame import find_area, frame_sheet
from webmap.render.paper.strip_frame import Frame, Room

SHOWN = choose(make_feed(), make_sheet().scene.spec)
ROOM = Room(200, 150, 150, 7)


def _frame(area: str | None = None, extent: BBox | None = None, *, has_wards: bool = True) -> Frame:
    spec = make_sheet(extent=extent).spec
    shown = SHOWN if has_wards else choose(make_feed(wards=()), spec.map)
    return frame_sheet(shown, spec, find_area(shown, area), VN2000_HCMC, ROOM)


def test_an_area_is_found_by_either_name_and_an_unknown_one_is_refused() -> None:
    assert find_area(SHOWN, "w1") == find_area(SHOWN, "w1@start") == SHOWN.wards[1]
    assert find_area(SHOWN, None) is None
    with pytest.raises(NotFound, match="boundary_not_found"):
        find_area(SHOWN, "w99")


def test_the_area_comes_first_then_the_extent_then_all_there_is() -> None:
    extent = BBox(106.64, 10.73, 106.66, 10.74)
    whole, asked, ward = _frame(), _frame(extent=extent), _frame("w1", extent)
    assert asked.scale < ward.scale < whole.scale
    assert asked.extent.west < extent.west < extent.east < asked.extent.east
    nowhere = _frame(has_wards=False)
    assert nowhere.extent.west < 106.65 < nowhere.extent.east, "without any area what the screen would show"


def test_a_wide_frame_takes_the_grid_of_the_nation_and_one_abroad_is_refused() -> None:
    def crs_of(extent: BBox) -> Crs:
        return _frame(extent=extent).crs

    assert crs_of(BBox(106, 10, 107, 11)) == VN2000_HCMC
    assert crs_of(BBox(103, 9, 109, 22)).epsg == 3405
    with pytest.raises(InvalidGeometry, match="coordinate_out_of_area"):
        crs_of(BBox(0, 40, 10, 50))
