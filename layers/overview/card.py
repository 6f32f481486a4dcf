"""Reads the card of a place: how it was on a day, in whose wards, and everything that happened to it."""

from dataclasses import dataclass, field
from datetime import date, datetime

import orjson
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.text.addresses import alley_line
from layers.actor import Actor
from layers.overview.timeline import Asked, Timeline, read_entries
from layers.places.references import PlaceRef, get_place
from layers.records.documents import Document, get_document
from layers.store import scope
from layers.store.features import get_item
from layers.store.periods import held_on, known_at
from layers.store.query import Feature, FeatureQuery
from layers.store.schema import hotspot_version


@dataclass(frozen=True)
class View:
    """What of a place is to be told.

    Attributes
    ----------
    on
        Day for which it is told.
    vintage
        Day in whose boundaries the wards are told; None is ``on``.
    known
        As the register knew it at this aware time; None is now.
    kinds, limit
        Kinds of entries of the timeline (empty is all), and how many at most.
    """

    on: date
    vintage: date | None = None
    known: datetime | None = None
    kinds: tuple[str, ...] = ()
    limit: int = field(default=Asked.limit)


@dataclass(frozen=True)
class Card:
    """A place on a day.

    Attributes
    ----------
    place
        The place itself.
    feature
        It as the API tells it, with its wards on the day.
    geometry
        WGS 84, lon lat.
    position_source
        survey, gps or text.
    note
        Remark on the place.
    aliases, address
        Its other names; the parts of its address in one line, empty without any.
    document
        Document that names it.
    timeline
        Everything that happened to it, newest first.
    allowed
        What the reader may do with this place.
    """

    place: PlaceRef
    feature: Feature
    geometry: BaseGeometry
    position_source: str
    note: str | None
    aliases: tuple[str, ...]
    address: str
    document: Document | None
    timeline: Timeline
    allowed: frozenset[str]


def read_card(connection: Connection, actor: Actor, code: str, view: View) -> Card:
    """Return the card of a place, by a fixed number of SELECTs.

    Raises
    ------
    NotFound
        ``feature_not_found`` or ``hotspot_not_found``, also where the actor may not know of it.
    """
    query = FeatureQuery(view.on, vintage=view.vintage, known_at=view.known)
    feature = get_item(connection, actor, "hotspots", code, query)
    place = get_place(connection, actor, feature.id)
    v = hotspot_version.c
    row = connection.execute(
        select(
            v.geom,
            v.position_source,
            v.note,
            v.aliases,
            v.alley_number,
            v.alley_branch,
            v.street,
            v.document_id,
        )
        .where(v.hotspot_id == place.id, known_at(hotspot_version, view.known))
        .order_by(held_on(hotspot_version, view.on).desc(), v.valid_from.desc())
        .limit(1)
    ).one()
    return Card(
        place,
        feature,
        row.geom,
        row.position_source,
        row.note,
        tuple(orjson.loads(row.aliases or "[]")),
        alley_line(row.alley_number, row.alley_branch, row.street),
        get_document(connection, row.document_id) if row.document_id is not None else None,
        read_entries(connection, actor, place.id, Asked(view.kinds, view.limit, view.known)),
        scope.allowed_here(connection, actor, place.id),
    )
