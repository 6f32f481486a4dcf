"""Writes imported rows as water and as crossings over it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.errors import AppError
from geo.text.names import fold_key
from layers.actor import Actor
from layers.areas.reach import find_land
from layers.imports.built_upon import find_built_upon
from layers.imports.landing_terms import Check, Landed, Landing, Made, Terms
from layers.imports.staged_rows import Fault, StagedRow, fault_of
from layers.places.nearby import box_around
from layers.store.database import Write
from layers.store.schema import landmark, landmark_version
from layers.store.spatial import meets_box
from layers.travel.crossings import ACTION, add_landmark, check_landmark, remove_landmark
from layers.travel.landmarks import CROSSING, WATER, Drawing

SAME_CROSSING_M: Final = 150.0
"""Two crossings of one name nearer than this are one."""

_WATER_WORDS: Final = ("kenh", "rach", "song", "muong")


def _checker(connection: Connection, actor: Actor, terms: Terms) -> Check:
    return partial(_check, connection, find_land(connection, actor, ACTION), terms)


def _check(connection: Connection, land: BaseGeometry | None, terms: Terms, row: StagedRow) -> StagedRow:
    if row.is_fatal or row.geometry is None:
        return row
    try:
        check_landmark(_to_drawing(row, terms))
    except AppError as error:
        return replace(row, faults=(*row.faults, fault_of(row.nth, error)))
    if land is not None and not shapely.intersects(land, row.geometry):
        return replace(row, faults=(*row.faults, Fault(row.nth, "import_row_outside")))
    m = landmark.c
    around = meets_box(landmark, box_around(row.geometry, SAME_CROSSING_M))
    known = connection.execute(select(m.uuid, m.name, m.kind).where(around, m.removed_at.is_(None)))
    name, kind = fold_key(row.facts["name"]), _kind_of(row)
    same = [one for one in known if fold_key(one.name) == name and one.kind == kind]
    return replace(row, duplicate_of=same[0].uuid or same[0].name) if same else row


def _land(change: Write, terms: Terms, rows: Iterable[StagedRow]) -> Landed:
    made = []
    for row in rows:
        uuid = terms.row_uuid(row.nth)
        made.append(Made(row.nth, add_landmark(change, _to_drawing(row, terms), uuid=uuid), 1))
    return Landed(made)


def _find_ties(connection: Connection, landed: Landed) -> tuple[str, ...]:
    return find_built_upon(
        connection, landmark, landed.rows, own=(landmark_version.c.landmark_id,), key="uuid"
    )


def _take_back(change: Write, landed: Landed) -> None:
    for made in landed.rows:
        remove_landmark(change, made.key, version=made.version, reason=change.reason or "")


def _to_drawing(row: StagedRow, terms: Terms) -> Drawing:
    assert row.geometry is not None, "rows without a shape are fatal"  # noqa: S101 - tells the type checker
    accuracy: Any = row.facts.get("position_accuracy_m")
    source = row.facts.get("source") or terms.origin
    return Drawing(_kind_of(row), row.facts["name"], _simple(row.geometry), accuracy, source)


def _kind_of(row: StagedRow) -> str:
    told: str | None = row.facts.get("kind")
    is_water = fold_key(row.facts["name"]).startswith(_WATER_WORDS)
    return told or (WATER if is_water else CROSSING)


def _simple(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.force_2d(geometry)


CROSSINGS = Landing(_checker, _land, _find_ties, _take_back)
"""Water and crossings."""
