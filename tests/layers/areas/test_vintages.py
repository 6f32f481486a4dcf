"""Publishing boundaries: what ends, what it became, and the published table of Quận 8."""

import csv
from datetime import date
from importlib import resources

import pytest
import shapely
from sqlalchemy import select

from geo.errors import InvalidGeometry
from geo.types import DATE_MIN
from layers.actor import SYSTEM
from layers.areas.boundaries import list_areas, list_successions, list_vintages
from layers.areas.vintages import Area, Vintage, publish_vintage
from layers.errors import Refused
from layers.store.database import Database
from layers.store.schema import boundary


def _square(west: float, south: float = 10.0, side: float = 0.01) -> shapely.Polygon:
    return shapely.box(west, south, west + side, south + side)


def _ward(code: str, geometry: shapely.Polygon) -> Area:
    return Area(code, f"Phường {code}", f"Phường {code}", "ward", geometry)


def test_three_vintages_have_16_10_and_3_whole_wards(database: Database) -> None:
    with database.read() as connection:
        days = [row.valid_from for row in list_vintages(connection)]
        whole = select(boundary.c.name).where(~boundary.c.is_partial, boundary.c.level == "ward")
        counts = [
            len(
                connection.execute(whole.where(boundary.c.valid_from <= day, boundary.c.valid_to > day)).all()
            )
            for day in days
        ]
    assert days == [DATE_MIN, date(2025, 1, 1), date(2025, 7, 1)]
    assert counts == [16, 10, 3]


def test_wards_sort_by_number_and_the_vietnamese_way(database: Database) -> None:
    with database.read() as connection:
        names = [row.name for row in list_areas(connection, date(2012, 1, 1))]
    assert names[:16] == [f"Phường {number}" for number in range(1, 17)]


def test_succession_is_the_published_table(database: Database) -> None:
    """Every row of the resolutions is found from the geometries alone, and no other."""
    table = resources.files("layers.data").joinpath("quan8_succession.csv").read_text(encoding="utf-8")
    published = list(csv.DictReader(table.splitlines()))
    expected = {
        (row["code_to_2024"], row["code_2025_01"], "whole")
        for row in published
        if row["name_2012_2024"] != row["name_2025_01"]
    } | {(row["code_2025_01"], row["code_2025_07"], row["kind"]) for row in published}
    with database.read() as connection:
        found = {(row.old_code, row.new_code, row.kind) for row in list_successions(connection)}
        shares: dict[tuple[str, date], float] = {}
        for row in list_successions(connection):
            key = (row.old_code, row.old_from)
            shares[key] = shares.get(key, 0.0) + row.share_of_from
    assert found == expected
    assert all(total == pytest.approx(1, abs=1e-6) for total in shares.values())


def test_codes_that_were_reused_name_two_areas(database: Database) -> None:
    with database.read() as connection:
        rows = connection.execute(
            select(boundary.c.name, boundary.c.valid_to)
            .where(boundary.c.code == "27418")
            .order_by(boundary.c.valid_from)
        ).all()
    assert [row.name for row in rows] == ["Phường 5", "Phường Chánh Hưng"]
    assert rows[0].valid_to == date(2025, 7, 1)


def test_an_overlap_is_refused_and_nothing_is_kept(empty_database: Database) -> None:
    vintage = Vintage(DATE_MIN, "thử", "thử", "thử")
    with (
        pytest.raises(Refused, match="coverage_faulty"),
        empty_database.write(SYSTEM, "boundary.publish") as change,
    ):
        publish_vintage(change, vintage, [_ward("1", _square(106.0)), _ward("2", _square(106.005))])
    with empty_database.read() as connection:
        assert list_vintages(connection) == []


def test_a_crossing_ring_is_refused(empty_database: Database) -> None:
    bow_tie = shapely.Polygon([(106, 10), (106.01, 10.01), (106.01, 10), (106, 10.01)])
    with pytest.raises(InvalidGeometry), empty_database.write(SYSTEM, "boundary.publish") as change:
        publish_vintage(change, Vintage(DATE_MIN, "thử", "thử", "thử"), [_ward("1", bow_tie)])


def test_a_day_has_one_vintage(database: Database) -> None:
    vintage = Vintage(date(2025, 7, 1), "thử", "thử", "thử")
    with (
        pytest.raises(Refused, match="vintage_exists"),
        database.write(SYSTEM, "boundary.publish") as change,
    ):
        publish_vintage(change, vintage, [_ward("1", _square(107.0))])


def test_what_the_new_areas_do_not_cover_goes_on(database: Database) -> None:
    far_away = [_ward("99999", _square(107.0))]
    with database.write(SYSTEM, "boundary.publish") as change:
        publish_vintage(change, Vintage(date(2026, 4, 30), "thử", "thử", "thử"), far_away)
    with database.read() as connection:
        names = {row.name for row in list_areas(connection, date(2026, 5, 1))}
    assert {"Phường Bình Đông", "Phường 99999"} <= names
