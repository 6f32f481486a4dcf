"""How far somebody's grants reach on the ground: where he may draw a place, and what of a drawing lies outside."""

from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Connection, Select, func, select

from geo.shapes.topology import find_members
from geo.types import BBox
from layers.actor import Actor
from layers.areas.memberships import compute_members
from layers.store import scope
from layers.store.schema import account_grant, boundary
from layers.store.spatial import meets_box

WHOLE_FROM = 0.995
"""Share from which a drawing counts as all inside: areas of several vintages do not meet to the millimetre."""


@dataclass(frozen=True)
class Reach:
    """How much of a drawing lies where somebody may record places.

    Attributes
    ----------
    is_allowed
        Whether the register would take it from him; one part of it inside is enough.
    outside
        Share of its length or area outside, 0..1; of points all or nothing.
    beyond
        What lies outside, WGS 84; None where nothing does.
    """

    is_allowed: bool
    outside: float = 0.0
    beyond: BaseGeometry | None = None


def measure_reach(connection: Connection, actor: Actor, geometry: BaseGeometry, action: str) -> Reach:
    """Return how much of a drawing lies in the areas of the actor's grants for an action.

    What decides is what decides on writing (`layers.places.versions.require_reach`): the areas of every vintage that
    hold a part of it, and `layers.store.scope.reaches_areas`.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who draws.
    geometry
        Valid, WGS 84, lon lat.
    action
        One of `layers.store.scope.ACTIONS`.
    """
    areas = {member.boundary_id for member in compute_members(connection, geometry)}
    if not scope.reaches_areas(connection, actor, action, areas):
        return Reach(is_allowed=False, outside=1.0, beyond=geometry)
    if scope.reaches_areas(connection, actor, action, ()):
        return Reach(is_allowed=True)  # everywhere
    return _measure(geometry, _granted_land(connection, actor, geometry, action))


def find_own_extent(connection: Connection, actor: Actor) -> BBox | None:
    """Return the box around the areas in which the actor may propose places, None where no area bounds him."""
    shape = boundary.c.geom
    sides = (
        func.min(func.ST_XMin(shape)),
        func.min(func.ST_YMin(shape)),
        func.max(func.ST_XMax(shape)),
        func.max(func.ST_YMax(shape)),
    )
    west, south, east, north = connection.execute(_granted(actor, "hotspot.propose", *sides)).one()
    return None if west is None else BBox(west, south, east, north)


def _measure(geometry: BaseGeometry, land: BaseGeometry) -> Reach:
    inside = sum(member.share for member in find_members(geometry, [land]))
    beyond = shapely.difference(geometry, land)
    if inside >= WHOLE_FROM or beyond.is_empty:
        return Reach(is_allowed=True)
    return Reach(is_allowed=True, outside=1 - inside, beyond=beyond)


def _granted_land(connection: Connection, actor: Actor, geometry: BaseGeometry, action: str) -> BaseGeometry:
    """Return the areas of the actor's grants for an action around a geometry, as one."""
    near = meets_box(boundary, BBox(*shapely.bounds(geometry)))
    areas = connection.execute(_granted(actor, action, boundary.c.geom).where(near))
    return shapely.union_all(list(areas.scalars()))


def _granted(actor: Actor, action: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return the question for columns of the areas that the actor's grants for an action name."""
    roles = sorted(scope.ACTIONS[action])
    areas = select(*columns).join(account_grant, account_grant.c.boundary_id == boundary.c.id)
    return areas.where(scope.holds_grant(actor), account_grant.c.role.in_(roles))
