"""Drawing an area of a coverage anew: the neighbours follow."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.shapes.reshape import find_touching, reshape
from geo.shapes.topology import coverage_faults

WEST, MIDDLE, EAST = (shapely.box(106 + 0.01 * at, 10, 106.01 + 0.01 * at, 10.01) for at in range(3))
ROW = (WEST, MIDDLE, EAST)


def test_what_is_taken_is_cut_from_the_neighbour_and_nothing_is_lost() -> None:
    wider = shapely.box(106.01, 10, 106.024, 10.01)
    west, middle, east = reshape(ROW, 1, wider)
    assert west.equals(WEST)
    assert middle.equals(wider)
    assert east.equals(shapely.box(106.024, 10, 106.03, 10.01))
    assert coverage_faults([west, middle, east]) == ()


def test_what_is_given_up_goes_to_the_neighbour_with_the_longest_border() -> None:
    narrower = shapely.Polygon([(106.012, 10), (106.02, 10), (106.02, 10.01), (106.01, 10.01)])
    west, middle, east = reshape(ROW, 1, narrower)
    assert middle.equals(narrower)
    assert east.equals(EAST)
    assert west.area == pytest.approx(WEST.area + MIDDLE.area - narrower.area)
    assert coverage_faults([west, middle, east]) == ()


def test_a_piece_without_a_neighbour_is_left_to_nobody() -> None:
    alone = shapely.box(107, 10, 107.01, 10.01)
    smaller = shapely.box(107, 10, 107.005, 10.01)
    assert [
        one.equals(other)
        for one, other in zip(reshape((WEST, alone), 1, smaller), (WEST, smaller), strict=True)
    ]
    assert shapely.union_all(reshape((WEST, alone), 1, smaller)).equals(shapely.union(WEST, smaller))


def test_an_area_that_would_be_swallowed_stays_and_overlaps() -> None:
    both = shapely.union(MIDDLE, EAST)
    _, middle, east = reshape(ROW, 1, both)
    assert east.equals(EAST)
    assert middle.equals(both)
    assert [fault.kind for fault in coverage_faults([middle, east])] == ["overlap"]


def test_areas_far_away_are_the_very_same() -> None:
    assert reshape(ROW, 0, shapely.box(106, 10, 106.005, 10.01))[2] is EAST


def test_who_touches_a_piece_comes_by_the_length_of_the_border() -> None:
    gap = shapely.box(106.01, 10.01, 106.023, 10.02)
    assert find_touching(gap, ROW) == (1, 2)
    assert find_touching(shapely.box(106.03, 10.01, 106.04, 10.02), ROW) == (), "a corner is no border"


@given(st.lists(st.floats(-0.004, 0.004), min_size=8, max_size=8))
def test_a_border_moved_anyhow_leaves_no_gap_and_no_overlap(moves: list[float]) -> None:
    whole = shapely.union_all(ROW)
    left = [(106.01 + move, 10 + 0.01 * at / 3) for at, move in enumerate(moves[:4])]
    right = [(106.02 + move, 10.01 - 0.01 * at / 3) for at, move in enumerate(moves[4:])]
    moved = reshape(ROW, 1, shapely.Polygon([*reversed(left), *reversed(right)]))
    assert coverage_faults(moved) == ()
    assert shapely.union_all(moved).symmetric_difference(whole).area < 1e-12
