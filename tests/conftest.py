"""Databases for tests: every test that asks for one runs on a GeoPackage and on PostGIS."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import event, make_url

from layers.actor import SYSTEM
from layers.overview.quan8 import load_quan8
from layers.store.database import Database
from tests.postgis_reuse import keep_first_state, read_shape, restore_first_state
from tests.servers import PostgisServer, find_postgis, skip_or_fail

# The same examples on every run, judged by what they show and not by how long they take.
settings.register_profile("house", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("house")

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""09:00 in Viet Nam on 22 November 2026."""


class Clock:
    """A clock that tests set; it goes on by a second with every reading, so that no two changes share an instant."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at 09:00 in Viet Nam on 22 November 2026."""
    return Clock(START)


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[PostgisServer]:
    """Start a private PostGIS server for this test run."""
    if find_postgis() is None:
        skip_or_fail("PostGIS is not installed", "apt-get install postgresql-15-postgis-3")
    with PostgisServer() as server:
        yield server


@dataclass
class Stock:
    """Databases made once in a test run, of which tests get copies."""

    kind: str
    folder: Path
    server: PostgisServer | None
    models: dict[bool, str] = field(default_factory=dict)
    used: dict[bool, list[str]] = field(default_factory=lambda: {False: [], True: []})
    shapes: dict[str, Any] = field(default_factory=dict)

    def copy(self, *, with_demo: bool) -> str:
        """Return the URL of a database that is as new, empty or with the default data."""
        while self.used[with_demo]:
            url = self.used[with_demo].pop()
            if restore_first_state(url, self.shapes[url]):
                return url
            self._remove(url)
        if with_demo not in self.models:
            self.models[with_demo] = self._make(with_demo=with_demo)
        if self.server:
            url = self.server.create_database(like=self.models[with_demo])
            self.shapes[url] = read_shape(url)
            return url
        url = self._new_file()
        shutil.copyfile(_path(self.models[with_demo]), _path(url))
        return url

    def take_back(self, url: str, *, with_demo: bool) -> None:
        """Keep a database on the server for the next test that asks for one like it."""
        if self.server:
            self.used[with_demo].append(url)

    def _remove(self, url: str) -> None:
        if self.server:
            self.server.drop_database(url)

    def _make(self, *, with_demo: bool) -> str:
        url = self.server.create_database() if self.server else self._new_file()
        database = Database(url, clock=Clock(START))
        database.migrate()
        if with_demo:
            with database.write(SYSTEM, "quan8.load") as change:
                load_quan8(change)
        database.close()
        if self.server:
            keep_first_state(url)
        return url

    def _new_file(self) -> str:
        return f"sqlite:///{self.folder / uuid4().hex}.gpkg"


def _path(url: str) -> str:
    return str(make_url(url).database)


@pytest.fixture(scope="session", params=["geopackage", "postgis"])
def stock(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Return the stock of one kind of database; every test that asks for a database runs once for each."""
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else None
    return Stock(request.param, tmp_path_factory.mktemp("stock"), server)


@pytest.fixture
def open_database(stock: Stock, clock: Clock) -> Iterator[Callable[[bool], Database]]:
    """Return a function that opens a new database: empty, or with the default data."""
    opened: list[tuple[Database, str, bool]] = []

    def open_new(with_demo: bool) -> Database:
        url = stock.copy(with_demo=with_demo)
        opened.append((Database(url, clock=clock), url, with_demo))
        return opened[-1][0]

    yield open_new
    for database, url, with_demo in opened:
        database.close()
        stock.take_back(url, with_demo=with_demo)


@pytest.fixture
def empty_database(open_database: Callable[[bool], Database]) -> Database:
    """Return an empty, migrated database."""
    return open_database(False)


@pytest.fixture
def database(open_database: Callable[[bool], Database]) -> Database:
    """Return a database with the default data: Quận 8 and its four places."""
    return open_database(True)


CountStatements = Callable[[Database], AbstractContextManager[list[str]]]


@pytest.fixture
def count_statements() -> CountStatements:
    """Return a context manager that lists the SQL a database is asked while it is open, transactions aside."""

    @contextmanager
    def counting(database: Database) -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement.split(maxsplit=1)[0].upper() in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}:
                asked.append(statement)

        engines = (database._reader, database._writer)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)

    return counting
