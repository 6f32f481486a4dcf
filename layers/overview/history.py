"""Reads who changed what about a place, when and why: the place itself, its visits and what was recommended for it."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from layers.actor import Actor
from layers.errors import NotFound
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.log import LogPage, read_objects
from layers.store.schema import hotspot, hotspot_version, recommendation, visit, visit_image


@dataclass(frozen=True)
class PlaceHistory:
    """The history of a place, newest first.

    Attributes
    ----------
    code, name
        The place, under the name that it had last.
    """

    code: str
    name: str
    page: LogPage


def read_place_history(
    connection: Connection, actor: Actor, identifier: str, *, below: int | None = None, limit: int = 50
) -> PlaceHistory:
    """Return what was done to a place, its visits and its recommendations; it outlives a place that was removed.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who asks.
    identifier
        Code or uuid of the place.
    below, limit
        As in `layers.store.log.LogQuery`.

    Raises
    ------
    OutsideScope
        ``not_allowed``.
    NotFound
        ``hotspot_not_found``, also where the actor may not know the history of the place.
    """
    scope.require(connection, actor, "history.read")
    place = _find_reached(connection, actor, identifier)
    if place is None:
        raise NotFound("hotspot_not_found", hotspot=identifier)
    visits = select(visit.c.id).where(visit.c.hotspot_id == place.id)
    objects = (
        ("hotspot", [place.code]),
        ("visit", select(visit.c.code).where(visit.c.hotspot_id == place.id)),
        ("recommendation", select(recommendation.c.code).where(recommendation.c.hotspot_id == place.id)),
        ("visit_image", select(visit_image.c.uuid).where(visit_image.c.visit_id.in_(visits))),
    )
    page = read_objects(connection, objects, below=below, limit=limit)
    return PlaceHistory(place.code, place.name, page)


def _find_reached(connection: Connection, actor: Actor, identifier: str) -> AnyRow | None:
    """Return row, code and last name of a place; None where what was last believed of it is not reached."""
    h, v, other = hotspot.c, hotspot_version.c, hotspot_version.alias("other")
    last = select(func.max(other.c.known_to)).where(other.c.hotspot_id == h.id).scalar_subquery()
    question = (
        select(h.id, h.code, v.name)
        .join(hotspot_version, v.hotspot_id == h.id)
        .where((h.code == identifier) | (h.uuid == identifier), v.known_to == last)
        .where(scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS["history.read"]))
    )
    return connection.execute(question.order_by(v.valid_from.desc()).limit(1)).first()
