"""Databases for tests: every test that asks for one runs on a GeoPackage and on PostGIS."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import event

from layers.people import users
from layers.store.database import Database
from tests.clock import START, Clock
from tests.servers import PostgisServer, find_postgis, skip_or_fail
from tests.stock import KINDS, FileStock, Fill, ServerStock, Stock, fill_nothing, fill_quan8

__all__ = ["START", "Clock"]

# The same examples on every run, judged by what they show and not by how long they take.
settings.register_profile("house", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("house")


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at 09:00 in Viet Nam on 22 November 2026."""
    return Clock(START)


@pytest.fixture(scope="session", autouse=True)
def true_hasher() -> Iterator[PasswordHasher]:
    """Hash passwords at the least cost, and return what hashes them in truth, for 50 ms each."""
    true = users._HASHER
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield true


@pytest.fixture(scope="session")
def start_postgis() -> Iterator[Callable[[], PostgisServer]]:
    """Return a function that gives the private PostGIS server of this test run, started when first asked for."""
    with ExitStack() as running:

        @cache
        def start() -> PostgisServer:
            if find_postgis() is None:
                skip_or_fail("PostGIS is not installed", "apt install postgresql-15-postgis-3")
            return running.enter_context(PostgisServer())

        yield start


@pytest.fixture(scope="session")
def postgis_server(start_postgis: Callable[[], PostgisServer]) -> PostgisServer:
    """Return the private PostGIS server of this test run."""
    return start_postgis()


@pytest.fixture(scope="session")
def stocks(
    start_postgis: Callable[[], PostgisServer], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Stock]]:
    """Return a function that gives the stock of a kind of database: ``geopackage`` or ``postgis``."""
    with ExitStack() as opened:

        @cache
        def open_stock(kind: str) -> Stock:
            if kind == "postgis":
                return opened.enter_context(ServerStock(start_postgis()))
            return opened.enter_context(FileStock(tmp_path_factory.mktemp("stock")))

        yield open_stock


@pytest.fixture(scope="session", params=KINDS)
def stock(request: pytest.FixtureRequest, stocks: Callable[[str], Stock]) -> Stock:
    """Return the stock of one kind of database; every test that asks for a database runs once for each."""
    return stocks(request.param)


@pytest.fixture
def open_database(stock: Stock, clock: Clock) -> Iterator[Callable[[Fill], Database]]:
    """Return a function that opens a new database with some contents."""
    with ExitStack() as lent:
        yield lambda fill: lent.enter_context(stock.lend(fill, clock))


@pytest.fixture
def empty_database(open_database: Callable[[Fill], Database]) -> Database:
    """Return an empty, migrated database."""
    return open_database(fill_nothing)


@pytest.fixture
def database(open_database: Callable[[Fill], Database]) -> Database:
    """Return a database with the default data: Quận 8 and its four places."""
    return open_database(fill_quan8)


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
