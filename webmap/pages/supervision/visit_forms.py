"""The forms of visits: which questions they ask, what stands in them at first, and what was answered."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from layers.errors import NotFound
from layers.store.database import Reading
from layers.supervision.bodies import Body, list_bodies
from layers.supervision.checklists import Checklist, get_checklist, get_current_checklist
from layers.supervision.due import find_traits
from layers.supervision.intervals import find_due_day
from layers.supervision.visit_drafts import FORMS, LONGEST_NOTE, MOST_HEADS, RESULTS, Visit
from layers.supervision.visit_records import Position, VisitRecord
from webmap.http.forms import (
    CodeField,
    CodesField,
    DayField,
    Given,
    LineField,
    NoteField,
    PageForm,
    UuidField,
    WholeField,
)
from webmap.http.i18n import t, translator
from webmap.http.today import read_visit_rule

ANSWER = "answer_"
"""The field of a fact is named by this and its code."""

HIDDEN = ("uuid", "version", "checklist", "seen_lon", "seen_lat", "accuracy_m", "device_at")
"""Fields of the form of a visit that the page fills."""

_LAST_ROW = 2**31 - 1


class VisitForm(PageForm):
    """A visit that was made; `make_visit_form` adds a field for each fact of the list."""

    uuid = UuidField()
    version = WholeField(least=1, most=_LAST_ROW)
    checklist = WholeField(least=0, most=_LAST_ROW)
    visited_on = DayField(validators=[Given()])
    form = CodeField(validators=[Given()])
    units = CodesField()
    head_count = WholeField(least=1, most=MOST_HEADS, validators=[Given()])
    result = CodeField(validators=[Given()])
    next_on = DayField()
    note = NoteField(most=LONGEST_NOTE)
    seen_lon = LineField(most=40)
    seen_lat = LineField(most=40)
    accuracy_m = LineField(most=40)
    device_at = LineField(most=40)
    reason = LineField(most=300)


class PlanForm(PageForm):
    """A visit that is planned."""

    uuid = UuidField()
    planned_on = DayField(validators=[Given()])
    units = CodesField()


class CancelForm(PageForm):
    """Why a visit is cancelled."""

    version = WholeField(least=1, most=_LAST_ROW, validators=[Given()])
    reason = LineField(most=300, validators=[Given()])


class RedateForm(PageForm):
    """To which day a planned visit is moved, and why."""

    version = WholeField(least=1, most=_LAST_ROW, validators=[Given()])
    planned_on = DayField(validators=[Given()], id="redate-planned_on")
    reason = LineField(most=300, validators=[Given()], id="redate-reason")


@dataclass(frozen=True)
class Question:
    """A fact as the form asks for it: its field, its text in the page's language, and its answers, best first."""

    code: str
    name: str
    text: str
    scale: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What a form of a visit asks.

    Attributes
    ----------
    checklist
        List whose facts it asks about.
    bodies
        Bodies that may have taken part.
    """

    checklist: Checklist
    bodies: Sequence[Body]

    @property
    def questions(self) -> list[Question]:
        """The facts, in the order of the list and the language of the page."""
        is_english = translator().locale == "en"
        return [
            Question(
                item.code,
                ANSWER + item.code,
                item.text_en if is_english else item.text_vi,
                item.scale,
                item.answers,
            )
            for item in self.checklist.items
        ]

    @property
    def units(self) -> list[tuple[str, str]]:
        """Codes and names of the bodies."""
        return [(body.code, body.name) for body in self.bodies]


def read_asked(connection: Reading, checklist_id: int | None = None, units: Iterable[str] = ()) -> Asked:
    """Return what a form asks: of the list in use, or of the one that was shown or answered.

    Parameters
    ----------
    connection
        A transaction.
    checklist_id
        Row of that list; one that never was counts as none.
    units
        Codes of bodies that are offered even where new visits do not name them any more.
    """
    kept = set(units)
    bodies = [
        body
        for body in list_bodies(connection, is_active=None)
        if (body.is_active and body.kind == "member") or body.code in kept
    ]
    try:
        found = get_checklist(connection, checklist_id) if checklist_id else None
    except NotFound:
        found = None
    return Asked(found or get_current_checklist(connection), bodies)


def make_visit_form(asked: Asked) -> type[VisitForm]:
    """Return the form with a field for each fact."""
    fields = {question.name: CodeField() for question in asked.questions}
    return type("AskedVisitForm", (VisitForm,), fields)


def offer_choices(form: Any, asked: Asked) -> None:
    """Give the fields of a form of a visit their choices."""
    form.units.choices = asked.units
    if "form" in form:
        form.form.choices = [(code, t(f"codes.visit_form.{code}")) for code in FORMS]
        form.result.choices = [(code, t(f"codes.visit_result.{code}")) for code in RESULTS]
        for question in asked.questions:
            words = [(code, t(f"codes.scale.{question.scale}.{code}")) for code in question.answers]
            form[question.name].choices = words


def first_values(
    asked: Asked, today: date, next_on: date | None, latest: VisitRecord | None
) -> dict[str, Any]:
    """Return what stands in a new form: the common case, and who went along the last time.

    Parameters
    ----------
    asked
        What the form asks.
    today
        Day of the visit.
    next_on
        Day suggested for the next one.
    latest
        Last visit that the reader recorded.
    """
    offered = [body.code for body in asked.bodies]
    units = [code for code in latest.units if code in offered] if latest else offered[:1]
    return {
        "uuid": str(uuid4()),
        "checklist": asked.checklist.id,
        "visited_on": today,
        "form": "on_site",
        "units": units,
        "head_count": (latest.head_count if latest else None) or 2,
        "result": "same",
        "next_on": next_on,
    }


def present_values(record: VisitRecord) -> dict[str, Any]:
    """Return what stands in the form that corrects a visit."""
    names = ("version", "visited_on", "form", "head_count", "result", "next_on", "note")
    return {
        **{name: getattr(record, name) for name in names},
        "checklist": record.checklist_id,
        "units": list(record.units),
        **{ANSWER + code: answer for code, answer in record.answers.items()},
    }


def read_draft(form: Any, asked: Asked) -> Visit:
    """Return the visit that a form that was found right tells of."""
    answers = {
        item.code: form[ANSWER + item.code].data
        for item in asked.checklist.items
        if form[ANSWER + item.code].data
    }
    return Visit(
        visited_on=form.visited_on.data,
        form=form.form.data,
        result=form.result.data,
        units=tuple(form.units.data),
        head_count=form.head_count.data,
        checklist_id=asked.checklist.id if answers else None,
        answers=answers,
        note=form.note.data,
        next_on=form.next_on.data,
        position=_read_position(form),
        device_at=_read_moment(form.device_at.data),
    )


def suggest_next(connection: Reading, hotspot_id: int, day: date) -> date | None:
    """Return the day on which a place that is visited on a day is to be visited again."""
    rule = read_visit_rule(connection)
    return find_due_day(rule.pace(find_traits(connection, hotspot_id, day, rule)), None, day, day)


def _read_position(form: VisitForm) -> Position | None:
    """Return where the device stood; what no device writes is left out, since it decides nothing."""
    lon, lat = _read_number(form.seen_lon.data), _read_number(form.seen_lat.data)
    return None if lon is None or lat is None else Position(lon, lat, _read_number(form.accuracy_m.data))


def _read_number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _read_moment(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
