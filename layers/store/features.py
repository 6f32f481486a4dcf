"""Reads a page, an item, the extent or the revision of any published collection, inside the actor's scope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Connection, Select, and_, exists, func, or_, select

from geo.types import DATE_MAX, DATE_MIN, BBox, Interval
from layers.actor import Actor
from layers.errors import NotFound
from layers.store import scope
from layers.store.catalog import get_collection
from layers.store.database import find_revisions
from layers.store.identifiers import boundary_id, is_boundary, is_within
from layers.store.periods import boundary_held_during, held_on, known_at, open_start
from layers.store.query import Feature, FeaturePage, FeatureQuery
from layers.store.schema import (
    boundary,
    boundary_vintage,
    hotspot,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    status_span,
)
from layers.store.spatial import meets_box, object_rows, read_rows

Question: TypeAlias = Select[Any]

_ALL_TIME = Interval()


@dataclass(frozen=True)
class _Reader:
    table: Any
    select: Callable[[FeatureQuery, Actor], Question]  # the first column is the row's number
    by_id: Callable[[str], Any]
    once: Callable[[FeatureQuery, Actor], list[Any]]
    feature: Callable[[Sequence[Any]], Feature]


def get_page(connection: Connection, actor: Actor, collection_id: str, query: FeatureQuery) -> FeaturePage:
    """Return the features that answer the query, oldest row first, in one SELECT.

    Raises
    ------
    NotFound
        ``collection_not_found``.
    OutsideScope
        ``not_allowed``, where no grant opens the collection.
    """
    reader = _open(connection, actor, collection_id)
    question = reader.select(query, actor).where(reader.table.c.id > query.after, *reader.once(query, actor))
    rows = read_rows(connection, question.order_by(reader.table.c.id).limit(query.limit + 1))
    page = rows[: query.limit]
    return FeaturePage(tuple(map(reader.feature, page)), page[-1][0] if len(rows) > query.limit else None)


def get_item(
    connection: Connection, actor: Actor, collection_id: str, item_id: str, query: FeatureQuery
) -> Feature:
    """Return one feature as it held on ``query.on``, or else its latest version.

    Raises
    ------
    NotFound
        ``feature_not_found``, also where the actor may not know of it.
    """
    reader = _open(connection, actor, collection_id)
    anytime = replace(query, valid=_ALL_TIME)
    question = reader.select(anytime, actor).where(reader.by_id(item_id))
    held_first = held_on(reader.table, query.on).desc()
    row = connection.execute(question.order_by(held_first, reader.table.c.valid_from.desc()).limit(1)).first()
    if row is None:
        raise NotFound("feature_not_found", collection=collection_id, id=item_id)
    return reader.feature(row)


def get_revision(connection: Connection, actor: Actor, collection_id: str) -> str:
    """Return a text that changes whenever what the actor may see in the collection may have changed."""
    told = find_revisions(connection, *sorted({collection_id, "boundaries", "grants"}))
    return ".".join(map(str, (*told.values(), actor.account_id, actor.only_grant_id)))


def get_extent(connection: Connection, actor: Actor, collection_id: str) -> tuple[BBox | None, date | None]:
    """Return the box around all that the actor may see (WGS 84 degrees) and the first day known of it."""
    reader = _open(connection, actor, collection_id)
    seen = _visible(reader, actor)
    shape = reader.table.c.geom
    sides = (
        func.min(func.ST_XMin(shape)),
        func.min(func.ST_YMin(shape)),
        func.max(func.ST_XMax(shape)),
        func.max(func.ST_YMax(shape)),
    )
    first = func.min(reader.table.c.valid_from)
    west, south, east, north, since = connection.execute(select(*sides, first).where(seen)).one()
    return (None if west is None else BBox(west, south, east, north)), None if since == DATE_MIN else since


def _open(connection: Connection, actor: Actor, collection_id: str) -> _Reader:
    scope.require(connection, actor, get_collection(collection_id).action)
    return _READERS[collection_id]


def _visible(reader: _Reader, actor: Actor) -> Any:
    if reader.table is hotspot_version:
        return and_(known_at(hotspot_version, None), scope.sees_hotspot(hotspot_version, actor))
    return reader.table.c.id.is_not(None)


def _has_words(terms: Any, tokens: tuple[str, ...]) -> list[Any]:
    return [terms.contains(f" {token}", autoescape=True) for token in tokens]


def _select_boundaries(query: FeatureQuery, _actor: Actor) -> Question:
    b = boundary.c
    told = (b.id.label("row_id"), b.code, b.name, b.full_name, b.level, b.valid_from, b.valid_to, b.population,
            b.is_partial, b.geojson, boundary_vintage.c.legal_basis, boundary_vintage.c.source)  # fmt: skip
    conditions = [
        boundary_held_during(boundary, query.span, query.known_at),
        *_has_words(b.search_terms, query.tokens),
    ]
    if query.bbox:
        conditions.append(meets_box(boundary, query.bbox))
    if query.level:
        conditions.append(b.level.in_(query.level))
    if query.area:
        parent = boundary.alias("parent")
        inside = select(parent.c.id).where(is_within(query.area, parent)).scalar_subquery()
        conditions.append(or_(b.parent_id.in_(inside), is_within(query.area)))
    return select(*told).select_from(boundary).join(boundary_vintage).where(*conditions)


def _boundary_feature(row: Sequence[Any]) -> Feature:
    (_, code, name, full_name, level, valid_from, valid_to, population, is_partial, geojson, legal_basis,
     source) = row  # fmt: skip
    public_id = boundary_id(code, valid_from)
    properties = {
        "id": public_id,
        "code": code,
        "name": name,
        "full_name": full_name,
        "level": level,
        "valid_from": None if valid_from == DATE_MIN else valid_from,
        "valid_to": None if valid_to == DATE_MAX else valid_to,
        "population": population,
        "legal_basis": legal_basis,
        "is_partial": is_partial,
        "source": source,
    }
    return Feature(public_id, geojson, properties)


def _wards(day: date) -> Any:
    ordered = (
        select(
            boundary.c.code,
            boundary.c.name,
            open_start(boundary.c.valid_from).label("valid_from"),
            hotspot_area.c.is_lead,
        )
        .join(hotspot_area, hotspot_area.c.boundary_id == boundary.c.id)
        .where(
            hotspot_area.c.hotspot_version_id == hotspot_version.c.id,
            boundary.c.level == "ward",
            held_on(boundary, day),
        )
        .order_by(hotspot_area.c.is_lead.desc(), hotspot_area.c.share.desc(), boundary.c.code)
        .correlate(hotspot_version)
        .subquery("ward")
    )
    ward = ordered.c
    rows = object_rows(code=ward.code, name=ward.name, valid_from=ward.valid_from, lead=ward.is_lead)
    return select(rows).select_from(ordered).correlate(hotspot_version).scalar_subquery()


def _topics() -> Any:
    return (
        select(func.aggregate_strings(hotspot_topic.c.topic, ","))
        .where(hotspot_topic.c.hotspot_version_id == hotspot_version.c.id)
        .correlate(hotspot_version)
        .scalar_subquery()
    )


def _select_hotspots(query: FeatureQuery, actor: Actor) -> Question:
    v = hotspot_version.c
    told = (v.id.label("row_id"), hotspot.c.uuid, hotspot.c.code, hotspot.c.version, v.name, v.kind,
            status_span.c.state, status_span.c.valid_from.label("status_since"), v.position_accuracy_m, v.length_m,
            v.area_m2, v.source, v.valid_from, v.valid_to, v.geojson, _topics().label("topics"),
            _wards(query.vintage or query.on).label("wards"))  # fmt: skip
    status = and_(
        status_span.c.hotspot_id == v.hotspot_id,
        held_on(status_span, query.on),
        known_at(status_span, query.known_at),
    )
    return (
        select(*told)
        .select_from(hotspot_version)
        .join(hotspot)
        .outerjoin(status_span, status)
        .where(*hotspot_conditions(query, actor))
    )


def hotspot_conditions(query: FeatureQuery, actor: Actor) -> list[Any]:
    """Return the conditions that a version of a place answers the query and that the actor sees it.

    The statement joins ``hotspot_version`` and, from the left, the ``status_span`` of ``query.on``.
    """
    v = hotspot_version.c
    return [
        known_at(hotspot_version, query.known_at),
        v.valid_from < query.span.end,
        v.valid_to > query.span.start,
        scope.sees_hotspot(hotspot_version, actor),
        *_has_words(v.search_terms, query.tokens),
        *_hotspot_filters(query),
    ]


def _latest_in_span(query: FeatureQuery, actor: Actor) -> list[Any]:
    """Return the condition that no later version of the place answers too: an id stands in a collection once."""
    if query.valid is None:
        return []
    v, later = hotspot_version.c, hotspot_version.alias("later")
    follows = exists().where(
        later.c.hotspot_id == v.hotspot_id,
        later.c.valid_from >= v.valid_to,
        later.c.valid_from < query.span.end,
        known_at(later, query.known_at),
        scope.sees_hotspot(later, actor),
    )
    return [~follows.correlate(hotspot_version)]


def _hotspot_filters(query: FeatureQuery) -> list[Any]:
    v = hotspot_version.c
    conditions: list[Any] = []
    if query.bbox:
        conditions.append(meets_box(hotspot_version, query.bbox))
    if query.status:
        conditions.append(status_span.c.state.in_(query.status))
    if query.kind:
        conditions.append(v.kind.in_(query.kind))
    if query.topic:
        has_topic = select(hotspot_topic.c.hotspot_version_id).where(hotspot_topic.c.topic.in_(query.topic))
        conditions.append(v.id.in_(has_topic))
    if query.area:
        inside = select(hotspot_area.c.hotspot_version_id).join(boundary).where(is_within(query.area))
        conditions.append(v.id.in_(inside))
    return conditions


def _hotspot_feature(row: Sequence[Any]) -> Feature:
    # Taken apart in the order of the SELECT: asking for each value by name costs more than all the rest here.
    (_, uuid, code, version, name, kind, state, since, accuracy_m, length_m, area_m2, source, valid_from, valid_to,
     geojson, topics, wards) = row  # fmt: skip
    properties = {
        "id": uuid,
        "code": code,
        "name": name,
        "kind": kind,
        "status": state,
        "status_since": since,
        "topics": sorted(topics.split(",")) if topics else [],
        "wards": orjson.loads(wards),
        "position_accuracy_m": accuracy_m,
        "length_m": length_m,
        "area_m2": area_m2,
        "source": source,
        "valid_from": None if valid_from == DATE_MIN else valid_from,
        "valid_to": None if valid_to == DATE_MAX else valid_to,
        "version": version,
    }
    return Feature(uuid, geojson, properties)


_READERS = {
    "boundaries": _Reader(
        boundary, _select_boundaries, is_boundary, lambda _query, _actor: [], _boundary_feature
    ),
    "hotspots": _Reader(
        hotspot_version,
        _select_hotspots,
        lambda item_id: or_(hotspot.c.uuid == item_id, hotspot.c.code == item_id),
        _latest_in_span,
        _hotspot_feature,
    ),
}
