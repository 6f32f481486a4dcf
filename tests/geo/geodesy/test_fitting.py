from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.geodesy.crs import (
    ACCEPTED,
    VIET_NAM,
    VN2000_HCMC,
    WGS84,
    WGS84_LONLAT,
    Crs,
    find_crs,
    swap_axes,
    transform_coordinates,
    transform_geometry,
)
from geo.geodesy.fitting import Fit, fit_crs, fit_shift
from geo.geodesy.sources import TWINS, read_definition
from geo.types import BBox
from tests.boundary_files import MESSY, NATIONAL, needs_national, read_shapes
from tests.geo.quan8 import HOTSPOTS, TO_2024

WARDS = list(TO_2024.values())
BOX = BBox(*shapely.total_bounds(np.array(WARDS, dtype=object)).tolist())
LONLAT = shapely.get_coordinates(WARDS)
ZONES = [crs for crs in ACCEPTED if crs.provinces]
UNDER_WGS84 = TWINS[VN2000_HCMC]


def _in(crs: Crs, lonlat: np.ndarray = LONLAT) -> np.ndarray:
    return transform_coordinates(lonlat, WGS84_LONLAT, crs)


def _in_place(shapes: list[BaseGeometry], fit: Fit) -> list[BaseGeometry]:
    assert fit.crs is not None
    turned = [swap_axes(shape) if fit.is_swapped else shape for shape in shapes]
    return [transform_geometry(shape, fit.crs, WGS84_LONLAT) for shape in turned]


@pytest.mark.parametrize("known", [WARDS, BOX], ids=["areas", "box"])
@pytest.mark.parametrize(
    ("sample", "code", "is_swapped", "reason"),
    [
        ("a_vn2000_shp/phuong", "EPSG:9210", False, "declared_fits"),
        ("b_vn2000_no_prj/phuong", "EPSG:9210", False, "zone_found"),
        ("f_swapped_axes", "EPSG:4326", True, "axes_swapped"),
        ("s_vn2000_labelled_wgs84/phuong", "EPSG:9210", False, "datum_missing"),
    ],
)
def test_the_samples_come_out_right(
    sample: str, code: str, is_swapped: bool, reason: str, known: list[BaseGeometry] | BBox
) -> None:
    path = next(path for suffix in (".shp", ".geojson") if (path := MESSY / f"{sample}{suffix}").exists())
    prj = path.with_suffix(".prj")
    declared = (
        WGS84 if path.suffix == ".geojson" else read_definition(prj.read_text()) if prj.exists() else None
    )
    shapes = read_shapes(path)
    fit = fit_crs(shapely.get_coordinates(shapes), known, declared)
    assert fit.crs is not None
    assert (fit.crs.code, fit.is_swapped, fit.reason, fit.share_inside) == (code, is_swapped, reason, 1.0)
    shift_m = fit_shift(_in_place(shapes, fit), WARDS)
    assert shift_m is not None
    assert shift_m < 0.01


@pytest.mark.parametrize(
    ("points", "declared", "code", "reason"),
    [
        (_in(find_crs(9209)), VN2000_HCMC, "EPSG:9209", "prj_wrong"),
        (_in(VN2000_HCMC)[:, ::-1], VN2000_HCMC, "EPSG:9210", "axes_swapped"),
        (_in(VN2000_HCMC)[:, ::-1], None, "EPSG:9210", "axes_swapped"),
        (LONLAT, VN2000_HCMC, "EPSG:4326", "prj_wrong"),
        (LONLAT, WGS84_LONLAT, "OGC:CRS84", "declared_fits"),
        (LONLAT, None, "EPSG:4326", "prj_missing"),
        (_in(find_crs(3857)), None, "EPSG:3857", "prj_missing"),
        (_in(find_crs(4756)), WGS84, "EPSG:4756", "datum_missing"),
        (_in(find_crs(3405)), TWINS[find_crs(3405)], "EPSG:3405", "datum_missing"),
        (_in(find_crs(3405)), None, "EPSG:3405", "zone_found"),
        (_in(UNDER_WGS84), UNDER_WGS84, "WGS 84 / TM-3 105-45", "declared_fits"),
    ],
)
def test_borders_tell_what_the_file_does_not(
    points: np.ndarray, declared: Crs | None, code: str, reason: str
) -> None:
    fit = fit_crs(points, WARDS, declared)
    assert fit.crs is not None
    assert (fit.crs.code, fit.reason) == (code, reason)
    assert all(rival.border_m is not None for rival in fit.rivals)


