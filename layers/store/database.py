"""Opens the database and gives out connections: many readers, one change at a time, history in the same transaction."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import (
    Connection,
    Engine,
    column,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    table,
    text,
)
from sqlalchemy.exc import OperationalError

from layers.actor import Actor
from layers.errors import OutsideScope, QueryTooHeavy, StorageUnavailable
from layers.store import audit, gpkg_file, outside_edits, schema, wording
from layers.store.file_watch import FileWatch

Reading: TypeAlias = Connection
"""A transaction of `Database.read`, by the name under which the web storey passes it on."""

TakeUp: TypeAlias = Callable[[Connection, datetime], None]
"""Looks, at an aware time, at what other programs changed in the file and was not looked at yet."""

_SCRIPTS = Path(__file__).with_name("migrations")
_VERSION = table("alembic_version", column("version_num"))
# Both databases know it, and two that start a counter at once do not meet: one waits for the other.
_RAISE = text(
    "INSERT INTO revision (name, value) VALUES (:counter, :by)"
    " ON CONFLICT (name) DO UPDATE SET value = revision.value + excluded.value RETURNING value"
)
_LAST_CHANGE = select(schema.revision.c.value).where(schema.revision.c.name == audit.CHAIN)
_BUSY_MS = 10_000
_DISK_FULL = "53100"  # SQLSTATE, PostgreSQL's manual, appendix A
_STEPS_BETWEEN_CLOCKS = 100_000  # about 10 ms; every look at the clock makes the readers wait for each other


class Database:
    """A GeoPackage file or a PostGIS database.

    Parameters
    ----------
    url
        SQLAlchemy URL: ``sqlite:///path/to/file.gpkg`` or ``postgresql+psycopg://…``.
    clock
        Returns the present as an aware time.
    query_seconds
        How long a reading transaction may take.
    take_up
        What is done, at the beginning of every change, with what other programs changed in a file; None leaves it
        waiting.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Callable[[], datetime],
        query_seconds: float = 10,
        take_up: TakeUp | None = None,
    ) -> None:
        self.url = make_url(url)
        self.clock = clock
        self.query_seconds = query_seconds
        self.take_up = take_up
        self.is_file = self.url.get_backend_name() == "sqlite"
        self._reader = self._open(writes=False)
        self._writer = self._open(writes=True)
        self._watch = FileWatch(self._reader) if self.is_file else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a read-only connection on one consistent state, for at most ``query_seconds``.

        Raises
        ------
        QueryTooHeavy
            When the time is over.
        StorageUnavailable
            When the database cannot be reached.
        """
        with _said_plainly(), self._reader.connect() as connection, self._limited(connection):
            yield connection

    @contextmanager
    def write(self, actor: Actor, action: str, reason: str | None = None) -> Iterator["Write"]:
        """Give a transaction that is committed whole, with its audit rows and revisions, or not at all.

        Parameters
        ----------
        actor
            Who changes.
        action
            What is done, as the audit names it, such as ``hotspot.open``.
        reason
            Why, in the actor's words.

        Raises
        ------
        OutsideScope
            ``viewing_as``: who looks through the eyes of another changes nothing.
        """
        if actor.only_grant_id is not None:
            raise OutsideScope("viewing_as")
        with self._changing() as connection:
            change = Write(connection, _to_milliseconds(self.clock()), actor, action, reason)
            yield change
            for name in wording.take_used_claims():
                change.note("wording", action, after={"no_person": name})
            change.finish()

    def tell_state(self) -> str:
        """Return a text that is another one after every change: what was found before may be outdated then.

        A file tells it itself, changes of other programs too; of PostGIS it is the last row of the audit, which every
        change of this service adds to. It costs much less than any question about the contents.

        Raises
        ------
        StorageUnavailable
            When the database cannot be reached.
        """
        with _said_plainly():
            if self._watch is not None:
                return self._watch.tell_state()
            with self._reader.connect() as connection:
                return str(connection.execute(_LAST_CHANGE).scalar())

    def look_outside(self) -> bool:
        """Take up what other programs changed in the file, and tell whether there was anything."""
        if not self.is_file:
            return False
        with self.read() as connection:
            is_changed = outside_edits.has_waiting(connection)
        if is_changed:
            with self._changing():
                pass  # whatever the change, it begins with that
        return is_changed

    def migrate(self) -> None:
        """Bring the tables up to date, creating the file where there is none."""
        # Half a second that a start with up-to-date tables need not spend.
        from alembic import command  # noqa: PLC0415
        from alembic.config import Config as AlembicConfig  # noqa: PLC0415

        if self.is_file and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        with _said_plainly(), self._writer.begin() as connection:
            if not self.is_file:
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
            else:
                outside_edits.unwatch(connection)
            scripts = AlembicConfig()
            scripts.set_main_option("script_location", str(_SCRIPTS))
            scripts.attributes["connection"] = connection
            command.upgrade(scripts, "head")
            if self.is_file:
                gpkg_file.register(connection)
                outside_edits.watch(connection)
        if self.is_file:
            # GDAL reads the GeoPackage mark from the first page of the file itself, not through the journal.
            driver: Any = self._reader.raw_connection()
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.close()

    def is_migrated(self) -> bool:
        """Tell whether the tables are those that this version of the program expects."""
        if self.is_file and not Path(self.url.database or "").exists():
            return False
        with self.read() as connection:
            if not inspect(connection).has_table(_VERSION.name):
                return False
            return connection.execute(select(_VERSION.c.version_num)).scalars().all() == [newest_migration()]

    def close(self) -> None:
        """Close all connections."""
        if self._watch is not None:
            self._watch.close()
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with _said_plainly(), self._writer.begin() as connection:
            if not self.is_file:
                yield connection
                return
            with outside_edits.service_writes(connection):
                if self.take_up is not None and outside_edits.has_waiting(connection):
                    self.take_up(connection, _to_milliseconds(self.clock()))
                yield connection
                gpkg_file.mark_changed(connection)

    def _open(self, *, writes: bool) -> Engine:
        if not self.is_file:
            options = f"-c statement_timeout={int(self.query_seconds * 1000)}" if not writes else ""
            reading = {} if writes else {"isolation_level": "REPEATABLE READ"}
            engine = create_engine(self.url, pool_pre_ping=True, connect_args={"options": options}, **reading)
            return engine if writes else engine.execution_options(postgresql_readonly=True)
        size = {"pool_size": 1, "max_overflow": 0} if writes else {"pool_size": 8}
        engine = create_engine(
            self.url, connect_args={"check_same_thread": False, "timeout": _BUSY_MS / 1000}, **size
        )
        event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
        event.listen(engine, "begin", _begin_immediate if writes else _begin)
        return engine

    @contextmanager
    def _limited(self, connection: Connection) -> Iterator[None]:
        if not self.is_file:
            yield
            return
        driver: Any = connection.connection.driver_connection
        deadline = time.monotonic() + self.query_seconds
        driver.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_CLOCKS)
        try:
            yield
        finally:
            driver.set_progress_handler(None, 0)


@dataclass
class Write:
    """A change under way.

    Attributes
    ----------
    connection
        The transaction.
    now
        Aware UTC time of the change, to the millisecond; every row it writes carries this one time.
    actor
        Who changes.
    action
        What is done, as the audit names it.
    reason
        Why, in the actor's words.
    """

    connection: Connection
    now: datetime
    actor: Actor
    action: str
    reason: str | None = None
    _touched: set[str] = field(default_factory=set)
    _noted: list[audit.Entry] = field(default_factory=list)
    _begun: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Keep the true time, which the audit tells."""
        self._begun = self.now

    def set_back(self, to: datetime) -> None:
        """Write from here on as if it were an earlier time; the audit goes on telling the true one.

        For an invented history, whose records are to have been known when they would have been.
        """
        self.now = min(_to_milliseconds(to), self._begun)

    def note(self, object_type: str, object_id: str, *, before: object = None, after: object = None) -> None:
        """Have an audit row written at the end: what the change did to one object, as values that JSON can hold."""
        about = (self._begun, self.actor, self.action, self.reason)
        self._noted.append(audit.Entry(*about, object_type, object_id, before, after))

    def touch(self, collection: str) -> None:
        """Mark a collection as changed, so that whoever keeps a copy of it asks again."""
        self._touched.add(collection)

    def next_number(self, counter: str, *, by: int = 1) -> int:
        """Return the next number of a counter, starting from 1; numbers of undone changes are not lost.

        Whoever else wants a number of the same counter waits until this change is over.
        """
        return int(self.connection.execute(_RAISE, {"counter": counter, "by": by}).scalar_one())

    def finish(self) -> None:
        """Write the audit and raise the revisions of what was touched.

        Both come last, and always in this order: whoever adds to the audit keeps the others waiting, so the wait is
        short, and no two wait for each other. A change that leaves no audit row is a fault of the program.
        """
        if not self._noted:
            raise AssertionError(f"{self.action} wrote without noting what it changed")
        self.next_number(audit.CHAIN, by=len(self._noted))
        audit.add(self.connection, self._noted)
        for collection in sorted(self._touched):
            self.next_number(collection)


