"""The frame of a map: it holds everything, at a scale that people know, true to the ground."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.geodesy.crs import VN2000_HCMC
from geo.geodesy.measure import distance_m
from geo.types import LonLat
from webmap.render.paper.strip_frame import LARGEST_SCALE, SCALES, Frame, Room, nice_length

ROOM = Room(186, 60, 110)
PLACES = st.lists(
    st.builds(LonLat, st.floats(106.60, 106.70), st.floats(10.70, 10.76)), min_size=1, max_size=12
)


@given(PLACES)
def test_every_place_is_in_the_frame_with_room_around_it(places: list[LonLat]) -> None:
    frame = Frame.around(places, [], VN2000_HCMC, ROOM)
    assert frame.scale in SCALES
    assert ROOM.least_height_mm <= frame.height_mm <= ROOM.most_height_mm
    paper = frame.to_paper(places)
    assert (paper >= 10).all()
    assert (paper[:, 0] <= ROOM.width_mm - 10).all()
    assert (paper[:, 1] <= frame.height_mm - 10).all()


def test_lengths_on_paper_are_those_of_the_scale() -> None:
    ends = [LonLat(106.64, 10.735), LonLat(106.66, 10.742)]
    frame = Frame.around(ends, [], VN2000_HCMC, ROOM)
    on_paper_mm = shapely.LineString(frame.to_paper(ends)).length
    assert on_paper_mm * frame.scale / 1000 == pytest.approx(distance_m(*ends), rel=1e-3)


def test_north_is_up_and_one_place_alone_is_no_closer_than_it_is_known() -> None:
    place = LonLat(106.65, 10.735)
    frame = Frame.around([place], [], VN2000_HCMC, ROOM)
    assert frame.scale == LARGEST_SCALE
    ((x, y),) = frame.to_paper(place)
    assert (x, y) == pytest.approx((ROOM.width_mm / 2, ROOM.least_height_mm / 2))
    assert frame.to_paper(LonLat(place.lon, place.lat + 0.001))[0][1] < y


def test_what_lies_outside_is_cut_off() -> None:
    frame = Frame.around([LonLat(106.65, 10.735)], [], VN2000_HCMC, ROOM)
    drawn = frame.draw(shapely.LineString([(106.0, 10.735), (107.0, 10.735)]))
    assert drawn.length == pytest.approx(ROOM.width_mm, rel=1e-2)
    assert frame.draw(shapely.Point(105, 20)).is_empty


def test_ticks_stand_where_the_grid_says_and_the_bar_is_round() -> None:
    frame = Frame.around([LonLat(106.64, 10.73), LonLat(106.66, 10.74)], [], VN2000_HCMC, ROOM)
    columns, rows = frame.ticks()
    assert columns
    assert rows
    for across_mm, east_m in columns:
        assert frame.grid_to_paper([(east_m, frame.north_m)])[0][0] == pytest.approx(across_mm, abs=0.05)
    for down_mm, north_m in rows:
        assert frame.grid_to_paper([(frame.west_m, north_m)])[0][1] == pytest.approx(down_mm, abs=0.05)
    assert frame.bar_m() * 1000 / frame.scale <= ROOM.width_mm / 5


@pytest.mark.parametrize(
    ("most", "nice"), [(1, 1), (1.9, 1), (2, 2), (49, 20), (50, 50), (999, 500), (0.3, 0.2)]
)
def test_round_lengths(most: float, nice: float) -> None:
    assert nice_length(most) == pytest.approx(nice)
