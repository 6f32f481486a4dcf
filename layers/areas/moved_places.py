"""Finds the places of the register whose wards change when a draft comes into force."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Select, select

from geo.shapes.topology import find_members
from geo.types import BBox
from layers.actor import Actor
from layers.areas.vintage_drafts import DraftVintage, in_force
from layers.store import scope
from layers.store.periods import held_on, known_at
from layers.store.schema import boundary, hotspot, hotspot_area, hotspot_version
from layers.store.spatial import meets_box


class MovedPlace(NamedTuple):
    """A place whose wards change: its code and name, and the names of its wards as they are and as they become."""

    code: str
    name: str
    wards_before: tuple[str, ...]
    wards_after: tuple[str, ...]


def find_moved_places(connection: Connection, actor: Actor, draft: DraftVintage) -> tuple[MovedPlace, ...]:
    """Return the places of the register whose wards change on the day of a draft, by code."""
    wards = [one for one in draft.areas if one.area.level == "ward"]
    kept = {one.from_id for one in wards if not one.changed}
    rows = connection.execute(in_force(draft.vintage.valid_from).where(boundary.c.level == "ward")).all()
    ended = {row.from_id: row.name for row in rows if row.from_id not in kept}
    changed = [one for one in wards if one.changed]
    touched = [row.geom for row in rows if row.from_id in ended] + [one.area.geometry for one in changed]
    if not touched:
        return ()
    near_by = _ask_near(actor, draft, touched)
    places = connection.execute(near_by.order_by(hotspot.c.code)).all()
    wards_of = _wards_of(connection, draft, near_by)
    tree = shapely.STRtree([one.area.geometry for one in changed])
    moved = []
    for place in places:
        before = wards_of.get(place.id, {})
        stay = [name for row, name in before.items() if row not in ended]
        near = [changed[at].area for at in np.sort(tree.query(place.geom)).tolist()]
        members = find_members(place.geom, [area.geometry for area in near])
        after = stay + [near[member.index].name for member in members]
        if sorted(before.values()) != sorted(after):
            moved.append(MovedPlace(place.code, place.name, tuple(before.values()), tuple(after)))
    return tuple(moved)


def _ask_near(actor: Actor, draft: DraftVintage, shapes: Sequence[BaseGeometry]) -> Select[Any]:
    v = hotspot_version.c
    box = BBox(*shapely.total_bounds(shapes).tolist())
    return (
        select(v.id, hotspot.c.code, v.name, v.geom)
        .join(hotspot, hotspot.c.id == v.hotspot_id)
        .where(
            known_at(hotspot_version, None),
            held_on(hotspot_version, draft.vintage.valid_from),
            meets_box(hotspot_version, box),
            scope.sees_hotspot(hotspot_version, actor),
        )
    )


def _wards_of(
    connection: Connection, draft: DraftVintage, versions: Select[Any]
) -> dict[int, dict[int, str]]:
    """Return the wards that hold each version on the day of a draft as things stand: row and name, the lead first."""
    a, b = hotspot_area.c, boundary.c
    question = (
        select(a.hotspot_version_id, b.id, b.name)
        .join(boundary, b.id == a.boundary_id)
        .where(
            a.hotspot_version_id.in_(versions.with_only_columns(hotspot_version.c.id)),
            b.level == "ward",
            held_on(boundary, draft.vintage.valid_from),
        )
    )
    found: dict[int, dict[int, str]] = {}
    ordered = question.order_by(a.is_lead.desc(), a.share.desc(), b.code)
    for version_id, row, name in connection.execute(ordered):
        found.setdefault(version_id, {})[row] = name
    return found
