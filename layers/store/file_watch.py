"""Tells whether anybody has changed the file of the register, without asking anything of its contents."""

from threading import Lock
from typing import Any

from sqlalchemy import Engine


class FileWatch:
    """A connection of its own, which SQLite tells of every change that another one makes: ours or another program's.

    Parameters
    ----------
    engine
        Opens it, at the first question.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._connection: Any = None
        self._opened = 0

    def tell_state(self) -> str:
        """Return a text that is another one after every change."""
        with self._lock:
            if self._connection is None:
                self._connection = self._engine.connect()
                self._opened += 1
            driver = self._connection.connection.driver_connection  # so that no transaction is begun
            version = driver.execute("PRAGMA data_version").fetchone()[0]
            return f"{self._opened}.{version}"  # a connection that is opened later counts anew

    def close(self) -> None:
        """Let go of the file; a later question opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
