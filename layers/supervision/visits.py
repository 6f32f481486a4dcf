"""Plans visits to places, moves, records, corrects and cancels them: nothing that was recorded is overwritten."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from geo.types import local_day
from layers.errors import Refused, StaleVersion
from layers.places.references import PlaceRef, get_place
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.store.periods import known_at, supersede
from layers.store.schema import hotspot, hotspot_version, visit, visit_answer, visit_version
from layers.supervision.visit_drafts import Visit, check_reason, check_units, check_visit, measure_distance_m
from layers.supervision.visit_records import VisitRecord, get_visit


def plan_visit(
    change: Write, hotspot_code: str, planned_on: date, units: Iterable[str] = (), *, uuid: str | None = None
) -> str:
    """Plan a visit to a place and return its code; repeating a request returns the same code.

    Raises
    ------
    Refused
        ``date_in_past``, ``unit_unknown``, ``identifier_taken``.
    NotFound, OutsideScope
        As `layers.places.references.get_place` for ``visit.record``.
    """
    place = _open_place(change, hotspot_code)
    known = _find_repeated(change, place, uuid)
    if known is not None:
        return known
    if planned_on < local_day(change.now):
        raise Refused("date_in_past", field="planned_on", day=planned_on)
    named = check_units(change.connection, units)
    values = {"state": "planned", "planned_on": planned_on, "form": "on_site", "units": json.dumps(named)}
    return _add(change, place, uuid, values, {})


def record_visit(
    change: Write,
    hotspot_code: str,
    draft: Visit,
    *,
    uuid: str | None = None,
    planned: tuple[str, int] | None = None,
) -> str:
    """Record a visit that was made and return its code; repeating a request returns the same code.

    Parameters
    ----------
    change
        The transaction.
    hotspot_code
        Place that was visited.
    draft
        What was seen.
    uuid
        Given by the recorder so that a repeated request is recognised.
    planned
        Code and version of the planned visit that this one fulfils.

    Raises
    ------
    Refused
        ``identifier_taken``, ``visit_not_planned``, and what `check_visit` refuses.
    PersonalData
        Where the note names a person.
    StaleVersion
        ``version_stale``, where the plan was changed meanwhile.
    NotFound, OutsideScope
        As `layers.places.references.get_place` for ``visit.record``.
    """
    place = _open_place(change, hotspot_code)
    draft = check_visit(change.connection, draft, local_day(change.now))
    values = _made_values(change.connection, place, draft)
    if planned is None:
        known = _find_repeated(change, place, uuid)
        return known if known is not None else _add(change, place, uuid, values, draft.answers)
    code, version = planned
    plan = get_visit(change.connection, change.actor, code, draft.visited_on)
    if plan.state == "made" and plan.version == version + 1 and _is_same(plan, draft):
        change.note("visit", code, after={"repeated": True})
        return code
    if plan.state != "planned" or plan.hotspot != place.code:
        raise Refused("visit_not_planned", visit=code)
    _replace(change, plan, version, {**values, "planned_on": plan.planned_on}, draft.answers)
    return code


def correct_visit(change: Write, code: str, draft: Visit, *, version: int, reason: str) -> int:
    """Record what a visit that was made was really like, and return its new version; what was said before stays.

    Raises
    ------
    Refused
        ``visit_not_made``, ``reason_missing`` and what `record_visit` refuses.
    StaleVersion
        ``version_stale``, with the present version.
    NotFound, OutsideScope, PersonalData
        As `record_visit`.
    """
    present = get_visit(change.connection, change.actor, code, draft.visited_on)
    place = _open_place(change, present.hotspot)
    if present.state != "made":
        raise Refused("visit_not_made", visit=code)
    draft = check_visit(change.connection, draft, local_day(change.now))
    if draft.position is None:  # where the device stood when it was recorded is not for an office to correct
        draft = replace(draft, position=present.position, device_at=present.device_at)
    values = _made_values(change.connection, place, draft)
    values |= {"planned_on": present.planned_on, "reason": check_reason(reason)}
    return _replace(change, present, version, values, draft.answers)


def cancel_visit(change: Write, code: str, *, version: int, reason: str) -> int:
    """Cancel a planned visit, or withdraw one that was recorded by mistake; return its new version.

    What was made is withdrawn by officers only; it stays readable, and counts no longer.

    Raises
    ------
    Refused
        ``visit_cancelled``, ``reason_missing``.
    StaleVersion
        ``version_stale``.
    NotFound, OutsideScope, PersonalData
        As `record_visit`.
    """
    present = get_visit(change.connection, change.actor, code, local_day(change.now))
    get_place(change.connection, change.actor, present.hotspot, cancel_action(present.state))
    if present.state == "cancelled":
        raise Refused("visit_cancelled", visit=code)
    values = {**_values_of(change, present), "state": "cancelled", "reason": check_reason(reason)}
    return _replace(change, present, version, values, present.answers)


def redate_visit(change: Write, code: str, planned_on: date, *, version: int, reason: str) -> int:
    """Move a planned visit to another day and return its new version; the day before stays readable.

    Raises
    ------
    Refused
        ``visit_not_planned``, ``date_in_past``, ``date_unchanged``, ``reason_missing``.
    StaleVersion
        ``version_stale``.
    NotFound, OutsideScope, PersonalData
        As `record_visit`.
    """
    present = get_visit(change.connection, change.actor, code, local_day(change.now))
    _open_place(change, present.hotspot)
    if present.state != "planned":
        raise Refused("visit_not_planned", visit=code)
    if planned_on < local_day(change.now):
        raise Refused("date_in_past", field="planned_on", day=planned_on)
    if present.version == version and planned_on == present.planned_on:
        raise Refused("date_unchanged", field="planned_on", day=planned_on)
    values = {**_values_of(change, present), "planned_on": planned_on, "reason": check_reason(reason)}
    return _replace(change, present, version, values, present.answers)


def find_code(connection: Connection, uuid: str) -> str | None:
    """Return the code of the visit with the identifier that its recorder gave it, None where there is none."""
    return connection.execute(select(visit.c.code).where(visit.c.uuid == uuid)).scalar()


def cancel_action(state: str) -> str:
    """Return the action of the scope table that cancelling a visit in this state asks for."""
    return "hotspot.edit" if state == "made" else "visit.record"


_OWN_OF_A_VERSION = frozenset({"id", "visit_id", "version", "known_from", "known_to", "recorded_by"})


def _values_of(change: Write, present: VisitRecord) -> dict[str, Any]:
    kept = [column for column in visit_version.columns if column.name not in _OWN_OF_A_VERSION]
    row = change.connection.execute(select(*kept).where(visit_version.c.id == present.version_id)).one()
    return dict(row._mapping)


def _open_place(change: Write, code: str) -> PlaceRef:
    place = get_place(change.connection, change.actor, code, "visit.record")
    # Two requests about one place follow one another from here on, so that a repeated one finds the first.
    locked = select(hotspot.c.id).where(hotspot.c.id == place.id).with_for_update()
    change.connection.execute(locked)
    return place


def _find_repeated(change: Write, place: PlaceRef, uuid: str | None) -> str | None:
    if uuid is None:
        return None
    row = change.connection.execute(
        select(visit.c.code, visit.c.hotspot_id).where(visit.c.uuid == uuid)
    ).first()
    if row is None:
        return None
    if row.hotspot_id != place.id:
        raise Refused("identifier_taken")
    change.note("visit", row.code, after={"repeated": True})
    return str(row.code)


def _add(
    change: Write, place: PlaceRef, uuid: str | None, values: dict[str, Any], answers: Mapping[str, str]
) -> str:
    code = f"GS{change.next_number('visit_code'):05d}"
    added = insert(visit).values(
        uuid=uuid or str(uuid4()),
        code=code,
        hotspot_id=place.id,
        version=1,
        recorded_at=change.now,
        recorded_by=change.actor.account_id,
    )
    visit_id = int(change.connection.execute(added.returning(visit.c.id)).scalar_one())
    _add_version(change, visit_id, 1, values, answers)
    change.note("visit", code, after={"hotspot": place.code, **_told(values, answers)})
    change.touch("visits")
    return code


def _replace(
    change: Write, present: VisitRecord, version: int, values: dict[str, Any], answers: Mapping[str, str]
) -> int:
    raised = update(visit).where(visit.c.id == present.id, visit.c.version == version)
    raised = raised.values(version=version + 1)
    if change.connection.execute(raised.returning(visit.c.id)).first() is None:
        raise StaleVersion("version_stale", started_from=version, present=present.version)
    current = select(visit_version).where(
        visit_version.c.visit_id == present.id, known_at(visit_version, None)
    )
    old = change.connection.execute(current).one()
    before = {name: value for name, value in old._mapping.items() if name in values}
    supersede(change, visit_version, [old.id])
    _add_version(change, present.id, version + 1, values, answers)
    change.note("visit", present.code, before=_told(before, present.answers), after=_told(values, answers))
    change.touch("visits")
    return version + 1


def _add_version(
    change: Write, visit_id: int, version: int, values: Mapping[str, Any], answers: Mapping[str, str]
) -> None:
    added = insert(visit_version).values(
        **values,
        visit_id=visit_id,
        version=version,
        known_from=change.now,
        known_to=MOMENT_MAX,
        recorded_by=change.actor.account_id,
    )
    version_id = change.connection.execute(added.returning(visit_version.c.id)).scalar_one()
    if answers:
        rows = [{"visit_version_id": version_id, "item": item, "answer": answers[item]} for item in answers]
        change.connection.execute(insert(visit_answer), rows)


def _told(values: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    told = {str(name): value for name, value in values.items() if value is not None}
    return {**told, **({"answers": dict(answers)} if answers else {})}


def _is_same(record: VisitRecord, draft: Visit) -> bool:
    names = ("visited_on", "form", "result", "units", "head_count", "note", "next_on", "answers")
    return all(getattr(record, name) == getattr(draft, name) for name in names)


def _made_values(connection: Connection, place: PlaceRef, draft: Visit) -> dict[str, Any]:
    at = draft.position
    return {
        "state": "made",
        "visited_on": draft.visited_on,
        "form": draft.form,
        "units": json.dumps(draft.units),
        "head_count": draft.head_count,
        "note": draft.note,
        "result": draft.result,
        "next_on": draft.next_on,
        "checklist_id": draft.checklist_id if draft.answers else None,
        "seen_lon": at.lon if at else None,
        "seen_lat": at.lat if at else None,
        "position_accuracy_m": at.accuracy_m if at else None,
        "distance_m": _distance_on(connection, place, draft) if at else None,
        "device_at": draft.device_at,
    }


def _distance_on(connection: Connection, place: PlaceRef, draft: Visit) -> float:
    v = hotspot_version.c
    began = v.valid_from <= draft.visited_on
    question = select(v.geom).where(v.hotspot_id == place.id, known_at(hotspot_version, None))
    geometry = connection.execute(question.order_by(began.desc(), v.valid_from.desc()).limit(1)).scalar_one()
    assert draft.position is not None  # noqa: S101 - tells the type checker
    return round(measure_distance_m(geometry, draft.position), 1)
