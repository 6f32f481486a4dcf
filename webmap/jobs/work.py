"""What a kind of long work is given, and what it gives back."""

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from layers.actor import Actor
from layers.errors import StorageUnavailable
from layers.store.blobs import BlobStore
from layers.store.database import Database
from webmap.config import Config
from webmap.jobs.queue import Progress
from webmap.texts import Translator

_BETWEEN_TELLINGS_S = 0.25
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Cancelled(Exception):
    """Nobody wants this work from this worker any more."""


@contextmanager
def telling_full_disk() -> Iterator[None]:
    """Say in words that there is no room left on the disk: `StorageUnavailable`, ``disk_full``."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise StorageUnavailable("disk_full") from error
        raise


@dataclass(frozen=True)
class File:
    """What came of some work: the bytes, the name and the media type with which they are handed out."""

    body: bytes
    name: str
    media_type: str


class Reporter:
    """Tells how far some work is, and stops it where it is no longer wanted.

    Parameters
    ----------
    tell
        Keeps a progress.
    is_wanted
        Asks the register whether the work is still this worker's.
    sign
        Makes a progress of share, text and facts, with the time and the worker's name.
    """

    def __init__(
        self,
        tell: Callable[[Progress], None],
        is_wanted: Callable[[], bool],
        sign: Callable[..., Progress],
    ) -> None:
        self._tell, self._is_wanted, self._sign = tell, is_wanted, sign
        self._told_s = float("-inf")
        self._last: tuple[float, str, dict[str, object]] = (0.0, "", {})

    def report(self, share: float, key: str, **facts: object) -> None:
        """Say how far the work is; it is heard a few times a second, so it may be called for every step.

        Parameters
        ----------
        share
            0..1.
        key, facts
            What is being done now, as a text and what stands in it.

        Raises
        ------
        Cancelled
            Where the work was cancelled, or another worker has it.
        """
        self._last = (min(max(share, 0.0), 1.0), key, facts)
        if time.monotonic() - self._told_s < _BETWEEN_TELLINGS_S:
            return
        self._told_s = time.monotonic()
        self.beat()
        if not self._is_wanted():
            raise Cancelled

    def beat(self) -> None:
        """Give a sign of life, whatever the work is at."""
        share, key, facts = self._last
        self._tell(self._sign(share, key, facts))


@dataclass(frozen=True)
class Work:
    """What a kind of long work is given.

    Attributes
    ----------
    database
        To be read as often and as long as needed.
    actor
        Who asked: what is read is read with his rights.
    files
        Documents and pictures of the register.
    config, translator
        Settings; words in the language of who asked.
    demo
        What files have to say while an invented history is loaded, else nothing; their names say it by themselves.
    report
        As `Reporter.report`.
    """

    database: Database
    actor: Actor
    files: BlobStore
    config: Config
    translator: Translator
    demo: str
    report: Callable[..., None]
