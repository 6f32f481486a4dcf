"""Starts the servers and finds the programs that some tests need, each private to the test run."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, Self

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60
_USER = "diaban"
_EMPTY = "diaban_empty"


def skip_or_fail(reason: str, cure: str) -> NoReturn:
    """Skip the test that cannot run on this machine; on a build machine (``CI=true``) let it fail.

    Parameters
    ----------
    reason
        What is missing.
    cure
        The command that brings it.
    """
    if is_build_machine():
        pytest.fail(f"{reason}: {cure}", pytrace=False)
    pytest.skip(f"{reason}: {cure}")


def is_build_machine() -> bool:
    """Tell whether whoever runs the tests waits for all there is: every program, every screen (``CI=true``)."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def find_chromium() -> str | None:
    """Return the path of the Chromium on this machine, or None."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def require_chromium() -> str:
    """Return the path of Chromium, or end the test as `skip_or_fail` does."""
    return find_chromium() or skip_or_fail("no Chromium here", "apt install chromium")


@cache
def can_run(kind: str) -> bool:
    """Tell whether tests on a kind of database can run; a build machine (``CI=true``) has to have them all."""
    return kind != "postgis" or find_postgis() is not None or is_build_machine()


@dataclass(frozen=True)
class PostgresPrograms:
    """Where a PostgreSQL that has PostGIS keeps its programs."""

    folder: Path

    def program(self, name: str) -> str:
        """Return the path of a program."""
        return str(self.folder / name)


def find_postgis() -> PostgresPrograms | None:
    """Return the newest PostgreSQL of Debian's packages that has PostGIS, or None."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*"), key=lambda path: int(path.name), reverse=True)
    for version in versions:
        extension = Path("/usr/share/postgresql") / version.name / "extension" / "postgis.control"
        if (version / "bin" / "initdb").exists() and extension.exists():
            return PostgresPrograms(version / "bin")
    return None


class PostgisServer:
    """A PostgreSQL server with PostGIS of its own: in a temporary folder, on a Unix socket only, no fsync.

    Text sorts the Vietnamese way by default there, as it would on an office's server, so that a query
    that counts on the order of code points has to say so.
    """

    def __init__(self) -> None:
        self._programs = find_postgis() or skip_or_fail(
            "no PostgreSQL with PostGIS here", "apt install postgresql-15-postgis-3"
        )
        self._account = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="diaban-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0
        atexit.register(self.stop)
        if self._account:
            # PostgreSQL refuses to run as root.
            os.chown(self._folder, self._account.pw_uid, self._account.pw_gid)

    def __enter__(self) -> Self:
        """Start the server."""
        self._run()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop the server."""
        self.stop()

    def create_database(self, *, like: str | None = None) -> str:
        """Create a database and return its SQLAlchemy URL.

        Parameters
        ----------
        like
            URL of the database to copy, with nobody connected to it; None for an empty one with PostGIS.
        """
        self._count += 1
        name = f"test_{self._count}"
        model = (make_url(like).database if like else None) or _EMPTY
        self._do(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(model))
        )
        return f"postgresql+psycopg://{_USER}@/{name}?host={self._folder}"

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = make_url(url).database or ""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server and remove its folder; a second time does nothing."""
        if self._process is not None:
            # Immediate shutdown: nothing here is to be kept, and whoever is still connected is cut off.
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=START_SECONDS)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self) -> None:
        data = str(self._folder / "data")
        locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi-VN"]
        made = self._as_postgres(
            ["initdb", "-D", data, "-U", _USER, "--auth=trust", "--no-sync", "--no-instructions", *locale]
        )
        if made.wait():
            raise RuntimeError(f"initdb did not succeed:\n{self._log()}")
        settings = ("listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off")
        options = [word for setting in settings for word in ("-c", setting)]
        self._process = self._as_postgres(["postgres", "-D", data, "-k", str(self._folder), *options])
        self._wait()
        self._do(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_EMPTY)))
        self._do(sql.SQL("CREATE EXTENSION postgis"), _EMPTY)
        # Half of an empty database is the list of reference systems, and every test gets a copy.
        self._do(sql.SQL("DELETE FROM spatial_ref_sys WHERE srid NOT IN (3857, 4326, 4756, 9210)"), _EMPTY)
        self._do(sql.SQL("VACUUM FULL spatial_ref_sys"), _EMPTY)

    def _as_postgres(self, words: list[str]) -> "subprocess.Popen[bytes]":
        who: dict[str, Any] = {}
        if self._account:
            who = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        with (self._folder / "log").open("ab") as log:
            command = [self._programs.program(words[0]), *words[1:]]
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, **who)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                self._do(sql.SQL("SELECT 1"))
            except psycopg.OperationalError:
                if self._process is None or self._process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start:\n{self._log()}")

    def _do(self, statement: sql.SQL | sql.Composed, database: str = "postgres") -> None:
        with psycopg.connect(
            host=str(self._folder), user=_USER, dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement)

    def _log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")
