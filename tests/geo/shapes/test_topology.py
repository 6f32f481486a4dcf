import math
from itertools import combinations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.measure import area_m2
from geo.shapes.topology import coverage_faults, find_members, label_point, lost_and_gained
from tests.geo.quan8 import HOTSPOTS, JANUARY_2025, JULY_2025, TO_2024, Areas
from tests.strategies import geometries, polygons

VINTAGES = {"to 2024": TO_2024, "2025-01": JANUARY_2025, "2025-07": JULY_2025}
WEST_WARD, EAST_WARD = box(106.0, 10.0, 106.01, 10.01), box(106.01, 10.0, 106.02, 10.01)


def _wards(geometry: BaseGeometry, areas: Areas) -> set[str]:
    names = list(areas)
    return {names[member.index] for member in find_members(geometry, list(areas.values()))}


@pytest.mark.parametrize(
    ("hotspot", "in_2012", "in_january_2025", "in_july_2025"),
    [
        ("Hẻm 1678 Phạm Thế Hiển", {"Phường 6"}, {"Phường 6"}, {"Phường Bình Đông"}),
        ("Hẻm 690 Nguyễn Duy", {"Phường 12"}, {"Phường Xóm Củi"}, {"Phường Phú Định"}),
        (
            "Cầu Hiệp Ân",
            {"Phường 10", "Phường 11", "Phường 12"},
            {"Phường Hưng Phú", "Phường Xóm Củi"},
            {"Phường Chánh Hưng", "Phường Phú Định"},
        ),
        ("Hẻm 126 Hoài Thanh", {"Phường 14"}, {"Phường 14"}, {"Phường Phú Định"}),
    ],
)
def test_the_four_places_of_plan_09_through_time(
    hotspot: str, in_2012: set[str], in_january_2025: set[str], in_july_2025: set[str]
) -> None:
    geometry = HOTSPOTS[hotspot]
    assert _wards(geometry, TO_2024) == in_2012
    assert _wards(geometry, JANUARY_2025) == in_january_2025
    assert _wards(geometry, JULY_2025) == in_july_2025


@pytest.mark.parametrize("vintage", VINTAGES)
def test_our_figures_have_no_gaps_and_no_overlaps(vintage: str) -> None:
    assert coverage_faults(list(VINTAGES[vintage].values())) == ()


@pytest.mark.parametrize("vintage", VINTAGES)
@pytest.mark.parametrize("hotspot", HOTSPOTS)
def test_shares_of_a_place_add_up_to_all_of_it(vintage: str, hotspot: str) -> None:
    members = find_members(HOTSPOTS[hotspot], list(VINTAGES[vintage].values()))
    assert sum(member.share for member in members) == pytest.approx(1, abs=1e-6)


def test_overlaps_and_gaps_are_told_with_their_areas() -> None:
    moved = box(106.0095, 10.0, 106.02, 10.01)
    (overlap,) = coverage_faults([WEST_WARD, moved])
    assert (overlap.kind, overlap.indexes) == ("overlap", (0, 1))
    assert overlap.area_m2 == pytest.approx(area_m2(box(106.0095, 10.0, 106.01, 10.01)))
    frame = box(106, 10, 106.03, 10.03).difference(box(106.01, 10.01, 106.02, 10.02))
    plug = box(106.01, 10.01, 106.015, 10.02)
    (gap,) = coverage_faults([frame, plug])
    assert (gap.kind, gap.indexes) == ("gap", (0, 1))
    assert gap.geometry.equals(box(106.015, 10.01, 106.02, 10.02))


def test_a_coverage_of_nothing_or_with_a_bow_tie() -> None:
    assert coverage_faults([]) == ()
    with pytest.raises(InvalidGeometry) as caught:
        coverage_faults(
            [WEST_WARD, shapely.Polygon([(106, 10), (106.01, 10.01), (106.01, 10), (106, 10.01)])]
        )
    assert caught.value.code == "geometry_invalid"


def test_to_touch_a_border_is_no_membership() -> None:
    assert [m.index for m in find_members(box(106.005, 10.002, 106.01, 10.003), [WEST_WARD, EAST_WARD])] == [
        0
    ]
    ends_on_border = shapely.LineString([(106.005, 10.005), (106.01, 10.005)])
    assert [m.index for m in find_members(ends_on_border, [WEST_WARD, EAST_WARD])] == [0]
    corner = box(106.02, 10.01, 106.03, 10.02)
    assert find_members(corner, [WEST_WARD, EAST_WARD]) == ()
    rounded_over = box(106.005, 10.002, 106.010001, 10.003)  # 0.1 m, as six decimals may round
    assert [m.index for m in find_members(rounded_over, [WEST_WARD, EAST_WARD])] == [0]


def test_an_alley_along_the_border_belongs_to_both_sides() -> None:
    along = shapely.LineString([(106.01, 10.002), (106.01, 10.006)])
    members = find_members(along, [WEST_WARD, EAST_WARD])
    assert [(member.index, member.share) for member in members] == [(0, 1.0), (1, 1.0)]


def test_points_on_a_border_belong_to_one_area_only() -> None:
    assert [m.index for m in find_members(shapely.Point(106.01, 10.005), [WEST_WARD, EAST_WARD])] == [0]
    assert [m.index for m in find_members(shapely.Point(106.01, 10.005), [EAST_WARD, WEST_WARD])] == [0]
    several = shapely.MultiPoint([(106.001, 10.005), (106.002, 10.005), (106.015, 10.005), (107, 10)])
    members = find_members(several, [WEST_WARD, EAST_WARD])
    assert [(member.index, member.share) for member in members] == [(0, 0.5), (1, 0.25)]


