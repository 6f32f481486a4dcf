"""The service as it is deployed, in a process of its own, on a register of some thousand made-up places."""

import base64
import http.client
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from layers.actor import SYSTEM
from layers.people.tokens import add_api_token
from layers.people.users import get_user
from layers.store.database import Database
from tests.bench.register import LOCAL, READER, ROOT, Plan, fill
from tests.bench.service import SERVE, free_port, wait_for

PLACES = 2_500
_PATIENCE_S = 60


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, and the body as it went over the wire."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body as a value."""
        return orjson.loads(self.body)


@dataclass(frozen=True)
class Live:
    """A running service.

    Attributes
    ----------
    url
        Address, without a slash at the end.
    token
        API token of an account that sees everything.
    file
        Its GeoPackage.
    log
        What it wrote to standard output and standard error.
    """

    url: str
    token: str
    file: Path
    log: Path

    @property
    def basic(self) -> str:
        """Return the header that desktop programs send: any name, the token as password."""
        return "Basic " + base64.b64encode(f"qgis:{self.token}".encode()).decode()

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Send a request with the token, its target as it stands: a path of the service or one of its links.

        Parameters
        ----------
        headers
            Further ones, with ``_`` for ``-``.
        """
        host = urlsplit(self.url).netloc
        sent = {"Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(host, timeout=_PATIENCE_S)
        try:
            connection.request(method, target.removeprefix(self.url), headers=sent)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, target: str) -> Any:
        """Return the JSON of a resource that there is."""
        answer = self.ask(target)
        assert answer.status == http.HTTPStatus.OK, (target, answer.body[:500])
        return answer.json

    def pages(self, target: str) -> Iterator[Any]:
        """Yield the pages of a collection, following the links to the next."""
        following: str | None = target
        while following:
            body = self.get(following)
            yield body
            following = next((link["href"] for link in body["links"] if link["rel"] == "next"), None)


@contextmanager
def serving(folder: Path, places: int = PLACES) -> Iterator[Live]:
    """Fill a GeoPackage in a folder with made-up places, and run ``flask --app app serve`` on it."""
    file = folder / "diaban.gpkg"
    fill(f"sqlite:///{file}", Plan(LOCAL.name, places))
    token = _make_token(file)
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIABAN_")}
    environ = {**kept, "DIABAN_DATA_DIR": str(folder), "DIABAN_PORT": str(port)}
    log = folder / "log"
    with (
        log.open("wb") as written,
        subprocess.Popen(SERVE, env=environ, cwd=ROOT, stdout=written, stderr=written) as process,
    ):
        try:
            wait_for(port, "/readyz", process)
            yield Live(f"http://127.0.0.1:{port}", token, file, log)
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE_S)


def _make_token(file: Path) -> str:
    database = Database(f"sqlite:///{file}", clock=lambda: datetime.now(UTC))
    with database.write(SYSTEM, "token.add") as change:
        token = add_api_token(change, get_user(change.connection, READER), "QGIS", days=1)
    database.close()
    return token
