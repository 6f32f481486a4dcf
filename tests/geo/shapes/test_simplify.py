import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geodesy.measure import area_m2, length_m
from geo.shapes.simplify import simplify_coverage
from geo.shapes.topology import coverage_faults
from tests.boundary_files import NATIONAL, needs_national, read_shapes
from tests.geo.quan8 import TO_2024

WARDS = list(TO_2024.values())


@settings(max_examples=12)
@given(tolerance_m=st.floats(0, 3_000), keeps_outline=st.booleans())
def test_neighbours_fit_and_none_vanishes_at_any_tolerance(tolerance_m: float, keeps_outline: bool) -> None:
    simple = simplify_coverage(WARDS, tolerance_m, keeps_outline=keeps_outline)
    assert len(simple) == len(WARDS)
    assert all(area.is_valid and not area.is_empty for area in simple)
    assert coverage_faults(simple) == ()
    before, after = (set(map(tuple, shapely.get_coordinates(areas).tolist())) for areas in (WARDS, simple))
    assert after <= before
    whole, left = shapely.union_all(WARDS), shapely.union_all(simple)
    away_m2 = area_m2(shapely.symmetric_difference(whole, left))
    assert away_m2 == 0 if keeps_outline else away_m2 <= len(before) * tolerance_m**2


def test_tolerance_is_in_metres() -> None:
    corner = shapely.Polygon([(106, 10), (106.01, 10), (106.01, 10.01), (106.005, 10.0105), (106, 10.01)])
    triangle_m2 = 0.01 * 111_320 * np.cos(np.radians(10)) * 0.0005 * 111_320 / 2
    finer, coarser = (simplify_coverage([corner], triangle_m2**0.5 * factor)[0] for factor in (0.97, 1.03))
    assert shapely.get_num_coordinates(finer) == 6
    assert shapely.get_num_coordinates(coarser) == 5
    assert simplify_coverage([], 10) == ()


@needs_national
def test_a_province_keeps_its_shape_with_fewer_vertices() -> None:
    wards = read_shapes(NATIONAL / "wards_2025.gpkg", where="province LIKE '%Huế%'")
    simple = simplify_coverage(wards, 100)
    assert shapely.get_num_coordinates(simple).sum() < 0.5 * shapely.get_num_coordinates(wards).sum()
    assert area_m2(shapely.union_all(simple)) == pytest.approx(area_m2(shapely.union_all(wards)), rel=0.002)
    assert sum(map(length_m, simple)) < sum(map(length_m, wards))
