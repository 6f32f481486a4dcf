"""The areas that owe and make reports: wards, and the areas above them; and what an actor may do there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Select, select

from geo.types import Interval
from layers.actor import Actor
from layers.areas.reach import find_land, lie_mostly_in
from layers.errors import NotFound
from layers.reporting.report_steps import Rights
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.identifiers import boundary_id, is_boundary
from layers.store.periods import held_during, held_on
from layers.store.schema import boundary

READ = "report.read"

LEVELS = {"ward": ("ward",), "above": ("province", "district", "grouping")}
"""Levels of areas, by who owes."""


@dataclass(frozen=True)
class Owner:
    """An area that reports.

    Attributes
    ----------
    id
        Row of ``boundary``.
    public_id, name, full_name
        Such as ``27424@2025-07-01``, Phường Bình Đông, Phường Bình Đông, Thành phố Hồ Chí Minh.
    level
        One of `layers.areas.boundaries.LEVELS`.
    valid
        Days on which it held.
    geometry
        WGS 84, lon lat.
    """

    id: int
    public_id: str
    name: str
    full_name: str
    level: str
    valid: Interval
    geometry: BaseGeometry

    @property
    def is_ward(self) -> bool:
        """Whether it is a ward and not made of some."""
        return self.level == "ward"

    @property
    def owed_by(self) -> str:
        """What rules of what is owed call it: ``ward`` or ``above``."""
        return "ward" if self.is_ward else "above"


def list_owners(connection: Connection, owed_by: str, span: Interval) -> tuple[Owner, ...]:
    """Return the areas, drawn whole, that owed reports on a day of the span, in Vietnamese order."""
    b = boundary.c
    levels = b.level.in_(LEVELS[owed_by])
    held = _select().where(levels, b.is_partial.is_(False), held_during(boundary, span))
    return tuple(map(_owner, connection.execute(held.order_by(b.sort_key, b.code))))


def list_wards_of(connection: Connection, owner: Owner, day: date) -> tuple[Owner, ...]:
    """Return the wards of a day most of whose land lies in an area; a ward has none but itself."""
    if owner.is_ward:
        return (owner,)
    wards = list_owners(connection, "ward", Interval.instant(day))
    return tuple(ward for ward in wards if lie_mostly_in([ward.geometry], owner.geometry))


def get_owner(connection: Connection, public_id: str, day: date) -> Owner:
    """Return the area that an identifier names; of a code alone, the one that held on the day.

    Raises
    ------
    NotFound
        ``report_area_not_found``: there was no such area on the day, or only a part of it is drawn.
    """
    b = boundary.c
    levels = [level for group in LEVELS.values() for level in group]
    named = _select().where(is_boundary(public_id), held_on(boundary, day), b.level.in_(levels))
    row = connection.execute(named.where(b.is_partial.is_(False))).first()
    if row is None:
        raise NotFound("report_area_not_found", area=public_id, day=day)
    return _owner(row)


def read_owners(connection: Connection, row_ids: Iterable[int]) -> dict[int, Owner]:
    """Return areas by their rows."""
    rows = connection.execute(_select().where(boundary.c.id.in_(sorted(row_ids))))
    return {row.id: _owner(row) for row in rows}


def judge_rights(connection: Connection, actor: Actor) -> Callable[[Owner], Rights]:
    """Return what tells the rights of an actor in an area: those of grants in whose land most of it lies.

    Wards are written and submitted by those who work there; the areas above them are summed up by coordinators, who
    return and lock what is below and write nothing into it.
    """
    asked = ("report.read", "report.draft", "report.submit", "report.compile", "report.check", "count.enter")
    lands = {
        action: find_land(connection, actor, action)
        for action in asked
        if scope.allowed(connection, actor, action)
    }

    def may(action: str, owner: Owner) -> bool:
        return action in lands and lie_mostly_in([owner.geometry], lands[action])

    def judge(owner: Owner) -> Rights:
        compiles = not owner.is_ward and may("report.compile", owner)
        return Rights(
            read=may("report.read", owner),
            write=compiles or (owner.is_ward and may("report.draft", owner)),
            submit=compiles or (owner.is_ward and may("report.submit", owner)),
            check=may("report.check", owner),
            count=may("count.enter", owner),
        )

    return judge


def _select() -> Select[Any]:
    b = boundary.c
    return select(b.id, b.code, b.valid_from, b.name, b.full_name, b.level, b.valid_to, b.geom)


def _owner(row: AnyRow) -> Owner:
    public_id, valid = boundary_id(row.code, row.valid_from), Interval(row.valid_from, row.valid_to)
    return Owner(row.id, public_id, row.name, row.full_name, row.level, valid, row.geom)
