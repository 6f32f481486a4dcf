"""Writes imported areas as a set of boundaries that is being prepared: checked and published as any other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from geo.shapes.misfits import count_misfits
from geo.shapes.topology import coverage_faults
from layers.actor import Actor
from layers.areas.draft_edits import replace_areas
from layers.areas.later_sets import find_bound
from layers.areas.reach import ACTION, find_land, lie_mostly_in
from layers.areas.vintage_drafts import DraftRef, begin_draft, discard_draft, get_draft
from layers.areas.vintages import Area, Vintage
from layers.errors import Refused
from layers.imports.landing_terms import Check, Landed, Landing, Terms
from layers.imports.staged_rows import Fault, StagedRow
from layers.imports.unit_words import find_level
from layers.imports.upper_areas import add_upper_areas, find_unclear
from layers.store.database import Write
from layers.store.identifiers import boundary_id
from layers.store.schema import boundary, boundary_draft
from layers.store.wording import claim_official

LEVEL: Final = "ward"
"""Level of an area whose file does not say it."""

_COVERAGE_CODES: Final = {"gap": "import_coverage_gap", "overlap": "import_coverage_overlap"}
_MOST: Final = 0.5
_MOST_COVERAGE_FAULTS: Final = 200
_MOST_MEASURED: Final = 2000
"""Of more areas of a level than this, only how many do not fit their neighbours is told: to measure takes minutes."""


def _checker(connection: Connection, actor: Actor, terms: Terms) -> Check:
    b = boundary.c
    held = select(b.code).where(b.valid_from == terms.day)
    known = frozenset(connection.execute(held).scalars()) if terms.has_day else frozenset[str]()
    return partial(_check, terms, known, find_land(connection, actor, ACTION))


def _check(terms: Terms, known: frozenset[str], land: BaseGeometry | None, row: StagedRow) -> StagedRow:
    if row.is_fatal:
        return row
    code, fault = row.facts["code"], partial(Fault, row.nth)
    if land is not None and not lie_mostly_in([row.geometry], land):
        return replace(row, faults=(*row.faults, fault("boundary_outside_area")))
    if not code.isdecimal():
        return replace(row, faults=(*row.faults, fault("area_code_invalid", {"field": "code"})))
    return replace(row, duplicate_of=boundary_id(code, terms.day)) if code in known else row


def _check_all(rows: Iterable[StagedRow]) -> tuple[Fault, ...]:
    """Return the first gaps and overlaps between the areas of each level, and which levels are left out."""
    sound = [row for row in rows if not row.is_fatal]
    areas, told = _to_areas(sound), [row.facts for row in sound]
    levels: dict[str, list[tuple[int, BaseGeometry]]] = {}
    for row, area in zip(sound, areas, strict=True):
        levels.setdefault(area.level, []).append((row.nth, area.geometry))
    found = (fault for of_level in levels.values() for fault in _coverage(of_level))
    unclear = (
        Fault(0, "import_upper_unclear", {"level": one}, is_fatal=False) for one in find_unclear(areas, told)
    )
    return (*unclear, *islice(found, _MOST_COVERAGE_FAULTS))


def _coverage(areas: Sequence[tuple[int, BaseGeometry]]) -> Iterator[Fault]:
    shapes = [shape for _, shape in areas]
    if len(shapes) > _MOST_MEASURED:
        if misfits := count_misfits(shapes):
            yield Fault(0, "import_coverage_unfit", {"n": misfits}, is_fatal=False)
        return
    for one in coverage_faults(shapes):
        rows = [areas[index][0] for index in one.indexes]
        at = shapely.point_on_surface(one.geometry)
        told = {"rows": rows, "area": round(one.area_m2), "lon": round(at.x, 6), "lat": round(at.y, 6)}
        yield Fault(rows[0] if rows else 0, _COVERAGE_CODES[one.kind], told, is_fatal=False)


def _land(change: Write, terms: Terms, rows: Iterable[StagedRow]) -> Landed:
    if not terms.has_day:
        raise Refused("import_day_missing", field="valid_from")
    vintage = Vintage(terms.day, f"{terms.origin} ({terms.day.isoformat()})", terms.origin, terms.origin)
    read = list(rows)
    areas = add_upper_areas(_to_areas(read), [row.facts for row in read])
    draft_id = begin_draft(change, vintage, uuid=terms.uuid)
    draft = get_draft(change.connection, draft_id)
    bound = find_bound(change.connection, terms.day)
    firm = [one.area for one in draft.areas if one.from_id in bound]
    taken = list(_not_covered(areas, firm)) if firm else areas
    new = {(area.level, area.code) for area in taken}
    stay = [one.area for one in draft.areas if (one.area.level, one.area.code) not in new]
    # An official name may be that of a person of the past; whoever confirms answers for it.
    claim_official({text for area in areas for text in (area.name, area.full_name)})
    replace_areas(change, draft.ref, [*_not_covered(stay, taken), *taken])
    whole = {"draft": draft_id, "version": draft.version + 1, "areas": len(taken)}
    return Landed((), {**whole, "kept_as_they_were": len(areas) - len(taken)})


def _not_covered(held: Sequence[Area], areas: Sequence[Area]) -> Iterator[Area]:
    """Yield the areas of which not the larger part lies in others of their level."""
    for level in {area.level for area in held}:
        new = np.array([area.geometry for area in areas if area.level == level], dtype=object)
        tree = shapely.STRtree(new)
        for area in held:
            if area.level == level:
                land = shapely.union_all(new[tree.query(area.geometry, predicate="intersects")])
                if shapely.intersection(area.geometry, land).area <= _MOST * area.geometry.area:
                    yield area


def _find_ties(connection: Connection, landed: Landed) -> tuple[str, ...]:
    d = boundary_draft.c
    asked = select(d.version, d.ended_at, d.valid_from).where(d.id == landed.whole["draft"])
    row = connection.execute(asked).one()
    if row.ended_at is None and row.version == landed.whole["version"]:
        return ()
    return (row.valid_from.isoformat(),)


def _take_back(change: Write, landed: Landed) -> None:
    discard_draft(change, DraftRef(landed.whole["draft"], landed.whole["version"]))


def _to_areas(rows: Sequence[StagedRow]) -> list[Area]:
    shapes = shapely.from_wkb([row.shape for row in rows])
    return [_to_area(row, shape) for row, shape in zip(rows, shapes, strict=True)]


def _to_area(row: StagedRow, shape: BaseGeometry) -> Area:
    told = row.facts
    counted_on = told.get("population_on")
    return Area(
        code=told["code"],
        name=told["name"],
        full_name=told.get("full_name") or told["name"],
        level=_level_of(row),
        geometry=shape,
        population=told.get("population"),
        population_on=date.fromisoformat(counted_on) if counted_on else None,
        parent=told.get("parent"),
    )


def _level_of(row: StagedRow) -> str:
    told = row.facts
    return told.get("level") or find_level(told.get("full_name") or told["name"]) or LEVEL


BOUNDARIES = Landing(_checker, _land, _find_ties, _take_back, _check_all)
"""Areas of a new set of boundaries."""
