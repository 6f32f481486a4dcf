"""Remembers what was found in the register, for seconds only, and only while nobody has changed anything in it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar, cast

from flask import Flask, current_app, request

from layers.store.database import Database
from webmap.http.kept import Kept

Found = TypeVar("Found")

LONGEST: Final = timedelta(seconds=10)
"""After so long whatever was found is looked up again, even where no change was told."""

STATE: Final = "diaban.state"
"""Where the environment of a request tells the state of the register that it began in."""

_MOST_FOUND: Final = 5_000


@dataclass(frozen=True)
class _Finding:
    """What was found in a state of the register, and the aware time until which it counts."""

    value: Any
    state: str
    until: datetime
    size: int

    def __len__(self) -> int:
        return self.size


class Unchanged:
    """Findings by their question.

    Parameters
    ----------
    most_bytes
        What they may take together, each as much as is told when it is put in.
    """

    def __init__(self, most_bytes: int) -> None:
        self._findings: Kept[_Finding] = Kept(_MOST_FOUND, most_bytes=most_bytes)

    def find(self, question: Hashable, state: str, now: datetime) -> Any | None:
        """Return what was found, if the register is still what it was and the time is not over."""
        finding = self._findings.find(question)
        if finding is None or finding.state != state:
            return None
        is_good = now < finding.until <= now + LONGEST  # a clock that was set back proves nothing
        return finding.value if is_good else None

    def put(self, question: Hashable, value: object, state: str, until: datetime, size: int = 1_000) -> None:
        """Remember what was found. The state is to be one from before: later changes are then looked up."""
        self._findings.put(question, _Finding(value, state, until, size))


def findings(app: Flask) -> Unchanged:
    """Return the memory of a service."""
    most = round(app.config["DIABAN"].kept_mb * 500_000)
    return cast(Unchanged, app.extensions.setdefault("unchanged", Unchanged(most)))


def unchanged(question: Hashable, find: Callable[[], Found]) -> Found:
    """Return what a question finds in the register, looked up unless that was just done; None is not remembered."""
    database = cast(Database, current_app.extensions["database"])
    state, now = _state(database), database.clock()
    memory = findings(current_app)
    found = cast("Found | None", memory.find(question, state, now))
    if found is None:
        found = find()
        if found is not None:
            memory.put(question, found, state, now + LONGEST)
    return found


def look_again() -> None:
    """Let what this request looks up from now on be of the state after its own change."""
    request.environ.pop(STATE, None)


def is_unchanged() -> bool:
    """Tell whether the register is what it was when this request first asked for what may be remembered."""
    database = cast(Database, current_app.extensions["database"])
    return _state(database) == database.tell_state()


def _state(database: Database) -> str:
    if STATE not in request.environ:
        request.environ[STATE] = database.tell_state()
    return str(request.environ[STATE])
