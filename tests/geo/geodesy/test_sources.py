import warnings

import pytest
from pyproj import CRS

from geo.errors import UnknownCrs
from geo.geodesy.crs import ACCEPTED, VN2000_HCMC, WGS84, WGS84_LONLAT, Crs, find_crs, transform_coordinates
from geo.geodesy.sources import SOURCES, TWINS, find_source, read_definition
from tests.boundary_files import MESSY

REGISTERED = [crs for crs in SOURCES if crs.epsg is not None]
HCMC_UNDER_WGS84 = TWINS[VN2000_HCMC]


def _wkt(definition: str | int, version: str = "WKT2_2019") -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return str(CRS.from_user_input(definition).to_wkt(version))


@pytest.mark.parametrize("crs", REGISTERED, ids=lambda crs: crs.code)
def test_each_system_is_read_in_every_dialect(crs: Crs) -> None:
    assert crs.epsg is not None
    for version in ("WKT1_GDAL", "WKT1_ESRI", "WKT2_2015", "WKT2_2019"):
        assert read_definition(_wkt(crs.epsg, version)) == crs
    assert read_definition(f"EPSG:{crs.epsg}") == crs


def test_prj_files_of_the_samples() -> None:
    assert read_definition((MESSY / "a_vn2000_shp/phuong.prj").read_text()) is VN2000_HCMC
    told = read_definition((MESSY / "s_vn2000_labelled_wgs84/phuong.prj").read_text())
    assert told is HCMC_UNDER_WGS84
    assert (told.code, told.is_vn2000, told.epsg) == ("WGS 84 / TM-3 105-45", False, None)


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ("+proj=tmerc +lon_0=105.75 +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m", "EPSG:9210"),
        (
            "+proj=tmerc +lon_0=105.75 +k=0.9999 +x_0=500000 +ellps=WGS84 +towgs84=-191.9,-39.3,-111.45 +units=m",
            "EPSG:9210",
        ),
        (
            "+proj=utm +zone=48 +ellps=WGS84 +towgs84=-192.873,-39.382,-111.202,-0.00205,-0.0005,0.00335,0.0188",
            "EPSG:3405",
        ),
        ("+proj=longlat +ellps=WGS84 +towgs84=-191.9,-39.3,-111.45", "EPSG:4756"),
        ("EPSG:6959", "EPSG:5899"),
        ("EPSG:4326+5773", "EPSG:4326"),
        ("OGC:CRS84", "EPSG:4326"),
    ],
)
def test_systems_are_known_by_their_parameters(definition: str, code: str) -> None:
    found = read_definition(_wkt(definition))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "definition",
    [
        "EPSG:3148",  # Indian 1960: another ellipsoid
        "EPSG:32647",
        "EPSG:4978",
        "+proj=longlat +ellps=WGS84",
        "+proj=tmerc +lon_0=105.7 +k=0.9999 +x_0=500000 +datum=WGS84",
        "+proj=tmerc +lon_0=105.75 +k=0.9999 +x_0=0 +datum=WGS84",
        "+proj=tmerc +lon_0=105.75 +k=0.9999 +x_0=500000 +datum=WGS84 +units=us-ft",
        "+proj=lcc +lat_1=10 +lat_2=20 +lon_0=105 +datum=WGS84",
    ],
)
def test_other_systems_are_not_taken_for_ours(definition: str) -> None:
    assert read_definition(_wkt(definition)) is None


@pytest.mark.parametrize(
    "text",
    ["", "x", "EPSG:0", "X:9210", "+init=/etc/passwd:root", 'LOCAL_CS["x"]', "PROJCS[", "\0", "ế" * 999],
)
def test_what_is_no_definition_is_none(text: str) -> None:
    assert read_definition(text) is None


def test_twins_have_the_same_numbers_226_m_away() -> None:
    assert TWINS[find_crs(3405)].code == "EPSG:32648"
    assert TWINS[find_crs(4756)] is WGS84
    numbers = [[599336.076, 1187847.030]]
    right = transform_coordinates(numbers, VN2000_HCMC, WGS84_LONLAT)
    believed = transform_coordinates(numbers, HCMC_UNDER_WGS84, WGS84_LONLAT)
    register = CRS.from_proj4("+proj=tmerc +lon_0=105.75 +k=0.9999 +x_0=500000 +datum=WGS84")
    assert abs(believed - right).max() * 111_000 > 150
    assert read_definition(register.to_wkt()) is HCMC_UNDER_WGS84


def test_sources_are_found_by_their_codes() -> None:
    assert all(find_source(crs.code) is crs for crs in SOURCES)
    assert find_source(32648).central_meridian == 105.0
    assert find_source("[EPSG:9210]") is VN2000_HCMC
    assert set(ACCEPTED) < set(SOURCES)
    with pytest.raises(UnknownCrs):
        find_source("WGS 84 / TM-3 1-2")
