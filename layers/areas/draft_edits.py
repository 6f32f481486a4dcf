"""Changes the areas of a set of boundaries that is being prepared: draws, renames, merges, cuts, removes them.

Each change is one step (`layers.areas.draft_steps`), with the units above that follow (`layers.areas.draft_units`); the
last step can be undone, one after the other.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InvalidGeometry
from geo.formats.geojson import DEFAULT_MAX_VERTICES
from geo.shapes.cutting import cut_area
from geo.shapes.snap import regain_vertices
from geo.shapes.validity import require_valid
from layers.areas.draft_rows import (
    add_all_areas,
    add_area,
    delete_areas,
    get_areas,
    is_same,
    is_same_shape,
    list_origins,
    tell_area,
    write_areas,
)
from layers.areas.draft_steps import begin_step, forget_steps, keep_areas
from layers.areas.draft_units import find_parent, let_units_follow, move_parts
from layers.areas.reach import require_land
from layers.areas.vintage_drafts import (
    DRAWN_LEVELS,
    DraftArea,
    DraftRef,
    checked_text,
    claim_draft,
    note_draft,
)
from layers.areas.vintages import Area
from layers.errors import Refused
from layers.store.database import Write
from layers.store.schema import boundary_draft_area

LONGEST_NAME = 80
MOST_PEOPLE = 100_000_000

_CODE = re.compile(r"[0-9]{1,10}")
_NONE: Mapping[int, Area] = {}


@dataclass(frozen=True)
class AreaFacts:
    """What is said of an area whose geometry comes from others; see `layers.areas.vintages.Area`."""

    code: str
    name: str
    full_name: str
    level: str = "ward"
    is_partial: bool = False
    population: int | None = None
    population_on: date | None = None
    parent: str | None = None

    def drawn(self, geometry: BaseGeometry) -> Area:
        """Return the area with its geometry (WGS 84, lon lat)."""
        return Area(geometry=geometry, **{one.name: getattr(self, one.name) for one in fields(self)})


def put_area(
    change: Write, ref: DraftRef, area: Area, *, key: int | None = None, others: Mapping[int, Area] = _NONE
) -> int:
    """Add an area to a draft, or change the one with this key; return its key.

    Parameters
    ----------
    change, ref
        The transaction, and the draft as its editor saw it.
    area
        What it is to be.
    key
        Which area it is, None for a new one.
    others
        By key, the areas that change in the same step, such as neighbours that give land to it.

    Raises
    ------
    NotFound
        ``draft_not_found``, ``draft_area_not_found``.
    OutsideScope
        ``not_allowed``; ``boundary_outside_area``, where the actor may not publish over its land.
    StaleVersion
        ``version_stale``.
    Refused
        ``draft_ended``, ``area_code_invalid``, ``area_level_unknown``, ``area_text_invalid``,
        ``area_population_invalid``.
    InvalidGeometry
        ``area_not_polygon``, ``geometry_too_large`` and what validity finds.
    PersonalData
        Where a name is that of a person.
    """
    if key is not None:
        put_areas(change, ref, {key: area, **others})
        return key
    claim_draft(change, ref)
    step = begin_step(change, ref.id, "add")
    area = _checked(area)
    require_land(change.connection, change.actor, [area.geometry])
    area = replace(area, parent=area.parent or find_parent(change.connection, ref.id, area))
    key = add_area(change.connection, ref.id, area)
    keep_areas(change.connection, step, [key], was_there=False)
    note_draft(change, ref.id, after={"area": tell_area(area)})
    _change_all(change, ref.id, step, others)
    return key


def put_areas(change: Write, ref: DraftRef, areas: Mapping[int, Area], *, kind: str = "change") -> None:
    """Change several areas of a draft in one step, such as both sides of a border; by key.

    Parameters
    ----------
    change, ref
        The transaction, and the draft as its editor saw it.
    areas
        By key, what they are to be.
    kind
        What the step is called: ``change``, ``mend`` or ``simplify``.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`.
    """
    claim_draft(change, ref)
    _change_all(change, ref.id, begin_step(change, ref.id, kind), areas, is_exact=kind != "change")


def remove_area(change: Write, ref: DraftRef, key: int) -> None:
    """Take an area out of a draft: its land is nobody's until another area covers it.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused
        As `put_area`.
    """
    claim_draft(change, ref)
    (removed,) = get_areas(change.connection, ref.id, [key])
    require_land(change.connection, change.actor, [removed.area.geometry])
    _put_instead(change, ref.id, "remove", [removed], [])
    note_draft(change, ref.id, before={"area": tell_area(removed.area)})


def merge_areas(change: Write, ref: DraftRef, keys: Collection[int], facts: AreaFacts) -> int:
    """Put one area in the place of several, and return its key.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`, and ``merge_needs_two``.
    """
    claim_draft(change, ref)
    merged = get_areas(change.connection, ref.id, sorted(set(keys)))
    if len(merged) < 2:  # noqa: PLR2004
        raise Refused("merge_needs_two")
    shapes = [one.area.geometry for one in merged]
    area = _checked(facts.drawn(shapely.union_all(shapes)))
    require_land(change.connection, change.actor, shapes)
    (key,) = _put_instead(change, ref.id, "merge", merged, [area])
    note_draft(
        change, ref.id, before={"merged": [one.area.code for one in merged]}, after={"area": tell_area(area)}
    )
    return key


def split_area(
    change: Write, ref: DraftRef, key: int, line: BaseGeometry, parts: tuple[AreaFacts, AreaFacts]
) -> tuple[int, int]:
    """Cut an area in two along a line (WGS 84, lon lat) and return the keys of the parts.

    The first of ``parts`` lies left of the line as it is drawn, the second right of it.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`, and ``split_line_misses``.
    """
    claim_draft(change, ref)
    (whole,) = get_areas(change.connection, ref.id, [key])
    require_land(change.connection, change.actor, [whole.area.geometry])
    shapes = cut_area(whole.area.geometry, line)
    halves = [_checked(facts.drawn(shape)) for facts, shape in zip(parts, shapes, strict=True)]
    first, second = _put_instead(change, ref.id, "split", [whole], halves)
    told = {"areas": [tell_area(half) for half in halves]}
    note_draft(change, ref.id, before={"split": whole.area.code}, after=told)
    return first, second


def replace_areas(change: Write, ref: DraftRef, areas: Sequence[Area]) -> None:
    """Put other areas in the place of all areas of a draft, as an import brings them.

    An area in force with the same level and code is taken for the one it follows; where nothing about it is different,
    it goes on. What was done before can no longer be undone.

    Raises
    ------
    NotFound, OutsideScope, StaleVersion, Refused, InvalidGeometry, PersonalData
        As `put_area`.
    """
    day = claim_draft(change, ref).valid_from
    checked = _all_checked(areas)
    held = {(one.area.level, one.area.code): one for one in list_origins(change.connection, day)}
    pairs = [(area, held.get((area.level, area.code))) for area in checked]
    touched = [area.geometry for area, origin in pairs if origin is None or not is_same(area, origin.area)]
    kept = {origin.from_id for area, origin in pairs if origin and is_same(area, origin.area)}
    touched += [origin.area.geometry for origin in held.values() if origin.from_id not in kept]
    require_land(change.connection, change.actor, touched)
    forget_steps(change.connection, ref.id)
    removed = delete_areas(change.connection, boundary_draft_area.c.draft_id == ref.id)
    add_all_areas(change.connection, ref.id, pairs)
    note_draft(change, ref.id, before={"areas": removed}, after={"areas": len(checked)})


def _put_instead(
    change: Write, draft_id: int, kind: str, gone: Sequence[DraftArea], areas: Sequence[Area]
) -> list[int]:
    """Put areas in the place of others, as a step of this kind; return the keys of the new ones."""
    step, keys = begin_step(change, draft_id, kind), [one.key for one in gone]
    keep_areas(change.connection, step, keys)
    delete_areas(change.connection, boundary_draft_area.c.id.in_(keys))
    new = [add_area(change.connection, draft_id, area) for area in areas]
    keep_areas(change.connection, step, new, was_there=False)
    move_parts(change, draft_id, step, [one.area for one in gone], areas)
    let_units_follow(change, draft_id, step)
    return new


def _change_all(
    change: Write, draft_id: int, step: int, areas: Mapping[int, Area], *, is_exact: bool = False
) -> None:
    """Change areas, by key, and the units above them; what no page rounded is exact."""
    drafted = get_areas(change.connection, draft_id, areas.keys())
    becomes = {one.key: _redrawn(one.area, areas[one.key], is_exact=is_exact) for one in drafted}
    shapes = [area.geometry for area in (*(one.area for one in drafted), *becomes.values())]
    require_land(change.connection, change.actor, shapes)
    keep_areas(change.connection, step, areas.keys())
    write_areas(change.connection, draft_id, drafted, becomes)
    for one in drafted:
        after = becomes[one.key]
        note_draft(change, draft_id, before={"area": tell_area(one.area)}, after={"area": tell_area(after)})
        if after.code != one.area.code:
            move_parts(change, draft_id, step, [one.area], [after])
    let_units_follow(change, draft_id, step)


def _redrawn(before: Area, area: Area, *, is_exact: bool) -> Area:
    """Return an area as it is stored in the place of what it was; a shape that only was rounded stays that.

    A name that stays was answered for by whoever gave it, also where it sounds like that of a person.
    """
    shape = area.geometry if is_exact else regain_vertices(area.geometry, [before.geometry])
    (area,) = _all_checked([replace(area, geometry=shape)], known={before.name, before.full_name})
    if is_exact:
        return area
    return replace(area, geometry=before.geometry) if is_same_shape(area, before) else area


def _checked(area: Area) -> Area:
    """Return an area as it is stored."""
    (checked,) = _all_checked([area])
    return checked


def _all_checked(areas: Sequence[Area], *, known: AbstractSet[str] = frozenset()) -> list[Area]:
    """Return areas as they are stored; names that are known are not checked again."""
    shapes = np.array([area.geometry for area in areas], dtype=object)
    sizes, are_valid = shapely.get_num_coordinates(shapes), shapely.is_valid(shapes)
    for area, size, is_valid in zip(areas, sizes.tolist(), are_valid.tolist(), strict=True):
        _refuse_facts(area)
        if area.geometry.geom_type not in {"Polygon", "MultiPolygon"}:
            raise InvalidGeometry("area_not_polygon", geometry=area.geometry.geom_type)
        if size > DEFAULT_MAX_VERTICES:
            raise InvalidGeometry("geometry_too_large", maximum=DEFAULT_MAX_VERTICES)
        if not (size and is_valid):
            require_valid(area.geometry)
    flat = np.where(shapely.has_z(shapes), shapely.force_2d(shapes), shapes).tolist()
    return [_as_stored(area, shape, known) for area, shape in zip(areas, flat, strict=True)]


def _refuse_facts(area: Area) -> None:
    if not _CODE.fullmatch(area.code):
        raise Refused("area_code_invalid", field="code")
    if area.parent is not None and not _CODE.fullmatch(area.parent):
        raise Refused("area_code_invalid", field="parent")
    if area.level not in DRAWN_LEVELS:
        raise Refused("area_level_unknown", field="level")
    if area.population is not None and not 0 <= area.population <= MOST_PEOPLE:
        raise Refused("area_population_invalid", field="population", maximum=MOST_PEOPLE)


def _as_stored(area: Area, geometry: BaseGeometry, known: AbstractSet[str]) -> Area:
    name, full_name = area.name, area.full_name
    if name not in known:
        name = checked_text(name, "name", LONGEST_NAME)
    if area.full_name == area.name:
        full_name = name
    elif full_name not in known:
        full_name = checked_text(full_name, "full_name", LONGEST_NAME * 2)
    return replace(area, name=name, full_name=full_name, geometry=geometry)
