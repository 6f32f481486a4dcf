"""Our service as it is deployed, started on a copy of a made-up register, with keys to get in."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from layers.actor import SYSTEM
from layers.people.tokens import add_api_token, add_link
from layers.people.users import get_user
from layers.store.database import Database
from tests.bench.load import Target
from tests.bench.register import READER, ROOT

PATIENCE_S = 60
_POLL_S = 0.01

_FLASK = str(Path(sys.executable).with_name("flask"))
SERVE: Final = (_FLASK, "--app", "app", "serve", "--no-link", "--no-worker")


@dataclass(frozen=True)
class Service:
    """A running server.

    Attributes
    ----------
    port
        On 127.0.0.1.
    pid
        The one process.
    token
        API token of an account that sees everything.
    link
        Path of a one-time sign-in link of the same account.
    ready_s
        From the start of the process to its first 200 on ``/readyz``, seconds.
    cpu_s
        Processor time that this took, seconds: what is left of it on a busy machine.
    """

    port: int
    pid: int
    token: str
    link: str
    ready_s: float
    cpu_s: float

    @property
    def target(self) -> Target:
        """Where programs ask."""
        return Target((self.port,), {"Authorization": f"Bearer {self.token}"})


@contextmanager
def running(register: Path | str) -> Iterator[Service]:
    """Run ``flask --app app serve`` on a copy of a GeoPackage, or on the PostGIS database at a URL."""
    with tempfile.TemporaryDirectory(prefix="diaban-bench-") as folder:
        url = register if isinstance(register, str) else _copy(register, Path(folder))
        token, link = _keys(url)
        port = free_port()
        settings = {"DIABAN_DATABASE_URL": url, "DIABAN_DATA_DIR": folder, "DIABAN_PORT": str(port)}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIABAN_")}
        begun = time.perf_counter()
        with started(list(SERVE), {**kept, **settings}, ROOT) as process:
            wait_for(port, "/readyz", process)
            yield Service(port, process.pid, token, link, time.perf_counter() - begun, _cpu_s(process.pid))


@contextmanager
def started(words: list[str], environ: dict[str, str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program silently, and end it."""
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(words, env=environ, cwd=folder, stdout=log, stderr=log) as process,
    ):
        try:
            yield process
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-4000:])
            raise
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def wait_for(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait for the first 200.

    Raises
    ------
    RuntimeError
        The program ended, or took longer than `PATIENCE_S`.
    """
    deadline = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
            connection.request("GET", path)
            status = connection.getresponse().status
            connection.close()
        except OSError:
            status = 0
        if status == http.HTTPStatus.OK:
            return
        time.sleep(_POLL_S)
    raise RuntimeError(f"no answer from {process.args!r}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    user, system = fields[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _copy(register: Path, folder: Path) -> str:
    shutil.copyfile(register, folder / "diaban.gpkg")
    return f"sqlite:///{folder / 'diaban.gpkg'}"


def _keys(url: str) -> tuple[str, str]:
    database = Database(url, clock=lambda: datetime.now(UTC))
    with database.write(SYSTEM, "token.add") as change:
        user = get_user(change.connection, READER)
        keys = add_api_token(change, user, "bench", days=1), f"/link/{add_link(change, user, minutes=60)}"
    database.close()
    return keys
