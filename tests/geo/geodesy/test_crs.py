from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer

from geo.errors import InvalidGeometry, UnknownCrs
from geo.geodesy.crs import (
    ACCEPTED,
    VN2000_HCMC,
    WGS84,
    WGS84_LONLAT,
    Crs,
    find_crs,
    locate,
    pipeline_text,
    proj4_text,
    swap_axes,
    tm3_zone,
    transform_coordinates,
    transform_geometry,
)
from geo.types import LonLat
from tests.strategies import lonlats, polygons

VN2000 = tuple(crs for crs in ACCEPTED if crs.is_vn2000)
CONTROL = (
    (9210, 106.66, 10.74, 599336.076, 1187847.030),
    (9210, 106.60, 10.70, 592785.292, 1183403.725),
    (9209, 106.32, 20.94, 585087.274, 2316529.122),
    (9209, 106.38, 21.11, 591224.123, 2335383.860),
    (9210, 106.68, 20.86, 596579.758, 2307734.672),
)


def _metres_apart(first: np.ndarray, second: np.ndarray) -> float:
    geod = Geod(ellps="WGS84")
    return float(np.max(geod.inv(first[:, 0], first[:, 1], second[:, 0], second[:, 1])[2]))


@pytest.mark.parametrize(("epsg", "lon", "lat", "easting", "northing"), CONTROL)
def test_control_points_agree_within_a_millimetre_both_ways(
    epsg: int, lon: float, lat: float, easting: float, northing: float
) -> None:
    zone = find_crs(epsg)
    plane = transform_coordinates([[lon, lat]], WGS84_LONLAT, zone)
    assert np.abs(plane - [[easting, northing]]).max() < 0.001
    back = transform_coordinates([[easting, northing]], zone, WGS84_LONLAT)
    assert _metres_apart(back, np.array([[lon, lat]])) < 0.001


@pytest.mark.parametrize("crs", VN2000, ids=lambda crs: crs.code)
@settings(max_examples=25)
@given(place=lonlats())
def test_round_trips_stay_under_a_millimetre(crs: Crs, place: LonLat) -> None:
    given_place = np.array([place])
    there = transform_coordinates(given_place, WGS84_LONLAT, crs)
    assert _metres_apart(transform_coordinates(there, crs, WGS84_LONLAT), given_place) < 0.001


@pytest.mark.parametrize("crs", VN2000, ids=lambda crs: crs.code)
def test_parameters_are_those_of_the_register(crs: Crs) -> None:
    register = CRS.from_epsg(crs.epsg)
    assert register.name == crs.name
    assert register.axis_info[0].direction == ("north" if crs.north_first else "east")
    if crs.kind == "projected":
        parameters = {row.name: row.value for row in register.coordinate_operation.params}
        scale = parameters["Scale factor at natural origin"]
        assert parameters["Longitude of natural origin"] == crs.central_meridian
        assert parameters["False easting"] == 500_000
        assert parameters["False northing"] == 0
        assert f"+k={scale} " in pipeline_text(crs, WGS84_LONLAT)


def test_the_operation_is_epsg_6960_and_not_what_proj_would_choose() -> None:
    pinned = transform_coordinates([[599336.076, 1187847.030]], VN2000_HCMC, WGS84_LONLAT)
    chosen = Transformer.from_crs(9210, 4326, always_xy=True).transform(599336.076, 1187847.030)
    assert 0.7 < _metres_apart(pinned, np.array([chosen])) < 0.9  # PROJ takes EPSG:5194 in the Mekong delta
    unshifted = pipeline_text(VN2000_HCMC, find_crs(4756))
    raw = np.column_stack(Transformer.from_pipeline(unshifted).transform([599336.076], [1187847.030]))
    assert 225 < _metres_apart(pinned, raw) < 227


@pytest.mark.parametrize("crs", VN2000, ids=lambda crs: crs.code)
def test_proj4_text_gives_the_pinned_operation(crs: Crs) -> None:
    places = np.array([[106.66, 10.74], [106.32, 20.94], [103.0, 21.4], [108.2, 16.05], [111.6, 16.5]])
    plane = transform_coordinates(places, WGS84_LONLAT, crs)
    twin = Transformer.from_crs(proj4_text(crs), "+proj=longlat +datum=WGS84 +no_defs", always_xy=True)
    assert _metres_apart(np.column_stack(twin.transform(*plane.T)), places) < 0.001
    back = np.column_stack(twin.transform(*places.T, direction="INVERSE"))
    assert np.abs(back - plane).max() < (0.001 if crs.kind == "projected" else 1e-8)
    assert (
        "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
        in (proj4_text(crs))
    )


