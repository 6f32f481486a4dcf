"""Where words stand: inside, apart from each other, and off the way if there is room elsewhere."""

from itertools import combinations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from webmap.render.paper.label_places import Labels, Size, Spot, along, beside, near, within

FRAME = shapely.box(0, 0, 100, 60)


def test_a_name_stands_to_the_right_and_moves_where_that_is_taken() -> None:
    labels, size = Labels(FRAME), Size(20, 3)
    first = labels.find(beside(30, 30, size, 2), size)
    second = labels.find(beside(30, 30, size, 2), size)
    assert first == Spot(42, 30)
    assert second == Spot(18, 30)


def test_nothing_is_found_where_there_is_no_room() -> None:
    labels = Labels(FRAME)
    assert labels.find(beside(50, 30, Size(200, 3), 2), Size(200, 3)) is None
    assert labels.take(Spot(50, 30), Size(200, 3)) == Spot(50, 30), "what must stand there takes its room"
    assert labels.find([Spot(50, 30)], Size(2, 2)) is None


def test_the_place_with_least_of_the_way_under_it_is_taken_and_a_bad_one_is_none() -> None:
    way = shapely.LineString([(0, 30), (100, 30)])
    size = Size(20, 3)
    spot = Labels(FRAME, lines=[way]).find(beside(30, 30, size, 2), size)
    assert spot is not None
    assert abs(spot.y - 30) > 1.5
    assert Labels(FRAME, lines=[way]).find([Spot(30, 30)], size, most_crossed_mm=4) is None


@given(st.lists(st.tuples(st.floats(5, 95), st.floats(5, 55)), min_size=1, max_size=25))
def test_no_two_signs_lie_on_each_other(places: list[tuple[float, float]]) -> None:
    labels, size = Labels(FRAME), Size(5, 5)
    found = [labels.find(near(x, y, 5), size) for x, y in places]
    boxes = [shapely.box(s.x - 2.5, s.y - 2.5, s.x + 2.5, s.y + 2.5) for s in found if s]
    assert boxes
    assert all(FRAME.covers(box) for box in boxes)
    assert all(one.distance(other) >= 0.5 for one, other in combinations(boxes, 2))


@pytest.mark.parametrize(
    ("line", "turn"),
    [([(0, 10), (80, 10)], 0), ([(80, 10), (0, 10)], 0), ([(0, 0), (40, 40)], 45), ([(40, 0), (0, 40)], -45)],
)
def test_a_name_on_a_line_turns_with_it_and_is_never_upside_down(
    line: list[tuple[float, float]], turn: float
) -> None:
    spot = next(along(shapely.LineString(line), Size(12, 3)))
    assert spot.turn == pytest.approx(turn)
    assert shapely.LineString(line).distance(shapely.Point(spot.x, spot.y)) < 1e-6


def test_a_line_shorter_than_its_name_has_no_place_for_it() -> None:
    assert list(along(shapely.LineString([(0, 0), (5, 0)]), Size(12, 3))) == []


def test_the_name_of_an_area_stands_at_its_widest_place() -> None:
    bottle = shapely.union_all([shapely.box(0, 0, 10, 40), shapely.box(10, 0, 60, 5)])
    first, *others = within(bottle, Size(6, 3))
    neck = shapely.union_all([shapely.box(0, 0, 4, 4), shapely.box(0, 4, 30, 7.5)])
    assert neck.covers(shapely.box(*_sides(next(within(neck, Size(20, 3)))))), (
        "it would not fit at the widest place"
    )
    assert first.x == pytest.approx(5, abs=1)
    assert all(bottle.covers(shapely.Point(spot.x, spot.y)) for spot in others)
    assert list(within(shapely.box(0, 0, 1, 1), Size(6, 3))) == []


def _sides(spot: Spot) -> tuple[float, float, float, float]:
    return (spot.x - 10, spot.y - 1.5, spot.x + 10, spot.y + 1.5)
