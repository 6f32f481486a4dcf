"""Which share of land and people is where: totals of the sets of Quận 8 are kept, either way round."""

from datetime import date

import pytest
from sqlalchemy import select, update

from layers.areas import crosswalks
from layers.areas.crosswalks import Crosswalk, read_crosswalk
from layers.errors import Refused
from layers.store.database import Database
from layers.store.schema import boundary
from tests.layers.areas.drafting import coordinator

JANUARY, JULY = date(2025, 1, 1), date(2025, 7, 1)


def _read(database: Database, before: date, after: date, level: str = "ward") -> Crosswalk:
    with database.read() as connection:
        return read_crosswalk(connection, before, after, level)


def test_land_and_people_of_each_area_add_up_and_nobody_is_lost(database: Database) -> None:
    b = boundary.c
    with database.write(coordinator(database, "776"), "test") as change:
        change.connection.execute(
            update(boundary)
            .where(b.valid_from == JANUARY)
            .values(population=b.id * 1_001, population_on=JANUARY)
        )
        change.note("test", "1")
    with database.read() as connection:
        held = select(b.code, b.population, b.area_m2).where(
            b.level == "ward", b.valid_from <= JANUARY, b.valid_to > JANUARY
        )
        known = {row.code: row for row in connection.execute(held)}
    found = _read(database, JANUARY, JULY)
    assert {row.kind for row in found.rows} >= {"whole", "part"}
    assert found.areas == len(known)
    for code, ward in known.items():
        rows = [row for row in found.rows if row.old.code == code]
        assert sum(row.area_m2 for row in rows) == pytest.approx(ward.area_m2, rel=0.002)
        assert [row.share_of_old for row in rows] == sorted((row.share_of_old for row in rows), reverse=True)
        if ward.population is None:
            assert all(row.people is None for row in rows)
        else:
            assert sum(row.people or 0 for row in rows) == ward.population
    assert found.people == sum(ward.population or 0 for ward in known.values())
    assert found.area_m2 == pytest.approx(sum(ward.area_m2 for ward in known.values()), rel=0.002)


def test_the_same_day_is_unchanged_and_land_nobody_covers_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = _read(database, JULY, JULY)
    assert {row.kind for row in same.rows} == {"same"}
    with database.write(coordinator(database, "776"), "test") as change:
        ended = update(boundary).where(boundary.c.code == "27427", boundary.c.valid_from == JULY)
        change.connection.execute(ended.values(valid_to=date(2025, 8, 1)))
        change.note("test", "1")
    left = [row for row in _read(database, JANUARY, date(2025, 9, 1)).rows if row.kind == "outside"]
    assert {row.old.name for row in left} >= {"Phường 14", "Phường 15"}
    assert all(row.new is None and row.area_m2 > 0 for row in left)
    assert _read(database, JULY, JANUARY, "province").rows == ()
    monkeypatch.setattr(crosswalks, "MOST_AREAS", 3)
    with pytest.raises(Refused, match="crosswalk_too_large"):
        _read(database, JANUARY, JULY)
