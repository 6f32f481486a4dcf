"""Cutting an area in two: nothing is lost, and left is left."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidGeometry
from geo.shapes.cutting import cut_area
from geo.shapes.topology import coverage_faults
from tests.geo.quan8 import TO_2024

SQUARE = shapely.box(106.0, 10.0, 106.02, 10.02)


def test_the_first_part_lies_left_of_the_line_as_it_is_drawn() -> None:
    northwards = shapely.LineString([(106.005, 9.99), (106.005, 10.03)])
    left, right = cut_area(SQUARE, northwards)
    assert left.equals(shapely.box(106.0, 10.0, 106.005, 10.02))
    assert right.equals(shapely.box(106.005, 10.0, 106.02, 10.02))
    assert [part.bounds for part in cut_area(SQUARE, northwards.reverse())] == [right.bounds, left.bounds]


def test_a_line_that_leaves_and_comes_back_makes_two_areas_all_the_same() -> None:
    around = shapely.Polygon([(106, 10), (106.02, 10), (106.02, 10.02), (106.01, 10.005), (106, 10.02)])
    left, right = cut_area(around, shapely.LineString([(105.99, 10.01), (106.03, 10.01)]))
    assert left.geom_type == "MultiPolygon"
    assert left.area + right.area == pytest.approx(around.area)


def test_islands_go_with_the_larger_part() -> None:
    island = shapely.box(106.05, 10.0, 106.06, 10.01)
    left, right = cut_area(
        shapely.MultiPolygon([SQUARE, island]), shapely.LineString([(106.005, 9.99), (106.005, 10.03)])
    )
    assert right.covers(island)
    assert not left.intersects(island)


@pytest.mark.parametrize(
    "points",
    [
        [(107, 10), (107, 11)],
        [(106.005, 10.005), (106.01, 10.01)],
        [(105.9, 10.0), (106.1, 10.0)],
        [(106.005, 9.99), (106.005, 10.01)],
        [(105.99, 10.01), (106.03, 10.01), (106.01, 10.03), (106.01, 9.99)],
    ],
    ids=["outside", "inside", "along the border", "into it only", "crosses itself"],
)
def test_a_line_that_does_not_divide_the_area_is_refused(points: list[tuple[float, float]]) -> None:
    with pytest.raises(InvalidGeometry, match="split_line_misses"):
        cut_area(SQUARE, shapely.LineString(points))


@given(st.floats(0.0011, 0.0189), st.floats(0.0011, 0.0189), st.floats(0.0011, 0.0189))
def test_both_parts_are_the_whole_without_gap_or_overlap(start: float, middle: float, end: float) -> None:
    line = shapely.LineString([(105.99, 10 + start), (106.01, 10 + middle), (106.03, 10 + end)])
    left, right = cut_area(SQUARE, line)
    assert coverage_faults([left, right]) == ()
    assert left.area + right.area == pytest.approx(SQUARE.area)


@given(st.lists(st.tuples(st.integers(0, 99), st.floats(0.1, 0.9), st.booleans()), max_size=12))
def test_wards_merged_and_cut_anyhow_stay_a_coverage(steps: list[tuple[int, float, bool]]) -> None:
    wards = list(TO_2024.values())
    for pick, where, is_cut in steps:
        ward = wards.pop(pick % len(wards))
        west, south, east, north = ward.bounds
        x = west + where * (east - west)
        line = shapely.LineString([(x, south - 0.01), (x, north + 0.01)])
        if is_cut and ward.geom_type == "Polygon":
            wards += cut_area(ward, line)
        else:
            beside = max(range(len(wards)), key=lambda at: shapely.length(ward.intersection(wards[at])))
            wards.append(shapely.union_all([ward, wards.pop(beside)]))
    assert coverage_faults(wards) == ()
    assert shapely.area(wards).sum() == pytest.approx(shapely.area(list(TO_2024.values())).sum(), rel=1e-9)
