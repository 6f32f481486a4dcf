"""Which share of the land and of the people of each area is in which area of another day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from geo.geodesy.measure import area_m2
from geo.shapes.apportion import apportion
from layers.areas.boundaries import LEVELS
from layers.areas.shares import find_shares
from layers.errors import Refused
from layers.store.columns import AnyRow
from layers.store.periods import held_on
from layers.store.schema import boundary

LEVELS_DRAWN: Final = tuple(level for level in LEVELS if level != "grouping")

MOST_AREAS: Final = 4000
"""More areas than this that differ between the two days are not laid over each other while somebody waits."""

_HARDLY: Final = 0.001
"""Less of an area than this outside all others comes of the drawing: as `geo.shapes.crosswalk` drops slivers."""


class Unit(NamedTuple):
    """An area as the table names it: its code and name, residents and their day where the source told them."""

    code: str
    name: str
    people: int | None
    people_on: date | None


@dataclass(frozen=True)
class CrosswalkRow:
    """What of one area is in another.

    Attributes
    ----------
    old, new
        The area of the first day and of the second; ``new`` is None for land that none of the second covers.
    kind
        ``same``: the area goes on as it was; ``whole``: all of it is in the new one; ``part``; ``outside``.
    area_m2
        Geodesic area in common, m2.
    share_of_old, share_of_new
        Part of each as drawn, 0 to 1.
    people
        Residents of the old area that live there if they lived evenly over it; the rows of an area add up to its
        residents. None where the source does not tell them.
    """

    old: Unit
    new: Unit | None
    kind: str
    area_m2: float
    share_of_old: float
    share_of_new: float
    people: int | None = None


@dataclass(frozen=True)
class Crosswalk:
    """A table between two days.

    Attributes
    ----------
    rows
        By the code of the old area, the largest share first.
    areas
        How many old areas there are.
    counted
        Of how many of them residents are told.
    """

    rows: tuple[CrosswalkRow, ...]
    areas: int
    counted: int

    @property
    def area_m2(self) -> float:
        """All land of the old areas, m2."""
        return sum(row.area_m2 for row in self.rows)

    @property
    def people(self) -> int | None:
        """All residents that are told, None where none are."""
        return sum(row.people or 0 for row in self.rows) if self.counted else None


def read_crosswalk(connection: Connection, before: date, after: date, level: str) -> Crosswalk:
    """Return which share of each area of a level on one day is in which area on another.

    Parameters
    ----------
    connection
        A transaction.
    before, after
        The two days; the second may be the earlier one.
    level
        One of `LEVELS_DRAWN`.

    Raises
    ------
    Refused
        ``crosswalk_too_large`` with ``n`` and ``maximum``, where too many areas differ.
    """
    old, new = _read_areas(connection, before, level), _read_areas(connection, after, level)
    going_on = old.keys() & new.keys()
    n = len(old) + len(new) - 2 * len(going_on)
    if n > MOST_AREAS:
        raise Refused("crosswalk_too_large", n=n, maximum=MOST_AREAS)
    rows = [_goes_on(old[key]) for key in going_on]
    rows += _lay_over(
        {key: row for key, row in old.items() if key not in going_on},
        {key: row for key, row in new.items() if key not in going_on},
    )
    counted = sum(row.population is not None for row in old.values())
    return Crosswalk(tuple(_with_people(rows)), len(old), counted)


def _read_areas(connection: Connection, day: date, level: str) -> dict[int, AnyRow]:
    b = boundary.c
    question = select(b.id, b.code, b.name, b.population, b.population_on, b.area_m2, b.geom)
    held = question.where(b.level == level, held_on(boundary, day))
    return {row.id: row for row in connection.execute(held.order_by(b.code))}


def _unit(row: AnyRow) -> Unit:
    return Unit(row.code, row.name, row.population, row.population_on)


def _goes_on(row: AnyRow) -> CrosswalkRow:
    return CrosswalkRow(_unit(row), _unit(row), "same", row.area_m2, 1.0, 1.0)


def _lay_over(old: dict[int, AnyRow], new: dict[int, AnyRow]) -> list[CrosswalkRow]:
    """Return the rows of areas that differ, with what of the old is in none of the new."""
    shapes = ({key: row.geom for key, row in rows.items()} for rows in (old, new))
    rows = [
        CrosswalkRow(
            old=_unit(old[one.old]),
            new=_unit(new[one.new]),
            kind=one.kind,
            area_m2=one.area_m2,
            share_of_old=one.share_of_old,
            share_of_new=one.share_of_new,
        )
        for one in find_shares(*shapes)
    ]
    covered: dict[str, float] = {}
    for row in rows:
        covered[row.old.code] = covered.get(row.old.code, 0.0) + row.share_of_old
    rows += [
        CrosswalkRow(_unit(row), None, "outside", left * area_m2(row.geom), left, 0.0)
        for row in old.values()
        if (left := 1 - covered.get(row.code, 0.0)) > _HARDLY
    ]
    return rows


def _with_people(rows: Iterable[CrosswalkRow]) -> Iterable[CrosswalkRow]:
    """Yield the rows by old area, the largest share first, with its residents divided among them."""
    ranked = sorted(rows, key=lambda row: (row.old.code, -row.share_of_old, row.new.code if row.new else ""))
    for unit, group in groupby(ranked, key=attrgetter("old")):
        members = list(group)
        yield from _divide(unit, members)


def _divide(unit: Unit, members: Sequence[CrosswalkRow]) -> Iterable[CrosswalkRow]:
    if unit.people is None:
        return members
    parts = apportion(unit.people, [row.share_of_old for row in members])
    return [replace(row, people=part) for row, part in zip(members, parts, strict=True)]
