import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.geodesy.crs import VN2000_HCMC, WGS84_LONLAT, transform_coordinates
from geo.shapes.snap import find_moves, regain_vertices, snap_vertices
from tests.strategies import geometries, lines, polygons

M = 1 / 110_000
"""A metre in degrees, about."""
BORDER = shapely.LineString([(106.65, 10.73), (106.65, 10.74)])


def _metres(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda xy: transform_coordinates(xy, WGS84_LONLAT, VN2000_HCMC))


def _away_m(first: BaseGeometry, second: BaseGeometry) -> float:
    return float(shapely.distance(_metres(first), _metres(second)))


def test_an_end_goes_to_the_nearest_place_of_an_edge() -> None:
    alley = shapely.LineString([(106.649, 10.735), (106.65 - 3 * M, 10.735)])
    snapped = snap_vertices(alley, [BORDER], tolerance_m=5)
    first, last = shapely.points(snapped.coords)
    assert first.coords[0] == alley.coords[0]
    assert _away_m(last, BORDER) < 0.001
    assert last.y == pytest.approx(10.735, abs=1e-6)


def test_a_vertex_is_taken_before_an_edge_that_is_nearer() -> None:
    near_its_end = shapely.Point(106.65 - 1 * M, 10.74 - 3 * M)
    assert snap_vertices(near_its_end, [BORDER], tolerance_m=5).coords[0] == BORDER.coords[-1]


def test_what_is_farther_than_the_tolerance_stays() -> None:
    far = shapely.Point(106.65 - 6 * M, 10.735)
    assert snap_vertices(far, [BORDER], tolerance_m=5) is far
    assert snap_vertices(far, [], tolerance_m=5) is far
    assert snap_vertices(far, [shapely.Polygon()], tolerance_m=5) is far


def test_the_rings_of_areas_and_single_points_hold_vertices_as_well() -> None:
    ward = shapely.box(106.65, 10.73, 106.66, 10.74)
    inside = shapely.Point(106.655, 10.735)
    collection = shapely.GeometryCollection([ward, inside])
    drawn = shapely.LineString([(106.655 + 2 * M, 10.735), (106.655, 10.74 - 2 * M)])
    snapped = snap_vertices(drawn, [collection], tolerance_m=5)
    assert snapped.coords[0] == inside.coords[0]
    assert _away_m(shapely.Point(snapped.coords[1]), ward.exterior) < 0.001


def test_a_shape_that_would_fall_together_comes_back_as_it_was() -> None:
    corner = shapely.Point(106.65, 10.73)
    tiny = shapely.box(106.65, 10.73, 106.65 + 2 * M, 10.73 + 2 * M)
    short = shapely.LineString([(106.65 + M, 10.73), (106.65 + 2 * M, 10.73)])
    for drawn in (tiny, short):
        assert snap_vertices(drawn, [corner], tolerance_m=5) is drawn


def test_a_broken_or_empty_shape_is_left_to_those_who_explain_it() -> None:
    bow = shapely.Polygon([(106.65, 10.73), (106.66, 10.74), (106.66, 10.73), (106.65, 10.74)])
    assert snap_vertices(bow, [BORDER], tolerance_m=5) is bow
    empty = shapely.LineString()
    assert snap_vertices(empty, [BORDER], tolerance_m=5) is empty


def test_a_shape_outside_the_grid_is_refused() -> None:
    with pytest.raises(InvalidGeometry, match="coordinate_out_of_area"):
        snap_vertices(shapely.Point(10.7, 59.9), [BORDER], tolerance_m=5)


@given(geometries(), lines() | polygons(), st.integers(-900, 900), st.integers(-900, 900))
def test_snapping_twice_is_snapping_once_and_nothing_breaks(
    drawn: BaseGeometry, other: BaseGeometry, dx: int, dy: int
) -> None:
    reference = translate(other, drawn.centroid.x - other.centroid.x, drawn.centroid.y - other.centroid.y)
    assume(reference.is_valid)
    twin = translate(drawn, dx / 1e7, dy / 1e7)
    snapped = snap_vertices(drawn, [reference, twin], tolerance_m=5)
    assert snapped.geom_type == drawn.geom_type
    assert snapped.is_valid == drawn.is_valid
    assert not snapped.is_empty
    assert snap_vertices(snapped, [reference, twin], tolerance_m=5).equals_exact(snapped, 0)


@given(lines(), st.integers(-300, 300), st.integers(-300, 300))
def test_no_vertex_moves_farther_than_the_tolerance(line: BaseGeometry, dx: int, dy: int) -> None:
    snapped = snap_vertices(line, [translate(line, dx / 1e7, dy / 1e7)], tolerance_m=5)
    assert shapely.hausdorff_distance(_metres(snapped), _metres(line)) <= 5.001


@given(polygons())
def test_what_a_page_rounded_gets_its_digits_back(exact: BaseGeometry) -> None:
    rounded = shapely.transform(exact, lambda xy: xy.round(6))
    assume(rounded.is_valid and shapely.get_num_coordinates(rounded) == shapely.get_num_coordinates(exact))
    assume(
        len({tuple(xy) for xy in shapely.get_coordinates(rounded)}) == shapely.get_num_coordinates(exact) - 1
    )
    assert regain_vertices(rounded, [exact]).equals_exact(exact)


def test_only_vertices_that_agree_are_exact_again() -> None:
    exact = shapely.Polygon([(106.1234561, 10), (106.2, 10), (106.2, 10.1)])
    drawn = shapely.Polygon([(106.123456, 10), (106.25, 10), (106.2, 10.1)])
    found = regain_vertices(drawn, [exact])
    assert found.equals_exact(shapely.Polygon([(106.1234561, 10), (106.25, 10), (106.2, 10.1)]))
    assert regain_vertices(drawn, []) is drawn


def test_moves_are_told_with_where_to_and_how_far() -> None:
    drawn = shapely.LineString([(106.649, 10.735), (106.65 - 3 * M, 10.735), (106.65 - M, 10.74 - 2 * M)])
    snapped = snap_vertices(drawn, [BORDER], tolerance_m=5)
    first, second = find_moves(drawn, snapped)
    assert first.to == pytest.approx((106.65, 10.735), abs=1e-6)
    assert first.distance_m == pytest.approx(3, abs=0.1)
    assert second.to == BORDER.coords[-1]
    assert second.distance_m == pytest.approx(5**0.5, abs=0.1)
    assert find_moves(snapped, snapped) == ()


def test_a_ring_is_told_once_and_corners_that_met_are_both_told() -> None:
    ring = shapely.Polygon([(106.65 + 2 * M, 10.735), (106.651, 10.735), (106.651, 10.736)])
    assert len(find_moves(ring, snap_vertices(ring, [BORDER], tolerance_m=5))) == 1
    end = BORDER.coords[-1]
    line = shapely.LineString([(106.649, 10.74), (end[0] - 2 * M, end[1]), (end[0] - M, end[1])])
    moves = find_moves(line, snap_vertices(line, [BORDER], tolerance_m=5))
    assert [move.to for move in moves] == [end, end]
