"""Keeps districts and provinces of a draft in step with the areas below them that they are made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, and_

from geo.shapes.nesting import is_made_of, is_whole, unite_parts
from layers.areas.draft_rows import find_areas, get_areas, write_areas
from layers.areas.draft_steps import keep_areas, list_kept
from layers.areas.vintage_drafts import DRAWN_LEVELS, DraftArea, note_draft, read_said
from layers.areas.vintages import Area
from layers.store.database import Write
from layers.store.schema import boundary_draft_area

UNIT_LEVELS = DRAWN_LEVELS[-2::-1]
"""Levels of areas that may be made of others, the lowest first."""


class Nesting:
    """Which areas of a set others are made of.

    Parameters
    ----------
    areas
        By key; the set, or of some units all parts.

    Attributes
    ----------
    parts
        By the key of each area that has some, its parts by theirs; the lowest levels first.
    """

    def __init__(self, areas: Mapping[int, Area]) -> None:
        self._areas = areas
        self._grounds: dict[frozenset[str], shapely.STRtree] = {}
        self.parts: dict[int, dict[int, Area]] = {}
        for level in UNIT_LEVELS:
            members = _list_members(areas, level)
            self.parts |= {
                key: members[area.code]
                for key, area in areas.items()
                if area.level == level and area.code in members
            }

    def land_of(self, key: int) -> BaseGeometry:
        """Return the land of the parts of a unit; gaps between them are filled."""
        parts = self.parts[key].values()
        ground = self._ground(frozenset(part.level for part in parts))
        return unite_parts(self._areas[key].geometry, [part.geometry for part in parts], ground)

    def is_made(self, key: int) -> bool:
        """Tell whether an area has parts, and is the land of these and nothing else."""
        return key in self.parts and is_made_of(self._areas[key].geometry, self.land_of(key))

    def _ground(self, levels: frozenset[str]) -> shapely.STRtree:
        if levels not in self._grounds:
            self._grounds[levels] = shapely.STRtree(
                [area.geometry for area in self._areas.values() if area.level in levels]
            )
        return self._grounds[levels]

    def find_made(self) -> frozenset[int]:
        """Return the keys of all areas that are made of others."""
        return frozenset(filter(self.is_made, self.parts))


def follow_parts(before: Mapping[int, Area], after: Mapping[int, Area]) -> dict[int, Area]:
    """Return the units that become others since their parts did, by key, and the units above these.

    A unit follows where it was the land of its parts and nothing else; what was drawn by itself stays as it is, and so
    does a unit of which no part is left.

    Parameters
    ----------
    before, after
        By key, the areas of a draft before and after a step; of the rest, units with only some of their parts may be
        missing, but no part of a unit that is there.
    """
    was, now, follow = Nesting(before), dict(after), dict[int, Area]()
    for level in UNIT_LEVELS:
        becomes = Nesting(now)
        for key in [key for key in was.parts if before[key].level == level and key in becomes.parts]:
            if was.parts[key] != becomes.parts[key] and was.is_made(key):
                land = becomes.land_of(key)
                if not land.equals(now[key].geometry):
                    now[key] = follow[key] = replace(now[key], geometry=land)
    return follow


def _list_members(areas: Mapping[int, Area], level: str) -> dict[str, dict[int, Area]]:
    """Return the areas below a level that name what they belong to: by its code, by their keys."""
    members: dict[str, dict[int, Area]] = {}
    for key, area in areas.items():
        if area.parent is not None and area.level in _below(level):
            members.setdefault(area.parent, {})[key] = area
    return members


def _below(level: str) -> tuple[str, ...]:
    return DRAWN_LEVELS[DRAWN_LEVELS.index(level) + 1 :]


def let_units_follow(change: Write, draft_id: int, step: int) -> None:
    """Draw the units anew whose parts a step changed; it becomes a part of that step.

    Whoever may change the parts may let the units follow, wherever the rest of these lies.
    """
    connection = change.connection
    before, after = _read_family(connection, draft_id, step)
    follow = follow_parts(before, after)
    if follow:
        keep_areas(connection, step, follow.keys())
        write_areas(connection, draft_id, get_areas(connection, draft_id, follow.keys()), follow)
        note_draft(change, draft_id, after={"followed": sorted(area.code for area in follow.values())})


def move_parts(change: Write, draft_id: int, step: int, gone: Sequence[Area], heirs: Sequence[Area]) -> None:
    """Let what units were made of belong to those that take their place, each part to the one that holds most of it."""
    connection, a = change.connection, boundary_draft_area.c
    for level in UNIT_LEVELS:
        codes = {unit.code for unit in gone if unit.level == level}
        units = [unit for unit in heirs if unit.level == level]
        if not (codes and units):
            continue
        parts = find_areas(connection, draft_id, and_(a.parent.in_(codes), a.level.in_(_below(level))))
        held_by = {one.key: find_holder(one.area.geometry, units).code for one in parts}
        moved = {
            one.key: replace(one.area, parent=held_by[one.key])
            for one in parts
            if one.area.parent != held_by[one.key]
        }
        keep_areas(connection, step, moved.keys())
        write_areas(connection, draft_id, parts, moved)


def find_parent(connection: Connection, draft_id: int, area: Area) -> str | None:
    """Return the code of the lowest unit of a draft in which the larger part of a new area lies, None where none is."""
    for level in UNIT_LEVELS:
        if area.level in _below(level):
            units = [
                one.area for one in find_areas(connection, draft_id, boundary_draft_area.c.level == level)
            ]
            holder = find_holder(area.geometry, units) if units else None
            if holder and is_whole(area.geometry, holder.geometry):
                return holder.code
    return None


def find_holder(shape: BaseGeometry, units: Sequence[Area]) -> Area:
    """Return which of some units holds the largest part of an area."""
    held = shapely.area(
        shapely.intersection(np.array([unit.geometry for unit in units], dtype=object), shape)
    )
    return units[int(np.argmax(held))]


def _read_family(connection: Connection, draft_id: int, step: int) -> tuple[dict[int, Area], dict[int, Area]]:
    """Return what a step touched, the units above it, and all parts of these: as they were before it, and are now."""
    a = boundary_draft_area.c
    kept = list_kept(connection, step)
    touched = find_areas(connection, draft_id, a.id.in_({row.area_id for row in kept}))
    codes = {row.parent for row in kept} | {one.area.parent for one in touched}
    units: dict[int, DraftArea] = {}
    while found := _find_units(connection, draft_id, codes):
        units |= found
        codes = {one.area.parent for one in found.values()} - {one.area.code for one in units.values()}
    parts = find_areas(connection, draft_id, a.parent.in_({one.area.code for one in units.values()}))
    after = {one.key: one.area for one in (*units.values(), *parts, *touched)}
    were = {row.area_id: read_said(row, shapely.from_wkb(row.shape)) for row in kept if row.was_there}
    added = {row.area_id for row in kept} - were.keys()
    return {key: area for key, area in after.items() if key not in added} | were, after


def _find_units(connection: Connection, draft_id: int, codes: Collection[str | None]) -> dict[int, DraftArea]:
    a = boundary_draft_area.c
    which = and_(a.code.in_({*filter(None, codes)}), a.level.in_(UNIT_LEVELS))
    return {one.key: one for one in find_areas(connection, draft_id, which)}
