"""The page of one stop of a plan: how long its visit takes, and at which hours it may begin."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, FieldList, Form, FormField
from wtforms.validators import ValidationError

from geo.errors import InvalidTour
from geo.travel.problem import Window
from layers.errors import Refused
from layers.outings.day_changes import VisitTimes, change_stop
from layers.outings.day_edits import find_stop, find_team
from layers.outings.day_records import get_day_plan
from layers.outings.day_shapes import DayPlan, PlannedStop
from layers.outings.wishes import LONGEST_SERVICE_S
from layers.store import scope
from layers.store.database import Write
from webmap.http import auth, conflicts
from webmap.http.forms import Given, WholeField
from webmap.http.i18n import t
from webmap.pages.outings import plan_words
from webmap.pages.outings.plan_form import ClockField
from webmap.pages.outings.plan_page import VersionForm, plan_ways

blueprint = Blueprint("plan_stop", __name__)

MOST_WINDOWS = 3
_MINUTE_S = 60


class WindowForm(Form):
    """Hours between which a visit may begin; both empty where there are none."""

    start = ClockField()
    end = ClockField()

    @property
    def window(self) -> Window | None:
        """The hours; None where one of the two is not given."""
        if self.start.data is None or self.end.data is None:
            return None
        return Window(self.start.data, self.end.data)

    def validate_end(self, end: Field) -> None:
        """Refuse hours of which one is missing, or that end before they begin."""
        if end.process_errors or self.start.process_errors:
            return
        if (self.start.data is None) != (end.data is None):
            raise ValidationError(t("plans.window_half"))
        if self.window and self.window.end_s <= self.window.start_s:
            raise ValidationError(t("plans.window_reversed"))


class StopForm(VersionForm):
    """A visit of a plan, and the version of the plan from which its editor started."""

    service_minutes = WholeField(least=0, most=LONGEST_SERVICE_S // _MINUTE_S, validators=[Given()])
    windows = FieldList(FormField(WindowForm), min_entries=MOST_WINDOWS, max_entries=MOST_WINDOWS)

    @property
    def times(self) -> VisitTimes:
        """What a whole form tells; hours may be given in any order."""
        minutes: Any = self.service_minutes.data
        windows = sorted(entry.form.window for entry in self.windows if entry.form.window)
        return VisitTimes(minutes * _MINUTE_S, tuple(windows))


@blueprint.get("/plans/<code>/stops/<hotspot>")
def show(code: str, hotspot: str) -> ResponseReturnValue:
    """Show the form of a stop."""
    plan, stop = _read(code, hotspot)
    hours = [{"start": window.start_s, "end": window.end_s} for window in stop.windows]
    held = {"version": plan.version, "service_minutes": stop.service_s // _MINUTE_S, "windows": hours}
    return _page(plan, stop, StopForm(data=held))


@blueprint.post("/plans/<code>/stops/<hotspot>")
def keep(code: str, hotspot: str) -> ResponseReturnValue:
    """Change a stop; the times of its team follow."""
    plan, stop = _read(code, hotspot)
    form: Any = StopForm.sent()

    def deed(change: Write) -> None:
        ways = plan_ways(change.connection, code)
        change_stop(change, code, stop.hotspot, form.times, version=form.version.data, ways=ways)

    if not form.validate():
        return _page(plan, stop, form, status=422)
    refused = conflicts.attempt(form, "plan.change_stop", deed, refusals=(Refused, InvalidTour))
    if refused:
        return _page(plan, stop, form, status=refused)
    flash(t("plans.stop_kept", name=stop.name), "good")
    return redirect(url_for("plan_page.show", code=plan.code, _anchor=f"stop-{stop.hotspot}"), 303)


def _read(code: str, hotspot: str) -> tuple[DayPlan, PlannedStop]:
    with auth.database().read() as connection:
        scope.require(connection, auth.actor(), "plan.edit")
        plan = get_day_plan(connection, auth.actor(), code)
    return plan, find_stop(plan, hotspot)


def _page(plan: DayPlan, stop: PlannedStop, form: Any, *, status: int = 200) -> ResponseReturnValue:
    shown = render_template(
        "plans/stop.html",
        form=form,
        plan=plan,
        stop=stop,
        team=None if stop.team is None else find_team(plan, stop.team),
        **plan_words.words(),
    )
    return shown, status
