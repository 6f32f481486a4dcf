"""Public identifiers of boundaries: an official code with the day from which it meant this area."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false

from geo.types import DATE_MIN
from layers.store.schema import boundary

OPEN_START = "start"
"""Stands for an unknown first day."""


def boundary_id(code: str, valid_from: date) -> str:
    """Return the public identifier of a boundary, such as ``27424@2025-07-01`` or ``27424@start``."""
    return f"{code}@{OPEN_START if valid_from == DATE_MIN else valid_from.isoformat()}"


def find_boundary_key(public_id: str) -> tuple[str, date | None] | None:
    """Split the public identifier of a boundary; a code alone has no date; None where it is malformed."""
    code, _, day = public_id.partition("@")
    if not day:
        return (code, None) if "@" not in public_id else None
    try:
        return code, DATE_MIN if day == OPEN_START else date.fromisoformat(day)
    except ValueError:
        return None


def is_boundary(public_id: str, table: Any = boundary) -> ColumnElement[bool]:
    """Return the condition that a row is the boundary named; a code alone names all of its rows."""
    key = find_boundary_key(public_id)
    if key is None:
        return false()
    code, valid_from = key
    return (
        table.c.code == code
        if valid_from is None
        else and_(table.c.code == code, table.c.valid_from == valid_from)
    )
