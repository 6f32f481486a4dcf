"""Reads the card of a place: how it was on a day, in whose wards, and everything that happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from layers.actor import Actor
from layers.places.documents import Document, get_document
from layers.places.references import find_hotspot_row
from layers.places.status import read_timeline
from layers.store.columns import AnyRow
from layers.store.features import get_item
from layers.store.periods import held_on, known_at
from layers.store.query import Feature, FeatureQuery
from layers.store.schema import hotspot_version


@dataclass(frozen=True)
class Card:
    """A place on a day.

    Attributes
    ----------
    feature
        The place as the API tells it, with its wards on the day.
    geometry
        WGS 84, lon lat.
    position_source
        survey, gps or text.
    note
        Remark on the place.
    document
        Document that names it.
    timeline
        Events of status, newest first (`layers.places.status.read_timeline`).
    """

    feature: Feature
    geometry: BaseGeometry
    position_source: str
    note: str | None
    document: Document | None
    timeline: Sequence[AnyRow]


def read_card(
    connection: Connection,
    actor: Actor,
    code: str,
    *,
    on: date,
    vintage: date | None = None,
    known: datetime | None = None,
) -> Card:
    """Return the card of a place on a day, its wards told in the boundaries of ``vintage`` or else of that day.

    Raises
    ------
    NotFound
        ``feature_not_found``, also where the actor may not know of it.
    """
    feature = get_item(connection, actor, "hotspots", code, FeatureQuery(on, vintage=vintage, known_at=known))
    hotspot_id = find_hotspot_row(connection, feature.id)
    v = hotspot_version.c
    row = connection.execute(
        select(v.geom, v.position_source, v.note, v.document_id)
        .where(v.hotspot_id == hotspot_id, known_at(hotspot_version, known))
        .order_by(held_on(hotspot_version, on).desc(), v.valid_from.desc())
        .limit(1)
    ).one()
    document = get_document(connection, row.document_id) if row.document_id is not None else None
    timeline = [
        event
        for event in read_timeline(connection, hotspot_id)
        if known is None or event.recorded_at <= known
    ]
    return Card(feature, row.geom, row.position_source, row.note, document, timeline)
