"""Tells on which days criteria or boundaries changed, so that nobody reads a trend across them unwarned."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from layers.store.schema import boundary_vintage


@dataclass(frozen=True)
class Break:
    """A day from which figures mean something else than before.

    Attributes
    ----------
    on
        The first day of the new meaning.
    kind
        Whether criteria or boundaries changed.
    title
        Name of the set of boundaries; for criteria the part of the key of a text that names them.
    basis
        Number of the decision or resolution.
    """

    on: date
    kind: Literal["criteria", "boundaries"]
    title: str
    basis: str


CRITERIA = (Break(date(2025, 8, 24), "criteria", "qd28_2025", "28/2025/QĐ-TTg"),)
"""Rates per resident took the place of the absolute counts of Quyết định 3122/2010/QĐ-BCA (domain study 3.1)."""


def find_breaks(connection: Connection, start: date, end: date) -> tuple[Break, ...]:
    """Return what changed after one day and until another, that day included, in order of time."""
    v = boundary_vintage.c
    held = select(v.valid_from, v.title, v.legal_basis).where(v.valid_from > start, v.valid_from <= end)
    found = [
        Break(row.valid_from, "boundaries", row.title, row.legal_basis) for row in connection.execute(held)
    ]
    found += [one for one in CRITERIA if start < one.on <= end]
    return tuple(sorted(found, key=lambda one: (one.on, one.kind)))
