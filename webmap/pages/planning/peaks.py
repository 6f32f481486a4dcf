"""Peak periods: the list of them with the intervals between visits, and the form of one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from geo.types import DATE_MIN
from layers.planning import peaks
from layers.planning.rule_records import ACTION
from layers.store import scope
from layers.supervision.intervals import STATE_GROUPS, Intervals
from webmap.http import auth, conflicts, params
from webmap.http.i18n import t
from webmap.http.today import read_visit_rule, today
from webmap.pages.planning.rule_forms import REFUSALS, PeakForm, RuleForm, last_day, new_peak, peak_form

blueprint = Blueprint("peaks", __name__)


@blueprint.get("/plans/peaks")
def index() -> ResponseReturnValue:
    """Show every peak period and every interval, those of the settings first."""
    params.require_known(request.args, ())
    on = today()
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "plan.read")
        rule = read_visit_rule(connection)
    times: dict[str, list[peaks.Peak]] = {"now": [], "ahead": [], "over": []}
    for peak in rule.peaks:
        times["ahead" if on < peak.valid.start else "now" if peak.valid.holds(on) else "over"].append(peak)
    return render_template(
        "plans/peaks_index.html",
        times=times,
        rule=rule,
        usual=_usual(rule),
        frequencies=[(one, one.valid.start != DATE_MIN, last_day(one.valid)) for one in rule.frequencies],
        today=on,
        may_manage=auth.may(ACTION),
    )


@blueprint.get("/plans/peaks/new")
def show_new() -> ResponseReturnValue:
    """Show the form of a new peak period."""
    auth.require_session(ACTION)
    params.require_known(request.args, ())
    return _show(new_peak(today()), None)


@blueprint.post("/plans/peaks/new")
def add() -> ResponseReturnValue:
    """Announce a peak period, once."""
    auth.require_session(ACTION)
    form = PeakForm.sent()
    if not _is_right(form, None) or not form.uuid.data:
        return _show(form, None), 422
    uuid = str(form.uuid.data)
    wrong = conflicts.attempt(
        form, "peak.add", lambda change: peaks.add_peak(change, form.draft(), uuid=uuid), refusals=REFUSALS
    )
    return (_show(form, None), wrong) if wrong else _done("peak_added")


@blueprint.get("/plans/peaks/<uuid>")
def show(uuid: str) -> ResponseReturnValue:
    """Show the form of a peak period."""
    auth.require_session(ACTION)
    params.require_known(request.args, ())
    with auth.database().read() as connection:
        peak = peaks.get_peak(connection, uuid)
    return _show(peak_form(peak), peak)


@blueprint.post("/plans/peaks/<uuid>")
def revise(uuid: str) -> ResponseReturnValue:
    """Change a peak period."""
    auth.require_session(ACTION)
    with auth.database().read() as connection:
        peak = peaks.get_peak(connection, uuid)
    form = PeakForm.sent()
    if not _is_right(form, peak) or form.version.data is None:
        return _show(form, peak), 422
    version = form.version.data
    wrong = conflicts.attempt(
        form,
        "peak.revise",
        lambda change: peaks.revise_peak(change, uuid, form.draft(), version=version),
        refusals=REFUSALS,
    )
    return (_show(form, peak), wrong) if wrong else _done("peak_saved")


@blueprint.post("/plans/peaks/<uuid>/withdraw")
def withdraw(uuid: str) -> ResponseReturnValue:
    """Say that a peak period counts no longer."""
    auth.require_session(ACTION)
    with auth.database().read() as connection:
        peak = peaks.get_peak(connection, uuid)
    form, sent = peak_form(peak), RuleForm.sent()
    if sent.version.data is None:
        return _show(form, peak), 422
    version = sent.version.data
    wrong = conflicts.attempt(
        form,
        "peak.withdraw",
        lambda change: peaks.withdraw_peak(change, uuid, version=version),
        refusals=REFUSALS,
    )
    return (_show(form, peak), wrong) if wrong else _done("peak_withdrawn")


def _usual(rule: Intervals) -> list[tuple[str, int]]:
    days = (rule.complicated_days, rule.in_conversion_days, rule.converted_days)
    return list(zip(STATE_GROUPS, days, strict=True))


def _show(form: PeakForm, peak: peaks.Peak | None) -> str:
    with auth.database().read() as connection:
        form.offer(connection, today(), peak)
        divisor = read_visit_rule(connection).peak_divisor
    return render_template("plans/peaks_form.html", form=form, peak=peak, divisor=divisor)


def _is_right(form: PeakForm, peak: peaks.Peak | None) -> bool:
    with auth.database().read() as connection:
        form.offer(connection, today(), peak)
    return form.validate()


def _done(told: str) -> ResponseReturnValue:
    flash(t(f"planning_rules.done.{told}"), "good")
    return redirect(url_for("peaks.index"), 303)
