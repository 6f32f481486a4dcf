"""Places on paper: counted as they are drawn, signs apart, positions that are not well known shown as such."""

from dataclasses import replace

import shapely

from geo.geodesy.crs import VN2000_HCMC
from geo.types import LonLat
from tests.webmap.maps.made_feed import Spot, make_feed, make_sheet, make_spots, shape_of
from webmap.maps.shown import ShownPlace, choose
from webmap.render.paper.label_places import Labels
from webmap.render.paper.map_places import MOST_NAMES, MOST_SIGNS, PlaceMarks, draw_places, name_places
from webmap.render.paper.strip_frame import Frame, Room

FRAME = Frame.around([LonLat(106.60, 10.70), LonLat(106.69, 10.75)], [], VN2000_HCMC, Room(200, 150, 150))


def _places(spots: tuple[Spot, ...]) -> tuple[ShownPlace, ...]:
    feed = make_feed(spots)
    return choose(feed, make_sheet(feed).scene.spec).places


def _draw(places: tuple[ShownPlace, ...], selected: str | None = None) -> tuple[PlaceMarks, Labels]:
    labels = Labels(FRAME.box)
    return draw_places(places, FRAME, labels, selected=selected), labels


def test_what_is_drawn_is_counted_and_named() -> None:
    places = _places(make_spots())
    marks, labels = _draw(places)
    assert sum(marks.states.values()) == sum(marks.kinds.values()) == len(places) == 8
    assert marks.has_halos
    names = "".join(name_places(marks, labels))
    assert all(f">{place.name}<" in names for place in places)
    boxes = [shapely.box(spot.x - 2, spot.y - 2, spot.x + 2, spot.y + 2) for _, spot in marks.placed]
    assert shapely.union_all(boxes).area > 0.99 * len(boxes) * 16, "signs stand apart"


def test_what_lies_outside_the_frame_is_neither_drawn_nor_counted() -> None:
    away = replace(make_spots()[0], geometry=shape_of("alley", LonLat(106.9, 10.9)))
    marks, _ = _draw(_places((away,)))
    assert (marks.states.total(), marks.shapes, marks.signs) == (0, [], [])


def test_the_selected_place_is_marked_and_a_shared_one_says_so() -> None:
    places = _places(make_spots())
    plain, _ = _draw(places)
    chosen, _ = _draw(places, "DB00002")
    assert len(chosen.halos) == len(plain.halos) + 1
    assert chosen.placed[0][0].code == "DB00002"
    assert plain.has_shared == any(len(place.wards) > 1 for place in places)


def test_a_crowd_is_drawn_without_signs_and_a_smaller_one_without_names() -> None:
    spot = Spot("Điểm", shape_of("point", LonLat(106.65, 10.735)), kind="point")
    crowd, _ = _draw(_places((spot,) * (MOST_SIGNS + 1)))
    assert (crowd.signs, crowd.states.total()) == ([], MOST_SIGNS + 1)
    assert crowd.shapes
    marks = PlaceMarks(placed=[(place, FRAME) for place in _places((spot,) * (MOST_NAMES + 1))])  # type: ignore[misc]
    assert list(name_places(marks, Labels(FRAME.box))) == []
