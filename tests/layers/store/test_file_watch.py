"""Whether anybody has changed the register is told at once, whoever it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from layers.actor import SYSTEM
from layers.errors import StorageUnavailable
from layers.store.database import Database
from layers.store.file_watch import FileWatch
from tests.conftest import Clock


def test_the_state_is_another_one_after_every_change_and_no_other_time(database: Database) -> None:
    before = database.tell_state()
    with database.read():
        assert database.tell_state() == before
    with pytest.raises(ZeroDivisionError), database.write(SYSTEM, "test") as change:
        change.note("test", str(1 / 0))
    assert database.tell_state() == before, "what was taken back is no change"
    seen = {before}
    for _ in range(3):
        with database.write(SYSTEM, "test") as change:
            change.note("test", "1")
            assert database.tell_state() in seen, "nobody sees it before its end"
        assert database.tell_state() not in seen
        seen.add(database.tell_state())


def test_other_programs_are_noticed_too_and_a_watch_that_was_closed_tells_no_old_state(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file.gpkg"
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
    watch = FileWatch(engine)
    told = [watch.tell_state()]
    with closing(sqlite3.connect(path)) as stranger, stranger:
        stranger.execute("CREATE TABLE another (id INTEGER)")
    told.append(watch.tell_state())
    watch.close()
    told.append(watch.tell_state())
    watch.close()
    watch.close()
    engine.dispose()
    assert len(set(told)) == len(told)


def test_a_database_that_cannot_be_reached_is_said_plainly(clock: Clock) -> None:
    for url in ("sqlite:////nowhere/at/all.gpkg", "postgresql+psycopg://nobody@127.0.0.1:1/none"):
        with pytest.raises(StorageUnavailable):
            Database(url, clock=clock).tell_state()
