"""Intervals between visits for some places alone: the form of one; the list is on the page of peak periods."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from layers.planning import frequencies
from layers.planning.frequencies import Frequency
from layers.planning.rule_records import ACTION
from webmap.http import auth, conflicts, params
from webmap.http.i18n import t
from webmap.http.today import today
from webmap.pages.planning.rule_forms import (
    REFUSALS,
    FrequencyForm,
    RuleForm,
    frequency_form,
    new_frequency,
)

blueprint = Blueprint("frequencies", __name__)


@blueprint.get("/plans/frequencies/new")
def show_new() -> ResponseReturnValue:
    """Show the form of a new interval."""
    auth.require_session(ACTION)
    params.require_known(request.args, ())
    return _show(new_frequency(), None)


@blueprint.post("/plans/frequencies/new")
def add() -> ResponseReturnValue:
    """Set an interval, once."""
    auth.require_session(ACTION)
    form = FrequencyForm.sent()
    if not _is_right(form, None) or not form.uuid.data:
        return _show(form, None), 422
    uuid = str(form.uuid.data)
    wrong = conflicts.attempt(
        form,
        "frequency.add",
        lambda change: frequencies.add_frequency(change, form.draft(), uuid=uuid),
        refusals=REFUSALS,
    )
    return (_show(form, None), wrong) if wrong else _done("frequency_added")


@blueprint.get("/plans/frequencies/<uuid>")
def show(uuid: str) -> ResponseReturnValue:
    """Show the form of an interval."""
    auth.require_session(ACTION)
    params.require_known(request.args, ())
    one = _get(uuid)
    return _show(frequency_form(one), one)


@blueprint.post("/plans/frequencies/<uuid>")
def revise(uuid: str) -> ResponseReturnValue:
    """Change an interval."""
    auth.require_session(ACTION)
    one, form = _get(uuid), FrequencyForm.sent()
    if not _is_right(form, one) or form.version.data is None:
        return _show(form, one), 422
    version = form.version.data
    wrong = conflicts.attempt(
        form,
        "frequency.revise",
        lambda change: frequencies.revise_frequency(change, uuid, form.draft(), version=version),
        refusals=REFUSALS,
    )
    return (_show(form, one), wrong) if wrong else _done("frequency_saved")


@blueprint.post("/plans/frequencies/<uuid>/withdraw")
def withdraw(uuid: str) -> ResponseReturnValue:
    """Say that an interval counts no longer."""
    auth.require_session(ACTION)
    one, sent = _get(uuid), RuleForm.sent()
    form = frequency_form(one)
    if sent.version.data is None:
        return _show(form, one), 422
    version = sent.version.data
    wrong = conflicts.attempt(
        form,
        "frequency.withdraw",
        lambda change: frequencies.withdraw_frequency(change, uuid, version=version),
        refusals=REFUSALS,
    )
    return (_show(form, one), wrong) if wrong else _done("frequency_withdrawn")


def _get(uuid: str) -> Frequency:
    with auth.database().read() as connection:
        return frequencies.get_frequency(connection, uuid)


def _is_right(form: FrequencyForm, one: Frequency | None) -> bool:
    with auth.database().read() as connection:
        form.offer(connection, today(), one)
    return form.validate()


def _show(form: FrequencyForm, one: Frequency | None) -> str:
    with auth.database().read() as connection:
        form.offer(connection, today(), one)
    return render_template("plans/peaks_frequency.html", form=form, one=one)


def _done(told: str) -> ResponseReturnValue:
    flash(t(f"planning_rules.done.{told}"), "good")
    return redirect(url_for("peaks.index"), 303)
