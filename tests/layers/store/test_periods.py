"""The two times of a row: half-open days, half-open moments, and what was known of a boundary's end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from geo.types import DATE_MIN, Interval
from layers.actor import SYSTEM
from layers.store.database import Database
from layers.store.periods import (
    boundary_held_during,
    held_during,
    held_on,
    known_at,
    open_end,
    open_start,
    supersede,
)
from layers.store.schema import boundary, status_span
from tests.conftest import START, Clock

_JULY = date(2025, 7, 1)


def _names(database: Database, condition: object) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(select(boundary.c.name).where(condition)).scalars())


def test_the_last_day_is_the_one_before_the_end(database: Database) -> None:
    assert "Phường 6" in _names(database, held_on(boundary, _JULY - timedelta(days=1)))
    assert "Phường 6" not in _names(database, held_on(boundary, _JULY))
    assert "Phường Bình Đông" in _names(database, held_on(boundary, _JULY))


@pytest.mark.parametrize(
    ("span", "held"), [(Interval(_JULY, date(2026, 1, 1)), False), (Interval(date(2025, 6, 30), _JULY), True)]
)
def test_one_day_in_common_is_enough(database: Database, span: Interval, held: bool) -> None:
    assert ("Phường 6" in _names(database, held_during(boundary, span))) == held


def test_before_it_was_recorded_nothing_was_known(database: Database) -> None:
    assert _names(database, boundary_held_during(boundary, Interval(), START - timedelta(days=1))) == set()
    assert len(_names(database, boundary_held_during(boundary, Interval(), None))) == 27


def test_an_end_that_was_not_yet_known_had_not_come(database: Database, clock: Clock) -> None:
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "boundary.publish") as change:
        change.note("boundary", "test")
        row = boundary.c.name == "Phường Bình Đông"
        change.connection.execute(
            boundary.update().where(row).values(valid_to=date(2026, 1, 1), closed_at=change.now)
        )
        closed_at = change.now
    later = Interval(date(2026, 6, 1), date(2026, 6, 2))
    assert "Phường Bình Đông" not in _names(database, boundary_held_during(boundary, later, None))
    assert "Phường Bình Đông" in _names(
        database, boundary_held_during(boundary, later, closed_at - timedelta(seconds=1))
    )
    assert "Phường Bình Đông" not in _names(database, boundary_held_during(boundary, later, closed_at))


def test_open_ends_are_told_as_nothing(database: Database) -> None:
    with database.read() as connection:
        question = select(open_start(boundary.c.valid_from), open_end(boundary.c.valid_to))
        first = connection.execute(question.where(boundary.c.valid_from == DATE_MIN).limit(1)).one()
        last = connection.execute(question.where(boundary.c.name == "Phường Bình Đông")).one()
    assert first[0] is None
    assert tuple(last) == (_JULY, None)


def test_what_is_superseded_stays_readable_and_what_was_never_known_goes(
    database: Database, clock: Clock
) -> None:
    clock.at += timedelta(days=1)
    with database.write(SYSTEM, "test") as change:
        change.note("status_span", "test")
        fresh = {
            "hotspot_id": 1,
            "event_id": 1,
            "state": "THEO_DOI",
            "valid_from": _JULY,
            "valid_to": date(2026, 1, 1),
        }
        new = status_span.insert().values(
            **fresh, known_from=change.now, known_to=datetime(9999, 1, 1, tzinfo=UTC)
        )
        row = change.connection.execute(new.returning(status_span.c.id)).scalar_one()
        supersede(change, status_span, [1, row])
        supersede(change, status_span, [])
        now = change.now
    with database.read() as connection:
        kept = connection.execute(select(status_span.c.known_to).where(status_span.c.id == 1)).scalar_one()
        assert connection.execute(select(status_span).where(status_span.c.id == row)).first() is None
        then = select(status_span.c.id).where(known_at(status_span, now - timedelta(seconds=1)))
        assert 1 in connection.execute(then).scalars().all()
        assert (
            1
            not in connection.execute(select(status_span.c.id).where(known_at(status_span, None)))
            .scalars()
            .all()
        )
    assert kept == now
