"""What every way of writing imported rows is given, gives back and can be asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection

from layers.actor import Actor
from layers.imports.staged_rows import Fault, StagedRow
from layers.places.drafts import Extent
from layers.store.database import Write

Check = Callable[[StagedRow], StagedRow]
"""Returns a row with its further faults, or with what it is a duplicate of."""


@dataclass(frozen=True)
class Terms:
    """What holds for all rows of a file.

    Attributes
    ----------
    day
        Day from which a row holds that says none itself.
    today
        The present day; nothing may hold from later.
    has_day
        Whether somebody said the day, for the file or for its rows.
    least
        The least that a place may measure.
    file_name
        Name of the file.
    code, uuid
        Public code and identifier of the batch; empty before it is staged.
    """

    day: date
    today: date
    has_day: bool = False
    least: Extent = field(default_factory=Extent)
    file_name: str = "?"
    code: str = ""
    uuid: str = ""

    @property
    def origin(self) -> str:
        """Where rows come from that do not say so, as the register keeps it."""
        return f"{self.file_name} ({self.code})" if self.code else self.file_name

    def row_uuid(self, nth: int) -> str:
        """Return the identifier of what comes of a row, the same however often it is written."""
        return str(uuid5(UUID(self.uuid), str(nth)))


def row_by_row(
    check: Callable[[Connection, Actor, Terms, StagedRow], StagedRow],
) -> Callable[[Connection, Actor, Terms], Check]:
    """Return the checker that asks the register anew for every row."""
    return lambda connection, actor, terms: partial(check, connection, actor, terms)


@dataclass(frozen=True)
class Made:
    """What came of a row: its place in the file, its public code or uuid, and the version that the import left."""

    nth: int
    key: str
    version: int


@dataclass(frozen=True)
class Landed:
    """What came of a batch.

    Attributes
    ----------
    rows
        What came of each row.
    whole
        What they became together, such as a set of boundaries that is being prepared; empty otherwise.
    """

    rows: Sequence[Made]
    whole: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Landing:
    """How rows of one target are written.

    Attributes
    ----------
    checker
        Returns what tells, row by row, what the register has against it: rules, rights, duplicates. It writes nothing.
    check_all
        Returns what is wrong with rows together.
    land
        Writes rows.
    find_ties
        Returns what else was built on what came of them: they cannot be taken back while there is any.
    take_back
        Takes back what came of them.
    """

    checker: Callable[[Connection, Actor, Terms], Check]
    land: Callable[[Write, Terms, Iterable[StagedRow]], Landed]
    find_ties: Callable[[Connection, Landed], Sequence[str]]
    take_back: Callable[[Write, Landed], None]
    check_all: Callable[[Iterable[StagedRow]], tuple[Fault, ...]] = lambda _rows: ()
