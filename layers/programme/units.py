"""The areas that are counted, wards and the neighbourhoods in them, and who may read and enter their counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from layers.actor import Actor
from layers.areas.reach import find_land, lie_mostly_in
from layers.errors import NotFound, OutsideScope
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.identifiers import boundary_id, is_boundary
from layers.store.periods import held_on
from layers.store.schema import boundary

LEVELS = ("ward", "neighbourhood")
"""Kinds of areas that are counted."""


@dataclass(frozen=True)
class Unit:
    """An area that is counted.

    Attributes
    ----------
    id
        Row of ``boundary``.
    public_id
        ``code@valid_from``.
    name
        What it is called.
    level
        One of `LEVELS`.
    """

    id: int
    public_id: str
    name: str
    level: str


def list_units(connection: Connection, actor: Actor, action: str, month: date) -> Sequence[Unit]:
    """Return the areas of a month, given by its first day, for which the actor may do something, in Vietnamese order.

    An area is the actor's where most of it lies in the land of his grants: whoever has a new ward has the counts of
    the wards that it came from.
    """
    if not scope.allowed(connection, actor, action):
        return ()
    land = find_land(connection, actor, action)
    b = boundary.c
    told = (b.id, b.code, b.valid_from, b.name, b.level, b.geom)
    held = select(*told).where(b.level.in_(LEVELS), held_on(boundary, month))
    rows = connection.execute(held.order_by(b.level.desc(), b.sort_key, b.code))
    return tuple(_unit(row) for row in rows if lie_mostly_in([row.geom], land))


def get_unit(connection: Connection, actor: Actor, public_id: str, action: str, month: date) -> Unit:
    """Return an area of a month for which the actor may do something.

    Raises
    ------
    NotFound
        ``unit_not_found``: there was no such area in the month.
    OutsideScope
        ``not_allowed``.
    """
    scope.require(connection, actor, action)
    b = boundary.c
    told = select(b.id, b.code, b.valid_from, b.name, b.level, b.geom)
    named = told.where(is_boundary(public_id), b.level.in_(LEVELS), held_on(boundary, month))
    row = connection.execute(named).first()
    if row is None:
        raise NotFound("unit_not_found", unit=public_id)
    if not lie_mostly_in([row.geom], find_land(connection, actor, action)):
        raise OutsideScope("not_allowed", action=action)
    return _unit(row)


def may(connection: Connection, actor: Actor, unit: Unit, action: str) -> bool:
    """Tell whether the actor may do something for an area."""
    geometry = connection.execute(select(boundary.c.geom).where(boundary.c.id == unit.id)).scalar_one()
    return lie_mostly_in([geometry], find_land(connection, actor, action))


def _unit(row: AnyRow) -> Unit:
    return Unit(row.id, boundary_id(row.code, row.valid_from), row.name, row.level)