@pytest.mark.parametrize("crs", [WGS84_LONLAT, WGS84, find_crs(3857)], ids=lambda crs: crs.code)
def test_proj4_text_of_wgs84_has_no_shift(crs: Crs) -> None:
    twin = Transformer.from_crs(proj4_text(crs), "+proj=longlat +datum=WGS84 +no_defs", always_xy=True)
    places = np.array([[106.66, 10.74], [-70.0, -33.0]])
    plane = transform_coordinates(places, WGS84_LONLAT, crs)
    assert _metres_apart(np.column_stack(twin.transform(*plane.T)), places) < 0.001


@pytest.mark.parametrize(
    "identifier",
    [
        9210,
        "9210",
        "EPSG:9210",
        "epsg:9210",
        " EPSG:9210 ",
        "[EPSG:9210]",
        "http://www.opengis.net/def/crs/EPSG/0/9210",
        "https://www.opengis.net/def/crs/EPSG/9.9.1/9210",
        "urn:ogc:def:crs:EPSG::9210",
        "urn:ogc:def:crs:EPSG:10.0:9210",
    ],
)
def test_every_spelling_finds_the_crs(identifier: str | int) -> None:
    assert find_crs(identifier) is VN2000_HCMC


@pytest.mark.parametrize(
    "identifier",
    [
        "CRS84",
        "OGC:CRS84",
        "[OGC:CRS84]",
        WGS84_LONLAT.uri,
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
    ],
)
def test_every_spelling_finds_crs84(identifier: str) -> None:
    assert find_crs(identifier) is WGS84_LONLAT


@pytest.mark.parametrize("crs", ACCEPTED, ids=lambda crs: crs.code)
def test_each_crs_is_found_by_its_own_identifiers(crs: Crs) -> None:
    assert find_crs(crs.uri) is crs
    assert find_crs(crs.code) is crs


@pytest.mark.parametrize("epsg", [6956, 6957, 6958, 6959])
def test_the_swapped_zones_are_refused_as_deprecated(epsg: int) -> None:
    with pytest.raises(UnknownCrs) as caught:
        find_crs(f"EPSG:{epsg}")
    assert caught.value.code == "crs_deprecated"
    assert caught.value.facts == {"crs": f"EPSG:{epsg}"}


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "EPSG:6960",
        "EPSG:5194",
        "32648",
        "EPSG:",
        "9210x",
        "EPSG:-9210",
        "EPSG:٩٢١٠",
        "\ud800",
        "x" * 999,
        "[9210",
        None,
    ],
)
def test_anything_else_is_unknown(identifier: str) -> None:
    with pytest.raises(UnknownCrs) as caught:
        find_crs(identifier)
    assert caught.value.code == "crs_unknown"
    assert len(str(caught.value.facts["crs"]).encode()) <= 200


def test_zones_of_provinces() -> None:
    assert tm3_zone("Hải Dương").epsg == 9209
    assert tm3_zone("hải phòng").epsg == 9210
    assert tm3_zone("Bà Rịa-Vũng Tàu").epsg == 5899
    assert tm3_zone(None) is VN2000_HCMC
    with pytest.raises(UnknownCrs) as caught:
        tm3_zone("Atlantis")
    assert caught.value.code == "zone_unknown"


