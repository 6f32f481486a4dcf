"""Areas as of a date: what a public identifier names, and which wards a day has."""

from datetime import date

import pytest
import shapely

from geo.types import DATE_MIN
from layers.areas.boundaries import (
    count_areas,
    get_boundary_row,
    list_areas,
    list_vintages,
    read_shapes,
    ward_names,
    wards_of_version,
)
from layers.errors import NotFound
from layers.store.database import Database


def test_an_identifier_names_one_row_and_a_code_alone_the_latest(database: Database) -> None:
    with database.read() as connection:
        old, new = (get_boundary_row(connection, name) for name in ("27424@start", "27424@2025-07-01"))
        assert old != new
        assert get_boundary_row(connection, "27424") == new
        for missing in ("27424@2012-01-01", "1", "27424@", "@start", ""):
            with pytest.raises(NotFound, match="boundary_not_found"):
                get_boundary_row(connection, missing)


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2012, 1, 1), 17, "Xã An Phú Tây"),
        (date(2025, 1, 1), 11, "Xã An Phú Tây"),
        (date(2025, 7, 1), 6, "Xã Tân Nhựt"),
    ],
)
def test_a_day_has_its_wards_in_vietnamese_order(
    database: Database, day: date, count: int, last: str
) -> None:
    with database.read() as connection:
        names = [row.name for row in list_areas(connection, day)]
        assert [row.name for row in list_areas(connection, day, "grouping")] == ["Quận 8 (cũ)"]
    assert (len(names), names[-1]) == (count, last)


def test_vintages_are_told_oldest_first_with_their_legal_basis(database: Database) -> None:
    with database.read() as connection:
        rows = list_vintages(connection)
    assert [row.valid_from for row in rows] == [DATE_MIN, date(2025, 1, 1), date(2025, 7, 1)]
    assert "1685/NQ-UBTVQH15" in rows[-1].legal_basis


def test_the_lead_comes_first_and_has_the_largest_part(database: Database) -> None:
    with database.read() as connection:
        wards = wards_of_version(connection, 3, date(2012, 6, 1))
    assert [ward.is_lead for ward in wards] == [True, False, False]
    assert [ward.share for ward in wards] == sorted((ward.share for ward in wards), reverse=True)


def test_the_names_of_many_places_come_at_once(database: Database) -> None:
    with database.read() as connection:
        names = ward_names(connection, [1, 3, 99], date(2012, 6, 1))
        assert names == {
            version: [ward.name for ward in wards_of_version(connection, version, date(2012, 6, 1))]
            for version in (1, 3)
        }
        assert ward_names(connection, [], date(2012, 6, 1)) == {}


def test_each_set_has_the_areas_of_its_first_day(database: Database) -> None:
    with database.read() as connection:
        assert count_areas(connection) == {DATE_MIN: 17, date(2025, 1, 1): 11, date(2025, 7, 1): 6}


def test_shapes_are_read_by_row(database: Database) -> None:
    with database.read() as connection:
        row = get_boundary_row(connection, "27424")
        shapes = read_shapes(connection, [row, 999_999])
        assert list(shapes) == [row]
        assert shapes[row].contains(shapely.Point(106.62, 10.71))
        assert read_shapes(connection, []) == {}
