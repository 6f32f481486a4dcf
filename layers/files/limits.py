"""How much of a machine one file may take while it is read."""

from dataclasses import dataclass
from typing import Literal

from layers.errors import ImportRejected

What = Literal["file_bytes", "unpacked_bytes", "memory_bytes", "members", "features", "vertices"]

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may use before it is stopped.

    Parameters
    ----------
    seconds
        Time the reader may be waited for; also the processor time it may use.
    memory_bytes
        Address space of the reading process, and the most that one answer of it may hold.
    file_bytes
        Size of the file as it came.
    unpacked_bytes, members
        What an archive may hold, all members together.
    features, vertices
        What one layer may hold.
    """

    seconds: float = 120
    memory_bytes: int = 1_000_000_000
    file_bytes: int = 2_000_000_000
    unpacked_bytes: int = 500_000_000
    members: int = 1000
    features: int = 200_000
    vertices: int = 5_000_000

    def exceeded(self, what: What) -> ImportRejected:
        """Give the rejection that says which limit a file is over; bytes are told in megabytes."""
        limit = getattr(self, what)
        return ImportRejected(
            "import_too_large", what=what, limit=limit // _MEGABYTE if what.endswith("_bytes") else limit
        )
