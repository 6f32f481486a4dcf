"""Typed positions: every way in which people write them, and what is said of those that cannot be read."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidGeometry
from geo.geodesy.crs import VN2000_HCMC, WGS84, WGS84_LONLAT, transform_coordinates
from tests.strategies import texts
from webmap.http.coordinates import MOST_LINES, read_coordinates


@pytest.mark.parametrize(
    "line",
    [
        "10.7371, 106.6494",
        "10.7371,106.6494",
        "10.7371 106.6494",
        "10.7371\t106.6494",
        "10,7371 106,6494",
        "10,7371; 106,6494",
        "10,7371, 106,6494",
        "  10.7371 ; 106.6494 ; ",
        "vĩ độ 10.7371 kinh độ 106.6494",
        "N 10.7371 E 106.6494",
        "10°44′13.56″N  106°38′57.84″E",
        "106°38′57,84″Đ 10°44'13,56\"B",
    ],
)
def test_a_position_is_read_however_it_is_written(line: str) -> None:
    point = read_coordinates(line, WGS84)
    assert (point.geom_type, point.x, point.y) == ("Point", pytest.approx(106.6494), pytest.approx(10.7371))


@pytest.mark.parametrize(
    "line",
    ["1187654.3 598765.4", "1.187.654,3; 598.765,4", "X 1.187.654,3 · Y 598.765,4", "1187654,3 598765,4"],
)
def test_northing_comes_before_easting_in_the_national_grid(line: str) -> None:
    point = read_coordinates(line, VN2000_HCMC)
    ((east, north),) = transform_coordinates([(point.x, point.y)], WGS84_LONLAT, VN2000_HCMC).tolist()
    assert (east, north) == (pytest.approx(598765.4, abs=0.05), pytest.approx(1187654.3, abs=0.05))


def test_the_kind_decides_what_the_positions_draw() -> None:
    lines = "10.73 106.65\n\n10.74 106.65\r\n10.74 106.66\n"
    assert read_coordinates(lines, WGS84).geom_type == "LineString"
    assert read_coordinates(lines, WGS84, kind="alley").geom_type == "LineString"
    assert read_coordinates(lines + "10.73 106.65", WGS84).geom_type == "Polygon"
    for kind in ("area", "bridge"):
        area = read_coordinates(lines, WGS84, kind=kind)
        assert area.equals_exact(read_coordinates(lines + "10.73 106.65", WGS84, kind=kind), 0)
        assert len(area.exterior.coords) == 4
    assert read_coordinates("10.73 106.65", WGS84, kind="point").equals(shapely.Point(106.65, 10.73))


@pytest.mark.parametrize(
    ("text", "kind", "code", "facts"),
    [
        ("", "alley", "coordinates_too_few", {"count": 0, "minimum": 2}),
        ("", None, "coordinates_too_few", {"count": 0, "minimum": 2}),
        ("10.73 106.65", "alley", "coordinates_too_few", {"count": 1, "minimum": 2}),
        ("10.73 106.65\n10.74 106.65", "area", "coordinates_too_few", {"count": 2, "minimum": 3}),
        ("10.73 106.65\n10.74 106.65", "point", "coordinates_only_one", {"count": 2}),
        ("10.73 106.65\nhẻm 12", "alley", "coordinates_unreadable", {"line": 2}),
        ("1 2 3", "point", "coordinates_unreadable", {"line": 1}),
        ("10.73", "point", "coordinates_unreadable", {"line": 1}),
        ("106.65 10.73", "point", "coordinates_swapped", {"line": 1}),
        ("59.9 10.7", "point", "coordinates_outside", {"line": 1}),
        ("1e9 1e9", "point", "coordinates_unreadable", {"line": 1}),
        ("9" * 400 + " 1", "point", "coordinates_outside", {"line": 1}),
        ("10.73 106.65\n" * (MOST_LINES + 1), "alley", "coordinates_too_many", {"maximum": MOST_LINES}),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line(
    text: str, kind: str | None, code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(InvalidGeometry) as told:
        read_coordinates(text, WGS84, kind=kind)
    assert (told.value.code, told.value.facts) == (code, {"field": "coordinates", **facts})


def test_swapped_numbers_of_the_national_grid_are_recognised() -> None:
    with pytest.raises(InvalidGeometry, match="coordinates_swapped"):
        read_coordinates("598765 1187654", VN2000_HCMC)


@given(texts())
def test_no_text_breaks_the_reader(text: str) -> None:
    for crs in (WGS84, VN2000_HCMC):
        try:
            assert not read_coordinates(text, crs).is_empty
        except InvalidGeometry as error:
            assert error.code.startswith("coordinates_")


@given(st.floats(102.2, 109.4), st.floats(8.4, 23.3))
def test_what_was_written_is_what_is_read(lon: float, lat: float) -> None:
    point = read_coordinates(f"{lat:.6f}, {lon:.6f}", WGS84)
    assert (point.x, point.y) == (pytest.approx(lon, abs=1e-6), pytest.approx(lat, abs=1e-6))
