"""Only what differs is written anew, what was known before stays, and two writers do not meet."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from layers.actor import SYSTEM
from layers.errors import StaleVersion
from layers.outings.day_changes import lock_stop
from layers.outings.day_records import open_plan
from layers.outings.day_writing import write_plan
from layers.store.columns import MOMENT_MAX
from layers.store.database import Database, find_revisions
from layers.store.schema import audit, day_plan_stop, day_plan_team, day_plan_version, hotspot
from tests.layers.outings.days import WISH, make, read


def _count(database: Database, table: object, *conditions: object) -> int:
    with database.read() as connection:
        return int(
            connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
        )


def test_a_change_of_one_stop_writes_one_stop(database: Database) -> None:
    make(database, replace(WISH, mode="motorbike"))
    assert _count(database, day_plan_stop) == 4
    with database.write(SYSTEM, "plan.lock") as change:
        lock_stop(change, "LT00001", "DB00002", True, version=1)
    assert _count(database, day_plan_stop) == 5
    assert _count(database, day_plan_stop, day_plan_stop.c.known_to == MOMENT_MAX) == 4
    assert _count(database, day_plan_team) == 1
    assert _count(database, day_plan_version) == 2
    locked = select(day_plan_stop.c.is_locked).join(hotspot).where(hotspot.c.code == "DB00002")
    with database.read() as connection:
        history = connection.execute(locked.order_by(day_plan_stop.c.known_from)).scalars().all()
        assert find_revisions(connection, "day_plans") == {"day_plans": 2}
    assert history == [False, True]


def test_writing_what_is_there_writes_no_part(database: Database) -> None:
    make(database)
    with database.write(SYSTEM, "plan.keep") as change:
        opened = open_plan(change.connection, SYSTEM, "LT00001")
        assert write_plan(change, opened, opened.plan) == 2
    assert (_count(database, day_plan_stop), _count(database, day_plan_team)) == (4, 1)
    assert replace(read(database), version=1) == opened.plan


def test_who_started_from_an_old_version_writes_nothing(database: Database) -> None:
    make(database)
    with database.read() as connection:
        opened = open_plan(connection, SYSTEM, "LT00001")
    with database.write(SYSTEM, "plan.keep") as change:
        write_plan(change, opened, opened.plan)
    before = _count(database, audit)
    with pytest.raises(StaleVersion), database.write(SYSTEM, "plan.keep") as change:
        write_plan(change, opened, replace(opened.plan, teams=()))
    assert len(read(database).teams) == 1
    assert _count(database, audit) == before
