"""Decides over which land an actor may do something, such as publish boundaries: that of the areas his grants name."""

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
    if not lie_mostly_in(shapes, find_land(connection, actor, ACTION)):
        raise OutsideScope("boundary_outside_area")


def find_land(connection: Connection, actor: Actor, action: str) -> BaseGeometry | None:
    """Return the land of the grants by which the actor may do something, whatever vintage they name.

    Returns
    -------
    land
        WGS 84, lon lat; empty where no grant reaches any, None for all there is.
    """
    if actor.is_system:
        return None
    held = (
        select(account_grant.c.boundary_id, boundary.c.geom)
        .outerjoin(boundary, account_grant.c.boundary_id == boundary.c.id)
        .where(scope.holds_grant(actor), account_grant.c.role.in_(sorted(scope.ACTIONS[action])))
    )
    rows = connection.execute(held).all()
    if any(row.boundary_id is None for row in rows):
        return None
    return shapely.union_all([row.geom for row in rows])


def lie_mostly_in(shapes: Iterable[BaseGeometry], land: BaseGeometry | None) -> bool:
    """Tell whether the larger part of each area lies in the land that `find_land` returned."""
    return land is None or all(
        sum(member.share for member in find_members(shape, [land])) > _MOST for shape in shapes
    )
