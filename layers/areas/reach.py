"""Decides over which land an actor may publish boundaries: that of the areas his grants name."""

from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.shapes.topology import find_members
from layers.actor import Actor
from layers.errors import OutsideScope
from layers.store import scope
from layers.store.schema import account_grant, boundary

ACTION = "boundary.publish"
"""Entry of `layers.store.scope.ACTIONS` that drafting and publishing ask for."""

_MOST = 0.5
"""An area is the actor's where more of it than this lies in his land: new wards reach over the borders of old ones."""


def require_land(connection: Connection, actor: Actor, shapes: Iterable[BaseGeometry]) -> None:
    """Stop whoever may not say what becomes of these areas: the larger part of each has to lie in his land.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who draws or publishes.
    shapes
        Areas as they were and as they become, WGS 84, lon lat.

    Raises
    ------
    OutsideScope
        ``not_allowed`` where he publishes nothing anywhere, ``boundary_outside_area`` where an area is another's.
    """
    scope.require(connection, actor, ACTION)
    land = _land_of(connection, actor)
    if land is not None and not all(_is_mostly_in(shape, land) for shape in shapes):
        raise OutsideScope("boundary_outside_area")


def _is_mostly_in(shape: BaseGeometry, land: BaseGeometry) -> bool:
    return sum(member.share for member in find_members(shape, [land])) > _MOST


def _land_of(connection: Connection, actor: Actor) -> BaseGeometry | None:
    """Return the land of the actor's grants, whatever the vintage they name; None for all there is."""
    if actor.is_system:
        return None
    held = (
        select(account_grant.c.boundary_id, boundary.c.geom)
        .outerjoin(boundary, account_grant.c.boundary_id == boundary.c.id)
        .where(scope.holds_grant(actor), account_grant.c.role.in_(sorted(scope.ACTIONS[ACTION])))
    )
    rows = connection.execute(held).all()
    if any(row.boundary_id is None for row in rows):
        return None
    return shapely.union_all([row.geom for row in rows])
