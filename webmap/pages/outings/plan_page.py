"""The page of one day plan: its lists beside its map, and the forms that change it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.validators import ValidationError

from geo.types import VIETNAM
from layers.errors import Refused
from layers.outings.day_plans import trace_plan
from layers.outings.day_records import get_day_plan
from layers.outings.day_shapes import DayPlan
from layers.store import scope
from layers.store.database import Reading
from layers.travel.ways import Ways
from webmap.http import auth, params
from webmap.http.forms import CodeField, CodesField, Given, LineField, PageForm, WholeField
from webmap.http.i18n import t, translator
from webmap.http.today import today
from webmap.http.ways import ways
from webmap.pages.outings import plan_told
from webmap.pages.outings.plan_form import ClockField
from webmap.pages.outings.plan_told import Routes, Told

blueprint = Blueprint("plan_page", __name__)

_FILES = ("gpx", "kml", "geojson", "ics")
_LAST_VERSION = 2**31 - 1
_SINCE = ("all", "now", "at")
_TEAM = re.compile(r"\d{1,3}", re.ASCII)


class VersionForm(PageForm):
    """From which version a change starts."""

    version = WholeField(least=1, most=_LAST_VERSION, validators=[Given()])


class AddForm(VersionForm):
    """Which place is put into a plan."""

    hotspot = LineField(most=40, validators=[Given()], id="add-hotspot")


class ReplanForm(VersionForm):
    """From when on a plan is made anew, which stops are given up, and which teams go no further."""

    since = CodeField(validators=[Given()])
    from_time = ClockField()
    without = CodesField()
    resting = CodesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since.choices = [(since, since) for since in _SINCE]
        for field in (self.without, self.resting):  # those of no stop and of no team are refused below
            field.choices = [(code, code) for code in field.data or ()]

    def validate_from_time(self, from_time: Field) -> None:
        """Ask for the time where it counts."""
        if self.since.data == "at" and from_time.data is None and not from_time.process_errors:
            raise ValidationError(t("plans.from_time_missing"))

    def read_from_s(self, now: datetime) -> int | None:
        """Return the second of the day before which everything stays; None where all of it is made anew."""
        if self.since.data == "now":
            here = now.astimezone(VIETNAM)
            return here.hour * 3600 + here.minute * 60 + here.second
        return self.from_time.data if self.since.data == "at" else None

    def validate_resting(self, resting: Field) -> None:
        """Refuse what is no number of a team."""
        if not all(_TEAM.fullmatch(number) for number in resting.data or ()):
            raise ValidationError(t("forms.choice"))


class CancelForm(VersionForm):
    """Why a plan is cancelled."""

    reason = LineField(most=300, validators=[Given()], id="cancel-reason")


@blueprint.get("/plans/<code>")
def show(code: str) -> ResponseReturnValue:
    """Show the plan of a day."""
    params.require_known(request.args, ())
    return show_plan(code)


def show_plan(
    code: str, forms: Mapping[str, PageForm] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    """Return the page of a plan.

    Parameters
    ----------
    code
        Of the plan.
    forms
        Forms that were sent with a fault, by what they are for: they are shown with it and what was typed.
    status
        Of the answer.
    """
    with auth.database().read() as connection:
        told = read_told(connection, code)
    shown = render_template(
        "plans/show.html",
        forms=forms or {},
        config=plan_told.page_config(told),
        files=_file_links(told.plan),
        empty={"cancel": CancelForm(), "add_place": AddForm(), "replan": ReplanForm()},
        **plan_told.page_facts(told),
    )
    return shown, status


def read_told(connection: Reading, code: str) -> Told:
    """Return what a page says of a plan, as the reader may see it.

    Raises
    ------
    NotFound, OutsideScope
        As `get_day_plan`.
    """
    actor = auth.actor()
    plan = get_day_plan(connection, actor, code)
    is_open = plan.state != "cancelled" and plan.plan_on >= today()
    may_edit = is_open and scope.allowed(connection, actor, "plan.edit")
    routes, fault = _trace(connection, plan)
    return Told(plan, routes, plan_told.unit_names(connection), today(), may_edit, fault)


def plan_ways(connection: Reading, code: str) -> Ways:
    """Return the ways of a plan: where they came from when it was made.

    Raises
    ------
    NotFound, OutsideScope
        As `get_day_plan`.
    """
    return _open_ways(connection, get_day_plan(connection, auth.actor(), code))


def _open_ways(connection: Reading, plan: DayPlan) -> Ways:
    return ways(connection, plan.source)


def _trace(connection: Reading, plan: DayPlan) -> tuple[Routes, str | None]:
    """Return the ways of a plan; none, and why, while roads or a router cannot be had: its lists are there still."""
    try:
        return trace_plan(plan, _open_ways(connection, plan)), None
    except Refused as error:
        return {}, translator().error(error.code, error.facts)


def _file_links(plan: DayPlan) -> list[tuple[str, str]]:
    """Return what of a plan can be taken along: the end of the key of its name, and its address."""
    page = url_for("plan_page.show", code=plan.code)
    sheets = [(f"sheet_{paper.lower()}", f"{page}/sheet.pdf?paper={paper}") for paper in ("A4", "A5")]
    sheets.append(("sheet_slips", f"{page}/sheet.pdf?slips=1"))
    return [*sheets, *((end, f"{page}.{end}") for end in _FILES)]
