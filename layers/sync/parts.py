"""Keeps bytes that have not all come: each upload is a file that grows until it is whole."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from layers.errors import StaleVersion


@dataclass(frozen=True)
class PartStore:
    """A folder of unfinished files, each under the identifier of its upload.

    Attributes
    ----------
    folder
        Made when it is first written to; nothing in it is served.
    """

    folder: Path

    def size(self, uuid: str) -> int:
        """Return how many bytes have come, 0 where none have."""
        path = self._path(uuid)
        return path.stat().st_size if path.is_file() else 0

    def append(self, uuid: str, offset: int, piece: bytes) -> int:
        """Add a piece behind the bytes that have come and return how many there are then; they are on the disk.

        Raises
        ------
        StaleVersion
            ``upload_offset``, with the number of bytes that have come, where the piece does not follow them.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._locked(uuid) as file:
            present = file.seek(0, os.SEEK_END)
            if present != offset:
                raise StaleVersion("upload_offset", started_from=offset, present=present)
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    def read(self, uuid: str) -> bytes:
        """Return the bytes that have come."""
        path = self._path(uuid)
        return path.read_bytes() if path.is_file() else b""

    def forget(self, uuid: str) -> None:
        """Remove the bytes, if there are any."""
        self._path(uuid).unlink(missing_ok=True)

    @contextmanager
    def _locked(self, uuid: str) -> Iterator[BinaryIO]:
        """Open a file for one writer at a time, also of several processes."""
        with self._path(uuid).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _path(self, uuid: str) -> Path:
        return self.folder / uuid
