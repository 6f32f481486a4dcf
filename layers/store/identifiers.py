"""Public identifiers of areas: of boundaries an official code with the day from which it meant this area."""

import re
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, select

from geo.types import DATE_MIN
from layers.store.schema import boundary, ward_cluster, ward_cluster_member, ward_cluster_year

OPEN_START = "start"
"""Stands for an unknown first day."""

_CLUSTER = re.compile(r"cluster-(\d{4})-(\d{1,9})", re.ASCII)


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


def cluster_id(year: int, number: int) -> str:
    """Return the public identifier of a ward cluster, such as ``cluster-2026-1``."""
    return f"cluster-{year}-{number}"


def find_cluster_key(public_id: str) -> tuple[int, int] | None:
    """Split the public identifier of a ward cluster in year and number; None where it names something else."""
    found = _CLUSTER.fullmatch(public_id)
    return (int(found[1]), int(found[2])) if found else None


def is_within(public_id: str, table: Any = boundary) -> ColumnElement[bool]:
    """Return the condition that a row is the boundary named, or a ward of the cluster named: what filters ask for."""
    key = find_cluster_key(public_id)
    if key is None:
        return is_boundary(public_id, table)
    members = (
        select(ward_cluster_member.c.boundary_id)
        .join(ward_cluster, ward_cluster.c.id == ward_cluster_member.c.cluster_id)
        .join(ward_cluster_year, ward_cluster_year.c.id == ward_cluster.c.year_id)
        .where(ward_cluster_year.c.year == key[0], ward_cluster.c.number == key[1])
    )
    return and_(table.c.id.in_(members))
