"""Column types: what goes in comes out the same from both databases."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from sqlalchemy import insert, select

from geo.types import DATE_MAX, DATE_MIN
from layers.actor import SYSTEM
from layers.store.columns import MOMENT_MAX, moment_text
from layers.store.database import Database
from layers.store.schema import landmark, status_span
from tests.strategies import geometries


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(geometry=geometries())
def test_geometries_come_back_to_the_last_bit(empty_database: Database, geometry: shapely.Geometry) -> None:
    with empty_database.write(SYSTEM, "test") as change:
        change.note("landmark", "test")
        values = {"kind": "canal", "name": "thử", "source": "thử", "geom": geometry}
        row = change.connection.execute(
            insert(landmark).values(**values).returning(landmark.c.id)
        ).scalar_one()
    with empty_database.read() as connection:
        back = connection.execute(select(landmark.c.geom).where(landmark.c.id == row)).scalar_one()
    assert shapely.equals_exact(shapely.force_2d(geometry), back)


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 22, 2, 3, 4, 567_000, tzinfo=UTC),
        datetime(2026, 11, 22, 9, 3, 4, tzinfo=timezone(timedelta(hours=7))),
        MOMENT_MAX,
    ],
)
def test_times_come_back_in_utc(database: Database, at: datetime) -> None:
    with database.write(SYSTEM, "test") as change:
        change.note("status_span", "test")
        change.connection.execute(
            status_span.update()
            .where(status_span.c.id == 1)
            .values(known_from=datetime.min.replace(tzinfo=UTC), known_to=at)
        )
    with database.read() as connection:
        back = connection.execute(select(status_span.c.known_to).where(status_span.c.id == 1)).scalar_one()
        found = (
            connection.execute(select(status_span.c.id).where(status_span.c.known_to == at)).scalars().all()
        )
    assert back == at
    assert back.utcoffset() == timedelta(0)
    assert 1 in found


def test_open_dates_are_kept_as_such(database: Database) -> None:
    with database.read() as connection:
        spans = connection.execute(select(status_span.c.valid_to)).scalars().all()
    assert set(spans) == {DATE_MAX}
    assert date(1, 1, 2) > DATE_MIN


def test_moments_sort_as_text_in_their_own_order() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 1000, tzinfo=UTC)
    assert moment_text(early) == "2026-01-01T00:00:00.000Z" < moment_text(late)
