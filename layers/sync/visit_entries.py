"""Stores a visit that was recorded without a network; a plan that changed meanwhile makes it a conflict."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from layers.errors import Refused, StaleVersion
from layers.people.conflicts import Proposal, keep_proposal
from layers.places.references import get_place
from layers.store.database import Write
from layers.supervision.images import MOST_IMAGES
from layers.supervision.visit_drafts import FORMS, LONGEST_NOTE, MOST_HEADS, RESULTS, Visit
from layers.supervision.visit_records import Position, VisitRecord, get_visit
from layers.supervision.visits import record_visit
from layers.sync.answers import Clash, Stored
from layers.sync.bodies import Body
from layers.sync.clocks import Clocks
from layers.sync.entries import Entry

FIELDS = frozenset(
    {
        "hotspot", "checklist", "answers", "visited_on", "form", "units", "head_count", "result", "next_on", "note",
        "position", "planned", "images", "not_person",
    }
)  # fmt: skip
"""What the body of a visit may tell."""

_WIDEST_ACCURACY_M = 1_000_000.0


@dataclass(frozen=True)
class FieldVisit:
    """A visit as its entry tells it.

    Attributes
    ----------
    hotspot
        Code of the place.
    draft
        What was seen.
    planned
        Code and version of the planned visit that it fulfils.
    """

    hotspot: str
    draft: Visit
    planned: tuple[str, int] | None


def read_visit(body: Body, clocks: Clocks) -> FieldVisit:
    """Return the visit that a body tells, its days set right.

    Raises
    ------
    Refused
        ``entry_malformed``, with the field.
    """
    body.uuids("images", MOST_IMAGES)
    answers = body.pairs("answers")
    told = Body(answers, answers.keys(), "answers.")
    next_on = body.day("next_on")
    draft = Visit(
        visited_on=clocks.true_day(body.day("visited_on")),
        form=body.choice("form", FORMS),
        result=body.choice("result", RESULTS),
        units=body.codes("units"),
        head_count=body.optional_whole("head_count", least=1, most=MOST_HEADS),
        checklist_id=body.optional_whole("checklist"),
        answers={item: told.code(item) for item in answers},
        note=body.text("note", LONGEST_NOTE),
        next_on=next_on + clocks.shift_of_days if next_on else None,
        position=_read_position(body),
        device_at=clocks.device_at,
    )
    return FieldVisit(body.code("hotspot"), draft, _read_planned(body))


def store_visit(change: Write, entry: Entry, clocks: Clocks) -> Stored | Clash:
    """Record the visit of an entry.

    Where its planned visit was moved, cancelled or made meanwhile, nothing is recorded: it waits among the changes
    that came too late, and the answer tells what the plan is like now.

    Raises
    ------
    Refused, PersonalData, NotFound, OutsideScope
        As `layers.supervision.visits.record_visit`.
    """
    told = read_visit(Body(entry.body, FIELDS), clocks)
    try:
        code = record_visit(change, told.hotspot, told.draft, uuid=entry.uuid, planned=told.planned)
    except StaleVersion:
        return _clash(change, told, entry)
    except Refused as error:
        if error.code != "visit_not_planned":
            raise
        return _clash(change, told, entry)
    return Stored("visit", code)


def _clash(change: Write, told: FieldVisit, entry: Entry) -> Clash:
    if told.planned is None:
        raise AssertionError("only a plan can have changed meanwhile")
    code, version = told.planned
    present = get_visit(change.connection, change.actor, code, told.draft.visited_on)
    place = get_place(change.connection, change.actor, told.hotspot)
    path, fields = f"/visits/new?hotspot={place.code}&plan={code}", _form_fields(told, entry.uuid, version)
    codes = frozenset(name for name, _ in fields) - {"note"}
    proposal = Proposal("visit", code, present.place, version, path, fields, codes)
    return Clash("visit", code, "visit_plan_changed", tell_visit(present), keep_proposal(change, proposal))


def tell_visit(present: VisitRecord) -> dict[str, Any]:
    """Return what a planned visit is like now, as JSON takes it."""
    return {
        "visit": present.code,
        "hotspot": present.hotspot,
        "version": present.version,
        "state": present.state,
        "planned_on": _day(present.planned_on),
        "visited_on": _day(present.visited_on),
        "units": list(present.units),
        "result": present.result,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _form_fields(told: FieldVisit, uuid: str, version: int) -> tuple[tuple[str, str], ...]:
    """Return the visit as the page ``/visits/new`` sends it."""
    draft, at = told.draft, told.draft.position
    return (
        ("uuid", uuid),
        ("version", str(version)),
        ("checklist", _write(draft.checklist_id)),
        ("visited_on", f"{draft.visited_on:%d/%m/%Y}"),
        ("form", draft.form),
        *(("units", unit) for unit in draft.units),
        ("head_count", _write(draft.head_count)),
        ("result", draft.result),
        ("next_on", f"{draft.next_on:%d/%m/%Y}" if draft.next_on else ""),
        *((f"answer_{item}", answer) for item, answer in draft.answers.items()),
        ("note", _write(draft.note)),
        ("seen_lon", _write(at.lon if at else None)),
        ("seen_lat", _write(at.lat if at else None)),
        ("accuracy_m", _write(at.accuracy_m if at else None)),
        ("device_at", draft.device_at.isoformat() if draft.device_at else ""),
    )


def _write(value: object) -> str:
    return "" if value is None else str(value)


def _read_position(body: Body) -> Position | None:
    at = body.inner("position", ("lon", "lat", "accuracy_m"))
    if at is None:
        return None
    accuracy_m = at.optional_number("accuracy_m", most=_WIDEST_ACCURACY_M)
    return Position(at.number("lon", most=180), at.number("lat", most=90), accuracy_m)


def _read_planned(body: Body) -> tuple[str, int] | None:
    planned = body.inner("planned", ("visit", "version"))
    return None if planned is None else (planned.code("visit"), planned.whole("version", least=1))
