"""What comes after a set of boundaries that lies before others: when its areas end, what they become, what binds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.types import DATE_MAX
from layers.areas.shares import Share, find_shares
from layers.store.columns import AnyRow
from layers.store.schema import boundary, boundary_vintage, metadata

_MOST: Final = 0.5
"""An area has ended where the larger part of it lies in areas that began later: no two drawings of a border agree."""

_FOLLOWING: Final = frozenset(
    {
        "account_grant",
        "boundary",
        "boundary_draft_area",
        "boundary_draft_step_area",
        "hotspot_area",
        "succession",
    }
    | {"succession_decision"}
)
"""Tables that name areas and go with them: memberships, rights and what became what are told anew, whatever ends."""


@dataclass(frozen=True)
class Following:
    """What comes after an area.

    Attributes
    ----------
    ended_on
        First day on which it no longer held.
    heirs
        What it gave to areas that begin on that day: place in the set that was asked about, row of the boundary.
    """

    ended_on: date = DATE_MAX
    heirs: tuple[Share, ...] = ()


def find_following(
    connection: Connection, day: date, levels: Sequence[str], shapes: Sequence[BaseGeometry]
) -> list[Following]:
    """Return what comes after each area of a set, from the sets that begin later.

    Parameters
    ----------
    connection
        A transaction.
    day
        First day of the set.
    levels, shapes
        Its areas: level, and (multi)polygon in WGS 84, lon lat. Groupings are followed by nothing.

    Returns
    -------
    list of Following
        In the order of the areas. An area ends on the first day on which the larger part of it lies in areas of its
        level that began after it; its heirs are the areas that begin on that day and share land with it.
    """
    following = [Following()] * len(shapes)
    for level in sorted(set(levels) - {"grouping"}):
        later = _read_later(connection, day, level)
        of_level = {place: shapes[place] for place, one in enumerate(levels) if one == level}
        ends = _find_ends(of_level, later)
        heirs: dict[int, list[Share]] = {}
        for share in _find_heirs(of_level, ends, later):
            heirs.setdefault(share.old, []).append(share)
        for place, end in ends.items():
            following[place] = Following(end, tuple(heirs.get(place, ())))
    return following


def find_bound(connection: Connection, day: date) -> frozenset[int]:
    """Return the rows of the areas that a set from this day may not end: records of later days stand on them.

    Empty where no set begins later: who publishes the latest set decides what ends.
    """
    later = select(boundary_vintage.c.id).where(boundary_vintage.c.valid_from > day).limit(1)
    if connection.execute(later).first() is None:
        return frozenset()
    named = [
        column
        for table in metadata.sorted_tables
        if table.name not in _FOLLOWING
        for column in table.columns
        if column.references(boundary.c.id)
    ]
    asked = [select(column).where(column.is_not(None)).distinct() for column in named]
    return frozenset(row for one in asked for row in connection.execute(one).scalars())


def _read_later(connection: Connection, day: date, level: str) -> Sequence[AnyRow]:
    b = boundary.c
    question = select(b.id, b.valid_from, b.geom).where(b.level == level, b.valid_from > day)
    return connection.execute(question.order_by(b.valid_from, b.id)).all()


def _find_ends(shapes: Mapping[int, BaseGeometry], later: Sequence[AnyRow]) -> dict[int, date]:
    tree = shapely.STRtree([row.geom for row in later])
    near = {place: np.sort(tree.query(shape, predicate="intersects")) for place, shape in shapes.items()}
    return {place: _find_end(shapes[place], [later[at] for at in found]) for place, found in near.items()}


def _find_end(shape: BaseGeometry, later: Sequence[AnyRow]) -> date:
    days: dict[date, None] = dict.fromkeys(row.valid_from for row in later)
    for day in days:
        land = shapely.union_all([row.geom for row in later if row.valid_from <= day])
        if shapely.intersection(shape, land).area > _MOST * shape.area:
            return day
    return DATE_MAX


def _find_heirs(
    shapes: Mapping[int, BaseGeometry], ends: Mapping[int, date], later: Sequence[AnyRow]
) -> list[Share]:
    """Return what the areas that end, by their places, give to those that begin on that day."""
    found = []
    for day in sorted({*ends.values()} - {DATE_MAX}):
        ending = {place: shapes[place] for place, end in ends.items() if end == day}
        found += find_shares(ending, {row.id: row.geom for row in later if row.valid_from == day})
    return found