def test_overlapping_levels_each_hold_the_place() -> None:
    district = box(106.0, 10.0, 106.02, 10.01)
    members = find_members(box(106.002, 10.002, 106.003, 10.003), [district, WEST_WARD, EAST_WARD])
    assert [(member.index, member.share) for member in members] == [(0, 1.0), (1, 1.0)]


def test_of_a_collection_the_highest_dimension_decides() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.Point(106.015, 10.005), shapely.GeometryCollection([box(106.001, 10.001, 106.002, 10.002)])]
    )
    assert [member.index for member in find_members(mixed, [WEST_WARD, EAST_WARD])] == [0]


def test_a_sliver_under_the_tolerance_still_lies_somewhere() -> None:
    tiny = box(106.0099999, 10.005, 106.0100003, 10.0050001)
    (member,) = find_members(tiny, [WEST_WARD, EAST_WARD])
    assert member.index == 1
    assert member.share == pytest.approx(0.75, abs=0.01)


def test_nothing_has_no_members() -> None:
    assert find_members(shapely.Polygon(), [WEST_WARD]) == ()
    assert find_members(shapely.Point(106, 10), []) == ()
    assert find_members(shapely.Point(100, 10), [WEST_WARD]) == ()


@given(geometries())
def test_a_place_cut_by_a_line_has_shares_that_add_up(geometry: BaseGeometry) -> None:
    west, south, east, north = geometry.bounds
    cut = (west + east) / 2
    halves = [box(west - 1, south - 1, cut, north + 1), box(cut, south - 1, east + 1, north + 1)]
    members = find_members(geometry, halves)
    assert sum(member.share for member in members) == pytest.approx(1, abs=1e-3)
    assert all(0 < member.share <= 1 for member in members)


@given(polygons())
def test_labels_stand_inside_at_the_widest_place(polygon: shapely.Polygon) -> None:
    label = shapely.Point(label_point(polygon))
    assert polygon.contains(label)
    stretch = math.cos(math.radians(polygon.centroid.y))
    flat = shapely.transform(polygon, lambda xy: xy * (stretch, 1))
    width = shapely.Point(label.x * stretch, label.y).distance(flat.boundary)
    best = shapely.maximum_inscribed_circle(flat, tolerance=1e-7).length
    assert width >= 0.9 * best


def test_labels_of_wards_stand_in_them_and_other_shapes_have_one_too() -> None:
    for area in (*TO_2024.values(), *JULY_2025.values()):
        assert area.contains(shapely.Point(label_point(area)))
    two = shapely.MultiPolygon([box(106, 10, 106.001, 10.001), box(106.01, 10, 106.02, 10.01)])
    assert box(106.01, 10, 106.02, 10.01).contains(shapely.Point(label_point(two)))
    assert label_point(shapely.Point(106, 10)) == (106, 10)


def test_land_lost_and_gained_comes_piece_by_piece_the_largest_first() -> None:
    after = [box(106.002, 10.0, 106.0195, 10.01), box(106.02, 10.0, 106.021, 10.01)]
    lost, gained = lost_and_gained([WEST_WARD, EAST_WARD], after)
    first, second = lost
    assert first.equals(box(106.0, 10.0, 106.002, 10.01))
    assert second.equals(box(106.0195, 10.0, 106.02, 10.01))
    assert [piece.equals(after[1]) for piece in gained] == [True]


def test_other_drawings_of_one_border_lose_and_gain_nothing() -> None:
    moved_by_a_hand = box(106.0000004, 10.0, 106.0200004, 10.01)
    assert lost_and_gained([WEST_WARD, EAST_WARD], [moved_by_a_hand]) == ((), ())
    assert lost_and_gained([WEST_WARD], [WEST_WARD]) == ((), ())
    assert lost_and_gained([], []) == ((), ())


def test_a_corner_on_one_side_of_a_border_only_is_no_gap() -> None:
    """Its geodesic area is not nothing, for the long border runs elsewhere than the two short ones."""
    west = shapely.Polygon([(106.0, 10.0), (106.1, 10.3), (106.0, 10.3)])
    east = shapely.Polygon([(106.0, 10.0), (106.1, 10.0), (106.1, 10.3), (106.05, 10.15)])
    assert abs(area_m2(west) + area_m2(east) - area_m2(box(106.0, 10.0, 106.1, 10.3))) > 1
    assert coverage_faults([west, east]) == ()
    assert lost_and_gained([box(106.0, 10.0, 106.1, 10.3)], [west, east]) == ((), ())


_SIDES = st.tuples(*[st.integers(0, 5), st.integers(1, 4)] * 2).map(
    lambda sides: (sides[0], sides[2], sides[0] + sides[1], sides[2] + sides[3])
)


@given(boxes=st.lists(_SIDES, min_size=1, max_size=8), holed=st.booleans())
def test_every_overlap_and_every_hole_is_found_whatever_lies_within_what(
    boxes: list[tuple[int, int, int, int]], holed: bool
) -> None:
    areas: list[BaseGeometry] = [
        box(106 + west / 1000, 10 + south / 1000, 106 + east / 1000, 10 + north / 1000)
        for west, south, east, north in boxes
    ]
    if holed:
        areas[0] = areas[0].difference(shapely.Point(areas[0].centroid).buffer(0.0004))
    faults = coverage_faults(areas)
    expected = {
        (first, second)
        for first, second in combinations(range(len(areas)), 2)
        if areas[first].intersection(areas[second]).area > 1e-9
    }
    assert {fault.indexes for fault in faults if fault.kind == "overlap"} == expected
    whole = shapely.union_all(areas)
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(whole)])
    gaps = shapely.union_all([fault.geometry for fault in faults if fault.kind == "gap"])
    assert gaps.area == pytest.approx(filled.area - whole.area, abs=1e-9)
