"""Finds the rows of places that people name by code or uuid, as far as they may know of them."""

from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from layers.actor import Actor
from layers.errors import NotFound, OutsideScope
from layers.store import scope
from layers.store.periods import known_at
from layers.store.schema import hotspot, hotspot_version


@dataclass(frozen=True)
class PlaceRef:
    """A place of the register.

    Attributes
    ----------
    id
        Row of ``hotspot``.
    code
        Public code.
    version
        Present version, from which writers start.
    """

    id: int
    code: str
    version: int


def find_hotspot_row(connection: Connection, identifier: str) -> int:
    """Return the row of a place by its code or its uuid, whoever asks.

    Raises
    ------
    NotFound
        ``hotspot_not_found``.
    """
    return _find(connection, identifier).id


def get_place(
    connection: Connection, actor: Actor, identifier: str, action: str = "hotspot.read"
) -> PlaceRef:
    """Return a place on which the actor may do something.

    Parameters
    ----------
    connection
        A transaction.
    actor
        Who asks.
    identifier
        Code or uuid.
    action
        Entry of `layers.store.scope.ACTIONS`.

    Raises
    ------
    NotFound
        ``hotspot_not_found``, also where the actor may not know of the place.
    OutsideScope
        ``not_allowed``, where the actor sees the place but may not do this there.
    """
    found = _find(connection, identifier)
    if not _reaches(connection, actor, found, "hotspot.read"):
        scope.require(connection, actor, action)
        raise NotFound("hotspot_not_found", hotspot=identifier)
    if not _reaches(connection, actor, found, action):
        raise OutsideScope("not_allowed", action=action)
    return found


def _find(connection: Connection, identifier: str) -> PlaceRef:
    h = hotspot.c
    named = select(h.id, h.code, h.version).where((h.code == identifier) | (h.uuid == identifier))
    row = connection.execute(named).first()
    if row is None:
        raise NotFound("hotspot_not_found", hotspot=identifier)
    return PlaceRef(*row)


def _reaches(connection: Connection, actor: Actor, place: PlaceRef, action: str) -> bool:
    reached = exists().where(
        hotspot_version.c.hotspot_id == place.id,
        known_at(hotspot_version, None),
        scope.sees_hotspot(hotspot_version, actor, scope.ACTIONS[action]),
    )
    return bool(connection.execute(select(reached)).scalar())
