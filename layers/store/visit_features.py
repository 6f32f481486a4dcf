"""Tells visits as features: each lies where its place lay on the day."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Select, select

from layers.actor import Actor
from layers.store.identifiers import is_within
from layers.store.periods import known_at
from layers.store.query import Feature, FeatureQuery
from layers.store.schema import boundary, hotspot, hotspot_area, hotspot_version, visit, visit_version
from layers.store.spatial import object_rows, touches_box
from layers.store.visited import day_of_visit, sees_visit, visited
from layers.store.ward_rows import ordered_wards


def select_visits(query: FeatureQuery, actor: Actor) -> Select[Any]:
    """Return the statement that finds the visits of the days asked for; of all days where none are."""
    v, p = visit_version.c, hotspot_version.c
    told = (visit.c.id.label("row_id"), visit.c.uuid, visit.c.code, hotspot.c.code.label("hotspot"),
            p.name.label("hotspot_name"), p.kind, v.state, day_of_visit.label("day"), v.planned_on, v.visited_on,
            v.form, v.head_count, v.result, v.note, v.next_on, visit.c.version, v.units, _wards().label("wards"),
            p.geojson)  # fmt: skip
    return see_visits(actor).with_only_columns(*told).where(*_filters(query))


def see_visits(actor: Actor) -> Select[Any]:
    """Return the statement that finds all visits that the actor sees, as they are known now."""
    seen = select(visit.c.id).select_from(visited())
    return seen.where(known_at(visit_version, None), sees_visit(actor))


def visit_feature(row: Sequence[Any]) -> Feature:
    """Return the feature of a row of `select_visits`."""
    (_, uuid, code, place, place_name, kind, state, day, planned_on, visited_on, form, head_count, result, note,
     next_on, version, units, wards, geojson) = row  # fmt: skip
    properties = {
        "id": uuid,
        "code": code,
        "hotspot": place,
        "hotspot_name": place_name,
        "kind": kind,
        "wards": orjson.loads(wards),
        "state": state,
        "day": day,
        "planned_on": planned_on,
        "visited_on": visited_on,
        "form": form,
        "units": orjson.loads(units),
        "head_count": head_count,
        "result": result,
        "note": note,
        "next_on": next_on,
        "version": version,
    }
    return Feature(uuid, geojson, properties)


def _wards() -> Any:
    ordered = ordered_wards(day_of_visit)
    ward = ordered.c
    rows = object_rows(code=ward.code, name=ward.name, valid_from=ward.valid_from, lead=ward.is_lead)
    return select(rows).select_from(ordered).correlate(hotspot_version, visit_version).scalar_subquery()


def _filters(query: FeatureQuery) -> list[Any]:
    v = hotspot_version.c
    conditions: list[Any] = []
    if query.valid is not None:
        conditions += [day_of_visit >= query.valid.start, day_of_visit < query.valid.end]
    if query.bbox:
        conditions.append(touches_box(hotspot_version, query.bbox, is_rough=query.is_rough))
    if query.kind:
        conditions.append(v.kind.in_(query.kind))
    if query.area:
        inside = select(hotspot_area.c.hotspot_version_id).join(boundary).where(is_within(query.area))
        conditions.append(v.id.in_(inside))
    return conditions
