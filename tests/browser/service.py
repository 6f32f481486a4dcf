"""Our service for browsers: waitress on a free port, in a thread, at 09:00 in Viet Nam on 22 November 2026."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import waitress

from layers.actor import SYSTEM
from layers.overview.defaults import load_defaults
from layers.overview.quan8 import load_quan8
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.tokens import add_link
from layers.people.users import add_user, find_user, get_user
from layers.store.blobs import BlobStore
from layers.store.database import Database
from tests.conftest import START, Clock
from webmap.config import Config
from webmap.factory import create_app

PASSWORD = "ngọn đèn trước gió"
LINK_MINUTES = 60
STOP_SECONDS = 10
_TURN_SECONDS = 0.1


@dataclass(frozen=True)
class Service:
    """A running service.

    Attributes
    ----------
    address
        ``http://127.0.0.1:PORT``.
    database
        What it stores in; accounts are added here, behind its back.
    clock
        What it takes for the time.
    files
        Where it keeps the bytes of documents and pictures.
    """

    address: str
    database: Database
    clock: Clock
    files: BlobStore

    def add_reader(
        self, name: str, *grants: tuple[str, str], password: str | None = None, locale: str = "vi"
    ) -> None:
        """Add an account with (role, area) grants; one that exists already is left alone."""
        with self.database.read() as connection:
            if find_user(connection, name) is not None:
                return
        with self.database.write(SYSTEM, "account.add") as change:
            user = add_user(change, name, locale=locale, password=password)
            for role, area in grants:
                add_grant(change, user, role, area)

    def make_link(self, name: str) -> str:
        """Return the address of a one-time sign-in link, as ``flask serve`` prints it."""
        with self.database.write(SYSTEM, "token.add") as change:
            secret = add_link(change, get_user(change.connection, name), minutes=LINK_MINUTES)
        return f"{self.address}/link/{secret}"


def make_default_data(folder: Path) -> None:
    """Make a GeoPackage with the default data, and the account of a first start, in a folder."""
    database = Database(f"sqlite:///{folder / 'diaban.gpkg'}", clock=Clock(START))
    database.migrate()
    with database.write(SYSTEM, "quan8.load") as change:
        load_quan8(change)
        load_defaults(change)
        first = add_user(change, "quantri")
        for role, area in (("coordinator", "776"), ("admin", EVERYWHERE), ("auditor", EVERYWHERE)):
            add_grant(change, first, role, area)
    database.close()


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[Service]:
    """Serve the GeoPackage of a folder, with some settings of its own, until the end of the block."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    clock = Clock(START)
    app = create_app(
        Config(data_dir=folder, secret_key="k" * 32, testing=True, sign_ins_per_address=1000, **settings),
        clock=clock,
    )
    app.config["PROPAGATE_EXCEPTIONS"] = False
    database: Database = app.extensions["database"]
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    is_over = threading.Event()
    thread = threading.Thread(target=_run, args=(server, is_over), name="diaban-service")
    thread.start()
    try:
        yield Service(f"http://127.0.0.1:{server.effective_port}", database, clock, app.extensions["files"])
    finally:
        is_over.set()
        thread.join(timeout=STOP_SECONDS)
        database.close()


def _run(server: Any, is_over: threading.Event) -> None:
    # As waitress' own run(), which has no end while a browser keeps a connection alive.
    while not is_over.is_set():
        server.asyncore.loop(timeout=_TURN_SECONDS, map=server._map, count=1)
    server.task_dispatcher.shutdown()
    server.close()
    for channel in list(server._map.values()):
        channel.close()
