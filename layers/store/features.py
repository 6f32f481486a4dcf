"""Reads a page, an item, the extent or the revision of any published collection, inside the actor's scope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Connection, Select, and_, exists, func, or_, select

from geo.types import DATE_MAX, DATE_MIN, BBox, Interval
from layers.actor import Actor
from layers.errors import NotFound
from layers.store import scope
from layers.store.catalog import get_collection
from layers.store.database import find_revisions
from layers.store.filters import to_sql
from layers.store.identifiers import boundary_id, is_boundary, is_within
from layers.store.periods import boundary_held_during, held_on, known_at
from layers.store.query import Feature, FeaturePage, FeatureQuery
from layers.store.queryables import COLUMNS
from layers.store.schema import (
    boundary,
    boundary_vintage,
    hotspot,
    hotspot_area,
    hotspot_topic,
    hotspot_version,
    status_span,
    visit,
)
from layers.store.spatial import object_rows, read_rows, touches_box
from layers.store.visit_features import see_visits, select_visits, visit_feature
from layers.store.visited import day_of_visit
from layers.store.ward_rows import ordered_wards

Question: TypeAlias = Select[Any]

_ALL_TIME = Interval()
_STATEMENTS = 64  # parts of statements that are kept: for so many days and readers


@dataclass(frozen=True)
class _Reader:
    table: Any
    shape: Any
    since: Any
    select: Callable[[FeatureQuery, Actor], Question]  # the first column is the row's number
    by_id: Callable[[str], Any]
    once: Callable[[FeatureQuery, Actor], list[Any]]
    best: Callable[[FeatureQuery], list[Any]]
    seen: Callable[[Actor], Question]
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
    question = ask(connection, actor, collection_id, query).where(reader.table.c.id > query.after)
    rows = read_rows(connection, question.order_by(reader.table.c.id).limit(query.limit + 1))
    page = rows[: query.limit]
    return FeaturePage(tuple(map(reader.feature, page)), page[-1][0] if len(rows) > query.limit else None)


def ask(connection: Connection, actor: Actor, collection_id: str, query: FeatureQuery) -> Question:
    """Return the statement that finds the rows of all pages, for whoever asks for other columns of them.

    Raises
    ------
    NotFound
        ``collection_not_found``.
    OutsideScope
        ``not_allowed``, where no grant opens the collection.
    """
    reader = _open(connection, actor, collection_id)
    return reader.select(query, actor).where(*reader.once(query, actor))


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
    row = connection.execute(_ask_for_one(collection_id, actor, query).where(reader.by_id(item_id))).first()
    if row is None:
        raise NotFound("feature_not_found", collection=collection_id, id=item_id)
    return reader.feature(row)


@lru_cache(maxsize=_STATEMENTS)
def _ask_for_one(collection_id: str, actor: Actor, query: FeatureQuery) -> Question:
    # Kept, since the same reader asks for one place after another of a day, and to word the question takes longest.
    reader = _READERS[collection_id]
    return reader.select(replace(query, valid=_ALL_TIME), actor).order_by(*reader.best(query)).limit(1)


def get_revision(connection: Connection, actor: Actor, collection_id: str) -> str:
    """Return a text that changes whenever what the actor may see in the collection may have changed."""
    told = find_revisions(connection, *sorted({*_sources(collection_id), "grants"}))
    return ".".join(map(str, (*told.values(), actor.account_id, actor.only_grant_id)))


def get_tag(connection: Connection, actor: Actor, collection_id: str) -> str:
    """Return a text that changes whenever what is told of the collection may have changed.

    Unlike that of `get_revision` it is the same for all who see the same, so that they can share what is kept.

    Raises
    ------
    NotFound
        ``collection_not_found``.
    OutsideScope
        ``not_allowed``, where no grant opens the collection.
    """
    reach = scope.tell_reach(connection, actor, get_collection(collection_id).action)
    told = find_revisions(connection, *sorted(_sources(collection_id)))
    return ".".join([collection_id, *map(str, told.values()), reach])


def get_extent(connection: Connection, actor: Actor, collection_id: str) -> tuple[BBox | None, date | None]:
    """Return the box around all that the actor may see (WGS 84 degrees) and the first day known of it."""
    reader = _open(connection, actor, collection_id)
    shape = reader.shape
    sides = (
        func.min(func.ST_XMin(shape)),
        func.min(func.ST_YMin(shape)),
        func.max(func.ST_XMax(shape)),
        func.max(func.ST_YMax(shape)),
    )
    told = reader.seen(actor).with_only_columns(*sides, func.min(reader.since), maintain_column_froms=True)
    west, south, east, north, since = connection.execute(told).one()
    return (None if west is None else BBox(west, south, east, north)), None if since == DATE_MIN else since


def _open(connection: Connection, actor: Actor, collection_id: str) -> _Reader:
    scope.require(connection, actor, get_collection(collection_id).action)
    return _READERS[collection_id]


def _sources(collection_id: str) -> set[str]:
    return {collection_id, *get_collection(collection_id).sources}


def _held_first(table: Any) -> Callable[[FeatureQuery], list[Any]]:
    return lambda query: [held_on(table, query.on).desc(), table.c.valid_from.desc()]


def _see_hotspots(actor: Actor) -> Question:
    seen = and_(known_at(hotspot_version, None), scope.sees_hotspot(hotspot_version, actor))
    return select(hotspot_version.c.id).where(seen)


def has_words(terms: Any, tokens: tuple[str, ...]) -> list[Any]:
    """Return the conditions that search terms hold every word of a search (`geo.text.search.query_tokens`)."""
    return [terms.contains(f" {token}", autoescape=True) for token in tokens]


def _filtered(query: FeatureQuery, collection_id: str) -> list[Any]:
    return [] if query.where is None else [to_sql(query.where, COLUMNS[collection_id])]


def _select_boundaries(query: FeatureQuery, _actor: Actor) -> Question:
    b = boundary.c
    told = (b.id.label("row_id"), b.code, b.name, b.full_name, b.level, b.valid_from, b.valid_to, b.population,
            b.is_partial, b.geojson, boundary_vintage.c.legal_basis, boundary_vintage.c.source)  # fmt: skip
    conditions = [
        boundary_held_during(boundary, query.span, query.known_at),
        *has_words(b.search_terms, query.tokens),
        *_filtered(query, "boundaries"),
    ]
    if query.bbox:
        conditions.append(touches_box(boundary, query.bbox, is_rough=query.is_rough))
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


@lru_cache(maxsize=_STATEMENTS)
def _wards(day: date) -> Any:
    ordered = ordered_wards(day)
    ward = ordered.c
    rows = object_rows(code=ward.code, name=ward.name, valid_from=ward.valid_from, lead=ward.is_lead)
    return select(rows).select_from(ordered).correlate(hotspot_version).scalar_subquery()


@cache
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
        .where(*hotspot_conditions(query, actor), *_filtered(query, "hotspots"))
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
        *has_words(v.search_terms, query.tokens),
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
        conditions.append(touches_box(hotspot_version, query.bbox, is_rough=query.is_rough))
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
        boundary,
        boundary.c.geom,
        boundary.c.valid_from,
        _select_boundaries,
        is_boundary,
        lambda _query, _actor: [],
        _held_first(boundary),
        lambda _actor: select(boundary.c.id),
        _boundary_feature,
    ),
    "hotspots": _Reader(
        hotspot_version,
        hotspot_version.c.geom,
        hotspot_version.c.valid_from,
        _select_hotspots,
        lambda item_id: or_(hotspot.c.uuid == item_id, hotspot.c.code == item_id),
        _latest_in_span,
        _held_first(hotspot_version),
        _see_hotspots,
        _hotspot_feature,
    ),
    "visits": _Reader(
        visit,
        hotspot_version.c.geom,
        day_of_visit,
        lambda query, actor: select_visits(query, actor).where(*_filtered(query, "visits")),
        lambda item_id: or_(visit.c.uuid == item_id, visit.c.code == item_id),
        lambda _query, _actor: [],
        lambda _query: [],
        see_visits,
        visit_feature,
    ),
}
