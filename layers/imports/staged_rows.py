"""A row of a file as it would be written, with what is wrong with it, and many of them kept on disk on their way."""

import struct
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import AppError
from layers.store.columns import AnyRow

_HEAD: Final = struct.Struct("<II")
NO_FAULTS: Final = "[]"
"""How the faults of a row are kept that has none."""


@dataclass(frozen=True)
class Fault:
    """Something about a row, or about the file as a whole, that a person should know.

    Attributes
    ----------
    nth
        Place of the row in the file, from 1; 0 for the file as a whole.
    code
        `errors.<code>` says it in words.
    facts
        What the words need; never a text that was refused.
    is_fatal
        Whether the row cannot be written.
    """

    nth: int
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_fatal: bool = True


@dataclass(frozen=True)
class StagedRow:
    """A row as it would be written.

    Attributes
    ----------
    nth
        Place in the file, from 1.
    facts
        Values by field of the target: text (NFC), days as ISO text, numbers, codes.
    shape
        Its geometry as WKB, WGS 84, lon lat, repaired; None where there is none.
    faults
        What is wrong, and what was changed.
    duplicate_of
        Public code of what the register has already, ``#n`` for a row of the same file, None where it is new.
    """

    nth: int
    facts: Mapping[str, Any]
    shape: bytes | None
    faults: tuple[Fault, ...] = ()
    duplicate_of: str | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether it cannot be written."""
        return any(fault.is_fatal for fault in self.faults)

    @cached_property
    def geometry(self) -> BaseGeometry | None:
        """WGS 84, lon lat, repaired; None where there is none."""
        return None if self.shape is None else shapely.from_wkb(self.shape)


class KeptRow(NamedTuple):
    """A row as it is kept on disk: its facts and its faults are JSON."""

    nth: int
    facts: str
    faults: str
    is_fatal: bool
    duplicate_of: str | None
    shape: bytes | None


def fault_of(nth: int, error: AppError, *, is_fatal: bool = True) -> Fault:
    """Return an error of the project as a fault of a row; what it refused is not repeated."""
    facts = {
        name: value for name, value in error.facts.items() if isinstance(value, str | int | float | None)
    }
    return Fault(nth, error.code, facts, is_fatal)


class RowSpool:
    """Rows in the order in which they were added, in an unnamed file that goes with the object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when nobody holds the spool any more
        weakref.finalize(self, self._file.close)
        self._count = 0

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._count

    def add(self, row: StagedRow) -> None:
        """Add a row."""
        *values, shape = keep_row(row)
        told, drawn = orjson.dumps(values), shape or b""
        self._file.write(_HEAD.pack(len(told), len(drawn)) + told + drawn)
        self._count += 1

    def __iter__(self) -> Iterator[StagedRow]:
        """Yield the rows; nothing may be added meanwhile."""
        return map(read_row, self.kept())

    def kept(self) -> Iterator[KeptRow]:
        """Yield the rows as they are kept; nothing may be added meanwhile."""
        self._file.seek(0)
        for _ in range(self._count):
            told_bytes, shape_bytes = _HEAD.unpack(self._file.read(_HEAD.size))
            values = orjson.loads(self._file.read(told_bytes))
            yield KeptRow._make([*values, self._file.read(shape_bytes) or None])


def keep_row(row: StagedRow) -> KeptRow:
    """Return a row as it is kept."""
    faults = [{"code": one.code, "facts": dict(one.facts), "is_fatal": one.is_fatal} for one in row.faults]
    facts, told = (orjson.dumps(one).decode() for one in (dict(row.facts), faults))
    return KeptRow(row.nth, facts, told, row.is_fatal, row.duplicate_of, row.shape)


def read_row(kept: KeptRow | AnyRow) -> StagedRow:
    """Return a row that was kept; ``kept`` may be a row of a table with these columns."""
    told = orjson.loads(kept.faults) if kept.faults != NO_FAULTS else ()
    faults = tuple(Fault(kept.nth, one["code"], one["facts"], one["is_fatal"]) for one in told)
    return StagedRow(kept.nth, orjson.loads(kept.facts), kept.shape, faults, kept.duplicate_of)
