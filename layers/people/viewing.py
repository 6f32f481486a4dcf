"""Which grants a coordinator may look through: those inside his own area, so that he never sees more than his own."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Connection, exists, select

from geo.text.names import collation_key
from layers.actor import Actor
from layers.errors import NotFound, OutsideScope
from layers.people.grants import COLUMNS, WITH_NAMES, to_grant
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.schema import account, account_grant, boundary, hotspot_area

ROLES = tuple(role for role in scope.ROLES if role not in {"admin", "auditor"})
"""Roles that can be looked through: those that see the register, not who keeps its accounts and its log."""

_VIEWERS = scope.ACTIONS["scope.view_as"]
_LARGER_PART = 0.5


@dataclass(frozen=True)
class Viewable:
    """A grant that can be looked through.

    Attributes
    ----------
    id
        Row of ``account_grant``.
    account_name
        Who holds it.
    area, area_name
        Public id and name of its area; `layers.people.grants.EVERYWHERE` and empty where it has none.
    body_name
        Name of the body whose recommendations it lets a partner receive; empty without one.
    """

    id: int
    account_name: str
    role: str
    area: str
    area_name: str
    body_name: str = ""


@dataclass(frozen=True)
class _Held:
    told: Viewable
    boundary_id: int | None
    geometry: BaseGeometry | None


def list_viewable(connection: Connection, actor: Actor) -> tuple[Viewable, ...]:
    """Return the grants that the actor may look through, by account and in the order in which they were given.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    """
    scope.require(connection, actor, "scope.view_as")
    others = _read(connection, account_grant.c.role.in_(ROLES))
    inside = _inside(connection, actor, others)
    return tuple(sorted(inside, key=lambda one: (collation_key(one.account_name), one.id)))


def get_viewable(connection: Connection, actor: Actor, grant_id: int) -> Viewable:
    """Return a grant that the actor may look through.

    Raises
    ------
    OutsideScope
        ``not_allowed``: whoever is no coordinator; ``grant_outside``: it reaches beyond the actor's own area, or it is
        one of accounts and logs.
    NotFound
        ``grant_not_found``.
    """
    scope.require(connection, actor, "scope.view_as")
    found = _read(connection, account_grant.c.id == grant_id)
    if not found:
        raise NotFound("grant_not_found")
    if found[0].told.role not in ROLES or not _inside(connection, actor, found):
        raise OutsideScope("grant_outside", role=found[0].told.role)
    return found[0].told


def find_viewed(connection: Connection, actor: Actor, grant_id: int) -> Viewable | None:
    """Return the grant that a session looks through, None where it or the right to look ended since."""
    try:
        return get_viewable(connection, actor, grant_id)
    except (NotFound, OutsideScope):
        return None


def _inside(connection: Connection, actor: Actor, grants: Sequence[_Held]) -> list[Viewable]:
    """Return those of the grants that lie in what the actor coordinates.

    The larger part of the area has to, since new wards reach over the borders of old districts, and so has every place
    that lies in it: nobody sees through another what he could not see himself.
    """
    own = account_grant.outerjoin(boundary, boundary.c.id == account_grant.c.boundary_id)
    is_own = scope.holds_grant(actor) & account_grant.c.role.in_(sorted(_VIEWERS))
    areas = connection.execute(select(boundary.c.id, boundary.c.geom).select_from(own).where(is_own)).all()
    if any(area.id is None for area in areas):
        return [one.told for one in grants]
    reached = [area.id for area in areas]
    beyond = _areas_with_places_beyond(connection, [one.boundary_id for one in grants], reached)
    return [
        one.told
        for one in grants
        if one.boundary_id is not None
        and one.boundary_id not in beyond
        and any(_share(one.geometry, area.geom) > _LARGER_PART for area in areas)
    ]


def _areas_with_places_beyond(
    connection: Connection, candidates: Sequence[int | None], reached: Sequence[int]
) -> set[int]:
    here = hotspot_area.alias("here")
    is_reached = exists().where(
        hotspot_area.c.hotspot_version_id == here.c.hotspot_version_id,
        hotspot_area.c.boundary_id.in_(reached),
    )
    question = select(here.c.boundary_id).distinct().where(here.c.boundary_id.in_(candidates), ~is_reached)
    return set(connection.execute(question).scalars())


def _share(geometry: BaseGeometry, area: BaseGeometry) -> float:
    # A share needs no unit: numerator and denominator lie at the same latitude.
    return float(shapely.area(shapely.intersection(geometry, area)) / shapely.area(geometry))


def _read(connection: Connection, wanted: ColumnElement[bool]) -> list[_Held]:
    g, b = account_grant.c, boundary.c
    question = (
        select(*COLUMNS, g.boundary_id, account.c.name, b.geom)
        .select_from(WITH_NAMES.join(account, account.c.id == g.account_id))
        .where(g.revoked_at.is_(None), account.c.is_active, wanted)
        .order_by(g.id)
    )
    return [_Held(_to_viewable(row), row.boundary_id, row.geom) for row in connection.execute(question)]


def _to_viewable(row: AnyRow) -> Viewable:
    grant = to_grant(row)
    return Viewable(grant.id, row.name, grant.role, grant.area, grant.area_name, grant.body_name)