@pytest.mark.parametrize(
    ("xy", "source", "target", "code"),
    [
        ([[1187847.0, 599336.0]], 9210, "CRS84", "coordinate_out_of_area"),  # X/Y exchanged
        ([[1e12, 1e12]], 9210, "CRS84", "coordinate_out_of_area"),
        ([[500000.0, 500000.0]], 9210, "CRS84", "coordinate_out_of_area"),
        ([[2.35, 48.85]], "CRS84", 9210, "coordinate_out_of_area"),
        ([[10.74, 106.66]], "CRS84", 3857, "coordinate_out_of_area"),
        ([[106.0, 90.0]], "CRS84", 3857, "coordinate_out_of_area"),
        ([[3e7, 0.0]], 3857, "CRS84", "coordinate_out_of_area"),
        ([[20037508.342789244, 20037508.342789244]], 3857, "CRS84", None),
        ([[float("nan"), 10.0]], "CRS84", 3857, "coordinate_not_finite"),
        ([[float("inf"), 10.0]], 9210, "CRS84", "coordinate_not_finite"),
    ],
)
def test_impossible_places_are_refused(
    xy: list[list[float]], source: str | int, target: str | int, code: str | None
) -> None:
    if code is None:
        result = transform_coordinates(xy, find_crs(source), find_crs(target))
        assert np.isfinite(result).all()
        return
    with pytest.raises(InvalidGeometry) as caught:
        transform_coordinates(xy, find_crs(source), find_crs(target))
    assert caught.value.code == code


@given(
    xy=st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True)),
    source=st.sampled_from(ACCEPTED),
    target=st.sampled_from(ACCEPTED),
)
def test_no_input_gives_infinity(xy: tuple[float, float], source: Crs, target: Crs) -> None:
    try:
        result = transform_coordinates([xy], source, target)
    except InvalidGeometry:
        return
    assert result.shape == (1, 2)
    assert np.isfinite(result).all()
    if target.kind == "geographic":
        assert (np.abs(result) <= (180, 90)).all()


def test_places_are_located_one_by_one_without_an_error() -> None:
    rows = np.array([[599336.076, 1187847.030], [1187847.030, 599336.076], [np.nan, 1.0], [1e300, -np.inf]])
    places = locate(rows, VN2000_HCMC)
    assert (places[0] == transform_coordinates(rows[:1], VN2000_HCMC, WGS84_LONLAT)).all()
    assert np.isnan(places[1:]).all()
    assert locate([[181.0, 0.0], [106.66, 10.74]], WGS84).tolist()[1] == [106.66, 10.74]
    assert locate(np.empty((0, 2)), WGS84).shape == (0, 2)


def test_no_coordinates_are_no_problem() -> None:
    assert transform_coordinates(np.empty((0, 2)), WGS84, VN2000_HCMC).shape == (0, 2)


@given(polygons())
def test_geometries_come_back(polygon: shapely.Polygon) -> None:
    there = transform_geometry(polygon, WGS84_LONLAT, VN2000_HCMC)
    assert there.geom_type == "Polygon"
    back = transform_geometry(there, VN2000_HCMC, WGS84)
    assert _metres_apart(shapely.get_coordinates(back), shapely.get_coordinates(polygon)) < 0.001


def test_geometries_lose_their_height_and_stay_where_the_numbers_are_alike() -> None:
    point = shapely.Point(106.66, 10.74, 3.0)
    assert transform_geometry(point, WGS84, WGS84_LONLAT).equals(shapely.Point(106.66, 10.74))
    flat = shapely.Point(106.66, 10.74)
    assert transform_geometry(flat, WGS84, WGS84_LONLAT) is flat
    assert swap_axes(point).equals(shapely.Point(10.74, 106.66))
    assert not transform_geometry(point, WGS84, VN2000_HCMC).has_z


def test_zone_to_zone_passes_no_datum_shift() -> None:
    assert "helmert" not in pipeline_text(find_crs(9210), find_crs(5899))
    first = transform_coordinates([[599336.076, 1187847.030]], find_crs(9210), find_crs(5899))
    back = transform_coordinates(first, find_crs(5899), find_crs(9210))
    assert np.abs(back - [[599336.076, 1187847.030]]).max() < 1e-4


def test_threads_share_the_operations() -> None:
    places = np.column_stack([np.linspace(106.0, 107.0, 500), np.linspace(10.0, 11.0, 500)])
    expected = transform_coordinates(places, WGS84_LONLAT, VN2000_HCMC)
    with ThreadPoolExecutor(8) as pool:
        results = list(
            pool.map(lambda _: transform_coordinates(places, WGS84_LONLAT, VN2000_HCMC), range(40))
        )
    assert all(np.array_equal(result, expected) for result in results)
