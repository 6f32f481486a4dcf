"""Writes rows of spreadsheets as visits that were made to places of the register."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from geo.errors import AppError
from geo.text.names import fold_key
from layers.actor import Actor
from layers.errors import NotFound
from layers.imports.built_upon import find_built_upon
from layers.imports.landing_terms import Landed, Landing, Made, Terms, row_by_row
from layers.imports.staged_rows import StagedRow, fault_of
from layers.places.references import get_place
from layers.store import scope
from layers.store.database import Write
from layers.store.periods import known_at
from layers.store.schema import hotspot, hotspot_version, visit, visit_version
from layers.supervision.visit_drafts import Visit, check_visit
from layers.supervision.visits import cancel_visit, record_visit

_FIRST_VERSION: Final = 1
_OWN: Final = (visit_version.c.visit_id,)


def _check(connection: Connection, actor: Actor, terms: Terms, row: StagedRow) -> StagedRow:
    if row.is_fatal:
        return row
    try:
        place = get_place(
            connection, actor, _find_code(connection, actor, row.facts["hotspot"]), "visit.record"
        )
        draft = check_visit(connection, _to_visit(row), terms.today)
    except AppError as error:
        return replace(row, faults=(*row.faults, fault_of(row.nth, error)))
    w = visit_version.c
    same = (
        select(visit.c.code)
        .join(visit_version, w.visit_id == visit.c.id)
        .where(visit.c.hotspot_id == place.id, w.visited_on == draft.visited_on, w.state == "made")
        .where(known_at(visit_version, None))
    )
    known = connection.execute(same.order_by(visit.c.code).limit(1)).scalar()
    return replace(row, facts={**row.facts, "hotspot": place.code}, duplicate_of=known)


def _find_code(connection: Connection, actor: Actor, told: str) -> str:
    """Return the code of the place that a spreadsheet names by its code, or by a name that no other has."""
    h, v = hotspot.c, hotspot_version.c
    if connection.execute(select(h.id).where(h.code == told.upper())).first():
        return told.upper()
    words = fold_key(told)
    asked = (
        select(h.code, v.name)
        .join(hotspot_version, v.hotspot_id == h.id)
        .where(known_at(hotspot_version, None), scope.sees_hotspot(hotspot_version, actor))
        .where(v.search_terms.contains(words, autoescape=True))
    )
    found = {row.code for row in connection.execute(asked) if fold_key(row.name) == words}
    if len(found) != 1:
        raise NotFound("import_place_unclear", field="hotspot", n=len(found))
    return str(found.pop())


def _land(change: Write, terms: Terms, rows: Iterable[StagedRow]) -> Landed:
    made = []
    for row in rows:
        uuid = terms.row_uuid(row.nth)
        code = record_visit(change, row.facts["hotspot"], _to_visit(row), uuid=uuid)
        made.append(Made(row.nth, code, _FIRST_VERSION))
    return Landed(made)


def _find_ties(connection: Connection, landed: Landed) -> tuple[str, ...]:
    return find_built_upon(connection, visit, landed.rows, own=_OWN)


def _take_back(change: Write, landed: Landed) -> None:
    for made in landed.rows:
        cancel_visit(change, made.key, version=made.version, reason=change.reason or "")


def _to_visit(row: StagedRow) -> Visit:
    told = row.facts
    return Visit(
        date.fromisoformat(told["visited_on"]),
        form=told.get("form", "on_site"),
        result=told.get("result", "same"),
        head_count=told.get("head_count"),
        note=told.get("note"),
    )


VISITS = Landing(row_by_row(_check), _land, _find_ties, _take_back)
"""Visits that were made."""
