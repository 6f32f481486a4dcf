"""Keeps the bytes of documents and pictures beside the database, each under the SHA-256 of its content."""

import hashlib
import io
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from layers.errors import NotFound

_PIECE_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class BlobStore:
    """A folder of files named by their content, so that the same bytes are kept once and never change.

    Attributes
    ----------
    folder
        Made when it is first written to; nothing in it is served by its path.
    """

    folder: Path

    def keep(self, body: bytes) -> str:
        """Keep the bytes and return their SHA-256, hexadecimal; they are on the disk when this returns."""
        return self.keep_file(io.BytesIO(body))

    def keep_file(self, source: IO[bytes]) -> str:
        """Keep all that an open file holds, read piece by piece, and return its SHA-256 as `keep` does."""
        digest = _hash(source)
        target = self._path(digest)
        if target.exists():
            return digest
        source.seek(0)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(source, file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest

    def find_path(self, digest: str) -> Path:
        """Return the file that holds the bytes.

        Raises
        ------
        NotFound
            ``file_not_found``: it was never kept, or was lost.
        """
        path = self._path(digest)
        if not path.is_file():
            raise NotFound("file_not_found", digest=digest)
        return path

    def forget(self, digest: str) -> None:
        """Remove the bytes, if they are there; whether anything still needs them, the caller knows."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def _hash(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := source.read(_PIECE_BYTES):
        digest.update(piece)
    return digest.hexdigest()
