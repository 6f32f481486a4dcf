"""The ground of a map: water and its crossings, wards with their names, and ways that show where they lead."""

import shapely

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from tests.webmap.render.day import Day, make_papers
from webmap.render.ground import Ground, Named
from webmap.render.paper.label_places import Labels
from webmap.render.paper.map_ground import draw_ground, draw_way, name_ground
from webmap.render.paper.strip_frame import Frame, Room

GROUND = make_papers(Day((1,))).ground
FRAME = Frame.around([LonLat(106.64, 10.73), LonLat(106.68, 10.75)], [], VN2000_HCMC, Room(186, 60, 110))


def test_names_stand_once_and_inside() -> None:
    drawn = "".join(name_ground(GROUND, FRAME, Labels(FRAME.box)))
    for name in ("Kênh Đôi", "Cầu Chữ Y", "PHƯỜNG CHÁNH HƯNG"):
        assert drawn.count(f">{name}<") == 1, name


def test_no_name_of_a_ward_is_written_over_the_way() -> None:
    way = [shapely.LineString([(x, 0), (x, FRAME.height_mm)]) for x in range(0, 186, 5)]
    drawn = "".join(name_ground(Ground(wards=GROUND.wards), FRAME, Labels(FRAME.box, lines=way)))
    assert drawn == ""


def test_a_crossing_is_two_strokes_and_one_without_water_is_none() -> None:
    (crossing, *_), water = GROUND.crossings, GROUND.water
    with_it = len(list(draw_ground(Ground(water, (crossing,)), FRAME)))
    assert with_it - len(list(draw_ground(Ground(water), FRAME))) == 2
    assert len(list(draw_ground(Ground(crossings=(crossing,)), FRAME))) == len(
        list(draw_ground(Ground(), FRAME))
    )


def test_water_that_is_an_area_is_filled() -> None:
    lake = Named("Hồ", shapely.Point(106.66, 10.74).buffer(0.002))
    drawn = "".join(draw_ground(Ground((lake,)), FRAME))
    assert 'fill="#DCE8EE"' in drawn
    assert ">Hồ<" in "".join(name_ground(Ground((lake,)), FRAME, Labels(FRAME.box)))


def test_a_long_leg_has_heads_and_a_short_one_none() -> None:
    long, short = shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(0, 0), (5, 0)])
    assert sum("rotate" in mark for mark in draw_way([long])) == 4
    assert sum("rotate" in mark for mark in draw_way([short])) == 0