def newest_migration() -> str:
    """Return the version of the tables that this program expects: the first part of the last migration's name."""
    return max(path.stem for path in (_SCRIPTS / "versions").glob("*.py")).partition("_")[0]


def find_revisions(connection: Connection, *names: str) -> dict[str, int]:
    """Return the revisions of some collections: 0 before the first change."""
    rows = schema.revision.c
    known = connection.execute(select(rows.name, rows.value).where(rows.name.in_(names)))
    return dict.fromkeys(names, 0) | {name: value for name, value in known}


def _to_milliseconds(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)


def _prepare_reader(connection: sqlite3.Connection, _record: object) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only = ON")


def _prepare_writer(connection: sqlite3.Connection, _record: object) -> None:
    _prepare(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: what was acknowledged survives a power cut, not only the end of the process.
    connection.execute("PRAGMA synchronous = FULL")


def _prepare(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA foreign_keys = ON")
    gpkg_file.add_functions(connection)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        told = str(error.orig)
        if "interrupt" in told or "statement timeout" in told:
            raise QueryTooHeavy("query_too_heavy") from error
        if "locked" in told:
            raise StorageUnavailable("storage_busy") from error
        if _is_disk_full(error.orig):
            raise StorageUnavailable("disk_full") from error
        raise StorageUnavailable("storage_unavailable") from error


def _is_disk_full(error: BaseException | None) -> bool:
    codes = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
    return codes[0] == sqlite3.SQLITE_FULL or codes[1] == _DISK_FULL
