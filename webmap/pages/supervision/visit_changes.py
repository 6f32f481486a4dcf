"""Changing a visit that is on record: correcting what was seen, moving a planned one, cancelling either."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from geo.errors import PersonalData
from layers.errors import Refused, StaleVersion
from layers.places.references import get_place
from layers.store import scope
from layers.store.database import Reading, Write
from layers.supervision import visits
from layers.supervision.visit_records import VisitRecord, get_visit, read_history
from webmap.http import auth, conflicts
from webmap.http.conflicts import About, Dispute, State, plain
from webmap.http.i18n import t
from webmap.http.today import today
from webmap.pages.supervision import visit_forms
from webmap.pages.supervision.visit_forms import Asked, CancelForm, RedateForm
from webmap.pages.supervision.visits import Visited, read_sent_asked, show_form, show_visit

blueprint = Blueprint("visit_changes", __name__)

_COMPARED = ("visited_on", "form", "units", "head_count", "result", "next_on", "note")
"""What two people may have corrected, besides the answers; the reason belongs to each correction."""

_REFUSALS = (Refused, PersonalData)


@blueprint.get("/visits/<code>/edit")
def show_edit(code: str) -> ResponseReturnValue:
    """Show the form that corrects a visit."""
    with auth.database().read() as connection:
        present, place = _read_editable(connection, code)
        asked = visit_forms.read_asked(connection, present.checklist_id, present.units)
    form = visit_forms.make_visit_form(asked)(data=visit_forms.present_values(present))
    return show_form(form, asked, place, corrects=present)


@blueprint.post("/visits/<code>/edit")
def correct(code: str) -> ResponseReturnValue:
    """Record what a visit was really like; what was said before stays readable, and what another said as well."""
    with auth.database().read() as connection:
        present, place = _read_editable(connection, code)
        history = read_history(connection, auth.actor(), code, today())
        asked = read_sent_asked(connection, {unit for version in history for unit in version.units})
    form: Any = visit_forms.make_visit_form(asked).sent()
    visit_forms.offer_choices(form, asked)
    version = form.version.data or present.version
    if not conflicts.take_choice(form, _states(asked, history).get(version, {})):
        return conflicts.ask_again(_dispute(form, asked, history, (conflicts.base_version(version), version)))
    if not _is_whole(form):
        return show_form(form, asked, place, corrects=present, status=422)
    try:
        with auth.database().write(auth.actor(), "visit.correct", form.reason.data) as change:
            draft = visit_forms.read_draft(form, asked)
            visits.correct_visit(change, code, draft, version=version, reason=form.reason.data)
            conflicts.settle(change)
    except StaleVersion:
        with auth.database().read() as connection:
            newest = read_history(connection, auth.actor(), code, today())
        return conflicts.answer(_dispute(form, asked, newest, (version, newest[0].version)))
    except _REFUSALS as error:
        form.tell(error)
        return show_form(form, asked, place, corrects=present, status=422)
    flash(t("visits.corrected", code=code), "good")
    return redirect(url_for("visits.show", code=code), 303)


@blueprint.post("/visits/<code>/cancel")
def cancel(code: str) -> ResponseReturnValue:
    """Cancel a planned visit, or withdraw one that was recorded by mistake."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "visit.record")
        present = get_visit(connection, auth.actor(), code, today())
        get_place(connection, auth.actor(), present.hotspot, visits.cancel_action(present.state))
    form: Any = CancelForm.sent()
    if not form.validate():
        return show_visit(code, form, status=422)
    version, reason = form.version.data, form.reason.data

    def deed(change: Write) -> None:
        visits.cancel_visit(change, code, version=version, reason=reason)

    wrong = conflicts.attempt(form, "visit.cancel", deed, reason=reason)
    if wrong:
        return show_visit(code, form, status=wrong)
    flash(t("visits.cancelled", code=code), "good")
    return redirect(url_for("visits.show", code=code), 303)


@blueprint.post("/visits/<code>/redate")
def redate(code: str) -> ResponseReturnValue:
    """Move a planned visit to another day."""
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "visit.record")
        present = get_visit(connection, auth.actor(), code, today())
        get_place(connection, auth.actor(), present.hotspot, "visit.record")
    form: Any = RedateForm.sent()
    if not form.validate():
        return show_visit(code, redating=form, status=422)
    day, version, reason = form.planned_on.data, form.version.data, form.reason.data

    def deed(change: Write) -> None:
        visits.redate_visit(change, code, day, version=version, reason=reason)

    wrong = conflicts.attempt(form, "visit.redate", deed, reason=reason)
    if wrong:
        return show_visit(code, redating=form, status=wrong)
    flash(t("visits.redated", code=code, day=day), "good")
    return redirect(url_for("visits.show", code=code), 303)


def _read_editable(connection: Reading, code: str) -> tuple[VisitRecord, Visited]:
    scope.require(connection, auth.actor(), "visit.record")
    present = get_visit(connection, auth.actor(), code, today())
    get_place(connection, auth.actor(), present.hotspot, "visit.record")
    if present.state != "made":
        raise Refused("visit_not_made", visit=code)
    return present, Visited(present.hotspot, present.place, present.status, present.wards)


def _is_whole(form: Any) -> bool:
    is_right = form.validate()
    if not form.reason.data:
        form.reason.errors = [*form.reason.errors, t("forms.missing")]
    return bool(is_right and form.reason.data and form.version.data is not None)


def _states(asked: Asked, history: Sequence[VisitRecord]) -> Mapping[int, State]:
    """Return what each version of a visit said, by field of the form."""
    names = (*_COMPARED, *(question.name for question in asked.questions))
    values = {version.version: visit_forms.present_values(version) for version in history}
    return {number: {name: plain(told.get(name)) for name in names} for number, told in values.items()}


def _dispute(form: Any, asked: Asked, history: Sequence[VisitRecord], versions: tuple[int, int]) -> Dispute:
    newest = history[0]
    states = _states(asked, history)
    base, theirs = (states.get(version, states[newest.version]) for version in versions)
    address = url_for("visits.show", code=newest.code)
    about = About(
        "visit", newest.code, newest.place, address, url_for("visit_changes.show_edit", code=newest.code)
    )
    questions = {question.name: question.text for question in asked.questions}
    return conflicts.dispute_of(
        form, about, versions, (base, theirs), lambda name: questions.get(name) or t(f"visits.{name}")
    )
