"""Lends tests databases that are as new, and uses them again: their connections, and what SQLAlchemy has compiled.

To make the tables takes seconds, to compile a test's statements a tenth of one: both are done once in a test run. A
test gets a database of the contents that it names, and nothing that another test wrote: a file is copied over, the
tables of a server are filled again, and a database that is no longer what it was is given to nobody.
"""

import shutil
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import event, make_url

from layers.actor import SYSTEM
from layers.overview.quan8 import load_quan8
from layers.store.database import Database
from tests.clock import START, Clock
from tests.postgis_reuse import FirstState, keep_first_state
from tests.servers import PostgisServer

KINDS = ("geopackage", "postgis")

Fill = Callable[[Database], None]
"""Puts contents into a migrated database; the function stands for its contents, which are made once."""


def fill_nothing(_database: Database) -> None:
    """Leave the tables empty."""


def fill_quan8(database: Database) -> None:
    """Load the default data: Quận 8 and its four places."""
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)


class Stock(ABC):
    """Databases of one kind, each of which one test at a time has to itself."""

    def __init__(self) -> None:
        self._models: dict[Fill, str] = {}
        self._free: dict[Fill, list[Database]] = defaultdict(list)

    @contextmanager
    def lend(self, fill: Fill, clock: Callable[[], datetime]) -> Iterator[Database]:
        """Give a database with some contents, under a clock, until the end of the block."""
        database = self._take(fill)
        database.clock = clock
        try:
            yield database
        finally:
            self._free[fill].append(database)

    def __enter__(self) -> Self:
        """Open the stock."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of all databases; what they lie on goes with the test run."""
        for databases in self._free.values():
            for database in databases:
                self._let_go(database)
        self._free.clear()

    def _take(self, fill: Fill) -> Database:
        while self._free[fill]:
            database = self._free[fill].pop()
            if self._renew(database):
                return database
            self._let_go(database)
        return self._copy(self._model(fill))

    def _model(self, fill: Fill) -> str:
        if fill not in self._models:
            database = Database(self._new_url(), clock=Clock(START))
            database.migrate()
            fill(database)
            database.close()
            self._models[fill] = str(database.url)
            self._keep(self._models[fill])
        return self._models[fill]

    @abstractmethod
    def _new_url(self) -> str:
        """Return the address of a database without tables."""

    @abstractmethod
    def _keep(self, model: str) -> None:
        """Prepare a model, to which nobody is connected, for being copied."""

    @abstractmethod
    def _copy(self, model: str) -> Database:
        """Return a new database that holds what a model holds."""

    @abstractmethod
    def _renew(self, database: Database) -> bool:
        """Give a used database its first contents again, or tell that this cannot be done."""

    def _let_go(self, database: Database) -> None:
        """Close a database that nobody gets any more."""
        database.close()


class FileStock(Stock):
    """GeoPackages in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._models_of: dict[Database, str] = {}

    def _new_url(self) -> str:
        return f"sqlite:///{self._folder / uuid4().hex}.gpkg"

    def _keep(self, model: str) -> None:
        pass

    def _copy(self, model: str) -> Database:
        database = Database(self._new_url(), clock=Clock(START))
        event.listen(database._writer, "connect", _hurry)
        self._models_of[database] = model
        self._renew(database)
        return database

    def _renew(self, database: Database) -> bool:
        database.close()
        for tail in ("", "-wal", "-shm"):
            Path(f"{_path(database.url)}{tail}").unlink(missing_ok=True)
        shutil.copyfile(_path(self._models_of[database]), _path(database.url))
        return True


class ServerStock(Stock):
    """Databases of a PostGIS server."""

    def __init__(self, server: PostgisServer) -> None:
        super().__init__()
        self._server = server
        self._first_states: dict[Database, FirstState] = {}

    def _new_url(self) -> str:
        return self._server.create_database()

    def _keep(self, model: str) -> None:
        keep_first_state(model)

    def _copy(self, model: str) -> Database:
        url = self._server.create_database(like=model)
        database = Database(url, clock=Clock(START))
        self._first_states[database] = FirstState(url)
        return database

    def _renew(self, database: Database) -> bool:
        return self._first_states[database].restore()

    def _let_go(self, database: Database) -> None:
        self._first_states.pop(database).close()
        super()._let_go(database)


def _hurry(connection: Any, _record: object) -> None:
    # No power fails here, and each wait for the disk is most of a change.
    connection.execute("PRAGMA synchronous = OFF")


def _path(url: object) -> str:
    return str(make_url(str(url)).database)