def test_scattered_places_are_told_as_undecided_and_what_is_declared_stands() -> None:
    places = np.array([(shape.centroid.x, shape.centroid.y) for shape in HOTSPOTS.values()])
    utm = find_crs(3405)
    fit = fit_crs(_in(utm, places), WARDS)
    assert (fit.crs, fit.reason) == (utm, "undecided")
    assert "EPSG:5897" in [rival.crs.code for rival in fit.rivals]  # another scale: 356 m away
    assert fit_crs(_in(utm, places), WARDS, utm).reason == "declared_fits"
    assert fit_crs(_in(VN2000_HCMC), VIET_NAM).reason == "undecided"
    assert fit_crs(_in(VN2000_HCMC), VIET_NAM, VN2000_HCMC).reason == "declared_fits"


@settings(max_examples=15)
@given(st.integers(0, 9_999), st.integers(1, 90))
def test_places_that_are_no_borders_never_overrule_the_file(seed: int, count: int) -> None:
    random = Random(seed)
    west, south, east, north = BOX
    places = np.array([[random.uniform(west, east), random.uniform(south, north)] for _ in range(count)])
    assert fit_crs(places, WARDS, WGS84).reason in ("declared_fits", "not_here")
    assert fit_crs(_in(find_crs(4756), places), WARDS, find_crs(4756)).reason in ("declared_fits", "not_here")


def test_a_file_larger_than_what_is_known_still_shows_its_zone() -> None:
    around = [translate(ward, dx, dy) for ward in WARDS for dx in (-0.1, 0, 0.1) for dy in (-0.06, 0, 0.06)]
    fit = fit_crs(_in(VN2000_HCMC, shapely.get_coordinates(around)), WARDS)
    assert (fit.crs, fit.reason) == (VN2000_HCMC, "zone_found")
    assert fit.share_inside < 0.5


def test_places_elsewhere_are_told_as_such() -> None:
    hanoi = LONLAT + np.array([-0.8, 10.3])
    assert fit_crs(hanoi, WARDS, WGS84) == Fit(WGS84, False, "not_here", 0.0)
    assert fit_crs(hanoi, BOX).crs == WGS84
    swapped = fit_crs(hanoi[:, ::-1], WARDS, WGS84)
    assert (swapped.crs, swapped.is_swapped, swapped.reason, swapped.share_inside) == (
        WGS84,
        True,
        "axes_swapped",
        0.0,
    )
    paris = np.array([[2.35, 48.85], [2.36, 48.86]])
    assert fit_crs(paris, WARDS, WGS84) == Fit(WGS84, False, "not_here", 0.0)
    assert fit_crs(_in(find_crs(9209), hanoi), WARDS) == Fit(None, False, "not_here", 0.0)
    assert fit_crs(_in(find_crs(9209), hanoi), WARDS, find_crs(9209)).crs == find_crs(9209)
    assert fit_crs(LONLAT, [], WGS84) == Fit(WGS84, False, "not_here", 0.0)


def test_no_places_and_places_that_are_none() -> None:
    assert fit_crs(np.empty((0, 2)), WARDS, WGS84) == Fit(WGS84, False, "no_places", 0.0)
    assert fit_crs(np.array([[np.nan, 1.0], [np.inf, 2.0]]), BOX).reason == "no_places"
    spoilt = np.vstack([_in(VN2000_HCMC), [[1e308, 0.0], [0.0, 0.0], [np.inf, np.nan]]])
    assert fit_crs(spoilt, WARDS, VN2000_HCMC).reason == "declared_fits"


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=6), st.sampled_from([None, *ACCEPTED]))
def test_any_numbers_give_an_answer(points: list[tuple[float, float]], declared: Crs | None) -> None:
    fit = fit_crs(np.array(points).reshape(-1, 2), WARDS, declared)
    assert 0 <= fit.share_inside <= 1
    assert fit.crs is not None or declared is None


def test_the_shift_of_a_lost_datum_is_226_m() -> None:
    in_vn2000 = [transform_geometry(ward, WGS84_LONLAT, find_crs(4756)) for ward in WARDS]
    shift_m = fit_shift(in_vn2000, WARDS)
    assert shift_m is not None
    assert 224 < shift_m < 228
    assert fit_shift(WARDS, WARDS) == 0
    assert fit_shift([translate(ward, 1) for ward in WARDS], WARDS) is None
    assert fit_shift([], WARDS) is fit_shift([shapely.Point(106.65, 10.74)], WARDS) is None


@needs_national
def test_zones_are_found_from_a_single_ward_of_other_provinces() -> None:
    for province in ("Hải Phòng", "Đắk Lắk", "Cà Mau"):
        shapes = read_shapes(NATIONAL / "wards_2025.gpkg", where=f"province LIKE '%{province}%'")
        for zone in (*ZONES[::6], VN2000_HCMC):
            if abs(zone.central_meridian - shapes[0].centroid.x) < 2:
                fit = fit_crs(_in(zone, shapely.get_coordinates(shapes[0])), shapes)
                assert (fit.crs, fit.reason) == (zone, "zone_found"), province
