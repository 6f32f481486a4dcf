"""Units and the smaller areas they are made of: gaps inside, enclaves of others, parts that are not drawn."""

import shapely
from shapely.geometry.base import BaseGeometry

from geo.shapes.nesting import fill_holes, find_differences, is_made_of, is_whole, unite_parts
from geo.shapes.union import unite

M = 1 / 111_320
UNIT = shapely.box(106, 10, 106.04, 10.02)
WEST, EAST = shapely.box(106, 10, 106.02, 10.02), shapely.box(106.02, 10, 106.04, 10.02)
HOLE = shapely.box(106.01, 10.01, 106.011, 10.011)


def _land(unit: BaseGeometry, parts: list[BaseGeometry], *others: BaseGeometry) -> BaseGeometry:
    return unite_parts(unit, parts, shapely.STRtree([*parts, *others]))


def test_a_unit_is_made_of_parts_that_cover_it_and_nothing_else() -> None:
    assert is_made_of(UNIT, _land(UNIT, [WEST, EAST]))
    assert is_made_of(UNIT, _land(UNIT, [WEST, shapely.box(106.02 + 0.05 * M, 10, 106.04, 10.02)]))
    wider = _land(UNIT, [WEST, shapely.box(106.02, 10, 106.04 + 30 * M, 10.02)])
    assert not is_made_of(UNIT, wider)
    (outside,) = find_differences(UNIT, wider)
    assert outside.equals(wider - UNIT)


def test_of_a_unit_with_few_parts_drawn_only_what_lies_outside_counts() -> None:
    small = shapely.box(106, 10, 106.01, 10.01)
    assert find_differences(UNIT, small) == ()
    assert not is_whole(UNIT, small)
    assert not is_made_of(UNIT, small)
    assert len(find_differences(UNIT, shapely.box(105.999, 10, 106.01, 10.01))) == 1


def test_gaps_are_filled_where_the_unit_covers_them_and_nobody_holds_them() -> None:
    parts = [WEST - HOLE, EAST]
    assert _land(UNIT, parts).equals(UNIT)
    assert _land(UNIT - HOLE, parts).equals(UNIT - HOLE), "a lake of nobody stays one"
    assert _land(UNIT, parts, HOLE).equals(UNIT - HOLE), "land of others is not a gap"
    islands = shapely.union_all([UNIT - HOLE, shapely.box(107, 10, 107.01, 10.01)])
    assert fill_holes(islands, lambda _: False).equals(unite([UNIT, shapely.box(107, 10, 107.01, 10.01)]))
